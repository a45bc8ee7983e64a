"""Two authors' edits of one text put together: three texts in, one out, and how many places both wrote differently.

What either wrote anew stays, what either took out goes, unless the other changed it meanwhile. Only where both changed
the same sentence, cell or key there is a conflict: a box with both readings, or, where no box can stand, one reading
with the other beside it in a comment. The order of the authors makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias, TypeGuard

from .alignment import Edit, Ref, align
from .positions import bare
from .readings import YAML_SUFFIXES, Conflict, Piece, read, write_body, write_keys
from .scanner import DIV_LINE
from .tokens import (
    BREAK,
    CLOSE,
    ITEM,
    KEY,
    LINE,
    MARKS,
    ROW,
    SENTENCE,
    WHOLE,
    Token,
    blank_below_head,
    is_opening,
    key_of,
    name,
    opens,
    parts,
    read_markdown,
    read_value,
    read_yaml,
    whole,
    words,
    write_value,
)

Entry: TypeAlias = Token | Ref


class Merged(NamedTuple):
    """The text, and how many places have two readings."""

    text: str
    conflicts: int


def merge(base: str, ours: str, theirs: str, path: str = "") -> Merged:
    """Merge two versions of a file that were once `base`."""
    base, ours, theirs = (_plain(text) for text in (base, ours, theirs))
    if ours == theirs or theirs == base:
        return Merged(ours, 0)
    if ours == base:
        return Merged(theirs, 0)
    if path.endswith(YAML_SUFFIXES):
        old, *new = (read_yaml(text) for text in (base, ours, theirs))
        edits = [align(old, tokens) for tokens in new]
        _bring_once(*edits)
        return Merged(*write_keys(_merge_edits(old, *edits)))
    heads, bodies = zip(*(read_markdown(text) for text in (base, ours, theirs)), strict=True)
    head, head_conflicts = write_keys(_merge(*heads))
    body, conflicts = write_body(_merge(*bodies))
    if not _is_sound(body) and _is_sound(ours) and _is_sound(theirs):
        # Boxes or tables that begin alike were taken for each other: each is one piece then.
        bodies = tuple(read_markdown(text, coarse=True)[1] for text in (base, ours, theirs))
        body, conflicts = write_body(_merge(*bodies))
    # Like a sentence, a head that one has begun and the other has not is there.
    gap = _choose(blank_below_head(base), blank_below_head(ours), blank_below_head(theirs), len)
    return Merged((f"---\n{head}---\n{gap}" if head.strip() else "") + body, head_conflicts + conflicts)


def _is_sound(text: str) -> bool:
    """Whether every box is closed, and nothing else, and every row stands in a table."""
    if any(token.kind == WHOLE and token.text.startswith("|") for token in read_markdown(text)[1]):
        return False
    depth = 0
    for line in bare(text).split("\n"):
        match = DIV_LINE.match(line) if ":::" in line else None
        depth += 0 if match is None else 1 if match["attributes"] else -1
        if depth < 0:
            return False
    return depth == 0


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class _Table:
    """The three texts while they are merged."""

    base: Sequence[Token]
    edits: tuple[Edit, Edit]
    made: list[Piece] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    heads: dict[int, list[Piece | Ref]] = field(default_factory=dict)


def _merge(base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]) -> list[Piece]:
    return _merge_edits(base, align(base, ours), align(base, theirs))


def _bring_once(ours: Edit, theirs: Edit) -> None:
    """What both have entered into lists of YAML, each at a place of its own, stands once: where it comes first."""
    here, there = (
        {entry.text.strip(): gap for gap, come in edit.come.items() for entry in come if _is_entry(entry)}
        for edit in (ours, theirs)
    )
    for text in here.keys() & there.keys():
        if here[text] != there[text]:
            later, gap = (ours, here[text]) if here[text] > there[text] else (theirs, there[text])
            later.come[gap] = tuple(one for one in later.come[gap] if isinstance(one, Ref) or one.text.strip() != text)


def _is_entry(entry: Entry) -> TypeGuard[Token]:
    """Whether it is an entry of one word or path, as the lists of a book's files have."""
    return isinstance(entry, Token) and entry.text.lstrip().startswith("- ") and not key_of(entry)


def _merge_edits(base: Sequence[Token], ours: Edit, theirs: Edit) -> list[Piece]:
    """The pieces of both, in their order."""
    table = _Table(base, (ours, theirs))
    behind: dict[int, list[Piece | Ref]] = {}
    for gap in range(len(base) + 1):
        first, rest = _arrivals(table, gap)
        behind[gap] = rest
        if gap and base[gap - 1].kind not in MARKS:
            table.heads.setdefault(gap - 1, []).extend(first)
        elif gap < len(base) and base[gap].kind not in MARKS:
            table.heads.setdefault(-gap - 1, []).extend(first)
        else:
            behind[gap] = [*first, *rest]
    for place in range(len(base) + 1):
        _put_all(table, behind[place])
        if place < len(base) and not any(place in edit.moved for edit in table.edits):
            _put_old(table, place)
    return _without_empty(table.made)


