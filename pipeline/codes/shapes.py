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
    "f-117": Code(
        "warning",
        de="ein Feld ist größer als die Seite („{label}“): {size} mm, gedruckt werden {most} mm",
        en="a field is larger than the page (`{label}`): {size} mm, {most} mm are printed",
        cure_de="nimm weniger Zeilen oder Millimeter, oder teile das Feld",
        cure_en="use fewer lines or millimetres, or divide the field",
        why_de="Was über den Rand der Seite reicht, kann niemand ausfüllen.",
        why_en="What reaches beyond the page nobody can fill in.",
    ),
    "f-118": Code(
        "note",
        de="das Bild `{path}` hat gedruckt {dpi} Pixel je Zoll: {pixels} Pixel auf {width} mm",
        en="the picture `{path}` has {dpi} pixels an inch in print: {pixels} pixels on {width} mm",
        cure_de="nimm eines, das {needed} Pixel breit ist",
        cure_en="use one that is {needed} pixels wide",
        why_de="Unter 200 Pixeln je Zoll sieht man im Druck die Pixel.",
        why_en="Below 200 pixels an inch the pixels show in print.",
    ),
    "f-119": Code(
        "warning",
        de="das Bild `{path}` ist zu klein für die Druckerei: {pixels} Pixel auf {width} mm, {dpi} je Zoll",
        en="the picture `{path}` is too small for a printing house: {pixels} pixels on {width} mm, {dpi} an inch",
        cure_de="nimm eines, das {needed} Pixel breit ist",
        cure_en="use one that is {needed} pixels wide",
        why_de="Unter 200 Pixeln je Zoll sieht man im Druck die Pixel.",
        why_en="Below 200 pixels an inch the pixels show in print.",
    ),
    "f-120": Code(
        "warning",
        de="das Bild `{path}` ist in Wirklichkeit {kind}, sein Name endet auf `{ending}`",
        en="the picture `{path}` is in truth {kind}, its name ends with `{ending}`",
        cure_de="benenne die Datei um, und ändere den Namen im Text",
        cure_en="rename the file, and change the name in the text",
        why_de="Manche Lesegeräte glauben dem Namen und zeigen nichts.",
        why_en="Some reading devices believe the name, and show nothing.",
    ),
    "f-121": Code(
        "warning",
        de="die Zeichnung `{path}` benutzt {kinds}: Im Druck fehlt, was damit gezeichnet ist",
        en="the drawing `{path}` uses {kinds}: what is drawn with it is missing in print",
        cure_de="wandle im Zeichenprogramm die Schrift in Pfade um, dann wird die Zeichnung als Bild gedruckt",
        cure_en="turn the words into paths in the drawing program: then the drawing is printed as a bitmap",
        why_de="Das Programm, das die Seiten setzt, kennt keine Masken und Filter.",
        why_en="The program that sets the pages knows no masks and filters.",
    ),
}
