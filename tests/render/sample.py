"""A small book with every element of the canonical fragment, made by hand."""

# ruff: noqa: E501 (fragments are one line a block, as `resolve` writes them)
from __future__ import annotations

from pipeline.book.model import Book, Heading, PageMap, Section, Target
from pipeline.manuscript.model import Asset, Contributor, FrontMatter, Manifest, Part

FIGURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><title>Stufen</title>'
    b'<path d="M5 55h30V40h30V25h30V10h20" fill="none" stroke="#00606b" stroke-width="1.5"/></svg>'
)

WELCOME = """
<p id="willkommen--p1">Dieses Buch ist zum Ausfüllen da.</p>
<div class="field team" id="willkommen--anschrift" data-kind="line"><span class="field-label">Anschrift des Herausgebers</span></div>
<p id="willkommen--p2">Impressum und <a href="https://example.org/licence">Lizenz</a>.</p>
"""

CHAPTER = """
<p id="annaeherung--p1">Zwei Branchen nähern sich <span class="index-mark" id="annaeherung--m1" data-headword="Augenhöhe">auf Augenhöhe</span>.
Eine <a class="term" href="#term-challenge">Challenge</a> ist eine offene Frage<a class="footnote-ref" href="#annaeherung--fn1" id="annaeherung--fnref1" role="doc-noteref"><sup>1</sup></a>.
Siehe <a class="xref" href="#challenge">Kapitel 2 „Von der Klage zur Challenge“</a><span class="page-ref" data-target="challenge"></span>
und <a class="xref" href="#abb-stufen">Abbildung 1.1</a> <span class="citation" data-cites="q45">(<a class="cite" href="#source-q45">Muster 2024</a>)</span>.
Drücke <kbd>Strg</kbd>. <span class="missing">Verweis fehlt: nirgendwo</span></p>
<h2 id="sechs-stufen">Sechs Stufen</h2>
<p id="annaeherung--p2">Vom Sehen bis zur <em>gemeinsamen</em> Verantwortung.</p>
<figure id="abb-stufen"><img src="chapters/images/stufen.svg" alt="Eine Treppe mit sechs Stufen."/><figcaption><span class="caption-label">Abbildung 1.1</span> Sechs Stufen der Annäherung</figcaption><div class="description"><p id="annaeherung--p3">Von links unten nach rechts oben: sehen, zuhören, besuchen, fragen, bauen, verantworten.</p></div></figure>
<table id="tab-formate"><caption><span class="caption-label">Tabelle 1.1</span> Welches Format wofür</caption><thead><tr><th scope="col">Format</th><th scope="col" class="right">Minuten</th></tr></thead><tbody><tr><td>Vortrag</td><td class="right">30</td></tr><tr><td>Netzwerkabend</td><td class="right">150</td></tr></tbody></table>
<h3 id="annaeherung--kaesten">Kästen</h3>
<aside class="box tip" id="annaeherung--tipp"><p class="box-label">Tipp</p><p>Geh in die Halle, bevor du schreibst.</p></aside>
<aside class="box pitfall" id="annaeherung--stolper"><p class="box-label">Stolperstelle</p><p class="box-title">Der unbezahlte Pitch</p><p>Wer Ideen umsonst verlangt, bekommt Ideen, die nichts kosten.</p></aside>
<aside class="box example" id="annaeherung--beispiel"><p class="box-label">Praxisbeispiel</p><p class="box-title">Ein Besuch in der Gießerei</p><p>Eine Texterin steht eine halbe Stunde neben dem Ofen und hat danach drei Fragen, die niemand vorher gestellt hat.</p></aside>
<aside class="box source" id="annaeherung--quelle"><p class="box-label">Woher wir das wissen</p><p>Aus Gesprächen im Projekt.</p></aside>
<aside class="box shortcut" id="s03" data-number="3"><p class="box-label">Shortcut 3</p><p>Geh zuerst hin; eine halbe Stunde in der Halle ersetzt drei Videokonferenzen.</p></aside>
<aside class="box fiction" id="annaeherung--ausgedacht"><p class="box-label">Ausgedacht</p><p>In Musterau wartet ein Ofen auf Besuch.</p></aside>
<aside class="box invitation" id="annaeherung--einladung"><p class="box-label">Einladungssatz</p><p>„Bring eine Frage mit, die du in deiner Branche nicht beantwortet bekommst.“</p></aside>
<section class="box roles" id="annaeherung--rollen"><p class="box-label">Rollen</p><dl><dt>Gastgebende</dt><dd>laden ein und begrüßen</dd><dt>Moderation</dt><dd>hält die Zeit</dd></dl></section>
<section class="box decision" id="annaeherung--entscheidung"><p class="box-label">Entscheidungshilfe</p><dl><dt>Wenn ihr euch nicht kennt,</dt><dd>dann besucht euch zuerst.</dd><dt>Wenn ihr schon streitet,</dt><dd>dann holt Moderation dazu.</dd></dl></section>
<section class="box reflection" id="annaeherung--reflexion"><p class="box-label">Zum Nachdenken</p><div class="field" id="annaeherung--r1" data-kind="lines" data-lines="3"><span class="field-label">Mit wem sprichst du nie?</span></div><div class="field" id="annaeherung--r2" data-kind="lines" data-lines="2"><span class="field-label">Was wäre ein kleiner erster Schritt?</span></div></section>
<aside class="box todo" id="annaeherung--offen"><p class="box-label">Offen (nur Entwurf)</p><p>Zweites Beispiel suchen.</p></aside>
<aside class="box broken" role="note" id="annaeherung--kaputt"><p class="box-label">Checkliste fehlt</p><p>Die Datei checklists/nirgendwo.md gibt es nicht.</p></aside>
<p id="annaeherung--p4" data-only="pdf">Dieser Satz steht nur im Druck.</p>
<p id="annaeherung--p5" data-only="html">Dieser Satz steht nur im Web.</p>
<p id="annaeherung--p6"><span class="missing picture">Bild fehlt: chapters/images/nirgendwo.svg</span></p>
<ul id="annaeherung--liste"><li>sehen</li><li>zuhören<ul><li>wirklich</li></ul></li></ul>
<ol id="annaeherung--zahlen"><li>erst fragen</li><li>dann bauen</li></ol>
<blockquote id="annaeherung--zitat"><p>Wer fragt, führt.</p></blockquote>
<table class="budget" id="annaeherung--kosten"><thead><tr><th scope="col">Posten</th><th scope="col">Rechnung</th><th scope="col" class="right">Euro</th></tr></thead><tbody><tr><td>Beiträge</td><td>4 × 60</td><td class="amount">240</td></tr><tr class="subtotal"><td colspan="2">Zwischensumme</td><td class="amount">240</td></tr><tr><td>Unvorhergesehenes</td><td>10 %</td><td class="amount">24</td></tr></tbody><tfoot><tr><td colspan="2">Summe</td><td class="amount">264</td></tr></tfoot></table>
<table class="calendar" id="kalender-abend"><thead><tr><th scope="col">Wann</th><th scope="col">Was</th><th scope="col">Wer</th></tr></thead><tbody><tr><td class="offset" data-offset="-2w">2 Wochen vorher</td><td>Einladen, erinnern; anrufen</td><td>Team</td></tr><tr><td class="offset" data-offset="0d">am Tag</td><td>Aufschließen</td><td>Team</td></tr><tr><td class="offset" data-offset="1m">1 Monat danach</td><td>Nachfragen</td><td>Team</td></tr></tbody></table>
<section class="box letter" id="brief-einladung"><p class="box-label">Zum Verschicken</p><p class="box-title">Einladung</p><p class="letter-subject"><span class="letter-word">Betreff: </span>Ein Abend</p><div class="letter-text"><p>Guten Tag <span class="field" id="brief-einladung--name" data-kind="slot" data-width="35mm"><span class="field-label">Name</span></span>,</p><p>kommen Sie?<br/>
Bis dann</p></div></section>
<section class="box script" id="drehbuch-anfang"><p class="box-label">Drehbuch</p><p class="box-title">Der Anfang</p><table class="steps" id="drehbuch-anfang--ablauf"><thead><tr><th scope="col">Min.</th><th scope="col">Was</th><th scope="col">Worte</th></tr></thead><tbody><tr><td class="minutes">5</td><td>Begrüßen</td><td>„Um neun ist Schluss.“</td></tr></tbody></table></section>
<section class="box card" id="karte-suche" data-count="4"><p class="box-label">Karte</p><p class="box-title">Suche</p><div class="field" id="karte-suche--ich-suche" data-kind="lines" data-lines="2"><span class="field-label">Ich suche</span></div></section>
<section class="micro-method" id="mini-interview"><p class="box-label">Mini-Methode</p><p class="box-title">Interview</p><dl class="facts"><div class="fact" data-fact="goal"><dt>Ziel</dt><dd>Hören.</dd></div></dl><blockquote><p>„Erzähl.“</p></blockquote><ol><li>Fragen</li><li>Schweigen</li></ol></section>
<section class="box sample fiction" id="annaeherung--muster"><p class="box-label">Ausgedacht · Ausgefülltes Muster</p><p class="box-title">Thea, im Juni</p><div class="sample-sheet"><div class="filled line-filled"><span class="field-label">Name</span><p class="answer">Schrittetafel</p></div><div class="filled choice-filled"><span class="field-label">Wie weit?</span><p class="filled-options"><span class="option"><span class="cross"></span> zu eng</span> <span class="option"><span class="cross">×</span> passt</span></p></div><table class="fill"><thead><tr><th scope="col">Wort</th><th scope="col">bei uns</th></tr></thead><tbody><tr><td><span class="filled cell-filled"><span class="answer">fertig</span></span></td><td><span class="filled cell-filled"><span class="answer">lieferbar</span></span></td></tr></tbody></table></div></section>
<section class="footnotes" role="doc-endnotes" id="annaeherung--noten"><h2 id="annaeherung--notes">Anmerkungen</h2><ol><li id="annaeherung--fn1"><p>Das Wort ist Englisch, die Sache nicht. <a class="footnote-back" role="doc-backlink" href="#annaeherung--fnref1">↩</a></p></li></ol></section>
"""

