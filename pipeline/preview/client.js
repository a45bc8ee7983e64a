// In the preview only: reloads the page at the same place, and shows what is wrong with the text.
(function () {
  "use strict";
  const place = "preview/place";
  const open = "preview/open";
  const german = document.documentElement.lang.startsWith("de");
  const words = german
    ? { error: ["Fehler", "Fehler"], warning: ["Warnung", "Warnungen"], note: ["Hinweis", "Hinweise"], meant: "meintest du", lost: "Die Vorschau läuft nicht mehr", print: "PDF ansehen", busy: "PDF wird gesetzt …" }
    : { error: ["error", "errors"], warning: ["warning", "warnings"], note: ["note", "notes"], meant: "did you mean", lost: "The preview has stopped", print: "See the PDF", busy: "Setting the PDF …" };
  const style = `
    :host { position: fixed; right: 1rem; bottom: 1rem; z-index: 99; max-width: calc(100vw - 2rem); font: 400 15px/1.4 system-ui, sans-serif; color: #1b1b24; }
    details { width: min(38rem, calc(100vw - 2rem)); background: #fff; border: 2px solid #1b1b24; }
    details:not([open]) { width: auto; }
    summary { padding: .5rem .9rem; min-height: 1.5rem; cursor: pointer; font-weight: 600; }
    summary:focus-visible { outline: 3px solid #3a3fa8; outline-offset: 2px; }
    ol { max-height: 55vh; overflow: auto; margin: 0; padding: 0; list-style: none; }
    li { padding: .6rem .9rem; border-top: 1px solid #c9c6bb; border-left: 6px solid #5a5963; overflow-wrap: anywhere; }
    li.error { border-left-color: #b3261e; } li.warning { border-left-color: #a33d00; }
    .place { font: 13px/1.4 ui-monospace, monospace; color: #55555f; }
    .cure::before { content: "→ "; }
    p { margin: 0; }
    .print { display: block; width: max-content; margin: 0 0 0 auto; padding: .5rem .9rem; background: #fff; border: 2px solid #1b1b24; color: inherit; }
    .print + details { margin-top: -2px; }
    a.print:focus-visible { outline: 3px solid #3a3fa8; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) { :host { color: #ecebe4; } details { background: #1e2028; border-color: #ecebe4; } .place { color: #b3b1aa; } .print { background: #1e2028; border-color: #ecebe4; } }
    @media print { :host { display: none; } }`;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];

  const line = (name, text) => {
    const made = document.createElement("p");
    made.className = name;
    made.textContent = text;
    return made;
  };

  function item(message) {
    const made = document.createElement("li");
    made.className = message.severity;
    made.append(line("place", [message.place, message.code].filter(Boolean).join("  ")), line("text", message.text));
    if (message.suggestion) made.append(line("cure", `${words.meant} ${message.suggestion}?`));
    if (message.cure) made.append(line("cure", message.cure));
    return made;
  }

  // The PDF at the section that is read here; while it is made anew, a word instead of a link to the old one.
  function printed(pdf, busy) {
    if (busy || !pdf) return busy ? [line("print", words.busy)] : [];
    const link = document.createElement("a");
    const section = document.querySelector("main article[id]");
    link.className = "print";
    link.href = `/${encodeURIComponent(pdf)}${section ? `#nameddest=${encodeURIComponent(section.id)}` : ""}`;
    link.textContent = words.print;
    return [link];
  }

  function show({ messages, pdf, busy }) {
    const bar = printed(pdf, busy);
    document.body.append(host);
    root.replaceChildren(...bar);
    if (!messages.length) return bar.length ? undefined : host.remove();
    const box = document.createElement("details");
    const summary = document.createElement("summary");
    const list = document.createElement("ol");
    const counted = ["error", "warning", "note"].map((kind) => {
      const n = messages.filter((message) => message.severity === kind).length;
      return n ? `${n} ${words[kind][n === 1 ? 0 : 1]}` : "";
    });
    summary.textContent = counted.filter(Boolean).join(", ");
    list.append(...messages.map(item));
    box.append(summary, list);
    box.open = sessionStorage.getItem(open) === "yes";
    box.addEventListener("toggle", () => sessionStorage.setItem(open, box.open ? "yes" : "no"));
    root.append(box);
  }

  // The first block that begins in sight and how far it is from the top: text above it may have grown.
  function remember() {
    const blocks = [...document.querySelectorAll("main .text [id]")];
    const first = blocks.find((block) => block.getBoundingClientRect().top > 50);
    const top = first ? first.getBoundingClientRect().top : 0;
    // Else the browser would scroll to the old distance after us.
    history.scrollRestoration = "manual";
    sessionStorage.setItem(place, JSON.stringify({ page: location.pathname, id: first?.id ?? "", top, y: scrollY }));
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
    sessionStorage.removeItem(place);
    setTimeout(() => { history.scrollRestoration = "auto"; }, 0);
    if (!kept || kept.page !== location.pathname) return;
    const block = document.getElementById(kept.id);
    scrollTo({ top: block ? scrollY + block.getBoundingClientRect().top - kept.top : kept.y, behavior: "instant" });
  }

  let version = null;
  const changes = new EventSource("/-preview/changes");
  changes.onmessage = (event) => {
    const said = JSON.parse(event.data);
    if (version !== null && said.version !== version) {
      remember();
      location.reload();
      return;
    }
    version = said.version;
    show(said);
  };
  changes.onerror = () => show({ messages: [{ severity: "note", text: words.lost, place: "", code: "", cure: "" }] });
  addEventListener("load", restore);
})();
