// How filled-in text looks on the sheet, by the rules of pipeline/answers/appearance.py: on the printed lines, whose
// distance the field says (TL), two or three in the room of one where it is long, and smaller where it would not fit.
import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream } from "pdf-lib";

const [SIZE, SMALLEST, STEP, READABLE] = [10, 4, 0.5, 6];
const [LEADING, PADDING, ABOVE_RULE, MOST_SHARING] = [1.25, 2, 0.3, 4];
const FALLBACK_WIDTH = 500;
// The letters that the sheet's own font has.
const CODES = new Map(Array.from(new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 224 }, (_, nth) => nth + 32)), (letter, nth) => [letter, nth + 32]));

// The widths of the font's 256 signs, in thousandths of the size.
export function advancesOf(font) {
  const widths = font?.lookupMaybe(PDFName.of("Widths"), PDFArray)?.asArray().map((one) => font.context.lookup(one));
  const first = font?.lookupMaybe(PDFName.of("FirstChar"), PDFNumber)?.asNumber() ?? 32;
  return (code) => widths?.[code - first]?.asNumber?.() ?? FALLBACK_WIDTH;
}

function* sizes(largest, smallest) {
  for (let size = largest; size > smallest; size -= STEP) yield size;
  yield smallest;
}

function wrapped(text, width, room) {
  const lines = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && width(longer) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}

// A text into `most` lines: whether it fits, also in width, where a single word is longer.
function into(text, width, room, size, leading, most) {
  const lines = wrapped(text, width, (room / size) * 1000);
  return { size, leading, lines, whole: lines.length <= most && lines.every((line) => (width(line) * size) / 1000 <= room) };
}

function fitted(text, width, room, height, rule, multiline) {
  let fit = null;
  if (rule) {
    for (let sharing = 1; sharing <= MOST_SHARING; sharing += 1) {
      const leading = rule / sharing;
      const largest = Math.min(SIZE, leading / LEADING);
      for (const size of sizes(largest, largest * 0.8)) {
        fit = into(text, width, room, size, leading, Math.round(height / leading));
        if (fit.whole) return { ...fit, first: height - leading + size * ABOVE_RULE };
      }
    }
  }
  for (const size of sizes(SIZE, SMALLEST)) {
    const most = multiline ? Math.floor((height - PADDING) / (size * LEADING)) : 1;
    fit = into(multiline ? text : text.replaceAll("\n", " "), width, multiline ? room : Infinity, size, size * LEADING, most);
    if (!multiline) fit.whole = (width(fit.lines[0]) * size) / 1000 <= room;
    if (fit.whole) break;
  }
  const first = multiline ? height - PADDING - fit.size : Math.min(fit.size * ABOVE_RULE + 1, (height - fit.size) / 2 + fit.size * 0.2);
  return { ...fit, first };
}

const shown = (line) => `<${Array.from(line, (letter) => CODES.get(letter).toString(16).padStart(2, "0")).join("")}> Tj`;

// Give a widget the appearance of its text. Where the font lacks a letter viewers draw it, in the size that fits here.
export function draw(widget, text, multiline, font, advances) {
  const { width: wide, height } = widget.getRectangle();
  const known = [...text].every((letter) => letter === "\n" || CODES.has(letter));
  const width = (line) => Array.from(line).reduce((sum, letter) => sum + advances(CODES.get(letter) ?? 0), 0);
  const written = widget.dict.lookup(PDFName.of("DA"))?.decodeText() ?? "";
  const rule = multiline ? Number(/(?<![\d.])(\d+(?:\.\d+)?) TL\b/.exec(written)?.[1] ?? 0) : 0;
  const fit = fitted(text, width, wide - 2 * PADDING, height, rule, multiline);
  if (known && font) {
    const rows = fit.lines.map(shown).join(" T* ");
    const look = `/Tx BMC q 0 0 ${wide.toFixed(2)} ${height.toFixed(2)} re W n BT /F0 ${fit.size.toFixed(2)} Tf 0.106 0.106 0.141 rg `
      + `${fit.leading.toFixed(2)} TL ${PADDING} ${fit.first.toFixed(2)} Td ${rows} ET Q EMC`;
    const { context } = widget.dict;
    const head = context.obj({ Type: "XObject", Subtype: "Form", BBox: [0, 0, wide, height], Resources: { Font: { F0: font } } });
    const stream = context.register(PDFRawStream.of(head, new TextEncoder().encode(look)));
    widget.dict.set(PDFName.of("AP"), context.obj({ N: stream }));
  } else {
    widget.dict.delete(PDFName.of("AP"));
    if (fit.size < SIZE) widget.setDefaultAppearance(written.replace(/\d+(\.\d+)? Tf/, `${fit.size.toFixed(2)} Tf`));
  }
  return { drawn: known && Boolean(font), readable: fit.whole && fit.size >= READABLE };
}

// The font of the fields, as the sheet has it.
export function fontOf(form) {
  const fonts = form.lookupMaybe(PDFName.of("DR"), PDFDict)?.lookupMaybe(PDFName.of("Font"), PDFDict);
  return { font: fonts?.get(PDFName.of("F0")), advances: advancesOf(fonts?.lookupMaybe(PDFName.of("F0"), PDFDict)) };
}