METHOD = """
<p id="challenge--p1">Aus Klagen werden Fragen. Unser Termin ist am <span class="field" id="challenge--termin" data-kind="gap" data-width="35mm"><span class="field-label">Datum</span></span>.</p>
<section class="method" id="methode-netzwerkabend"><p class="box-label">Steckbrief</p><p class="box-title">Netzwerkabend</p><dl class="facts"><div class="fact" data-fact="goal"><dt>Ziel</dt><dd>Am Ende hat jede Person eine Verabredung mit Datum.</dd></div><div class="fact" data-fact="duration"><dt>Dauer</dt><dd>150 Minuten</dd></div><div class="fact" data-fact="group"><dt>Gruppe</dt><dd>20–80 Menschen</dd></div><div class="fact" data-fact="phase"><dt>Phase</dt><dd>Create</dd></div><div class="fact" data-fact="lead"><dt>Vorlauf</dt><dd>6 Wochen</dd></div><div class="fact" data-fact="roles"><dt>Rollen</dt><dd>Gastgebende, zwei Moderierende</dd></div><div class="fact" data-fact="material"><dt>Material</dt><dd>Karten, Stifte</dd></div><div class="fact" data-fact="room"><dt>Raum</dt><dd>Stehtische, kein Podium</dd></div><div class="fact" data-fact="result"><dt>Ergebnis</dt><dd>Eine Liste der Verabredungen</dd></div></dl></section>
<table class="steps" id="challenge--ablauf" data-duration="150"><thead><tr><th scope="col">Min.</th><th scope="col">Was</th><th scope="col">Wer</th></tr></thead><tbody><tr><td class="minutes">20</td><td>Ankommen</td><td>Team</td></tr><tr><td class="minutes">130</td><td>Reden</td><td>alle</td></tr></tbody><tfoot><tr><td class="minutes">150</td><td colspan="2">Summe</td></tr></tfoot></table>
<h2 id="challenge--liste-im-text">Eine Liste im Text</h2>
<section class="checklist" id="meine-liste"><p class="box-label">Checkliste</p><p class="box-title">Vor der Tür</p><ul class="checks"><li class="check" id="meine-liste--1"><span class="check-text">Namen der Gastgebenden gelernt.</span></li><li class="check" id="meine-liste--2"><span class="check-text">Zwei Fragen aufgeschrieben.</span></li></ul></section>
"""

