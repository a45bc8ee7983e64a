// A proof on paper: which part of the book, then a PDF.
import { ask, dialog, make } from "./dom.js";
import { words } from "./words.js";

export function askForProof(file, failed) {
  dialog(words.proofPrint, (box) => {
    const choice = (what, label, on) => make("label", { class: "tick" }, make("input", { type: "radio", name: "what", value: what, checked: on }), make("span", {}, label));
    const button = make("button", { class: "main" }, words.proofMake), told = make("p", { role: "status" });
    const form = make("form", {}, choice("all", words.proofAll, true), choice("mine", words.proofMine, false), file ? choice("one", words.proofOne(file.title), false) : "",
      told, make("div", { class: "row" }, make("button", { type: "button", onclick: () => box.close() }, words.cancel), button));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      told.textContent = words.proofWait;
      try {
        const made = URL.createObjectURL(await ask("do/proof", { what: new FormData(form).get("what"), id: file?.id ?? "" }));
        make("a", { href: made, download: `${words.proofName}.pdf` }).click();
        setTimeout(() => URL.revokeObjectURL(made), 60000);
      } catch (problem) { failed(problem); }
      box.close();
    });
    return [make("p", { class: "quiet" }, words.proofWhy), form];
  });
}
