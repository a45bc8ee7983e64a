// What several scripts build with; and scripts that are loaded when they are wanted, each once. What failed, as it does on a weak line, is tried again at
// the next wish. They are scripts also where they hold data: pages opened as files may not fetch any.
(function () {
  "use strict";
  const loading = {};

  function load(name) {
    loading[name] ??= new Promise((done, failed) => {
      const tag = document.createElement("script");
      tag.src = `assets/${name}`;
      tag.onload = done;
      tag.onerror = () => {
        delete loading[name];
        tag.remove();
        failed(new Error(name));
      };
      document.head.append(tag);
    });
    return loading[name];
  }

  // An element with a class, where it is to have one, and what stands in it.
  function made(tag, className, ...inside) {
    const one = document.createElement(tag);
    if (className) one.className = className;
    one.append(...inside);
    return one;
  }

  function button(className, text, then) {
    const one = made("button", className, text);
    one.type = "button";
    one.addEventListener("click", then);
    return one;
  }

  Object.assign(window.book, { load, made, button });
})();