CHECKLIST = """
<h2 id="check-erstgespraech--vorher">Vorher</h2>
<ul class="checks" id="check-erstgespraech--l1"><li class="check must" id="check-erstgespraech--1"><span class="check-text">Wir sagen, was vertraulich ist.</span></li><li class="check short" id="check-erstgespraech--2"><span class="check-text">Die Redezeit ist geteilt.</span></li><li class="check" id="check-erstgespraech--3"><span class="check-text">Jede Seite erklärt drei Fachwörter.</span></li></ul>
<h2 id="check-erstgespraech--danach">Danach</h2>
<ul class="checks" id="check-erstgespraech--l2"><li class="check must short" id="check-erstgespraech--4"><span class="check-text">Wir haben einen nächsten Termin, siehe <a class="xref" href="#annaeherung">Kapitel 1</a>.</span></li></ul>
"""

WORKSHEET = """
<p id="blatt-canvas--p1">Füllt dieses Blatt zu zweit aus.</p>
<div class="field" id="blatt-canvas--name" data-kind="line" data-lines="1"><span class="field-label">Euer Name</span></div>
<div class="field" id="blatt-canvas--problem" data-kind="lines" data-lines="4"><span class="field-label">Wer hat das Problem?</span></div>
<div class="fields" id="blatt-canvas--neben"><div class="field" id="blatt-canvas--ort" data-kind="line" data-lines="1"><span class="field-label">Ort</span></div><div class="field" id="blatt-canvas--tag" data-kind="line" data-lines="1"><span class="field-label">Tag</span></div></div>
<div class="field" id="blatt-canvas--skizze" data-kind="area" data-height="70mm"><span class="field-label">Skizze</span></div>
<div class="field" id="blatt-canvas--enge" data-kind="choice" data-options="zu eng; passt; zu weit"><span class="field-label">Zu eng, zu weit?</span></div>
<div class="field" id="blatt-canvas--formate" data-kind="choice" data-options="Vortrag; Workshop; Camp" data-multiple="multiple"><span class="field-label">Was kommt in Frage?</span></div>
<div class="field" id="blatt-canvas--sicher" data-kind="scale" data-from="1" data-to="5" data-left="geraten" data-right="belegt"><span class="field-label">Wie sicher sind wir?</span></div>
<p id="blatt-canvas--p2">Unser Termin ist am <span class="field" id="blatt-canvas--datum" data-kind="gap" data-width="35mm"><span class="field-label">Datum</span></span> in der Werkstatt.</p>
<h2 id="blatt-canvas--woerterbuch">Wörterbuch</h2>
<table class="fill" id="woerter"><caption><span class="caption-label">Tabelle 2.1</span> Unsere Wörter</caption><thead><tr><th scope="col">Wort</th><th scope="col">bei uns</th><th scope="col">bei euch</th></tr></thead><tbody><tr><td>Entwurf</td><td><span class="field" id="woerter--1-2" data-kind="cell"><span class="field-label">bei uns, Zeile 1</span></span></td><td><span class="field" id="woerter--1-3" data-kind="cell"><span class="field-label">bei euch, Zeile 1</span></span></td></tr><tr><td><span class="field" id="woerter--2-1" data-kind="cell"><span class="field-label">Wort, Zeile 2</span></span></td><td><span class="field" id="woerter--2-2" data-kind="cell"><span class="field-label">bei uns, Zeile 2</span></span></td><td><span class="field" id="woerter--2-3" data-kind="cell"><span class="field-label">bei euch, Zeile 2</span></span></td></tr></tbody></table>
<h2 id="blatt-canvas--leinwand">Das Canvas</h2>
<section class="canvas" id="challenge-canvas"><div class="cell" id="challenge-canvas--1"><p class="cell-title">Ausgangslage</p><p>Was ist los?</p><div class="field" id="challenge-canvas--1-feld" data-kind="area" data-height="40mm"><span class="field-label">Ausgangslage</span></div></div><div class="cell" id="challenge-canvas--2"><p class="cell-title">Wer hat das Problem?</p><p>Wer nicht, und warum?</p><div class="field" id="challenge-canvas--2-feld" data-kind="area" data-height="40mm"><span class="field-label">Wer hat das Problem?</span></div></div><div class="cell" id="challenge-canvas--3"><p class="cell-title">Beweis</p><p>Woran merken wir es?</p><div class="field" id="challenge-canvas--3-feld" data-kind="area" data-height="40mm"><span class="field-label">Beweis</span></div></div></section>
"""

