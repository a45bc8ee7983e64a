// Where pages come from a server: keep what is read for later, all of it on request, and say when a new edition is
// there. Pages opened as files are on the disk already.
(function () {
  "use strict";
  const { words } = window.book;
  if (!navigator.serviceWorker || !location.protocol.startsWith("http") || !isSecureContext) return;
  const { serviceWorker } = navigator;
  const manifest = Object.assign(document.createElement("link"), { rel: "manifest", href: "manifest.webmanifest" });
  document.head.append(manifest);

  function tell(registration) {
    if (document.querySelector(".new-build")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words["new-build-take"];
    button.addEventListener("click", () => registration.waiting?.postMessage({ type: "take over" }));
    const notice = document.createElement("p");
    notice.className = "edition-notice new-build";
    notice.setAttribute("role", "status");
    notice.lang = document.querySelector(".top").lang;
    notice.append(words["new-build"], " ", button);
    document.querySelector("main").prepend(notice);
  }

  function heed(registration) {
    const waits = () => { if (registration.waiting && registration.active && serviceWorker.controller) tell(registration); };
    waits();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", waits));
  }

  // What was entered is kept already: every window may begin anew. An edition that lies below another web edition is
  // handed over from that one's worker to its own; the page that is read stays.
  const before = serviceWorker.controller;
  let leaving = false;
  serviceWorker.addEventListener("controllerchange", () => {
    if (before?.scriptURL === serviceWorker.controller?.scriptURL && before && !leaving) {
      leaving = true;
      location.reload();
    }
  });

  const own = location.href.split(/[?#]/)[0].split("/").pop() || "index.html";
  serviceWorker.register("worker.js").then((registration) => {
    heed(registration);
    serviceWorker.ready.then(({ active }) => active.postMessage({ type: "keep page", pages: [own] }));
  }, () => {});

  const box = document.querySelector(".keep-all");
  if (!box) return;
  const [button, said] = [box.querySelector("button"), box.querySelector("[role=status]")];
  box.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = words["keep-all-now"];
    (await serviceWorker.ready).active.postMessage({ type: "keep all" });
  });
  serviceWorker.addEventListener("message", ({ data }) => {
    said.textContent = words[data === "kept" ? "keep-all-done" : "keep-all-failed"];
  });
})();
