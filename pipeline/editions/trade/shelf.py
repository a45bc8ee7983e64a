"""`edition trade`: read an edition, make its channels, and say what is ready, what is missing, and who supplies it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ...record.edition import FOLDER, Record
from ...record.editions import read_editions
from ...workspace import Workspace
from ..cut import FILES
from ..held import files_of
from .channels import Goods, lacking, make
from .limits import house_limits, shop_limits
from .objections import JUDGES
from .requirements import CHANNELS, HOUSES, REQUIREMENTS, SUPPLIERS, TITLES, Requirement

LIST, TODO = "LISTE.md", "FEHLT.md"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of all channels by path, the channels that want nothing more, and the names of what is missing."""

    files: dict[str, bytes]
    ready: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: names of what lacks, what holds back whole channels, and what single houses do not take."""

    lacks: frozenset[str]
    objections: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    houses: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    shops: tuple[Diagnostic, ...] = ()

    @property
    def refusing(self) -> tuple[str, ...]:
        """The houses that get no folder."""
        return tuple(name for name, found in self.houses.items() if found)

    def is_ready(self, channel: str) -> bool:
        """Whether a channel wants nothing more; the printer's needs one house at least."""
        wanted = [one for one in REQUIREMENTS if one.channel == channel and not one.optional]
        if self.objections[channel] or self.lacks.intersection(one.name for one in wanted):
            return False
        return channel != "print" or len(self.refusing) < len(HOUSES)

    @property
    def found(self) -> Iterator[Diagnostic]:
        """All diagnostics."""
        for group in (*self.objections.values(), *self.houses.values()):
            yield from group
        yield from self.shops


def deliver(workspace: Workspace, version: str) -> Checked[Delivery | None]:
    """Make the folders of an edition; None when there is none, or its files are not what they were. A channel that
    would send something back gets no folder."""
    shelf = read_editions(workspace)
    edition = next((one for one in shelf.value if one.record.version == version), None)
    if edition is None:
        known = ", ".join(one.record.version for one in shelf.value)
        unknown = diagnose("e-217" if known else "e-218", Span(FOLDER), version=version, known=known)
        return Checked(None, (*shelf.diagnostics, unknown))
    held = files_of(workspace, edition)
    if held.diagnostics:
        return Checked(None, held.diagnostics)
    until = tuple(one.record for one in shelf.value[: shelf.value.index(edition) + 1])
    folder = f"{FOLDER}/{version}"
    kept = {name: workspace.read(f"{folder}/{name}") for name in FILES if workspace.exists(f"{folder}/{name}")}
    return hand_over(Goods(edition.record, held.value, until, kept))


def hand_over(goods: Goods) -> Checked[Delivery | None]:
    """Make the folders of what was read."""
    objections = {channel: tuple(JUDGES[channel](goods)) for channel in CHANNELS}
    houses = {} if objections["print"] else house_limits(goods)
    verdict = Verdict(lacking(goods), objections, houses, tuple(shop_limits(goods)))
    made: dict[str, bytes] = {}
    for channel in CHANNELS:
        if not objections[channel]:
            files = make(channel, goods, verdict.refusing if channel == "print" else ())
            made.update({f"{channel}/{path}": data for path, data in files.items()})
    ready = tuple(channel for channel in CHANNELS if verdict.is_ready(channel))
    optional = {one.name for one in REQUIREMENTS if one.optional}
    missing = tuple(name for name in SUPPLIERS if name in verdict.lacks and name not in optional)
    made[LIST] = "\n".join(_list(goods.record, verdict)).encode() + b"\n"
    made[TODO] = "\n".join(_todo(goods.record, missing)).encode() + b"\n"
    return Checked(Delivery(made, ready, missing), in_order(dict.fromkeys(verdict.found)))


def _list(record: Record, verdict: Verdict) -> Iterator[str]:
    yield f"# {record.full_title}, {record.version}: was wohin geht"
    for channel in CHANNELS:
        yield f"\n## {TITLES[channel]}\n"
        if found := verdict.objections[channel]:
            codes = ", ".join(dict.fromkeys(one.code for one in found))
            yield f"Kein Ordner: Etwas würde zurückgeschickt ({codes}); die Meldungen sagen, was und wo.\n"
        yield from (_line(one, verdict.lacks) for one in REQUIREMENTS if one.channel == channel)
        if channel == "print":
            for house in HOUSES:
                if house.name in verdict.houses:
                    yield f"- {house.title}: {_told(verdict.houses[house.name])}"
        if channel == "shop" and verdict.shops:
            yield f"- Bilder im EPUB: {_told(verdict.shops)}"


def _line(one: Requirement, lacks: frozenset[str]) -> str:
    if one.name not in lacks:
        return f"- da: {one.text}"
    if one.optional:
        return f"- nicht nötig: {one.text}"
    return f"- fehlt: {one.text} → {SUPPLIERS[one.name]}"


def _told(found: Sequence[Diagnostic]) -> str:
    return f"nimmt das nicht an ({', '.join(dict.fromkeys(one.code for one in found))})" if found else "passt"


def _todo(record: Record, missing: Sequence[str]) -> Iterator[str]:
    yield f"# Was zu {record.version} noch fehlt\n"
    yield from (f"- {SUPPLIERS[name]}" for name in missing)
    if not missing:
        yield "Nichts."
