// In a site of editions an older one says so and leads to the same place in the newest. What is newest only the site
// knows: it keeps a file for each edition outside of it. Anywhere else, from a disk or another server, nothing is asked.
(function () {
  "use strict";
  const { edition, editions, store, words } = window.book;
  const here = decodeURI(location.pathname);
  const at = here.lastIndexOf(`/${edition}/`);
  const inside = here.slice(at + edition.length + 2);
  const variant = inside.startsWith("variants/");
  const page = (/^(?:variants\/[^/]+\/)?html\/([^/]*)$/.exec(inside) ?? [])[1];
  if (store !== edition || !location.protocol.startsWith("http") || at < 0 || page === undefined) return;
  const root = here.slice(0, at);

  // The block that the address names while it is in sight, else the one at the top of the window; at the top of the
  // page it is the page itself.
  function block() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const { top = -1 } = named?.getBoundingClientRect() ?? {};
    if (named?.closest(".text") && !named.matches(".page-mark") && top >= 0 && top < innerHeight) return named.id;
    if (scrollY < 8) return "";
    const bars = [...document.querySelectorAll(".top, .edition-notice")];
    const line = Math.max(...bars.map((one) => one.getBoundingClientRect().bottom)) + 40;
    const blocks = document.querySelectorAll(".text [id]:not(input, textarea, .page-mark)");
    return [...blocks].filter((one) => one.getBoundingClientRect().top < line).pop()?.id ?? "";
  }

  function place(moved) {
    if (variant) return editions;
    const name = page || "index.html";
    const id = block();
    const address = id ? `${name}#${id}` : name;
    return moved[address] ?? (id && moved[name] ? `${moved[name]}#${id}` : address);
  }

  function tell({ latest, moved }) {
    if (latest === edition) return;
    const text = (word) => words[word].replace("{edition}", edition).replace("{latest}", latest);
    const link = document.createElement("a");
    link.textContent = text("newer-edition");
    const lead = () => { link.href = `${root}/${place(moved)}`; };
    for (const moment of ["pointerdown", "focus", "click"]) link.addEventListener(moment, lead);
    lead();
    const notice = document.createElement("p");
    notice.className = "edition-notice";
    notice.setAttribute("role", "note");
    notice.lang = document.querySelector(".top").lang;
    notice.append(text("old-edition"), " ", link);
    document.querySelector("main").prepend(notice);
  }

  // Missing or offline: the page is all there is.
  const script = document.createElement("script");
  script.src = `${root}/editions/${edition}.js`;
  script.addEventListener("load", () => window.newest && tell(window.newest));
  document.head.append(script);
})();
