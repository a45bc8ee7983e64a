// The page of results: what was asked and which kind is wanted stand in the address, so that they are still there when
// one comes back.
(function () {
  "use strict";
  const { words, prepareSearch } = window.book;
  const asking = document.querySelector(".ask-book");
  const field = asking.querySelector("input");
  const kinds = document.querySelector(".kinds");
  const count = document.querySelector(".found-count");
  const list = document.querySelector(".found");
  const more = document.querySelector(".found-more");
  const step = 30;
  let most = step;

  const wanted = () => new URLSearchParams(location.hash.slice(1));

  function note(asked, kind) {
    const state = new URLSearchParams({ q: asked, ...(kind ? { kind } : {}) });
    history.replaceState(null, "", `#${state}`);
    document.title = document.title.replace(/^.*? – /, `${asked ? `${asked} – ` : ""}`);
  }

  function choice(kind, n, chosen) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(chosen));
    button.textContent = `${kind ? words[`kinds-${kind}`] : words["kinds-all"]} (${n})`;
    button.addEventListener("click", () => {
      most = step;
      note(field.value.trim(), kind);
      show().then(() => kinds.querySelector("[aria-pressed=true]")?.focus());
    });
    return button;
  }

  function showKinds(hits, kindOf, kind) {
    const counts = new Map();
    for (const hit of hits) counts.set(kindOf(hit), (counts.get(kindOf(hit)) ?? 0) + 1);
    const rows = [["", hits.length], ...counts];
    kinds.replaceChildren(...(counts.size > 1 || kind ? rows.map(([one, n]) => choice(one, n, one === kind)) : []));
  }

  async function show() {
    const asked = wanted().get("q") ?? "";
    const kind = wanted().get("kind") ?? "";
    if (field.value.trim() !== asked) field.value = asked;
    if (!asked) {
      for (const one of [list, kinds]) one.replaceChildren();
      count.textContent = "";
      more.hidden = true;
      return;
    }
    try {
      const { found, entry, kindOf } = await prepareSearch();
      const { page, hits } = found(asked);
      const some = kind ? hits.filter((hit) => kindOf(hit) === kind) : hits;
      showKinds(hits, kindOf, kind);
      list.replaceChildren(...(page && !kind ? [page] : []), ...some.slice(0, most).map(entry));
      const n = some.length + (page && !kind ? 1 : 0);
      count.textContent = n ? words.results.replace("{n}", n) : words["no-results"];
      more.hidden = some.length <= most;
      more.textContent = words["more-results"].replace("{n}", some.length - most);
    } catch {
      count.textContent = words["search-failed"];
    }
  }

  field.addEventListener("input", () => {
    most = step;
    note(field.value.trim(), "");
    show();
  });
  more.addEventListener("click", async () => {
    const first = list.children.length;
    most = Infinity;
    await show();
    list.children[first]?.querySelector("a").focus();
  });
  addEventListener("hashchange", show);
  addEventListener("online", show);
  asking.hidden = false;
  show();
})();