CONTENTS = """
<ol class="toc" id="inhalt--liste">
<li class="toc-line part" id="inhalt--1"><a href="#teil-1">Teil 1: Cross</a><span class="page-ref" data-target="teil-1"></span><ol>
<li class="toc-line" id="inhalt--2"><a href="#annaeherung">1 Wie sich Branchen annähern</a><span class="page-ref" data-target="annaeherung"></span></li></ol></li>
<li class="toc-line part" id="inhalt--3"><a href="#teil-2">Teil 2: Create</a><span class="page-ref" data-target="teil-2"></span><ol>
<li class="toc-line" id="inhalt--4"><a href="#challenge">2 Von der Klage zur Challenge</a><span class="page-ref" data-target="challenge"></span></li></ol></li>
</ol>
"""

SHORTCUTS = """
<aside class="box shortcut" id="shortcuts--s03" data-number="3"><p class="box-label">Shortcut 3</p><p>Geh zuerst hin; eine halbe Stunde in der Halle ersetzt drei Videokonferenzen.</p><p class="shortcut-home"><a class="xref" href="#s03">Kapitel 1 „Wie sich Branchen annähern“</a></p></aside>
"""

GLOSSARY = """
<dl class="glossary" id="glossar--liste"><div class="entry"><dt id="term-challenge">Challenge</dt><dd><p id="glossar--p1">Eine echte, offene Frage eines Unternehmens, die jemand von außen mitlösen darf.</p></dd></div></dl>
"""

