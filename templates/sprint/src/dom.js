// Elements, with text as text: a name that looks like markup is shown as it is.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const people = (list) => make("ul", { class: "people" },
  ...list.map(({ name, colour }) => make("li", { class: `person colour-${colour}` }, name)));

// A question over the page; `build` makes what is in it.
export function dialog(title, build) {
  const box = make("dialog", { "aria-label": title }, make("h2", {}, title));
  box.append(...build(box));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

// A question with one answer in words.
export function askFor(title, label, { text = "", rows = 4, most = 500, send, cancel, why = "", empty = false }, then) {
  dialog(title, (box) => {
    const field = make("textarea", { id: "said", rows, maxlength: most, required: !empty });
    field.value = text;
    const form = make("form", {}, make("label", { for: "said" }, label), field,
      make("div", { class: "row" }, make("button", { type: "button", onclick: () => box.close() }, cancel), make("button", { class: "main" }, send)));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      box.close();
      then(field.value);
    });
    return [why ? make("p", { class: "quiet" }, why) : "", form];
  });
}

export async function ask(path, said) {
  const answer = await fetch(`/-sprint/${path}`, said === undefined ? {} : {
    method: "POST", body: said instanceof Blob ? said : JSON.stringify(said),
  });
  const type = answer.headers.get("content-type") ?? "";
  if (answer.ok && type.includes("pdf")) return answer.blob();
  const matter = type.includes("json") ? await answer.json() : await answer.text();
  if (!answer.ok) throw Object.assign(new Error(matter.reason ?? answer.status), { reason: matter.reason ?? "request" });
  return matter;
}
