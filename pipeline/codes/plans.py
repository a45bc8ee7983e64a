"""Codes k-150 and on: plans. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "k-150": Code(
        "warning",
        de="bis zum Ende von „{step}“ sind es {minutes} Minuten ohne Pause, höchstens {longest} sollen es sein",
        en="up to the end of `{step}` there are {minutes} minutes without a break, {longest} are the most",
        cure_de="setze davor eine Zeile, die mit „Pause“ oder „Mittag“ beginnt, oder kürze",
        cure_en="put a row before it that begins with `Break` or `Lunch`, or cut",
        why_de="So steht es unter `plans` in book.yaml: Wer zu lange sitzt, ist am Ende nicht mehr dabei.",
        why_en="`plans` in book.yaml says so: who sits too long is not there at the end.",
    ),
    "k-151": Code(
        "warning",
        de="der Plan hat {spare} Minuten Puffer, bei {worked} Minuten Arbeit sollen es {least} sein",
        en="the plan has {spare} minutes to spare, {worked} minutes of work want {least}",
        cure_de="kürze das Programm und setze Zeilen dazwischen, die mit „Puffer“ beginnen",
        cure_en="cut the programme and put rows between that begin with `Buffer`",
        why_de="So steht es unter `plans` in book.yaml: Irgendetwas dauert immer länger.",
        why_en="`plans` in book.yaml says so: something always takes longer.",
    ),
    "k-152": Code(
        "warning",
        de="„{text}“ geht nicht auf: In so viele Teams passen {least} bis {most} Menschen",
        en="`{text}` does not add up: so many teams hold {least} to {most} people",
        cure_de="ändere die Zahl der Menschen oder der Teams",
        cure_en="change the number of people or of teams",
        why_de="Wer danach einlädt, hat am Tag Menschen ohne Team oder Teams ohne Menschen.",
        why_en="Who invites by it has people without a team on the day, or teams without people.",
    ),
    "k-153": Code(
        "warning",
        de="in „{step}“ stecken {needed} Minuten, der Schritt hat {minutes}",
        en="`{step}` holds {needed} minutes, the step has {minutes}",
        cure_de="gib dem Schritt mehr Zeit, oder nimm weniger oder kürzere Teile",
        cure_en="give the step more time, or take fewer or shorter parts",
        why_de="Der Plan gerät schon ins Rutschen, bevor der erste Gast überzieht.",
        why_en="The plan slips before the first guest runs over.",
    ),
}