BIBLIOGRAPHY = """
<ul class="bibliography" id="quellen--liste"><li id="source-q45">Muster, Mia: <em>Branchen treffen sich</em>. Dresden 2024.</li></ul>
"""

INDEX = """
<h2 id="register--a">A</h2>
<ul class="index" id="register--liste"><li>Augenhöhe, <a class="locator" href="#annaeherung--m1">Kapitel 1</a></li></ul>
"""

FIGURES = """
<ul class="figures" id="abbildungen--liste"><li class="toc-line" id="abbildungen--1"><a href="#abb-stufen">Abbildung 1.1 Sechs Stufen der Annäherung</a><span class="page-ref" data-target="abb-stufen"></span></li></ul>
"""

SHEET = FrontMatter(
    status="final",
    purpose="Vor dem ersten Treffen klarstellen, was gilt.",
    moment="Am Tag davor",
    who="Beide Seiten",
    mode="read-do",
    duration="10 Minuten",
    notice="Orientierung, keine Rechtsberatung. Stand: November 2026",
)

SECTIONS = (
    Section("umschlag", "cover", "Cross. Create. Innovate.", matter="front", in_contents=False),
    Section("schmutztitel", "half-title", "Cross. Create. Innovate.", matter="front", in_contents=False),
    Section("titelseite", "title-page", "Cross. Create. Innovate.", matter="front", in_contents=False),
    Section("impressum", "imprint", "Impressum", matter="front", body=WELCOME),
    Section("inhalt", "contents", "Inhalt", matter="front", body=CONTENTS, in_contents=False),
    Section("alle-shortcuts", "shortcuts", "Alle Shortcuts", matter="front", body=SHORTCUTS),
    Section("teil-1", "part", "Cross", label="Teil 1", number="1", part=1, subtitle="Verstehen und annähern"),
    Section(
        "annaeherung",
        "chapter",
        "Wie sich Branchen annähern",
        "Wie sich Branchen <em>annähern</em>",
        number="1",
        label="Kapitel 1",
        part=1,
        body=CHAPTER,
        path="chapters/annaeherung.md",
        front=FrontMatter(promise="Du führst ein erstes Gespräch, nach dem beide Seiten wiederkommen wollen."),
        headings=(
            Heading("sechs-stufen", 2, "Sechs Stufen", "Sechs Stufen"),
            Heading("annaeherung--kaesten", 3, "Kästen", "Kästen"),
        ),
    ),
    Section("teil-2", "part", "Create", label="Teil 2", number="2", part=2, subtitle="Anbahnen"),
    Section(
        "challenge",
        "chapter",
        "Von der Klage zur Challenge",
        number="2",
        label="Kapitel 2",
        part=2,
        body=METHOD,
        path="chapters/challenge.md",
        front=FrontMatter(promise="Du machst aus einer Klage eine Frage, die andere lösen wollen."),
        headings=(Heading("challenge--liste-im-text", 2, "Eine Liste im Text", "Eine Liste im Text"),),
    ),
    Section(
        "check-erstgespraech",
        "checklist",
        "Das erste Gespräch",
        matter="back",
        label="Checkliste 1",
        number="1",
        body=CHECKLIST,
        path="checklists/check-erstgespraech.md",
        front=SHEET,
    ),
    Section(
        "blatt-canvas",
        "worksheet",
        "Challenge-Canvas",
        matter="back",
        label="Arbeitsblatt 1",
        number="1",
        body=WORKSHEET,
        path="worksheets/blatt-canvas.md",
        front=FrontMatter(purpose="Aus einem Problem eine Frage machen.", duration="45 Minuten"),
    ),
    Section("abbildungen", "list", "Abbildungen", matter="back", body=FIGURES),
    Section("glossar", "glossary", "Glossar", matter="back", body=GLOSSARY),
    Section("quellen", "bibliography", "Quellen", matter="back", body=BIBLIOGRAPHY),
    Section("register", "index", "Register", matter="back", body=INDEX),
)

