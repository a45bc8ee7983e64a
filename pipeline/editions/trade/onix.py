"""ONIX 3.1 and 3.0 (EDItEUR), reference names: an edition's forms as the book trade hears of them.

What it says of accessibility (list 196) is what `measured` finds in the EPUB. Only forms with an ISBN of their own are
announced. Not everybody takes 3.1 yet; the same message fits both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from lxml.builder import E  # type: ignore[import-not-found]

from ...manuscript.licences import address_of, spoken
from ...manuscript.model import Contributor, License
from ...record.edition import Record
from ...theme import Labels, default_theme
from .measured import SUMMARY, Measured

RELEASES = ("3.1", "3.0")
NAMESPACE = "http://ns.editeur.org/onix/{}/reference"
# Our form → list 150 (product form), list 175 (its detail).
FORMS = {"print": ("BC", ""), "pdf": ("ED", "E107"), "epub": ("ED", "E101")}
# MARC relator → list 17.
ROLES = {"aut": "A01", "edt": "B01", "ill": "A12", "pht": "A13", "trl": "B06", "ctb": "Z99", "dsr": "A36", "bkd": "A36"}
OTHER_ROLE = "Z99"
LANGUAGES = {
    "de": "ger",
    "en": "eng",
    "hsb": "hsb",
    "cs": "cze",
    "pl": "pol",
    "fr": "fre",
    "it": "ita",
    "es": "spa",
    "nl": "dut",
}
# What a reader in a country pays on books, by the currency of the price: VLB takes no price without it.
TAXED = {"EUR": ("DE", "7"), "CHF": ("CH", "2.6")}
REDUCED = "R"
# Thema's qualifiers have schemes of their own, by their first digit: place, language, time, purpose, interest, style.
QUALIFIERS = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
# The trade's group of an e-book is that of the printed book on another shelf (VLB: index 9).
EBOOK_INDEX = "9"
ALTERNATIVE, REPLACES = "06", "03"
OPEN_ACCESS = "20"
# What the builder makes; its stubs know nothing of it.
Tree = Any


def write_onix(record: Record, found: Measured, former: Sequence[Record] = (), release: str = RELEASES[0]) -> bytes:
    """Write the message, a product for each form that has a number; `former` are the editions before it."""
    sent = record.date.replace("-", "") + "T0000Z"
    header = E.Header(E.Sender(E.SenderName(record.publisher or record.full_title)), E.SentDateTime(sent))
    labels = default_theme(record.language).labels
    products = [
        _product(record, form, found if form == "epub" else Measured(), labels, former)
        for form in FORMS
        if form in record.isbn
    ]
    message = E.ONIXMessage({"release": release, "xmlns": NAMESPACE.format(release)}, header, *products)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _product(record: Record, form: str, found: Measured, labels: Labels, former: Sequence[Record]) -> Tree:
    digits = _digits(record.isbn[form])
    return E.Product(
        E.RecordReference(f"{record.identifier or record.title}:{record.version}:{form}"),
        E.NotificationType("03"),
        E.ProductIdentifier(E.ProductIDType("15"), E.IDValue(digits)),
        *((E.ProductIdentifier(E.ProductIDType("06"), E.IDValue(record.doi)),) if record.doi and form == "pdf" else ()),
        _described(record, form, found, labels),
        *_told(record, labels),
        _published(record),
        *([E.RelatedMaterial(*related)] if (related := list(_related(record, form, former))) else []),
        *_supplied(record, form),
    )


def _described(record: Record, form: str, found: Measured, labels: Labels) -> Tree:
    kind, detail = FORMS[form]
    title = E.TitleElement(E.TitleElementLevel("01"), E.TitleText(record.title))
    if record.subtitle:
        title.append(E.Subtitle(record.subtitle))
    people = [_contributor(nth, person) for nth, person in enumerate(record.contributors, 1)]
    language = LANGUAGES.get(record.language.split("-")[0], "und")
    licence = License(**record.license)
    return E.DescriptiveDetail(
        E.ProductComposition("00"),
        E.ProductForm(kind),
        *((E.ProductFormDetail(detail),) if detail else ()),
        *_features(found),
        *((E.EpubTechnicalProtection("00"),) if kind == "ED" else ()),
        *((_licence(licence, labels),) if licence.text and kind == "ED" else ()),
        E.TitleDetail(E.TitleType("01"), title),
        *(people or [E.NoContributor()]),
        *_edition(record.version),
        E.Language(E.LanguageRole("01"), E.LanguageCode(language)),
        *_subjects(record, kind),
    )


def _subjects(record: Record, kind: str) -> Iterator[Tree]:
    if group := record.warengruppe:
        code = EBOOK_INDEX + group[1:] if kind == "ED" else group
        yield E.Subject(E.MainSubject(), E.SubjectSchemeIdentifier("26"), E.SubjectCode(code))
    for nth, code in enumerate(record.thema):
        scheme = "93" if code[0].isalpha() else QUALIFIERS[code[0]]
        yield E.Subject(
            *((E.MainSubject(),) if nth == 0 else ()), E.SubjectSchemeIdentifier(scheme), E.SubjectCode(code)
        )
    if record.subjects:
        yield E.Subject(E.SubjectSchemeIdentifier("20"), E.SubjectHeadingText("; ".join(record.subjects)))


def _edition(version: str) -> Iterator[Tree]:
    """The first number of a version is the edition's; what stands behind it are corrected reprints."""
    if version.split(".")[0].isdecimal():
        yield E.EditionNumber(version.split(".")[0])
        yield E.EditionStatement(version)


