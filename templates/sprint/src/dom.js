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

export async function ask(path, said) {
  const answer = await fetch(`/-sprint/${path}`, said === undefined ? {} : {
    method: "POST", body: said instanceof Blob ? said : JSON.stringify(said),
  });
  const type = answer.headers.get("content-type") ?? "";
  const matter = type.includes("json") ? await answer.json() : await answer.text();
  if (!answer.ok) throw Object.assign(new Error(matter.reason ?? answer.status), { reason: matter.reason ?? "request" });
  return matter;
}
