// Where readers are: the contents follow the scroll, the page is remembered, what was read and filled in is marked; and
// arrows and swipes turn pages. All of it stays in this browser.
(function () {
  "use strict";
  const { slug, words, answers: store, load } = window.book;
  const own = location.pathname.split("/").pop() || "index.html";
  const text = document.querySelector(".text");
  const page = document.querySelector("article h1 .title");
  const bar = () => document.querySelector(".top").getBoundingClientRect().bottom;

  function kept(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`${slug}/${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  function keep(name, value) {
    try { localStorage.setItem(`${slug}/${name}`, JSON.stringify(value)); } catch { /* not remembered then */ }
  }

  const read = () => [kept("read", [])].flat().filter((name) => typeof name === "string");

  // In the contents of the book and of the page the heading that one reads is marked.
  const headings = text ? [...text.querySelectorAll("h2[id]")] : [];
  let heading = null;
  function follow() {
    const line = bar() + 48;
    const now = headings.filter((one) => one.getBoundingClientRect().top <= line).pop() ?? null;
    if (now === heading) return;
    heading = now;
    for (const link of document.querySelectorAll(".inside a, .on-page a")) {
      if (now && link.hash === `#${encodeURIComponent(now.id)}`) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }

  // A page counts as read when its text's end was in sight.
  function remember() {
    if (!text) return;
    const { top, bottom } = text.getBoundingClientRect();
    if (top < bar()) keep("place", { page: own, id: heading?.id ?? "", title: page.textContent, part: heading?.textContent.trim() ?? "" });
    if (bottom <= innerHeight + 40 && !read().includes(own)) {
      keep("read", [...read(), own]);
      mark();
    }
  }

  function line(className, shown, said) {
    const one = document.createElement("span");
    one.className = className;
    one.append(shown);
    if (said) {
      const unseen = document.createElement("span");
      unseen.className = "unseen";
      unseen.textContent = ` ${said}`;
      one.append(unseen);
    }
    return one;
  }

  // Beside each link to a page: how much of a sheet is done, or that it was read.
  let counts = new Map();
  function mark() {
    const seen = new Set(read());
    for (const link of document.querySelectorAll(".contents a, .by-phase a")) {
      const name = link.getAttribute("href");
      if (name.includes("#")) continue;
      const home = link.parentElement;
      const [done, all] = counts.get(name) ?? [0, 0];
      home.querySelector(":scope > .state")?.remove();
      if (done) link.after(line("state", done === all ? "✓" : `${done}/${all}`, done === all ? words["state-done"] : words["state-begun"]));
      else if (seen.has(name)) link.after(line("state", "✓", words["state-read"]));
    }
  }

  async function count() {
    const entries = store.entries();
    if (!Object.keys(entries).length) {
      counts = new Map();
      return mark();
    }
    await load("sheets.js").catch(() => {});
    counts = new Map((window.book.sheets ?? []).map(([, name, ids]) => [name, [ids.filter((id) => entries[id]).length, ids.length]]));
    mark();
  }

  // On the start page: on to where one was, and how much was read.
  function resume() {
    const link = document.querySelector(".do-resume");
    const place = kept("place", null);
    if (!link || typeof place?.page !== "string" || !/^[\w.-]+\.html$/.test(place.page)) return;
    link.href = `${place.page}${place.id ? `#${encodeURIComponent(place.id)}` : ""}`;
    link.querySelector(".resume-where").textContent = [place.title, place.part].filter(Boolean).join(": ");
    link.hidden = false;
    const pages = new Set([...document.querySelectorAll(".contents a")].map((one) => one.getAttribute("href")));
    const n = read().filter((name) => pages.has(name)).length;
    const said = document.querySelector(".have-read");
    said.textContent = words["have-read"].replace("{n}", n).replace("{all}", pages.size);
    said.hidden = !n;
  }

  // One page on or back: by arrow, or by a swipe across the text that nothing else scrolls with.
  function turn(way) {
    const link = document.querySelector(`.pager .${way}`);
    if (link) location.assign(link.href);
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog, :popover-open, [tabindex='0']")) return;
    if (event.key === "ArrowLeft") turn("previous");
    else if (event.key === "ArrowRight") turn("next");
  });
  let from = null;
  const scrolls = (one) => one && one !== document.body && (one.scrollWidth > one.clientWidth + 1 || scrolls(one.parentElement));
  document.addEventListener("touchstart", (event) => {
    const [touch] = event.touches;
    const free = event.touches.length === 1 && event.target.closest("main") && !event.target.closest("input, textarea, svg, button") && !scrolls(event.target);
    from = free ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp } : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!from || !getSelection().isCollapsed || (window.visualViewport?.scale ?? 1) > 1.01) return;
    const [touch] = event.changedTouches;
    const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
    if (Math.abs(x) > 90 && Math.abs(x) > 3 * Math.abs(y) && event.timeStamp - from.at < 600) turn(x < 0 ? "next" : "previous");
    from = null;
  }, { passive: true });

  let waiting = 0;
  addEventListener("scroll", () => {
    follow();
    clearTimeout(waiting);
    waiting = setTimeout(remember, 400);
  }, { passive: true });
  requestAnimationFrame(follow);
  setTimeout(remember, 2000);
  resume();
  (window.requestIdleCallback ?? setTimeout)(count);
  window.book.page.listeners.push(count);
})();
