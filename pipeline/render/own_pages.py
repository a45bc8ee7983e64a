"""What the pages of the web edition are called that are no section, in the book's language; addresses stay for ever, so
these names never change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Names without ending. `editions` stands in a site of editions, beside the newest web edition."""

    accessibility: str
    search: str
    mine: str
    editions: str


NAMES = {
    "de": OwnPages("barrierefreiheit", "suche", "mein-workbook", "ausgaben"),
    "en": OwnPages("accessibility", "search", "my-workbook", "editions"),
    "fr": OwnPages("accessibilite", "recherche", "mon-cahier", "editions"),
    "cs": OwnPages("pristupnost", "hledani", "muj-sesit", "vydani"),
    "pl": OwnPages("dostepnosc", "szukaj", "moj-zeszyt", "wydania"),
    "hsb": OwnPages("bjezbariernosc", "pytanje", "moj-zesiwk", "wudaca"),
    "it": OwnPages("accessibilita", "ricerca", "il-mio-quaderno", "edizioni"),
    "es": OwnPages("accesibilidad", "buscar", "mi-cuaderno", "ediciones"),
    "nl": OwnPages("toegankelijkheid", "zoeken", "mijn-werkboek", "uitgaven"),
}
# Called the same in all languages: the start, the errata to which the imprints of all editions lead, and what a server
# shows for a page that is not there.
ALWAYS = ("index", "errata", "404")


def own_pages(language: str) -> OwnPages:
    """The names in a language; in English where it has none."""
    return NAMES.get(language.split("-")[0].lower(), NAMES["en"])


def taken_names(language: str) -> tuple[str, ...]:
    """What no section's page may be called."""
    names = own_pages(language)
    return (*ALWAYS, names.accessibility, names.search, names.mine, names.editions)
