"""Three lists of questions, each written before the search was looked at and asked once before anything was mended for
it.

Of the first, from chapters, 61 % were answered first and 83 % in the first three, before authors could say what readers
ask. Of the second, half in the words that other people's pages about workshops and rights use, 75 and 89 %; the words
it taught were added then. Of the third, written last, 75 and 88 %. Like `questions`: addresses, `*` for the whole page.
"""

from __future__ import annotations

FIRST = {
    "challenge-finden.html#leitplanken glossary*": ["Leitplanken"],
    " ".join(
        (
            "challenge-finden.html#wie-koennen-wir",
            "challenge-finden.html#warum-wie",
            "challenge-finden.html#tab-frage-weite",
        )
    ): ["zu enge Frage"],
    "challenge-finden.html#warum-wie challenge-finden.html#abb-warum-wie": ["Warum-Wie-Leiter"],
    "challenge-finden.html#leitplanken check-challenge*": ["wer entscheidet am Ende"],
    "werkzeug-methoden.html#mini-strichliste": ["Strichliste"],
    "challenge-finden.html#wie-koennen-wir": ["Wie können wir Fragen"],
    "challenge-finden.html#etwas-zum-anfassen blatt-challenge-canvas*": ["vertrauliche Fassung"],
    "innovationscamp*": ["wie lange dauert ein Innovationscamp", "Inovationskamp"],
    "innovationscamp* check-innovationscamp*": ["Camp Teamgröße", "Materialtisch", "Einweisung Werkzeug"],
    "innovationscamp.html#was-ist-ein-camp": ["Innovationsforum"],
    "partner-finden.html#matching-tag": ["Wunschzettel"],
    "partner-finden.html#kennenlernfrist": ["Bedenkzeit"],
    "partner-finden.html#kennenlernfrist praxispartnerschaft*": ["aus dem Tandem aussteigen"],
    "partner-finden.html#wie-viele": ["wie viele Kreative pro Betrieb"],
    "partner-finden.html#wie-viele was-ist-cross-innovation.html#absicht-statt-zufall": ["Cross Lab Erfurt"],
    "rechte-geld-vertrauen.html#nutzungsrechte glossary*": ["Miturheberschaft", "Nutzungsrehcte"],
    " ".join(
        (
            "rechte-geld-vertrauen.html#drei-modelle",
            "rechte-geld-vertrauen.html#tab-rechte-modelle",
            "rechte-geld-vertrauen.html#abb-rechte-entscheidung",
            "prototyp-und-uebergabe*",
        )
    ): ["wem gehört der Prototyp"],
    "rechte-geld-vertrauen.html#idee-und-recht rechte-geld-vertrauen.html#vertraulichkeit": ["Ideenklau"],
    "rechte-geld-vertrauen.html#idee-und-recht": ["Idee schützen"],
    "rechte-geld-vertrauen.html#vertraulichkeit": ["Patent anmelden"],
    "rechte-geld-vertrauen.html#verguetung": ["KSK Abgabe Höhe", "Bagatellgrenze", "Kreative bezahlen"],
    "rechte-geld-vertrauen.html#verguetung werkzeug-geld*": ["Umsatzsteuer"],
    "rechte-geld-vertrauen.html#foerderung": ["InnoPrämie", "SAB"],
    "rechte-geld-vertrauen.html#foerderung rechte-geld-vertrauen.html#klemmt-freitag check-foerderung*": [
        "Auftrag vor Förderbescheid"
    ],
    " ".join(
        (
            "rechte-geld-vertrauen.html#drei-modelle",
            "rechte-geld-vertrauen.html#tab-rechte-modelle",
            "rechte-geld-vertrauen.html#abb-rechte-entscheidung",
        )
    ): ["offene Lizenz"],
    "showreel-und-vortrag.html#zeigen": ["Pecha Kucha"],
    "showreel-und-vortrag.html#vortrag-steckbrief showreel-und-vortrag.html#methode-vortrag": [
        "Vortrag mit zwei Rednern"
    ],
    "showreel-und-vortrag.html#showreel-technik showreel-und-vortrag.html#showreel-varianten": ["Untertitel"],
    "showreel-und-vortrag.html#showreel-rollen": ["Zeitwächter"],
    "showreel-und-vortrag.html#showreel-rollen showreel-und-vortrag.html#klemmt-laenge": ["Redezeit überzogen"],
    "showreel-und-vortrag.html#klemmt-laenge showreel-und-vortrag.html#vortrag-steckbrief": ["Publikumsfragen"],
    "wirkung-pruefen.html#output-outcome": ["Wirkungstreppe"],
    "wirkung-pruefen.html#output-outcome glossary*": ["Unterschied Output Outcome"],
    "wirkung-pruefen.html#vier-zeitpunkte wirkung-pruefen.html#tab-messzeitpunkte blatt-wirkungs-check*": [
        "nach drei Monaten nachfragen"
    ],
    "wirkung-pruefen*": ["Bericht schreiben"],
    "region-erzgebirge*": ["Hochschule Schneeberg", "Welterbe"],
    "was-ist-cross-innovation.html was-ist-cross-innovation.html#was-ist-cross-innovation glossary*": [
        "Wicked Problem"
    ],
    " ".join(
        (
            "was-ist-cross-innovation.html#auftrag-beratung-cross",
            "was-ist-cross-innovation.html#abb-auftrag-beratung-cross",
        )
    ): ["Unterschied Auftrag und Cross Innovation"],
    " ".join(
        (
            "was-ist-cross-innovation.html#drei-saetze",
            "was-ist-cross-innovation.html#was-es-kostet",
            "aus-deiner-sicht*",
            "werkzeug-worte*",
        )
    ): ["Chef überzeugen"],
    "was-ist-cross-innovation.html#kopieren-anpassen-einfuegen": ["Not Invented Here"],
    "was-ist-cross-innovation*": ["von anderen Branchen lernen"],
    "check-barrierearm*": ["Rampe"],
    "check-barrierearm* offen-fuer-alle*": ["barrierefreies WC", "Gehörlose"],
    "check-fotos-datenschutz*": ["Kinder fotografieren"],
    "check-fotos-datenschutz* offen-fuer-alle*": ["Teilnehmerliste", "Fotos löschen"],
    "check-foerderung*": ["Eigenanteil", "Fördermittel zurückzahlen"],
    "check-erstgespraech*": ["Erstgespräch"],
    "check-erstgespraech* branchen-naehern-sich-an*": ["erstes Treffen vorbereiten"],
    "check-netzwerkabend*": ["Allergene"],
    "check-innovationscamp*": ["Checkliste Camp"],
    "blatt-branchen-uebersetzer* branchen-naehern-sich-an*": ["Begriffe übersetzen"],
    "blatt-regieplan* workshop*": ["Drehbuch für den Tag"],
    "blatt-regieplan*": ["Ablaufplan"],
    "blatt-praxisfall*": ["Erfolgsgeschichte aufschreiben", "Zitat freigeben"],
    "blatt-challenge-canvas*": ["Chalenge Canvas"],
    "werkzeug-methoden.html#mini-mitlaufen": ["Jobshadow"],
    "werkzeug-methoden.html#mini-interview": ["Interview führen"],
    "werkzeug-methoden.html#mini-handgriff": ["Handgriff"],
    "check-foerderung* blatt-budget*": ["Arbeitsblatt Förderung"],
    " ".join(
        (
            "check-barrierearm*",
            "check-innovationscamp*",
            "innovationscamp.html#camp-steckbrief",
            "innovationscamp.html#methode-innovationscamp",
            "offen-fuer-alle*",
        )
    ): ["Ruheraum"],
    "challenge-finden* check-challenge*": ["gute Fragestellung"],
    " ".join(
        (
            "innovationscamp.html#camp-teams",
            "innovationscamp.html#methode-innovationscamp",
            "innovationscamp.html#camp-steckbrief",
        )
    ): ["Rollen im Camp"],
    "rechte-geld-vertrauen.html#vertrauen branchen-naehern-sich-an*": ["Vertrauen aufbauen"],
    "showreel-und-vortrag*": ["ehrliches Scheitern erzählen"],
    "showreel-und-vortrag.html#showreel-technik": ["Kamera über dem Tisch"],
}
SECOND = {
    " ".join(
        (
            "offen-fuer-alle*",
            "format-waehlen*",
            "netzwerkabend.html#netzwerkabend-raum",
            "workshop.html#regieplan",
            "check-barrierearm*",
            "check-workshop-vorher*",
            "werkzeug-kalender*",
        )
    ): ["Location"],
    " ".join(
        (
            "netzwerkabend*",
            "workshop.html#verstehen-vor-ideen",
            "check-netzwerkabend*",
            "werkzeug-methoden.html#mini-eins-zwei-vier-alle",
        )
    ): ["introvertierte Gäste"],
    " ".join(
        (
            "netzwerkabend.html#netzwerkabend-raum",
            "workshop.html#regieplan",
            "werkzeug-karten.html#karte-raumplan",
            "showreel-und-vortrag*",
        )
    ): ["Bestuhlung U-Form"],
    "workshop* innovationscamp* blatt-regieplan* check-workshop-vorher*": ["Pufferzeiten einplanen"],
    "workshop* check-workshop-vorher* check-workshop-tag*": ["Soll der Chef beim Workshop dabei sein"],
    "workshop* check-nachbereitung* check-workshop-tag* werkzeug-methoden.html#mini-wer-was-wann": [
        "Ergebnisse sichern"
    ],
    "netzwerkabend* branchen-naehern-sich-an* partner-finden.html#wo-du-suchst": ["Kontakte knüpfen"],
    "netzwerkabend* werkzeug-karten.html#karte-namensschild werkzeug-methoden.html#mini-gegenstand": [
        "Smalltalk Themen"
    ],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
            "hilfe.html#hilfe--wem-gehoert-was-wir-zusammen-bauen",
        )
    ): ["Gehört mir das Design wenn ich bezahlt habe"],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
            "glossary*",
        )
    ): ["Unterschied Urheberrecht Nutzungsrecht", "Wer muss Künstlersozialabgabe zahlen"],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
        )
    ): ["Logo weiterverwenden", "exklusive Rechte"],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
            "werkzeug-geld*",
            "aus-deiner-sicht.html#sicht-kreative",
        )
    ): ["Pauschalhonorar"],
    " ".join(
        (
            "werkzeug-geld*",
            "blatt-budget*",
            "was-ist-cross-innovation.html#auftrag-beratung-cross",
            "aus-deiner-sicht.html#sicht-kreative",
        )
    ): ["Kostenvoranschlag"],
    " ".join(
        (
            "workshop.html#workshop-rollen",
            "hilfe*",
            "offen-fuer-alle.html#verhaltenskodex",
            "branchen-naehern-sich-an.html#einwaende",
        )
    ): ["schwierige Teilnehmer"],
    " ".join(
        (
            "workshop.html#workshop-rollen",
            "hilfe*",
            "showreel-und-vortrag.html#showreel-rollen",
            "showreel-und-vortrag.html#showreel-varianten",
            "werkzeug-methoden.html#mini-eins-zwei-vier-alle",
            "branchen-naehern-sich-an.html#augenhoehe",
        )
    ): ["Vielredner stoppen"],
    "werkzeug-worte* workshop* netzwerkabend*": ["Teilnehmer begrüßen"],
    "workshop* werkzeug-methoden* werkzeug-worte* glossary.html#term-check-in": ["Einstieg in den Workshop"],
    "werkzeug-methoden* check-workshop-tag* workshop*": ["Energizer nach der Mittagspause"],
    "workshop.html#workshop-varianten format-waehlen.html#wann-und-wo": ["Online-Workshop"],
    "format-waehlen.html#wann-und-wo": ["hybride Veranstaltung"],
    "workshop* check-workshop-tag* check-nachbereitung*": ["Fotoprotokoll"],
    "showreel-und-vortrag.html#showreel-rollen workshop* blatt-regieplan* glossary*": ["Timeboxing"],
    "werkzeug-methoden* workshop.html#verstehen-vor-ideen": ["Brainwriting"],
    " ".join(
        (
            "workshop*",
            "netzwerkabend*",
            "innovationscamp*",
            "partner-finden.html#wie-viele",
            "methods*",
            "format-waehlen*",
            "check-formatwahl*",
        )
    ): ["Gruppengröße"],
    "werkzeug-methoden.html#mini-punkte workshop*": ["Prioritäten setzen"],
    "werkzeug-methoden.html#mini-wer-was-wann workshop* check-nachbereitung*": ["Maßnahmenplan"],
    " ".join(
        (
            "praxispartnerschaft*",
            "innovationscamp.html#camp-teams",
            "blatt-erwartungsabgleich*",
            "branchen-naehern-sich-an*",
        )
    ): ["Konflikte im Team"],
    "offen-fuer-alle* check-barrierearm* showreel-und-vortrag.html#showreel-technik check-showreel*": [
        "Untertitel und Gebärdensprache"
    ],
    " ".join(
        (
            "offen-fuer-alle.html#fotos-und-daten",
            "check-fotos-datenschutz*",
            "werkzeug-karten.html#karte-fotohinweis",
        )
    ): ["Einverständniserklärung Fotos"],
    "prototyp-und-uebergabe.html#uebergabe check-prototyp*": ["Probewoche ohne Kreative", "Passwort Übergabe"],
    "prototyp-und-uebergabe.html#testen check-prototyp* werkzeug-methoden.html#mini-fuenf-menschen": [
        "wie viele Testpersonen"
    ],
    " ".join(
        (
            "prototyp-und-uebergabe.html#was-ist-ein-prototyp",
            "prototyp-und-uebergabe.html#tab-sieben-prototypen",
            "werkzeug-methoden.html#mini-pappe",
        )
    ): ["Rollenspiel"],
    " ".join(
        (
            "praxispartnerschaft*",
            "check-praxispartnerschaft*",
            "blatt-erwartungsabgleich*",
            "blatt-prototyp-steckbrief*",
        )
    ): ["weiter ändern beenden"],
    "praxispartnerschaft* check-praxispartnerschaft* glossary*": ["Zwischenhalt"],
    "so-arbeitest-du* blatt-erwartungsabgleich* blatt-challenge-canvas*": ["zu zweit ausfüllen"],
    "blatt-erwartungsabgleich* praxispartnerschaft*": ["Erreichbarkeit vereinbaren"],
    "ki-im-projekt.html#ki-daten ki-im-projekt*": ["chatgpt datenschutz"],
    "ki-im-projekt.html#ki-rechte ki-im-projekt* blatt-rechte-und-honorar*": ["Bild mit KI erzeugt Rechte"],
    "offen-fuer-alle.html#sprache ueber-dieses-buch.html#wie-wir-schreiben": ["gendern"],
    "offen-fuer-alle.html#weg-raum-ton check-barrierearm* showreel-und-vortrag.html#showreel-rollen": ["Höranlage"],
    "offen-fuer-alle* format-waehlen.html#wann-und-wo check-barrierearm* check-workshop-vorher*": ["Kinderbetreuung"],
    " ".join(
        (
            "format-waehlen.html#wann-und-wo",
            "offen-fuer-alle.html#weg-raum-ton",
            "regionale-challenges.html#rahmen-beobachtung-frage",
        )
    ): ["letzter Bus"],
    "regionale-challenges.html#vier-fragen": ["Spaziergang durch den Ort"],
    "regionale-challenges*": ["Jugend zieht weg"],
    "region-meissen-lausitz* offen-fuer-alle.html#sprache netzwerkabend.html#netzwerkabend-varianten": ["Sorben"],
    "region-chemnitz*": ["Kulturhauptstadt"],
    "booksprint* check-booksprint*": ["Redaktionsschluss", "Korrekturlesen"],
    "booksprint.html#weiterwachsen impressum* about-this-book*": ["Fehler im Buch melden"],
    "werkzeug-worte.html#worte-netzwerkabend-absage": ["Warteliste"],
    "werkzeug-worte.html#brief-rathaus": ["Brief an den Bürgermeister"],
    "werkzeug-worte.html#worte-camp-erinnerung werkzeug-worte*": ["Erinnerungsmail Camp"],
    "werkzeug-worte.html#worte-netzwerkabend-drehbuch werkzeug-worte*": ["Moderationstext Netzwerkabend"],
    "werkzeug-karten.html#karte-punkte": ["Klebepunkte Bedeutung"],
    "werkzeug-karten.html#karte-feedback werkzeug-karten.html#karte-rueckmeldung werkzeug-karten*": [
        "Feedbackkarte drucken"
    ],
    "werkzeug-kalender.html#kalender-workshop-teil werkzeug-kalender*": ["Countdown Workshop"],
    "werkzeug-kalender.html#kalender-camp-teil": ["Kalender Innovationscamp"],
    "aus-deiner-sicht.html#sicht-rathaus": ["Stadtrat Beschlussvorlage"],
    "aus-deiner-sicht* innovationscamp.html#camp-vorher": ["Haftpflicht"],
    "aus-deiner-sicht.html#sicht-schule": ["Doppelstunde mit Schulklasse"],
    "check-bereit-kreative* check-bereit-unternehmen*": ["Bin ich bereit"],
    "check-bereit-kreative*": ["Checkliste Kreative"],
    "blatt-wirkungs-check*": ["Arbeitsblatt Wirkung"],
    "check-prototyp*": ["Checkliste Übergabe"],
    "blatt-regionalprofil* regionale-challenges*": ["Regionalprofil ausfüllen"],
    "blatt-praxisfall* booksprint*": ["Freigabe einholen"],
    "blatt-prototyp-steckbrief*": ["Prototyp Steckbrief"],
    "blatt-erwartungsabgleich* praxispartnerschaft* werkzeug-worte.html#worte-partnerschaft-drehbuch": [
        "erwartungsabgelich"
    ],
    "praxispartnerschaft* glossary*": ["Zwischnhalt"],
    "check-netzwerkabend*": ["Netzwerkabent Checkliste"],
    "offen-fuer-alle* check-barrierearm* glossary*": ["barierefrei"],
    "wirkung-pruefen*": ["Kennzalen"],
    "prototyp-und-uebergabe* check-prototyp*": ["Uebergabe"],
    "projekt-cimis*": ["CIMIS 2"],
    "projekt-cimis* impressum*": ["Wer hat das gefördert"],
    " ".join(
        (
            "projekt-cimis.html#phase-2",
            "praxispartnerschaft.html#partnerschaft-rechnen",
            "blatt-budget*",
            "werkzeug-geld*",
        )
    ): ["Umsetzungsbudget"],
    "projekt-cimis.html#phase-2 sources*": ["Lernplattform"],
}
THIRD = {
    " ".join(
        (
            "werkzeug-worte*",
            "branchen-naehern-sich-an*",
            "aus-deiner-sicht.html#sicht-betrieb",
            "offen-fuer-alle.html#einladung-schreiben",
        )
    ): ["wie lade ich Handwerker ein"],
    "showreel-und-vortrag* check-vortrag*": ["Gutes Thema für einen Vortrag"],
    "format-waehlen* showreel-und-vortrag*": ["Podiumsdiskussion vermeiden"],
    "workshop* werkzeug-methoden* netzwerkabend*": ["stille Teilnehmer einbeziehen"],
    "offen-fuer-alle* check-barrierearm*": ["Rollstuhlfahrer"],
    "netzwerkabend* check-netzwerkabend* offen-fuer-alle* check-barrierearm*": ["vegan"],
    "workshop* innovationscamp* werkzeug-geld* check-workshop-vorher* blatt-budget*": ["Mittagessen"],
    "werkzeug-geld* blatt-budget*": ["Was kostet ein Moderator"],
    " ".join(
        (
            "rechte-geld-vertrauen.html#verguetung",
            "showreel-und-vortrag.html#showreel-technik",
            "blatt-rechte-und-honorar*",
            "blatt-budget*",
            "check-rechte-verguetung*",
        )
    ): ["Reisekostenerstattung"],
    "rechte-geld-vertrauen.html#foerderung check-foerderung*": ["Stiftungen", "Antragsfrist"],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
            "prototyp-und-uebergabe*",
        )
    ): ["Prototyp verkaufen"],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
        )
    ): ["Werbung mit dem Ergebnis", "Markenrecht"],
    " ".join(
        (
            "rechte-geld-vertrauen*",
            "blatt-rechte-und-honorar*",
            "check-rechte-verguetung*",
            "werkzeug-worte.html#klauseln",
            "partner-finden*",
            "check-matching*",
        )
    ): ["Wettbewerber im Raum"],
    "partner-finden* hilfe.html#hilfe--woher-nehme-ich-kreative-auf-dem-land": ["Wie finde ich einen Designer"],
    "check-matching* partner-finden* blatt-partner-matching*": ["Passen wir zusammen"],
    "partner-finden.html#kennenlernfrist werkzeug-methoden.html#mini-mitlaufen praxispartnerschaft*": ["Probearbeiten"],
    "praxispartnerschaft* prototyp-und-uebergabe* check-praxispartnerschaft* blatt-erwartungsabgleich*": [
        "Ansprechperson im Betrieb"
    ],
    "innovationscamp* check-nachbereitung* werkzeug-worte.html#worte-camp-nachfassen": ["Was passiert nach dem Camp"],
    "innovationscamp* booksprint*": ["Zeitplan zweitägig"],
    "innovationscamp* aus-deiner-sicht.html#sicht-schule check-innovationscamp*": ["Studierende einbinden"],
    "prototyp-und-uebergabe* werkzeug-methoden.html#mini-fuenf-menschen check-prototyp*": ["Usability Test"],
    "prototyp-und-uebergabe.html#uebergabe check-prototyp*": ["Bedienungsanleitung"],
    "wirkung-pruefen* hilfe.html#klemmt-danach": ["Umfrage per Mail"],
    "wirkung-pruefen* werkzeug-karten.html#karte-feedback check-nachbereitung*": ["Zufriedenheit messen"],
    "wirkung-pruefen* projekt-cimis* blatt-wirkungs-check*": ["Erfolgsquote"],
    "aus-deiner-sicht.html#sicht-rathaus wirkung-pruefen*": ["Bericht für den Stadtrat"],
    "region-erzgebirge* region-meissen-lausitz* regionale-challenges*": ["Bergbau"],
    "region-meissen-lausitz*": ["Kohleausstieg"],
    "region-leipzig*": ["Messe Leipzig"],
    "region-dresden*": ["Halbleiter"],
    "region-erzgebirge*": ["Holzkunst"],
    "regionale-challenges* blatt-regionalprofil*": ["Ideen für unser Dorf"],
    "booksprint* check-booksprint*": ["Buch gemeinsam schreiben"],
    "ki-im-projekt*": ["Copilot im Workshop", "Texte von der KI prüfen"],
    "werkzeug-karten.html#karte-namensschild werkzeug-karten*": ["Zettel für Namensschilder"],
    "werkzeug-karten.html#karte-feedback werkzeug-karten* wirkung-pruefen*": ["Vorlage Feedbackbogen"],
    "werkzeug-worte.html#worte-camp-begruessung": ["Begrüßung Camp"],
    "werkzeug-worte* werkzeug-geld.html#geld-absagen": ["Absage Betrieb"],
    "werkzeug-kalender* werkzeug-worte*": ["wann verschicke ich die Erinnerung"],
    "showreel-und-vortrag*": ["Ablauf Vortrag"],
    "werkzeug-methoden* werkzeug-karten*": ["Spiel zum Kennenlernen"],
    "werkzeug-methoden.html#mini-punkte workshop* werkzeug-methoden*": ["Entscheidung in der Gruppe"],
    "glossary* praxispartnerschaft*": ["Was ist ein Tandem"],
    "branchen-naehern-sich-an.html#branchensprache blatt-branchen-uebersetzer*": ["Wörter die beide kennen"],
    "blatt-regieplan*": ["Regieplan Vorlage"],
    "check-fotos-datenschutz*": ["Checkliste Fotos"],
    "blatt-budget*": ["Arbeitsblatt Budget"],
    "aus-deiner-sicht.html#sicht-rathaus": ["Vergabestelle"],
}


def table() -> list[tuple[str, tuple[str, ...]]]:
    """Every question with the addresses of its answers."""
    rows = [*FIRST.items(), *SECOND.items(), *THIRD.items()]
    return [(question, tuple(wanted.split())) for wanted, questions in rows for question in questions]
