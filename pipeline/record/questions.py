"""Which tick and field asks what another one asked: readers' answers follow these pairs, so none is guessed.

A question is its words and what it stands under: section, headings, the text that it follows. From the outside in, what
has the same place and words is paired first, then what moved inside its place, then what was edited there. Outside of
it only what is unique and says all by itself is found again. What stays ambiguous stays unpaired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from .blocks import PARTS, Block
from .outline import NONE, Scope, outline, says_all
from .pairs import Pairs
from .siblings import SAME_CONTENT, likeness, pair, pair_edited, pair_headings

Pairing = Callable[[Sequence[str], Sequence[str]], dict[int, int]]
Key = Callable[[Block], str]
Follows = Callable[[int, int], bool]


def _always(place: int, position: int) -> bool:
    return True


def join_questions(pairs: Pairs) -> None:
    """Pair headings, the texts below them, and ticks and fields."""
    before, after = outline(pairs.previous), outline(pairs.present)
    homes = _homes(pairs, before, after)
    _join_whole_scopes(pairs, before, after, homes)
    for section, former in homes.items():
        _join_scopes(pairs, before[former], after[section])
        _join_around_headings(pairs, before[former], after[section])
    _join_moved(pairs)


def _homes(pairs: Pairs, before: Mapping[str, Scope], after: Mapping[str, Scope]) -> dict[str, str]:
    """Find the former name of each section: of the same name and title, of the same title, of the same name, or of
    nearly the same title."""
    olds = {name: _title(pairs.previous, name, root) for name, root in before.items()}
    news = {name: _title(pairs.present, name, root) for name, root in after.items()}
    found = {name: name for name, title in news.items() if olds.get(name) == title}
    for how in (pair, None, pair_headings):
        old = [name for name in olds if name not in found.values()]
        new = [name for name in news if name not in found]
        if how is None:
            found |= {name: name for name in new if name in old}
        else:
            pairing = how([olds[name] for name in old], [news[name] for name in new])
            found |= {new[position]: old[place] for position, place in pairing.items()}
    return found


def _join_whole_scopes(
    pairs: Pairs, before: Mapping[str, Scope], after: Mapping[str, Scope], homes: Mapping[str, str]
) -> None:
    """Pair headings with all that stands below them where there is nothing like them: in the same section, or in
    another one if they have left the one and are new in the other."""
    olds = [(name, scope) for name, root in before.items() for scope in root.all() if scope is not root]
    news = [(homes.get(name, ""), scope) for name, root in after.items() for scope in root.all() if scope is not root]
    there = {(home, _heading(pairs.previous, scope)) for home, scope in olds}
    here = {(home, _heading(pairs.present, scope)) for home, scope in news}
    contents = [_content(pairs.previous, one) for _, one in olds], [_content(pairs.present, one) for _, one in news]
    for position, place in pair(*contents).items():
        (was, former), (home, scope) = olds[place], news[position]
        heading = _heading(pairs.present, scope)
        moved = (was, heading) not in here and (home, heading) not in there
        if not (pairs.is_new(scope.head) and pairs.is_gone(former.head) and _is_telling(former)):
            continue
        if home == was or moved:
            pairs.join(scope.head, former.head)
            _join_scopes(pairs, former, scope)
        else:
            pairs.doubtful.add(former.head)


def _title(blocks: Sequence[Block], name: str, root: Scope) -> str:
    return blocks[root.head].text if root.head != NONE else f"\0{name}"


def _join_scopes(pairs: Pairs, old: Scope, new: Scope) -> None:
    """Pair what two headings that are the same have below them."""
    _join(pairs, old.leads, new.leads, pair, _hash)
    _join(pairs, old.leads, new.leads, pair_edited, _text)
    _join_parts(pairs, old, new)
    for former, inner in _same_headings(pairs, old.scopes, new.scopes):
        pairs.join(inner.head, former.head)
        _join_scopes(pairs, former, inner)


def _join_parts(pairs: Pairs, old: Scope, new: Scope) -> None:
    """Pair ticks and fields below the same text, and then those whose text was added, removed or written anew."""
    leads = {NONE: NONE} | {lead: pairs.joined[lead] for lead in new.leads if lead in pairs.joined}
    for lead, former in leads.items():
        _join_list(pairs, _below(old, former), _below(new, lead))
    old_leads, new_leads = dict(old.parts), dict(new.parts)

    def follows(place: int, position: int) -> bool:
        former, lead = old_leads[place], new_leads[position]
        replaced = former != NONE and lead != NONE and pairs.is_gone(former) and pairs.is_new(lead)
        kept = NONE in (former, lead) or pairs.joined.get(lead) == former
        return replaced or kept or says_all(pairs.present[position])

    _join_single(pairs, [place for place, _ in old.parts], [position for position, _ in new.parts], follows)
    _join_edited(pairs, [place for place, _ in old.parts], [position for position, _ in new.parts], follows)


def _join_list(pairs: Pairs, places: Sequence[int], positions: Sequence[int]) -> None:
    """Pair what stands below one text: with what was edited there known, more of what repeats can be told apart."""
    _join(pairs, places, positions, pair, _hash)
    _join_edited(pairs, places, positions)
    _join(pairs, places, positions, pair, _hash)


def _join_edited(pairs: Pairs, places: Sequence[int], positions: Sequence[int], follows: Follows = _always) -> None:
    """Pair ticks with ticks and fields with fields that were edited."""
    for kind in PARTS:
        olds = [place for place in places if pairs.previous[place].kind == kind]
        news = [position for position in positions if pairs.present[position].kind == kind]
        _join(pairs, olds, news, pair_edited, _text, follows)


def _same_headings(pairs: Pairs, old: Sequence[Scope], new: Sequence[Scope]) -> Iterator[tuple[Scope, Scope]]:
    """Give the headings that are the same: by id, with all that they hold, by their words, or nearly so."""
    formers = {scope.head: scope for scope in old}
    for inner in new:
        if (head := pairs.joined.get(inner.head)) in formers:
            yield formers[head], inner
    contents: Pairing = pair
    for how, key in ((contents, _content), (pair, _heading), (pair_headings, _heading)):
        gone = [scope for scope in old if how is pair or pairs.is_gone(scope.head)]
        come = [scope for scope in new if how is pair or pairs.is_new(scope.head)]
        pairing = how([key(pairs.previous, one) for one in gone], [key(pairs.present, one) for one in come])
        for position, place in pairing.items():
            if _are_alike(pairs, gone[place], come[position]):
                yield gone[place], come[position]


def _are_alike(pairs: Pairs, old: Scope, new: Scope) -> bool:
    """May a heading be another one, if its words say so? Not if all that is asked below it is something else."""
    free = pairs.is_gone(old.head) and pairs.is_new(new.head) and old.head not in pairs.doubtful
    before, after = _all_text(pairs.previous, old), _all_text(pairs.present, new)
    return free and (not old.all_parts() or likeness(before, after) >= SAME_CONTENT)


def _join_around_headings(pairs: Pairs, old: Scope, new: Scope) -> None:
    """Pair what stood below no heading and now has one, or the other way round."""
    formers = {place: scope for scope in old.all() for place, _ in scope.parts}
    homes = {position: scope for scope in new.all() for position, _ in scope.parts}

    def follows(place: int, position: int) -> bool:
        former, home = formers[place], homes[position]
        return (former is old and pairs.is_new(home.head)) or (home is new and pairs.is_gone(former.head))

    _join_single(pairs, old.all_parts(), new.all_parts(), follows)


def _join_moved(pairs: Pairs) -> None:
    """Pair what is unique in both editions and says all by itself, wherever it went."""
    places = [place for place, block in enumerate(pairs.previous) if block.kind in PARTS]
    positions = [position for position, block in enumerate(pairs.present) if block.kind in PARTS]
    _join_single(pairs, places, positions, lambda place, position: says_all(pairs.present[position]), whole=False)


def _join_single(
    pairs: Pairs,
    places: Sequence[int],
    positions: Sequence[int],
    follows: Follows,
    *,
    whole: bool = True,
) -> None:
    """Pair equal words that are there once in both lists, or in lists that are equal as a whole."""
    there = Counter(pairs.previous[place].hash for place in places)
    here = Counter(pairs.present[position].hash for position in positions)
    whole = whole and [pairs.previous[at].hash for at in places] == [pairs.present[at].hash for at in positions]

    def certain(place: int, position: int) -> bool:
        said = pairs.present[position].hash
        return (whole or there[said] == here[said] == 1) and follows(place, position)

    _join(pairs, places, positions, pair, _hash, certain)


def _join(
    pairs: Pairs,
    places: Iterable[int],
    positions: Iterable[int],
    how: Pairing,
    key: Key,
    follows: Follows = _always,
) -> None:
    """Pair what is still free of two lists; what repeats is told apart by all that is in them, free or not."""
    gone, come = list(places), list(positions)
    if how is not pair:
        gone, come = list(filter(pairs.is_gone, gone)), list(filter(pairs.is_new, come))
    found = how(
        [key(pairs.previous[place]) if pairs.is_gone(place) else f"={place}" for place in gone],
        [key(pairs.present[position]) if pairs.is_new(position) else f"={pairs.joined[position]}" for position in come],
    )
    for position, place in found.items():
        if follows(gone[place], come[position]):
            pairs.join(come[position], gone[place])


def _is_telling(scope: Scope) -> bool:
    """Is there enough below a heading to know it again? One label alone may be anybody's."""
    return bool(scope.all_parts()) and sum(len(one.leads) + len(one.parts) for one in scope.all()) > 1


def _below(scope: Scope, lead: int) -> list[int]:
    return [position for position, above in scope.parts if above == lead]


def _hash(block: Block) -> str:
    return block.hash


def _text(block: Block) -> str:
    return block.text


def _heading(blocks: Sequence[Block], scope: Scope) -> str:
    return blocks[scope.head].text


def _content(blocks: Sequence[Block], scope: Scope) -> str:
    """A heading and all below it, as one text to compare."""
    return " ".join(blocks[position].hash for position in (scope.head, *_inside(scope)))


def _all_text(blocks: Sequence[Block], scope: Scope) -> str:
    return " ".join(blocks[position].text for position in _inside(scope))


def _inside(scope: Scope) -> list[int]:
    """All below a heading."""
    below = [position for one in scope.scopes for position in (one.head, *_inside(one))]
    return [*scope.leads, *(part for part, _ in scope.parts), *below]
