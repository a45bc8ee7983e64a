// Fills a hand-out's form: `data` is the file, `tight` has the answers that can hardly be read on it. Where the sheet's
// font lacks a letter viewers draw all fields anew with fonts of their own, so that none is lost; ticks and choices have
// their looks in the file already.
import { PDFBool, PDFDocument, PDFHexString, PDFName, PDFArray, PDFDict } from "pdf-lib";
import { draw, fontOf } from "./appearance.js";

const MULTILINE = 1 << 12;

const ON = (widget) => widget.getOnValue()?.decodeText() ?? "";

// A choice holds the words of its options, or only the names of their looks, in the order of the sheet.
function optionsOf(acro, widgets) {
  const written = acro.dict.lookup(PDFName.of("Opt"));
  if (written instanceof PDFArray) return written.asArray().map((one) => acro.dict.context.lookup(one).decodeText());
  return widgets.map(ON);
}

function press(field, wanted) {
  const acro = field.acroField;
  const widgets = acro.getWidgets();
  const options = optionsOf(acro, widgets);
  const off = PDFName.of("Off");
  let held = off;
  widgets.forEach((widget, nth) => {
    const on = widget.getOnValue();
    const chosen = wanted === true || wanted === options[nth] || wanted === ON(widget);
    widget.setAppearanceState(chosen && on ? on : off);
    if (chosen && on) held = on;
  });
  acro.dict.set(PDFName.of("V"), held);
}

window.fillPdf = async (bytes, answers) => {
  const sheet = await PDFDocument.load(bytes, { updateMetadata: false });
  const form = sheet.getForm();
  const acroForm = sheet.catalog.lookup(PDFName.of("AcroForm"), PDFDict);
  const { font, advances } = fontOf(acroForm);
  const tight = new Set();
  let drawn = true;
  const fields = new Map(form.getFields().map((field) => [field.getName(), field]));
  for (const [id, value] of Object.entries(answers)) {
    // Where several may be chosen each has a field of its own, named by the question, a sign and a number.
    if (Array.isArray(value)) {
      for (const [name, field] of fields) {
        if (name.startsWith(id) && /^\W\d+$/.test(name.slice(id.length))) {
          press(field, value.includes(optionsOf(field.acroField, field.acroField.getWidgets())[0]));
        }
      }
      continue;
    }
    const field = fields.get(id);
    if (!field) continue;
    if (field.acroField.dict.lookup(PDFName.of("FT")) === PDFName.of("Btn")) press(field, value);
    else {
      const text = String(value).replaceAll("\r\n", "\n");
      field.acroField.dict.set(PDFName.of("V"), PDFHexString.fromText(text));
      for (const widget of field.acroField.getWidgets()) {
        const done = draw(widget, text, Boolean(field.acroField.getFlags() & MULTILINE), font, advances);
        drawn &&= done.drawn;
        if (!done.readable) tight.add(id);
      }
    }
  }
  if (!drawn) acroForm.set(PDFName.of("NeedAppearances"), PDFBool.True);
  return { data: await sheet.save({ updateFieldAppearances: false }), tight: [...tight] };
};
