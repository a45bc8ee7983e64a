/* A reader with Firefox, whose viewer is pdf.js: `fill` writes and ticks as a reader does and saves, `look` tells what
   the viewer shows. Both take and give a PDF as base64; fields are named as in the file. */
const { pdfjsLib } = globalThis;

const open = (data) => pdfjsLib.getDocument({ data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)) }).promise;

async function widgets(book) {
  const pages = Array.from({ length: book.numPages }, (_, n) => book.getPage(n + 1).then((page) => page.getAnnotations()));
  return (await Promise.all(pages)).flat().filter((annotation) => annotation.subtype === "Widget");
}

globalThis.fill = async (data, answers) => {
  const book = await open(data);
  for (const widget of await widgets(book)) {
    const answer = answers[widget.fieldName];
    const value = widget.radioButton ? widget.buttonValue === answer : answer;
    if (answer !== undefined) book.annotationStorage.setValue(widget.id, { value });
  }
  const saved = await book.saveDocument();
  return btoa(Array.from(saved, (byte) => String.fromCharCode(byte)).join(""));
};

globalThis.look = async (data) => (await widgets(await open(data))).map((widget) => ({
  name: widget.fieldName,
  text: widget.fieldType === "Tx" ? widget.fieldValue : null,
  on: Boolean(widget.checkBox && widget.fieldValue === widget.exportValue) || Boolean(widget.radioButton && widget.fieldValue === widget.buttonValue),
}));
