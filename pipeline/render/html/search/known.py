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
FRENCH = """
à au aux avec c ce ces cet cette comment dans de des du elle en est et être faire fait il ils j je l la le les leur m
ma mes mon n ne nos notre nous on ou où par pas peut plus pour pourquoi qu quand que quel quelle quelles quels qui quoi
s sa se ses si son sont sur t ta te tes ton tu un une vos votre vous y
"""
CZECH = """
a aby aj ale ani ano asi až být co či do ho i já jak jaká jaké jaký je jeho jejich její jen ještě jsem jsi jsme jsou
jste k kam kde kdo kdy kolik která které který má mám mi mít můj my na nebo než o od po pod podle pro proč před při s
se si smí tak také ten to tu ty u v ve vy z za ze že
"""
POLISH = """
a aby ale albo bez być ci co czy dla do gdy gdzie i ich ile im ja jak jaka jaki jakie jego jej jest jestem już kiedy kto
która które który ma mam mi mnie mój my na nad nie niż o od on ona oraz po pod przed przez przy są się ta tak te tej
ten to tu ty tym u w we z za ze że
"""
UPPER_SORBIAN = """
a abo ale bjez być chto do dokelž dyrbi hač hdy hdźe hižo ja je jich jej jeho kak kiž kotra kotre kotry ma mam mi mje
móže my na nad nic njej njeje ně o po pod pola přez před při sej so su sym ta tak te ten to tute tutón ty u wo wot wy z
za zo što
"""
ITALIAN = """
a ai al alla alle allo anche che chi ci come con cosa cui da dal dalla dei del della delle dello di dove e è essere fare
gli ha ho i il in io l la le lo loro ma mi mia mio ne nei nel nella noi non o per perché più può qual quale quali quando
quanto quello questa questo se si sono su sul sulla tra un una uno voi
"""
SPANISH = """
a al algo como cómo con cual cuál cuando cuándo de del desde donde dónde e el ella ellos en entre es esta este esto
hacer hay la las le les lo los más me mi mis muy no nos o para pero por porque puede qué que quién se ser si sin sobre
son su sus también tu un una uno y ya yo
"""
DUTCH = """
aan al als ben bij dan dat de deze die dit doe doen door een en er geen haar hebben heeft hem het hij hoe hun ik in is
je kan kun kunnen maar me mee met mijn moet moeten na naar niet nog nu of om onder ons ook op over te tot uit van veel
voor waar waarom wanneer was wat we welk welke wie wij worden wordt zal ze zich zij zijn zo zou
"""
STOPWORDS = {
    "de": GERMAN,
    "en": ENGLISH,
    "fr": FRENCH,
    "cs": CZECH,
    "pl": POLISH,
    "hsb": UPPER_SORBIAN,
    "it": ITALIAN,
    "es": SPANISH,
    "nl": DUTCH,
}
# From one: who asks for 5 means five, too.
NUMERALS = {
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze",
    "cs": "jedna dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct",
    "pl": "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "hsb": "jedyn dwaj tři štyri pjeć šěsć sydom wosom dźewjeć dźesać jědnaće dwanaće",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
# What people call the kinds of pages besides their printed names.
KINDS = {
    "de": {"worksheet": "Vorlage Formular Blatt Druckvorlage Kopiervorlage", "checklist": "Prüfliste"},
    "en": {"worksheet": "template form sheet"},
}
# Under which other words pages are looked for, that every book has; the page about accessibility is no section.
REPORT = "accessibility"
USUAL = {
    "de": {
        "contents": "Inhaltsverzeichnis Kapitelübersicht Gliederung Übersicht Kapitel",
        "list-of-figures": "Abbildungsverzeichnis Bilder Grafiken Zeichnungen Tabellen",
        "shortcuts": "Faustregeln Merksätze Kurzregeln Zusammenfassung",
        "checklists": "Checklistenverzeichnis Liste Übersicht",
        "worksheets": "Arbeitsblattverzeichnis Vorlagen Formulare Liste Übersicht",
        "methods": "Methoden Vergleich vergleichen Übersicht Tabelle",
        "glossary": "Begriffe Fachbegriffe Fachwörter Wörterbuch Lexikon Worterklärungen Definitionen nachschlagen",
        "sources": "Literatur Literaturverzeichnis Quellenverzeichnis Quellenangaben Bibliografie Nachweise Belege",
        REPORT: "Screenreader Vorleseprogramm Bildschirmleser Braille Tastatur Konformität WCAG",
        "book-index": "Stichwortverzeichnis Stichwörter Sachregister Schlagwörter Index",
    },
    "en": {
        "contents": "outline overview chapters",
        "list-of-figures": "illustrations pictures drawings tables",
        "shortcuts": "rules of thumb summary",
        "checklists": "list overview",
        "worksheets": "templates forms list overview",
        "methods": "comparison compare overview table",
        "glossary": "terms dictionary definitions",
        "sources": "references bibliography literature works cited",
        REPORT: "screen reader braille keyboard conformance WCAG",
        "book-index": "keywords subjects register",
    },
}


def usual(name: str, language: str) -> str:
    """Other words for a page that every book has."""
    return USUAL.get(language.split("-")[0].lower(), {}).get(name, "")
