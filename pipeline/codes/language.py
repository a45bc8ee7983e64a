"""Codes l: language. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "l-050": Code(
        "warning",
        de="Gender-Doppelpunkt in „{text}“",
        en="gender colon in `{text}`",
        cure_de="formuliere neutral, zum Beispiel „Teilnehmende“ oder „wer entscheidet“",
        cure_en="find neutral words",
        why_de="Hausregel: Erst neutral, dann umformulieren. In Überschriften, Stichwörtern, Glossar und "
        "Checklisten steht nie ein Doppelpunkt, weil man dort sucht, sortiert und vorliest.",
        why_en="House rule: headings, headwords, the glossary and checklists never have one, because readers "
        "search, sort and read them aloud.",
    ),
}
