// Words without case and marks, as the index has them: Größe, GROESSE and grosse are one. The same stands in
// pipeline/render/html/search/words.py.
(function () {
  "use strict";
  const plain = { ß: "ss", ł: "l", đ: "d", ø: "o", æ: "ae", œ: "oe" };
  const fold = (word) => word.toLowerCase().replaceAll("\u00ad", "").replace(/[ßłđøæœ]/gu, (one) => plain[one]).normalize("NFKD")
    .replace(/\p{M}/gu, "").replace(/(^|[^aeiouq])([aou])e/gu, "$1$2");
  window.bookWords = { fold, wordsOf: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [] };
})();