def _without_empty(made: Sequence[Piece]) -> list[Piece]:
    """Leave out marks that stand before nothing any more; of two breaks the wider stays."""
    kept: list[Piece] = []
    for piece in reversed(made):
        token, behind = read(piece, 0), read(kept[-1], 0).kind if kept else ""
        if token.kind == BREAK and behind == BREAK:
            kept[-1] = max(token, read(kept[-1], 0), key=lambda one: one.text)
        elif not (token.kind == BREAK and not behind) and not (token.kind == ITEM and behind in ("", *MARKS)):
            kept.append(piece)
    return kept[::-1]


def _arrivals(table: _Table, gap: int) -> tuple[list[Piece | Ref], list[Piece | Ref]]:
    """What came at a place: what goes on with the piece before it; then items, and last what begins a block."""
    ours, theirs = (_part(edit.come.get(gap, ())) for edit in table.edits)
    goes_on, items, rest = (_join(table, one, other) for one, other in zip(ours, theirs, strict=True))
    return goes_on, [*items, *rest]


def _part(come: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], ...]:
    first = next((nth for nth, one in enumerate(come) if isinstance(one, Token) and opens(one)), len(come))
    blocks = (nth for nth, one in enumerate(come) if isinstance(one, Token) and one.kind in (BREAK, CLOSE, KEY))
    second = max(first, next(blocks, len(come)))
    return come[:first], come[first:second], come[second:]


def _join(table: _Table, one: Sequence[Entry], other: Sequence[Entry]) -> list[Piece | Ref]:
    """What two brought to one place: what is the same once, the rest one behind the other in an order of its own."""
    names = [[name(entry) if isinstance(entry, Token) else entry for entry in entries] for entries in (one, other)]
    if names[0] == names[1]:
        return [min(pair, key=lambda entry: _order(table, [entry])) for pair in zip(one, other, strict=True)]
    one, other = sorted((one, other), key=lambda entries: _order(table, entries))
    same = next(_shared(one, other), None)
    if same is None:
        return _without_same_keys(one, other)
    here, there = same
    return [
        *_join(table, one[:here], other[:there]),
        min(one[here], other[there], key=lambda entry: _order(table, [entry])),
        *_join(table, one[here + 1 :], other[there + 1 :]),
    ]


