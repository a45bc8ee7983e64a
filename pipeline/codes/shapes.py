"""Codes f: what does not fit on its page. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "f-116": Code(
        "warning",
        de="eine Tabelle ist breiter als die Seite („{table}“): Sie braucht {need} mm und hat {room} mm",
        en="a table is wider than the page (`{table}`): it needs {need} mm and has {room} mm",
        cure_de="nimm weniger Spalten, kürzere Wörter oder zwei Tabellen",
        cure_en="use fewer columns, shorter words or two tables",
        why_de="Sie steht in der kleinsten Schrift, und ihre Wörter sind getrennt, auch wo das schwer zu lesen ist.",
        why_en="It is set in the smallest letters, with words parted even where that is hard to read.",
    ),
}
