"""Words of a language that the search must know: those that say nothing about what is looked for, as long as another
word does, and the numbers."""

from __future__ import annotations

GERMAN = """
ab aber alle allem allen aller alles als also am an auch bedeutet bedeutung auf aus bei beim bin bis bitte brauche
brauchen braucht da dabei damit danach dann definition darf dass das dein deine dem den denn der des die dies diese
diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch eure finde für gehört
geht genau gibt habe haben heißt hat hier ich ihr im in ins ist ja jede jedem jeden jeder jedes kann kein keine kommt
können könnte machen macht man mehr mein meine meinem meinen meiner mich mir mit muss müssen nach nicht noch nur ob
oder ohne sein seine sich sie sind so soll sollen sollte tun über um und uns unser unsere unter vom von vor wann warum
was weil welche welchem welchen welcher welches wem wen wenn wer werden wie wieso will wir wird wo wofür woher wohin
worauf wozu zu zum zur
"""
ENGLISH = """
a about all an and any are as at be by can do does for from has have how i if in is it its me must my no not of on or
our should so than that the their them then there these they this to us was we what when where which who why will with
you your
"""
STOPWORDS = {"de": GERMAN, "en": ENGLISH}
# From one: who asks for 5 means five, too.
NUMERALS = {
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}
