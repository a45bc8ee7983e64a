"""`edition trade`: read an edition, make its channels, and say what is ready, what is missing, and who supplies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ...record.edition import FOLDER, Record
from ...record.editions import read_editions
from ...workspace import Workspace
from ..cut import FILES
from ..held import files_of
from .channels import JUDGES, Goods, lacking, limits_of, make
from .requirements import CHANNELS, HOUSES, REQUIREMENTS, SUPPLIERS, TITLES

LIST, TODO = "LISTE.md", "FEHLT.md"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of all channels by path, those that hold back nothing, and how many things are still missing."""

    files: dict[str, bytes]
    ready: tuple[str, ...]
    missing: tuple[str, ...]


def deliver(workspace: Workspace, version: str) -> Checked[Delivery | None]:
    """Make the folders of an edition; None when there is none, or its files are not what they were. A channel that
    would send something back gets no folder."""
    shelf = read_editions(workspace)
    edition = next((one for one in shelf.value if one.record.version == version), None)
    if edition is None:
        return Checked(None, (*shelf.diagnostics, diagnose("e-020", Span(FOLDER), version=version)))
    held = files_of(workspace, edition)
    if held.diagnostics:
        return Checked(None, held.diagnostics)
    until = tuple(one.record for one in shelf.value[: shelf.value.index(edition) + 1])
    folder = f"{FOLDER}/{version}"
    kept = {name: workspace.read(f"{folder}/{name}") for name in FILES if workspace.exists(f"{folder}/{name}")}
    return hand_over(Goods(edition.record, held.value, until, kept))


def hand_over(goods: Goods) -> Checked[Delivery | None]:
    """Make the folders of what was read."""
    found: list[Diagnostic] = []
    made: dict[str, bytes] = {}
    lacks, refused = lacking(goods), []
    for channel in CHANNELS:
        bad = tuple(JUDGES[channel](goods))
        found += bad
        if bad:
            refused.append(channel)
        else:
            made.update({f"{channel}/{path}": data for path, data in make(channel, goods).items()})
    wanted = {channel: [one for one in REQUIREMENTS if one.channel == channel] for channel in CHANNELS}
    ready = tuple(c for c in CHANNELS if c not in refused and not lacks.intersection(one.name for one in wanted[c]))
    missing = tuple(name for name in SUPPLIERS if name in lacks)
    made[LIST] = "\n".join(_list(goods, lacks, refused)).encode() + b"\n"
    made[TODO] = "\n".join(_todo(goods.record, missing)).encode() + b"\n"
    return Checked(Delivery(made, ready, missing), in_order(dict.fromkeys(found)))


def _list(goods: Goods, lacks: frozenset[str], refused: Sequence[str]) -> Iterator[str]:
    yield f"# {goods.record.full_title}, {goods.record.version}: was wohin geht"
    for channel in CHANNELS:
        yield f"\n## {TITLES[channel]}\n"
        if channel in refused:
            yield "Kein Ordner: Etwas würde zurückgeschickt; die Meldungen sagen, was und wo.\n"
        for one in REQUIREMENTS:
            if one.channel == channel:
                sign, who = ("fehlt", f" → {SUPPLIERS[one.name]}") if one.name in lacks else ("da", "")
                yield f"- {sign}: {one.text}{who}"
        if channel == "print" and "inside" not in lacks:
            for house in HOUSES:
                told = ", ".join(limits_of(house, goods))
                yield f"- {house.title}: {f'nimmt das nicht an ({told})' if told else 'passt'}" + _beside(
                    house.bleed_mm
                )


def _beside(bleed_mm: float) -> str:
    return "" if bleed_mm <= 3.2 else f"; verlangt {bleed_mm:g} mm Anschnitt, die Seiten haben 3 mm"


def _todo(record: Record, missing: Sequence[str]) -> Iterator[str]:
    yield f"# Was zu {record.version} noch fehlt\n"
    yield from (f"- {SUPPLIERS[name]}" for name in missing)
    if not missing:
        yield "Nichts."
