"""Where a sentence ends, in German and English: a paragraph's source in, its sentences out.

No library reaches 99 % with "am 15. Mai", "z. B." and addresses, so the rules are tables: abbreviations, what may stand
before an ordinal, words that begin sentences. What is no prose (addresses, code, attributes, notes) is masked first.
A sentence in brackets belongs to the one around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Stand for what is hidden: something that hangs on the word before it, and something that is a word itself.
HUNG, WORD = "\ue000", "\ue001"
_MASKED = (
    (re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL), WORD),
    (re.compile(r"<!--.*?-->", re.DOTALL), HUNG),
    (re.compile(r"\\."), WORD),
    (re.compile(r"\{>>.*?<<\}", re.DOTALL), HUNG),
    (re.compile(r"(?<!\!)\[\]\([^()\n]*\)"), WORD),
    (re.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"), HUNG),
    (re.compile(r"\[\^[^\]\n]*\]|\[\]\{[^{}]*\}|(?<=[.!?])\[@[^\]\n]*\]"), HUNG),
    (re.compile(r"(?<=[.!?]) \[@[^\]\n]*\](?=\s+[^\sa-zäöüß(])"), HUNG),
    (re.compile(r"(?<=\S)\{[^{}+~=>-][^{}]*\}"), HUNG),
    (re.compile(r"<[a-z]+:[^<>\s]*>|(?:https?://|www\.)[^\s<>\"“”„]*[^\s<>\"“”„.,;:!?)\]*_]"), WORD),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), WORD),
)
_QUOTES = "\"“”„‟»«›‹‘’‚'"
# Faces and other small pictures behind a sentence, drawn or typed.
_SMILE = r"[\U0001f300-\U0001faff\u2600-\u26ff\u2728\u2764\u2b50\ufe0f\u200d]+|[:;]-?[()DP]"
_END = re.compile(
    rf"(?P<sign>[.!?…]+)(?P<closed>[{_QUOTES})\]*_~{HUNG}]*(?: ?(?:{_SMILE})(?=\s))*)(?P<gap>[ \t]*\n[ \t]*|[ \t]+)"
)
_OPENING = re.compile(rf"(?:[–—] )?[{_QUOTES}(\[*_~¿¡+={{]*")
_NEXT = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_LAST = re.compile(rf"(?:(?:^|(?<=[\s(\[/„“\"{HUNG}]))(?:[^\W\d_]{{1,4}}\.[ \u00a0\u202f]?)+)?[^\W_]+$|[\w’'-]+$")
_ROMAN = re.compile(r"[IVX]{1,6}")


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Never end a sentence: something follows.
_TITLES = _words(
    """
    abk abzgl allg bes best betr bzgl bzw ca dgl dipl dr ehem einschl evtl exkl fa fam frl geb gegr gem gest ggf
    ggfs hl hr hrn hrsg inkl ing insb insbes jr jur kath kfm lt lfd med möbl nat öff phil prof rer schr sog soz
    techn tägl überarb univ urspr verb verh versch vgl vollst wg zit zzgl z.b z.t z.zt d.h d.i i.d.r i.a i.e i.s
    i.s.d i.s.v i.v m.e m.w z.hd o.g u.u a.a.o a.d h.c u.z dr.h.c e.g cf viz mr mrs ms
    mx messrs gen gov hon rep rev sen sgt capt col mt vs approx incl resp esp mind vors stellv stv ungef durchschn
    monatl jährl wöchentl stdl vorm nachm amtl gesetzl städt staatl dt engl frz franz österr ital lat griech russ
    sächs bayr pfr msgr cmdr supt asst assoc dept ev zw
    """
)
# Do not end one before a number: "Abb. 3", "No. 5", "Jan. 6".
_NUMBERED = _words(
    """
    abb abs abschn app anh anl anm art aufl bd bde beil bl bsp ch fig figs hft kap nr nrn no nos pos ps rn rz s sect
    sec seite sp tab tel teil tz vol vols vers ziff zi z p pp para pl plz pt ed eq uabs buchst jan jän feb febr mär apr
    jun jul aug sep sept okt oct nov dez dec mar mo di mi do fr sa so mon tue wed thu fri sat sun apt
    """
)
# May end one: only where a word follows that begins sentences.
_LATE = _words(
    """
    aufl jh jhd jhdt mio mrd tsd std stdn sek max min st str co corp inc ltd bros dept est f ff chr d.c u.s u.k
    u.s.a a.m p.m v.chr n.chr u.a u.ä o.ä u.a.m u.v.m e.v e.g r.i.p tel p.s geschw gebr uvm jg sr al ave blvd
    rd m.a b.a m.sc b.sc ph.d esq fr s.o s.u
    """
)
# English measures: no noun behind them has a capital letter.
_MEASURES = _words("ft lb lbs oz yd yds tbsp tsp sq qt gal mph")
# What a price is for: it ends a sentence, but where small letters follow.
_PER = _words("p.p p.a")
# One letter behind a number.
_UNITS = _words("h m g l t w a")
# Letters behind these are names of things, and may end a sentence.
_LETTERED = _words(
    """
    abschnitt anhang anlage aufgabe block fall frage gebäude gruppe halle haus klasse lösung option phase plan punkt
    raum schritt spalte stufe teil typ variante version zone appendix building class exhibit group hall part room
    section step type
    """
)
# Go on after the hour in English.
_BESIDE_HOURS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun est edt cst cdt pst pdt gmt
    utc cet cest bst january february march april may june july august september october november december
    """
)
_MONTHS = _words(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember jan feb mär apr
    jun jul aug sep sept okt nov dez
    """
)
_BEFORE_ORDINAL = _words(
    """
    der die das den dem des am im ins zum zur vom beim ab seit bis dein deine deinen deinem mein meine meinen
    meinem sein seine seinen seinem ihr ihre ihren ihrem unser unsere unseren unserem euer eure jeder jede jedes
    jeden jedem dieser diese dieses diesen diesem ein eine einen einem einer kein keine und oder sowie als pro
    je auf an mit nach vor zu nur bereits schon erst
    """
)
_BEGINNERS = _words(
    """
    der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr man wer wen wem was wie wo
    woher wohin wann warum weshalb wieso wozu womit welche welcher welches wenn weil dann danach dort da dabei
    damit dafür dagegen dazu daran darauf darin darum daraus darüber darunter davon davor dahinter daneben
    deshalb deswegen daher doch aber und oder denn auch auf an am im in ins bei beim zum zur zu von vom vor nach
    mit ohne für durch gegen um unter über zwischen seit bis aus als ob jetzt heute gestern morgen hier nun nur
    so solche dies diese dieser dieses diesen diesem jede jeder jedes jeden alle alles allen viele vieles manche
    einige etliche wenige mehr kein keine keiner nicht nichts niemand jemand mein meine dein deine sein seine
    ihre ihren unser unsere euer eure zuerst zuletzt zunächst später früher immer oft manchmal bald noch schon
    sonst trotzdem allerdings außerdem dennoch statt während obwohl sobald bevor nachdem ist sind war waren hat
    haben habt wird werden kann können muss müssen soll sollen darf bitte ja nein beide beides wieder erst
    ebenso gleich vielleicht natürlich gerade genau fragt frag schreib schreibt geh geht nimm nehmt lass lasst
    mach macht ruf ruft the a this that these those it its he she we you they i there then but and or if when
    while after before because on at by for from with without to of as his her our your their my all some many
    most each every no not what who how why where here now today later however still yet once since until both
    is are were do does did let please one nobody everyone everybody nothing something ask write go make take
    call other others another such several few
    """
)
# iPhone, eBook
_BRAND = re.compile(r"[a-z][A-ZÄÖÜ]|(?<=[’'])(?:s|ne?|nen|tis|twas)\b")
# What a verb that begins a sentence is followed by, and a noun behind an abbreviation hardly ever: "Sek. Stoppt die".
_COMMAND = re.compile(
    r"[^\W\d_]+[ \n](?:(?:die|das|den|es|sie|Sie|ihn|ihr|euch|dich|dir|dein|eure?n?|deinen?|ihre?n?|eine?n?|alles?|"
    r"jeden?|jedes|"
    r"nichts|nie|niemals|noch|immer|zuerst|dann|danach|dort|hier|jetzt|gut|genau|bitte|mindestens|höchstens|"
    r"(?:ein|zwei|drei)mal|the|an?|it|them|your|his|her|this|that|these|those|all|every|each|not|only)\b"
    r"|(?:an|ab|aus|auf|ein|vor|nach|zu|mit|los|weiter|hin|her|rein|raus|up|down|out|off|away|again)(?=[,.:;!?]))"
)
# What has a number that is no ordinal.
_ABBREVIATED = re.compile(
    r"(?:str|nr|no|abb|abs|art|bd|fig|kap|s|seite|tab|teil|tel|vol|ch|sec|pp?)\. $", re.IGNORECASE
)
_RANGE = re.compile(r"\b(?:von|from) \d+ (?:bis|to) $")
# In German a comma stands before them.
_SPEAKING = _words("said asked replied answered shouted cried whispered wondered added called")
_NOT_SPEAKING = _words("nobody none everybody everyone somebody")
# Adjectives that end early: "mit freundl. Grüßen", "schriftl. Zusage". No word that is whole ends like this.
_SHORTENED = re.compile(r"[a-zäöü]{2,}(?:[dfnt]l|chl|hrl|rzl)")


def split(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph in their order, without the blanks between them."""
    return tuple(text[start:end] for start, end in spans(text))


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends; between them stand only blanks and line ends."""
    start, found = len(text) - len(text.lstrip()), []
    for end, following in _ends(text):
        found.append((start, end))
        start = following
    end = len(text.rstrip())
    return (*found, (start, end)) if start < end else tuple(found)


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Give the end of each sentence but the last, and where the next begins."""
    shown, start = _mask(text), 0
    inside = _in_brackets(shown)
    for match in _END.finditer(shown):
        end, following = match.end("closed"), match.end()
        if following >= len(shown.rstrip()) or inside[following] or not _has_words(shown[start:end]):
            continue
        if _has_words(shown[following:]) and _is_end(shown, start, match):
            yield end, following
            start = following


def _mask(text: str) -> str:
    for pattern, sign in _MASKED:
        text = _hide(text, pattern, sign)
    return text


def _hide(text: str, pattern: re.Pattern[str], sign: str) -> str:
    return pattern.sub(lambda match: sign * len(match.group()), text)


def _in_brackets(shown: str) -> list[int]:
    """How many brackets are open before each letter; one that is never closed opens nothing."""
    depth, waiting, change = 0, [], [0] * (len(shown) + 1)
    for place, sign in enumerate(shown):
        if sign in "([":
            waiting.append((sign, place))
        elif sign in ")]" and waiting and waiting[-1][0] == {")": "(", "]": "["}[sign]:
            change[waiting.pop()[1] + 1] += 1
            change[place + 1] -= 1
    depths = []
    for step in change:
        depth += step
        depths.append(depth)
    return depths


def _has_words(shown: str) -> bool:
    return any(letter.isalnum() or letter == WORD for letter in shown)


def _is_end(shown: str, start: int, match: re.Match[str]) -> bool:
    opening = _OPENING.match(shown, match.end())
    place = opening.end() if opening else match.end()
    first, word = shown[place : place + 1], _NEXT.match(shown, place)
    name = word.group() if word else ""
    if not (first.isupper() or first.isdigit() or first == WORD or _BRAND.match(shown, place)):
        return False
    sign = match["sign"]
    if sign == ".":
        return _ends_at_dot(shown[start : match.start()], shown[place:], name)
    if "…" in sign or sign.startswith(".."):
        return not shown[match.start() - 1].isspace() or name.casefold() in _BEGINNERS
    return not (match["closed"].strip("*_") and _is_said(shown[place:]))


def _is_said(following: str) -> bool:
    """Whether what follows a quotation says only who said it: “Really?” Anna asked."""
    words = [word.casefold() for word in _NEXT.findall(following[:40])[:3]]
    return any(word in _SPEAKING for word in words[1:]) and words[0] not in _NOT_SPEAKING


def _ends_at_dot(before: str, following: str, name: str) -> bool:
    found = _LAST.search(before)
    last = re.sub(r"[\s\u00a0\u202f]", "", found.group()) if found else ""
    key = last.casefold().strip("-")
    begins = name.casefold() in _BEGINNERS and not (len(name) == 1 and following[1:2] == ".")
    begins = begins or bool(_COMMAND.match(following))
    if key.isdecimal():
        return _ends_at_number(before[: -len(key)], key, following, name)
    tail = key.rpartition(".")[2]
    if tail.isdecimal():
        return name.casefold() not in _MONTHS
    if last in ("a.m", "p.m") and name[:1].isupper():
        return name.casefold() not in _BESIDE_HOURS
    if key in _LATE or key.endswith("str") or (len(last) > 1 and _ROMAN.fullmatch(last)):
        return begins
    is_counted = re.search(r"\d[ \u00a0\u202f]?$", before[: -len(last)]) is not None
    if key in _MEASURES:
        return is_counted or begins
    if key in _PER:
        return True
    if key in _TITLES or ("." in key and tail in _TITLES) or _SHORTENED.fullmatch(last):
        return False
    if re.search(r"\([^\W\d_]+$", before):
        return begins  # one shortened word in brackets: "Zwickau (Sachs.) Hbf."
    if key in _NUMBERED or tail in _NUMBERED:
        is_number = name[:1].isdecimal() or _ROMAN.fullmatch(name) or (len(name) == 1 and name.isupper())
        return not is_number and (len(tail) > 1 or begins)
    if len(tail) == 1 and tail.isalpha():
        if tail in _UNITS and is_counted:
            return True
        named = re.search(r"([^\W\d_]+) +$", before[: -len(last)])
        return begins or bool(named and named[1].casefold() in _LETTERED)
    return True


def _ends_at_number(before: str, number: str, following: str, name: str) -> bool:
    """An ordinal goes on, a number that stands last does not."""
    if name.casefold() in _MONTHS or re.match(r"\d{1,2}\.(?:\s|\d)", following):
        return len(number) > 2
    if re.search(r"\d\. ?$", before) and re.match(r"(?:1\d|20)\d\d\b", following):
        return False
    if _RANGE.search(before) or before.rstrip().endswith("§") or _ABBREVIATED.search(before):
        return True
    before = re.sub(r"[\d.,:/$€£-]*$", "", before)
    words = re.findall(r"[^\W\d_]+|\d+", before)
    previous = words[-1].casefold() if words and before.rstrip(" (\n").endswith(words[-1]) else ""
    if name.casefold() in _BEGINNERS:
        return True
    return len(number) > 2 or bool(previous and previous not in _BEFORE_ORDINAL) or name[:1].isdecimal()
