"""Codes m and e-340: which version of the program a book needs, and what its YAML must not do. Numbers are never used
again."""

from .code import Code

ROWS: dict[str, Code] = {
    "m-100": Code(
        "error",
        "`{value}` nennt keine Version des Programms",
        "`{value}` names no version of the program",
        "schreibe eine Nummer mit einem Zeichen davor, mehrere mit Komma: `>=0.2, <1`",
        "write a number with a sign before it, several with commas: `>=0.2, <1`",
        "Was ein Buch braucht, wird mit der Version des Programms verglichen, das es baut.",
        "What a book needs is compared with the version of the program that builds it.",
    ),
    "m-101": Code(
        "error",
        "dieses Buch braucht das Programm {value}; dieses hier ist älter",
        "this book needs the program {value}; this one is older",
        "`./workbook` holt es, wo book.yaml mit `program_from` sagt, woher, ebenso `workbook program fetch`; "
        "sonst nimm ein neueres",
        "`./workbook` fetches it where book.yaml says from where (`program_from`), and so does `workbook program "
        "fetch`; else take a newer one",
        "Das Buch benutzt etwas, was dieses Programm noch nicht kann; es baut, so gut es geht.",
        "The book uses what this program cannot do yet; it builds as well as it can.",
    ),
    "m-102": Code(
        "warning",
        "dieses Buch ist für das Programm {value} geschrieben; dieses hier ist neuer",
        "this book is written for the program {value}; this one is newer",
        "`workbook program notes` sagt, worauf zu achten ist; sieh das Buch durch und ändere `requires`, oder "
        "nimm das ältere: `workbook program fetch`",
        "`workbook program notes` says what to look at; look the book through and change `requires`, or take the "
        "older one: `workbook program fetch`",
        "Ein neueres Programm kann anders setzen; eine Ausgabe entsteht besser mit dem, für das sie geprüft ist.",
        "A newer program may set differently; an edition is better made with the one that it was checked for.",
    ),
    "e-340": Code(
        "error",
        de="die Ausgabe {version} hat das Programm {program} gemacht, und es ist auf diesem Rechner nicht geholt",
        en="edition {version} was made by the program {program}, and that is not fetched on this machine",
        cure_de="traust du dem, was book.yaml damals als Programm genannt hat, dann mit `--trust`: es wird geholt",
        cure_en="if you trust what book.yaml named as its program then, say `--trust`: it is fetched",
        why_de="Eine Ausgabe macht das Programm ihrer Zeit; program.lock in ihrem Stand sagt, welches Wheel das war.",
        why_en="An edition is made by the program of its time; program.lock in its commit says which wheel that was.",
    ),
    "m-103": Code(
        "error",
        de="in `{path}` steht ein Verweis (`*…`), durch den ein Wert sich selbst enthält oder alles zu groß wird",
        en="`{path}` has an alias (`*…`) by which a value holds itself or everything grows too large",
        cure_de="schreibe aus, wofür er steht; ist ein Stern gemeint, setze Anführungszeichen",
        cure_en="write out what it stands for; where an asterisk is meant, put it in quotes",
        why_de="In YAML nennt `&name` einen Wert, `*name` wiederholt ihn. Wiederholtes in Wiederholtem wächst endlos.",
        why_en="In YAML `&name` names a value and `*name` repeats it; what is repeated in repetitions has no end.",
    ),
}
