// Dates for a calendar that counts from a day: typed in by the reader, reckoned here, never sent anywhere.
(function () {
  "use strict";
  const { slug, words } = window.book;
  const MONTH = "m";
  const DAYS = { d: 1, w: 7 };
  const LINE_BYTES = 73;

  function due(day, offset) {
    const [, number, unit] = /^(-?\d+)([dwm])$/.exec(offset);
    const date = new Date(`${day}T12:00:00Z`);
    if (unit !== MONTH) date.setUTCDate(date.getUTCDate() + Number(number) * DAYS[unit]);
    else {
      // The 31st of a month that has none is its last day.
      const wanted = date.getUTCDate();
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + Number(number));
      const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
      date.setUTCDate(Math.min(wanted, last));
    }
    return date;
  }

  const iso = (date) => date.toISOString().slice(0, 10);
  const plain = (date) => iso(date).replaceAll("-", "");
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\s+/g, " ").trim();

  // RFC 5545, 3.1: no line has more than 75 octets.
  function folded(line) {
    const bytes = new TextEncoder();
    const pieces = [""];
    for (const letter of line) {
      if (bytes.encode(pieces.at(-1) + letter).length > LINE_BYTES) pieces.push("");
      pieces[pieces.length - 1] += letter;
    }
    return pieces.join("\r\n ");
  }

  function file(table, day) {
    const stamp = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${slug}//workbook//DE`, "CALSCALE:GREGORIAN"];
    rows(table).forEach(({ cell, row }, nth) => {
      const date = due(day, cell.dataset.offset);
      const next = new Date(date.getTime() + 86400000);
      lines.push("BEGIN:VEVENT", `UID:${table.id}-${nth + 1}-${plain(date)}@${slug}`, `DTSTAMP:${stamp}`);
      lines.push(`DTSTART;VALUE=DATE:${plain(date)}`, `DTEND;VALUE=DATE:${plain(next)}`);
      lines.push(`SUMMARY:${escaped(row.cells[1]?.textContent ?? "")}`, "TRANSP:TRANSPARENT", "END:VEVENT");
    });
    return [...lines, "END:VCALENDAR", ""].map(folded).join("\r\n");
  }

  function rows(table) {
    return [...table.querySelectorAll("[data-offset]")].map((cell) => ({ cell, row: cell.parentElement }));
  }

  function show(table, day) {
    for (const { cell } of rows(table)) {
      cell.querySelector("time")?.remove();
      if (!day) continue;
      const time = document.createElement("time");
      const date = due(day, cell.dataset.offset);
      time.dateTime = iso(date);
      time.textContent = shown.format(date);
      cell.append(time);
    }
  }

  function save(table, day) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file(table, day)], { type: "text/calendar" }));
    link.download = `${table.id}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const table of document.querySelectorAll("table.calendar")) {
    const [line, label, input, button] = ["p", "label", "input", "button"].map((tag) => document.createElement(tag));
    line.className = "calendar-tools";
    input.type = "date";
    input.id = `${table.id}--day`;
    label.htmlFor = input.id;
    label.textContent = words["event-day"];
    button.type = "button";
    button.textContent = words["calendar-file"];
    button.disabled = true;
    input.addEventListener("input", () => {
      button.disabled = !input.value;
      show(table, input.value);
    });
    button.addEventListener("click", () => save(table, input.value));
    line.append(label, " ", input, " ", button);
    (table.closest(".table-scroll") ?? table).before(line);
  }
})();
