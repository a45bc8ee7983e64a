// Fills a hand-out's form. Values go in as they are, and every viewer draws them anew with fonts of its own, so that no
// letter is lost; ticks and choices have their looks in the file already.
import { PDFBool, PDFDocument, PDFHexString, PDFName, PDFArray, PDFDict } from "pdf-lib";

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
      field.acroField.dict.set(PDFName.of("V"), PDFHexString.fromText(String(value)));
      for (const widget of field.acroField.getWidgets()) widget.dict.delete(PDFName.of("AP"));
    }
  }
  sheet.catalog.lookup(PDFName.of("AcroForm"), PDFDict).set(PDFName.of("NeedAppearances"), PDFBool.True);
  return sheet.save({ updateFieldAppearances: false });
};
