"""book.yaml in, a Manifest and everything that is wrong with the file out, in one run.

A wrong value counts as missing: the last good manifest's value stands in for it, else the default, so that a draft
is always built. Keys and their rules stand in `schema`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Any

from ..diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ..registry import DEFAULTS
from ..spelling import ascii_slug
from .model import (
    ChapterEntry,
    Contributor,
    Isbn,
    LanguageRules,
    License,
    Manifest,
    Page,
    Part,
    Plans,
    Prices,
    Sprint,
    Variant,
    WayIn,
)
from .schema import BOOK, GENERATED
from .typed import Fields, Reader
from .variants import NAMED, misplaced
from .yaml_source import compose, decode

DEFAULT_LANGUAGE = "de"
DEFAULT_SLUG = "book"
UNTITLED = {
    "de": "Ohne Titel",
    "fr": "Sans titre",
    "cs": "Bez názvu",
    "pl": "Bez tytułu",
    "hsb": "Bjez titula",
    "it": "Senza titolo",
    "es": "Sin título",
    "nl": "Zonder titel",
}


def read_manifest(
    source: str | bytes, path: str = "book.yaml", last_good: Manifest | None = None
) -> Checked[Manifest | None]:
    """Read the manifest; None when there is no chapter to build from, neither here nor in `last_good`.

    Codes: all of the family m.
    """
    decoded = decode(source, path)
    if decoded.diagnostics:
        return Checked(last_good, decoded.diagnostics)
    composed = compose(decoded.value, path)
    if composed.value is None and composed.diagnostics:
        return Checked(last_good, composed.diagnostics)
    if composed.value is None:
        return Checked(
            last_good, tuple(diagnose("m-007", Span(path), key=key.name) for key in BOOK.keys if key.required)
        )
    reader = Reader(path)
    fields = reader.read(composed.value, BOOK)
    if not isinstance(fields, Fields):
        return Checked(last_good, in_order((*composed.diagnostics, *reader.found)))
    manifest = _build(fields, last_good)
    found = [*composed.diagnostics, *reader.found, *_doubled_files(manifest), *_doubled_variants(fields)]
    found += _out_of_order(fields)
    manifest = _each_once(manifest)
    spans = {(one.text("name"), key): span for one in fields.records("variants") for key, span in one.spans.items()}
    found += misplaced(manifest, spans)
    return Checked(manifest if manifest.parts else None, in_order(found))


def _build(fields: Fields, last_good: Manifest | None) -> Manifest:
    language = fields.text("language") or (last_good.language if last_good else DEFAULT_LANGUAGE)
    title = fields.text("title") or (last_good.title if last_good else UNTITLED.get(language.split("-")[0], "Untitled"))
    manifest = Manifest(
        title=title,
        language=language,
        parts=tuple(part for part in map(_part, fields.records("parts")) if part.chapters),
        slug=fields.text("slug") or ascii_slug(title) or DEFAULT_SLUG,
        subtitle=fields.text("subtitle"),
        identifier=fields.text("identifier") or identify(title, language),
        isbn=_isbn(fields),
        publisher=fields.text("publisher"),
        contributors=tuple(_contributor(person) for person in fields.records("contributors") if person.text("name")),
        rights=fields.text("rights"),
        edition=fields.text("edition"),
        date=fields.text("date"),
        description=fields.text("description"),
        subjects=fields.texts("subjects"),
        site_url=fields.text("site_url"),
        front_matter=_entries(fields, "front_matter"),
        back_matter=_entries(fields, "back_matter"),
        checklists=_entries(fields, "checklists"),
        worksheets=_entries(fields, "worksheets"),
        formats=tuple(dict.fromkeys(fields.texts("formats"))) or DEFAULTS,
        page=_page(fields.values.get("page")),
        variants=tuple(_variant(variant) for variant in fields.records("variants") if variant.text("name")),
        hyphenation=fields.texts("hyphenation"),
        gender_sign=fields.text("gender_sign"),
        change_bars=bool(fields.values.get("change_bars", False)),
        certified_by=fields.text("certified_by"),
        plans=_plans(fields.values.get("plans")),
        language_rules=_language_rules(fields.values.get("language_rules")),
        sprint=_sprint(fields.values.get("sprint")),
        requires=fields.text("requires"),
        program_from=fields.text("program_from"),
        translation_of=fields.text("translation_of"),
        translations=fields.texts("translations"),
        opens=fields.text("opens") or "recto",
        ways_in=tuple(
            WayIn(way.text("title"), way.text("to").removeprefix("#"), way.text("text"), way.spans["to"])
            for way in fields.records("ways_in")
            if way.text("title") and way.text("to")
        ),
        feedback=fields.text("feedback"),
    )
    return _stand_in(_with_trade(manifest, fields), fields, last_good)


def _with_trade(manifest: Manifest, fields: Fields) -> Manifest:
    """Add what printing houses, shops, archives and libraries ask for."""
    return replace(
        manifest,
        license=_license(fields.values.get("license")),
        handout_rights=fields.text("handout_rights"),
        doi=fields.text("doi"),
        urn=fields.text("urn"),
        prices=_prices(fields.values.get("prices")),
        thema=fields.texts("thema"),
        warengruppe=fields.text("warengruppe"),
        promises=fields.texts("promises"),
        paper_mm=_number(fields, "paper_mm", 0),
        print_profile=ChapterEntry(
            tidy_path(fields.text("print_profile")), span=fields.spans.get("print_profile", fields.span)
        ),
        citation_style=ChapterEntry(
            tidy_path(fields.text("citation_style")), span=fields.spans.get("citation_style", fields.span)
        ),
        pages_by=int(_number(fields, "pages_by", 1)),
    )


def _stand_in(manifest: Manifest, fields: Fields, last_good: Manifest | None) -> Manifest:
    """Take from `last_good` what is written here but could not be used."""
    if last_good is None:
        return manifest
    lost = [name for name in fields.spans if name in Manifest.__dataclass_fields__ and name not in fields.values]
    if not manifest.parts:
        lost.append("parts")
    return replace(manifest, **{name: getattr(last_good, name) for name in lost})


def identify(title: str, language: str) -> str:
    """Make an identifier that stays as long as title and language stay."""
    return uuid.uuid5(uuid.NAMESPACE_URL, title + "\n" + language).urn


def _part(fields: Fields) -> Part:
    # A part that lost its title still needs a heading.
    return Part(
        fields.text("title") or "…", _entries(fields, "chapters"), fields.text("subtitle"), fields.text("opens")
    )


def _entries(fields: Fields, name: str) -> tuple[ChapterEntry, ...]:
    return tuple(
        ChapterEntry(tidy_path(entry.text("path")), bool(entry.values.get("numbered", True)), entry.span)
        for entry in fields.records(name)
        if entry.text("path")
    )


def tidy_path(path: str) -> str:
    """Write a path one way, so that ./a.md and a.md are the same file."""
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def _contributor(fields: Fields) -> Contributor:
    return Contributor(
        fields.text("name"),
        fields.texts("roles") or ("aut",),
        fields.text("sort_as"),
        fields.text("consent"),
        bool(fields.values.get("organisation", False)),
        fields.text("orcid"),
        fields.text("affiliation"),
    )


def _isbn(fields: Fields) -> Isbn:
    numbers = fields.values.get("isbn")
    if not isinstance(numbers, Fields):
        return Isbn()
    return Isbn(numbers.text("print"), numbers.text("pdf"), numbers.text("epub"))


def _sprint(fields: object) -> Sprint:
    if not isinstance(fields, Fields):
        return Sprint()
    gates = fields.values.get("gates")
    given = {name: fields.text(name) for name in ("start", "end")}
    if isinstance(gates, Fields):
        given |= {name: gates.text(name) for name in ("chapters", "content", "proof", "print")}
    return Sprint(**given, push=fields.values.get("push") is True)


def _out_of_order(fields: Fields) -> Iterator[Diagnostic]:
    """m-091: what comes later in a sprint is later."""
    sprint = fields.values.get("sprint")
    if not isinstance(sprint, Fields):
        return
    clock = _sprint(sprint)
    set_ = [(name, moment) for name, moment in asdict(clock).items() if moment and name != "push"]
    for (before, earlier), (name, later) in pairwise(set_):
        if later < earlier:
            yield diagnose("m-091", fields.spans["sprint"], name=name, moment=later, before=before)


def _number(fields: Fields, name: str, default: float) -> float:
    value = fields.values.get(name)
    return float(value) if isinstance(value, int | float) else default


def _license(value: object) -> License:
    if not isinstance(value, Fields) or not value.text("text"):
        return License()
    text = value.text("text")
    return License(text, value.text("pictures") or text, value.text("handouts") or text)


def _prices(value: object) -> Prices:
    return Prices(value.text("print"), value.text("pdf"), value.text("epub")) if isinstance(value, Fields) else Prices()


def _page(fields: object) -> Page:
    if not isinstance(fields, Fields):
        return Page()
    return replace(Page(), **{name: value for name, value in fields.values.items() if isinstance(value, float)})


def _plans(fields: object) -> Plans:
    if not isinstance(fields, Fields):
        return Plans()
    return Plans(**{name: value for name, value in fields.values.items() if isinstance(value, float)})


def _language_rules(fields: object) -> LanguageRules:
    if not isinstance(fields, Fields):
        return LanguageRules()
    most = _number(fields, "longest_sentence_words", 0)
    phrases = tuple(text for text in fields.texts("phrases") if text.strip())
    spelling, one_address = (bool(fields.values.get(name, False)) for name in ("spelling", "one_address"))
    return LanguageRules(most, phrases, spelling, one_address, fields.text("oldest_as_of"))


def _variant(fields: Fields) -> Variant:
    pairs = [pair for pair in fields.items("replacements") if isinstance(pair, tuple)]
    # The longest word first: "Workbooks" must not be caught by "Workbook".
    replacements = tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))
    texts: dict[str, Any] = {key: fields.text(key) for key in ("name", *NAMED, "gender_sign")}
    pairs_of: dict[str, Any] = {
        key: tuple(pair for pair in fields.items(key) if isinstance(pair, tuple)) for key in ("replace", "labels")
    }
    added = tuple((one.text("path"), one.text("after")) for one in fields.records("add") if one.text("path"))
    return Variant(
        **texts,
        **pairs_of,
        replacements=replacements,
        isbn=_isbn(fields),
        without=fields.texts("without"),
        add=added,
    )


def list_sheets(manifest: Manifest, files: Iterable[str]) -> Manifest:
    """Take the checklists and worksheets that no list names from `files`, those of their folders, in their order."""
    named = {entry.path for entry in all_entries(manifest)}
    free = [path for path in files if path not in named and not path.endswith("/README.md")]

    def below(folder: str) -> tuple[ChapterEntry, ...]:
        return tuple(ChapterEntry(path) for path in free if path.startswith(folder))

    return replace(
        manifest,
        checklists=manifest.checklists or below("checklists/"),
        worksheets=manifest.worksheets or below("worksheets/"),
    )


def _doubled_files(manifest: Manifest) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for entry in all_entries(manifest):
        if entry.path in first:
            yield diagnose(
                "m-009", entry.span, related=(first[entry.path],), path=entry.path, line=first[entry.path].line
            )
        else:
            first[entry.path] = entry.span


def _each_once(manifest: Manifest) -> Manifest:
    """Keep the first of the lines that name the same file."""
    passed: set[str] = set()

    def fresh(entries: tuple[ChapterEntry, ...]) -> tuple[ChapterEntry, ...]:
        kept = []
        for entry in entries:
            if entry.path not in passed:
                passed.add(entry.path)
                kept.append(entry)
        return tuple(kept)

    manifest = replace(manifest, front_matter=fresh(manifest.front_matter))
    parts = tuple(replace(part, chapters=fresh(part.chapters)) for part in manifest.parts)
    back_matter = fresh(manifest.back_matter)
    return replace(
        manifest,
        parts=tuple(part for part in parts if part.chapters),
        back_matter=back_matter,
        checklists=fresh(manifest.checklists),
        worksheets=fresh(manifest.worksheets),
    )


def all_entries(manifest: Manifest) -> Iterable[ChapterEntry]:
    """Give every line that names a file or a generated list."""
    yield from manifest.front_matter
    for part in manifest.parts:
        yield from part.chapters
    yield from manifest.back_matter
    yield from (entry for entry in (*manifest.checklists, *manifest.worksheets) if entry.path not in GENERATED)


def _doubled_variants(fields: Fields) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for variant in fields.records("variants"):
        name = variant.text("name")
        if name and name in first:
            yield diagnose("m-017", variant.span, related=(first[name],), name=name, line=first[name].line)
        first.setdefault(name, variant.span)