TARGETS = (
    *(Target(s.id, s.id, s.kind, s.number, s.label, s.title) for s in SECTIONS),
    Target("sechs-stufen", "annaeherung", "heading", "", "", "Sechs Stufen"),
    Target("abb-stufen", "annaeherung", "figure", "1.1", "Abbildung 1.1", "Sechs Stufen der Annäherung"),
    Target("tab-formate", "annaeherung", "table", "1.1", "Tabelle 1.1", "Welches Format wofür"),
    Target("s03", "annaeherung", "shortcut", "3", "Shortcut 3", "Geh zuerst hin"),
    Target("methode-netzwerkabend", "challenge", "method", "", "Steckbrief", "Netzwerkabend"),
    Target("term-challenge", "glossar", "term", "", "", "Challenge"),
    Target("source-q45", "quellen", "source", "", "", "Muster 2024"),
)

MANIFEST = Manifest(
    title="Cross. Create. Innovate.",
    language="de",
    slug="probe",
    subtitle="Ein Workbook",
    identifier="urn:uuid:8a0a4f66-2f8f-4a41-9c4d-4f6f2f0f8d11",
    publisher="Probeverlag",
    contributors=(Contributor("Mia Muster", ("aut",), "Muster, Mia"),),
    rights="CC BY 4.0",
    edition="1.0",
    date="2026-11-24",
    description="Ein kleines Buch, in dem alles einmal vorkommt.",
    subjects=("Innovation",),
    parts=(Part("Cross", (), "Verstehen und annähern"), Part("Create", (), "Anbahnen")),
)

PAGES = PageMap(
    folios={"annaeherung": "9", "sechs-stufen": "10", "challenge": "13", "abb-stufen": "10", "annaeherung--m1": "9"},
    pages=(
        ("9", "annaeherung--p1"),
        ("10", "annaeherung--p2"),
        ("11", "annaeherung--tipp"),
        ("12", ""),
        ("13", "challenge--p1"),
    ),
)


def book(draft: bool = False) -> Book:
    """The sample book."""
    return Book(
        manifest=MANIFEST,
        sections=SECTIONS,
        targets={target.id: target for target in TARGETS},
        assets={
            "chapters/images/stufen.svg": Asset("chapters/images/stufen.svg", "image/svg+xml", FIGURE, 120, 60),
        },
        draft=draft,
        revision="a1b2c3d" if draft else "",
    )