def _licence(license: License, labels: Labels) -> Tree:
    """The licence by its name, of text and pictures apart, and where the text's can be read."""
    named = E.EpubLicense(E.EpubLicenseName(spoken(license, labels.word)))
    if address := address_of(license.text):
        link = E.EpubLicenseExpressionLink(address)
        named.append(E.EpubLicenseExpression(E.EpubLicenseExpressionType("01"), link))
    return named


def _features(found: Measured) -> Iterator[Tree]:
    if found.summary:
        yield _feature(SUMMARY, E.ProductFormFeatureDescription(found.summary))
    yield from map(_feature, found.codes)


def _feature(code: str, *more: Tree) -> Tree:
    return E.ProductFormFeature(E.ProductFormFeatureType("09"), E.ProductFormFeatureValue(code), *more)


def _contributor(nth: int, person: Contributor) -> Tree:
    made = E.Contributor(E.SequenceNumber(str(nth)))
    made.extend([E.ContributorRole(role) for role in dict.fromkeys(ROLES.get(one, OTHER_ROLE) for one in person.roles)])
    if person.orcid:
        made.append(E.NameIdentifier(E.NameIDType("21"), E.IDValue(person.orcid.replace("-", ""))))
    if person.organisation:
        made.append(E.CorporateName(person.name))
        return made
    family, comma, first = person.sort_as.partition(",")
    made.append(E.PersonName(person.name))
    if comma:
        made.append(E.PersonNameInverted(person.sort_as))
        made.append(E.NamesBeforeKey(first.strip()))
        made.append(E.KeyNames(family.strip()))
    if person.affiliation:
        made.append(E.ProfessionalAffiliation(E.Affiliation(person.affiliation)))
    return made


def _told(record: Record, labels: Labels) -> Iterator[Tree]:
    license = License(**record.license)
    rights = " ".join(part for part in (record.rights, spoken(license, labels.word)) if part) if license.text else ""
    texts = (("03", record.description), (OPEN_ACCESS, rights))
    told = [E.TextContent(E.TextType(kind), E.ContentAudience("00"), E.Text(text)) for kind, text in texts if text]
    if told:
        yield E.CollateralDetail(*told)


def _published(record: Record) -> Tree:
    house = record.publisher or record.full_title
    return E.PublishingDetail(
        E.Imprint(E.ImprintName(house)),
        E.Publisher(E.PublishingRole("01"), E.PublisherName(house)),
        E.PublishingStatus("04"),
        E.PublishingDate(E.PublishingDateRole("01"), E.Date(record.date.replace("-", ""))),
        *_copyright(record),
    )


def _copyright(record: Record) -> Iterator[Tree]:
    """Who holds the rights: the house, else those who wrote it."""
    people = [one for one in record.contributors if "aut" in one.roles] or list(record.contributors)
    owners = (
        [E.CopyrightOwner(E.CorporateName(record.publisher))]
        if record.publisher
        else [
            E.CopyrightOwner(E.CorporateName(one.name) if one.organisation else E.PersonName(one.name))
            for one in people
        ]
    )
    if owners:
        yield E.CopyrightStatement(E.CopyrightYear(record.date[:4]), *owners)


def _related(record: Record, form: str, former: Sequence[Record]) -> Iterator[Tree]:
    """The same text in another form, and what this form had as an earlier edition (list 51)."""
    own = _digits(record.isbn[form])
    numbers = [
        (ALTERNATIVE, number) for other, number in sorted(record.isbn.items()) if other != form and other in FORMS
    ]
    numbers += [(REPLACES, one.isbn[form]) for one in former if form in one.isbn]
    for relation, number in dict.fromkeys((relation, _digits(number)) for relation, number in numbers):
        if number != own:
            name = E.ProductIdentifier(E.ProductIDType("15"), E.IDValue(number))
            yield E.RelatedProduct(E.ProductRelationCode(relation), name)


def _supplied(record: Record, form: str) -> Iterator[Tree]:
    amount, _, currency = record.prices.get(form, "").partition(" ")
    detail = E.SupplyDetail(
        E.Supplier(E.SupplierRole("01"), E.SupplierName(record.publisher or record.full_title)),
        E.ProductAvailability("20"),
    )
    if amount:
        country, percent = TAXED.get(currency, ("", ""))
        tax = E.Tax(E.TaxType("01"), E.TaxRateCode(REDUCED), E.TaxRatePercent(percent))
        detail.append(
            E.Price(
                E.PriceType("04"),
                E.PriceAmount(f"{float(amount):.2f}"),
                *((tax, E.CurrencyCode(currency), E.Territory(E.CountriesIncluded(country))) if country else ()),
                *(() if country else (E.CurrencyCode(currency),)),
            )
        )
    else:
        detail.append(E.UnpricedItemType("02"))
    yield E.ProductSupply(E.Market(E.Territory(E.RegionsIncluded("WORLD"))), detail)


def _digits(isbn: str) -> str:
    return "".join(sign for sign in isbn if sign.isdecimal())