def _shared(one: Sequence[Entry], other: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Where both have brought the same sentence, or have moved the same piece here. In YAML only what can stand once is
    the same: lines of two new entries may be equal."""
    kinds = (SENTENCE,) if _have_entries(one, other) else (SENTENCE, KEY)
    for here, entry in enumerate(one):
        for there, twin in enumerate(other):
            if isinstance(entry, Ref) or isinstance(twin, Ref):
                if entry == twin:
                    yield here, there
            elif entry.kind in kinds and words(entry) and name(entry) == name(twin):
                yield here, there


def _have_entries(*sides: Sequence[Entry]) -> bool:
    """Whether one of them has an entry of several keys."""
    return any(isinstance(entry, Token) and key_of(entry).lstrip().startswith("-") for side in sides for entry in side)


def _order(table: _Table, entries: Sequence[Entry]) -> tuple[bool, int, list[str]]:
    tokens = [table.base[entry.place] if isinstance(entry, Ref) else entry for entry in entries]
    # A mark at the end stands before what comes next; YAML that is indented further belongs to what is before it.
    is_last = bool(tokens) and tokens[-1].kind in (BREAK, ITEM)
    indent = len(tokens[0].text) - len(tokens[0].text.lstrip(" ")) if tokens else 0
    return is_last, -indent, [token.text for token in tokens]


def _without_same_keys(one: Sequence[Entry], other: Sequence[Entry]) -> list[Piece | Ref]:
    """A key that both have brought stands once, with two readings where its values are other."""
    made: list[Piece | Ref] = list(one)
    for entry in other:
        key = key_of(entry) if isinstance(entry, Token) else ""
        alike = (nth for nth, there in enumerate(one) if key and isinstance(there, Token) and key_of(there) == key)
        nth = next(alike, -1)
        if nth < 0 or _have_entries(one, other):
            made.append(entry)
        elif isinstance(entry, Token) and isinstance(there := one[nth], Token) and name(there) != name(entry):
            made[nth] = Conflict(*sorted((there, entry), key=lambda token: token.text))
    return made


def _put_all(table: _Table, entries: Sequence[Piece | Ref]) -> None:
    for entry in entries:
        if isinstance(entry, Ref):
            _put_old(table, entry.place)
        else:
            table.made.append(entry)


def _put_old(table: _Table, place: int) -> None:
    """Put what has become of an old piece, with what came beside it."""
    if place in table.done:
        return
    table.done.add(place)
    _put_all(table, table.heads.get(-place - 1, ()))
    ours, theirs = (edit.now(place) for edit in table.edits)
    old = table.base[place]
    if ours is not None and theirs is not None:
        table.made.append(_settle(old, ours, theirs))
    elif old.kind in MARKS and any(_is_block_gone(table, edit, place) for edit in table.edits):
        left = ours or theirs
        table.made.append(left or old)
    elif (left := ours or theirs) is not None and _outlives(table, place, left):
        table.made.append(left)
    elif left is not None and is_opening(old) and name(old) != name(left):
        table.made.append(Conflict(Token(LINE, ""), left))
    _put_all(table, table.heads.get(place, ()))


def _outlives(table: _Table, place: int, left: Token) -> bool:
    """Whether what one took out stays because the other changed it; a table that went as a whole stays whole, a
    box does not: what was written into its first line is told."""
    old = table.base[place]
    rows = _rows(table.base, place) if old.kind == ROW else range(0)
    if rows and not any(edit.now(place) is None and any(map(edit.now, rows)) for edit in table.edits):
        return any(_is_touched(edit, table.base, rows) for edit in table.edits if edit.now(place))
    return old.kind not in MARKS and not is_opening(old) and name(old) != name(left)


def _rows(base: Sequence[Token], place: int) -> range:
    first = next((nth for nth in range(place, -1, -1) if base[nth].kind != ROW), -1) + 1
    return range(first, next((nth for nth in range(place, len(base)) if base[nth].kind != ROW), len(base)))


def _is_touched(edit: Edit, base: Sequence[Token], rows: range) -> bool:
    changed = any((now := edit.now(row)) is not None and name(now) != name(base[row]) for row in rows)
    came = (entry for gap in range(rows.start + 1, rows.stop + 1) for entry in edit.come.get(gap, ()))
    return changed or any(isinstance(entry, Token) and entry.kind == ROW for entry in came)


def _is_block_gone(table: _Table, edit: Edit, place: int) -> bool:
    """Whether an author took a mark away with all that it stands before: an item, or for a break the whole block."""
    kind, base = table.base[place].kind, table.base
    if edit.now(place) is not None or kind == CLOSE:
        return False
    ends = MARKS if kind == ITEM else (BREAK, CLOSE)
    end = next((nth for nth in range(place + 1, len(base)) if base[nth].kind in ends), len(base))
    content = [nth for nth in range(place + 1, end) if base[nth].kind not in MARKS]
    return bool(content) and not any(nth in edit.kept for nth in content)


def _settle(old: Token, ours: Token, theirs: Token) -> Piece:
    """One piece of three."""
    lead = _choose(old.lead, ours.lead, theirs.lead, lambda one: (one.count("\n"), one))
    if name(ours) == name(theirs):
        return replace(ours, text=_choose(old.text, ours.text, theirs.text, str), lead=lead)
    if name(ours) == name(old):
        return replace(theirs, lead=lead)
    if name(theirs) == name(old):
        return replace(ours, lead=lead)
    if old.kind in MARKS:
        return max(ours, theirs, key=lambda token: token.text)
    readings = (ours, theirs)
    if old.kind == ROW or (old.kind == WHOLE and not old.text.lstrip().startswith(":::")):
        pieces = _merge(parts(old), parts(ours), parts(theirs))
        texts = {whole(old.kind, [read(piece, nth).text for piece in pieces]) for nth in (0, 1)}
        if not any(isinstance(piece, Conflict) for piece in pieces):
            return Token(old.kind, texts.pop(), lead)
    if old.kind == KEY and (text := _merge_values(old, ours, theirs)):
        return Token(KEY, text, lead)
    one, other = sorted((replace(token, lead=lead) for token in readings), key=lambda token: token.text)
    return Conflict(one, other)


def _merge_values(*tokens: Token) -> str:
    """A key with a value of three, by entries or sentences; nothing where both changed the same one, or the key."""
    old, ours, theirs = map(read_value, tokens)
    if old is None or ours is None or theirs is None:
        return ""
    if len({(one.before, one.after) for one in (old, ours, theirs)}) > 1:
        return ""
    pieces = _merge(old.pieces, ours.pieces, theirs.pieces)
    told = [piece for piece in pieces if isinstance(piece, Token)]
    return write_value(old, told) if len(told) == len(pieces) else ""


def _choose(old: str, ours: str, theirs: str, order: Callable[[str], object]) -> str:
    """The text that was changed; of two that were, the greater."""
    if ours == old:
        return theirs
    return ours if theirs == old else max(ours, theirs, key=order)  # type: ignore[arg-type]
