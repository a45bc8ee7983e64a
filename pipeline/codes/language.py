"""Codes l: language. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "l-050": Code(
        "warning",
        de="Genderzeichen in „{text}“",
        en="gender sign in `{text}`",
        cure_de="formuliere neutral, zum Beispiel „Teilnehmende“ oder „wer entscheidet“",
        cure_en="find neutral words",
        why_de="Hausregel: Erst neutral, dann umformulieren. In Überschriften, Stichwörtern, Glossar und "
        "Checklisten steht nie ein Zeichen im Wortinnern, weil man dort sucht, sortiert und vorliest.",
        why_en="House rule: headings, headwords, the glossary and checklists never have one, because readers "
        "search, sort and read them aloud.",
    ),
    "l-051": Code(
        "warning",
        de="„{text}“ hat nicht das Genderzeichen dieses Buchs",
        en="`{text}` does not have this book's gender sign",
        cure_de="schreibe das Zeichen, das in book.yaml unter `gender_sign` steht, oder formuliere neutral",
        cure_en="write the sign that `gender_sign` in book.yaml names, or find neutral words",
        why_de="Die Hausregel steht in book.yaml: ein Zeichen im ganzen Buch oder keines (`none`).",
        why_en="The house rule stands in book.yaml: one sign in the whole book, or `none`.",
    ),
    "l-052": Code(
        "warning",
        de="„{text}“ bleibt in der Variante „{variant}“ stehen",
        en="`{text}` is left over in the variant `{variant}`",
        cure_de="trag in book.yaml bei der Variante unter `replacements` ein, was dort stehen soll, "
        "oder formuliere neutral",
        cure_en="enter what shall stand there among the variant's `replacements` in book.yaml, or find neutral words",
        why_de="Die Variante nennt in book.yaml unter `gender_sign`, welches Zeichen sie haben darf. Bilder, der Titel "
        "des Buchs und die seiner Teile werden nicht ersetzt: Dort hilft nur ein neutrales Wort.",
        why_en="The variant names the sign it may have as `gender_sign` in book.yaml. Pictures, the book's title and "
        "those of its parts are not replaced: only neutral words help there.",
    ),
    "l-060": Code(
        "warning",
        de="„{word}“ steht zweimal hintereinander",
        en="`{word}` stands twice in a row",
        cure_de="streiche eins davon",
        cure_en="drop one of them",
        why_de="Beim Umstellen bleibt leicht ein Wort doppelt stehen, und das eigene Auge liest darüber hinweg. Wo "
        "beide hingehören („mit der der Verein“, „wenn sie sie sehen“), meldet es nichts.",
        why_en="A word is easily left twice when a sentence is turned round, and its writer's eye passes over it. "
        "Where both belong there (`that that`, `had had`) nothing is told.",
    ),
    "l-061": Code(
        "note",
        de="der Satz hat {words} Wörter, höchstens {most} sollen es sein",
        en="the sentence has {words} words, {most} are the most",
        cure_de="mach zwei Sätze daraus",
        cure_en="make two sentences of it",
        why_de="So steht es unter `language_rules` in book.yaml: Wer einen langen Satz zu Ende liest, hat seinen "
        "Anfang vergessen.",
        why_en="`language_rules` in book.yaml says so: who reaches the end of a long sentence has lost its beginning.",
    ),
    "l-062": Code(
        "warning",
        de="„{text}“ soll in diesem Buch nicht stehen",
        en="`{text}` is not to stand in this book",
        cure_de="streiche es, oder sag, was du meinst",
        cure_en="drop it, or say what you mean",
        why_de="Die Wendung steht in book.yaml unter `language_rules` bei den `phrases`: "
        "Sie füllt Zeilen und sagt nichts.",
        why_en="It is among the `phrases` of `language_rules` in book.yaml: it fills lines and says nothing.",
    ),
    "l-063": Code(
        "warning",
        de="„{text}“ heißt in diesem Buch „{term}“",
        en="`{text}` is called `{term}` in this book",
        cure_de="schreibe „{term}“, in der Form, die der Satz verlangt",
        cure_en="write `{term}`, in the form that the sentence wants",
        why_de="So steht es im Glossar unter `instead_of`: ein Wort für eine Sache, sonst sucht jemand "
        "den Unterschied.",
        why_en="The glossary says so by `instead_of`: one word for one thing, or somebody looks for the difference.",
    ),
    "l-066": Code(
        "warning",
        de="die Anführung, die hier mit {sign} beginnt, endet nirgends",
        en="the quotation that begins with {sign} here ends nowhere",
        cure_de="setze das Zeichen am Ende, oder streiche dieses",
        cure_en="put the sign at its end, or drop this one",
        why_de="Sonst weiß niemand, wo wieder das Buch spricht. Über mehrere Absätze darf eine Anführung gehen: Jeder "
        "beginnt mit dem Zeichen, der letzte endet damit.",
        why_en="Or nobody knows where the book itself speaks again. A quotation may run over paragraphs: each begins "
        "with the sign, the last one ends with it.",
    ),
    "l-067": Code(
        "note",
        de="„{word}“ steht in keinem Wörterbuch",
        en="`{word}` is in no dictionary",
        cure_de="verbessere es, oder trag es in words.txt ein, ein Wort je Zeile",
        cure_en="correct it, or enter it in words.txt, a word a line",
        why_de="Du hast in book.yaml `spelling: true` gesetzt. Namen aus Glossar und Quellen kennt das Buch von "
        "selbst; eine Zeile wie `Kreativ-` in words.txt lässt alle Zusammensetzungen damit gelten.",
        why_en="You have set `spelling: true` in book.yaml. Names in the glossary and the sources are known; a line "
        "such as `cross-` in words.txt lets every compound with it pass.",
    ),
    "l-068": Code(
        "note",
        de="für `{language}` ist kein Wörterbuch da, die Rechtschreibung wurde nicht geprüft",
        en="there is no dictionary for `{language}`, spelling was not checked",
        cure_de="installiere eins für Hunspell, unter Debian zum Beispiel das Paket hunspell-de-de",
        cure_en="install one for Hunspell, on Debian for instance the package hunspell-en-us",
        why_de="Wörterbücher haben eigene Lizenzen und kommen deshalb vom System, nicht mit dem Programm.",
        why_en="Dictionaries have licences of their own, so they come with the system, not with the program.",
    ),
    "l-064": Code(
        "warning",
        de="diese Ausnahme für {code} sagt nicht, warum",
        en="this exception for {code} does not say why",
        cure_de="schreibe den Grund hinter den Doppelpunkt: <!-- ausnahme {code}: So heißt das Lied. -->",
        cure_en="write the reason behind the colon: <!-- exception {code}: this is the song's name -->",
        why_de="Wer den Text nach dir liest, will wissen, ob die Meldung übersehen wurde oder bedacht. Ohne Grund "
        "zählt die Ausnahme nicht.",
        why_en="Who reads the text after you wants to know whether the message was overlooked or thought about. "
        "Without a reason the exception does not count.",
    ),
    "l-065": Code(
        "warning",
        de="diese Ausnahme für {code} nimmt nichts aus",
        en="this exception for {code} takes nothing away",
        cure_de="streiche sie, oder setze sie direkt vor den Absatz, um den es geht",
        cure_en="drop it, or put it right before the paragraph it is about",
        why_de="Der Satz wurde geändert, oder die Meldung ist ein Fehler: Fehler lassen sich nicht ausnehmen.",
        why_en="The sentence was changed, or the message is an error: errors cannot be taken away.",
    ),
    "l-190": Code(
        "note",
        de="erst „{first}“, dann „{second}“ in einem Absatz",
        en="first `{first}`, then `{second}` in one paragraph",
        cure_de="sprich in einem Absatz entweder eine Person an oder mehrere",
        cure_en="address either one person or several in a paragraph",
        why_de="Du hast in book.yaml `one_address: true` gesetzt. Wer mitten im Absatz vom Du zum Ihr wechselt, lässt "
        "offen, wer gemeint ist. Wörtliche Rede zählt nicht.",
        why_en="You have set `one_address: true` in book.yaml. A paragraph that goes from `du` to `ihr` leaves open "
        "who is meant. Direct speech does not count.",
    ),
    "l-191": Code(
        "warning",
        de="„{text}“ ist älter als {oldest}",
        en="`{text}` is older than {oldest}",
        cure_de="prüfe, ob es noch stimmt, und setze den neuen Stand",
        cure_en="check whether it still holds, and write the new date",
        why_de="So steht es in book.yaml unter `language_rules` als `oldest_as_of`. Ein Jahr ohne Monat zählt bis zu "
        "seinem Ende.",
        why_en="`oldest_as_of` among the `language_rules` of book.yaml says so. A year without a month counts up to "
        "its end.",
    ),
    "l-192": Code(
        "warning",
        de="`{url}` führt nirgendwohin ({answer})",
        en="`{url}` leads nowhere ({answer})",
        cure_de="folge dem Link im Browser; gib die neue Adresse an, oder eine aus einem Archiv",
        cure_en="follow the link in a browser; give the new address, or one of an archive",
        why_de="`check --links` hat gefragt. In Klammern steht die Antwort: eine Nummer des Servers (404: nicht da, "
        "410: für immer weg, 500 und mehr: dort ist etwas kaputt), sonst name: den Namen gibt es nicht, silence: keine "
        "Antwort in zehn Sekunden, certificate: Das Zertifikat gilt nicht, refused: niemand nimmt an, loop: Es leitet "
        "im Kreis weiter. Was geantwortet hat, wird eine Woche lang nicht wieder gefragt.",
        why_en="`check --links` has asked. In brackets stands the answer: the server's number (404: not there, 410: "
        "gone for ever, 500 and more: something is broken there), or name: there is no such name, silence: no answer "
        "in ten seconds, certificate: it does not hold, refused: nobody takes the call, loop: it redirects in a "
        "circle. What has answered is not asked again for a week.",
    ),
    "l-193": Code(
        "note",
        de="keine von {count} Adressen hat geantwortet",
        en="none of {count} addresses has answered",
        cure_de="prüfe, ob du mit dem Internet verbunden bist, und frag noch einmal",
        cure_en="check whether you are connected, and ask again",
        why_de="Dass alle Links auf einmal tot sind, kommt fast nie vor. `check --links` geht ohne Umweg über einen "
        "Proxy.",
        why_en="All links are hardly ever dead at once. `check --links` goes there directly, by no proxy.",
    ),
}
