"""ONIX 3.1 (EDItEUR), reference names: an edition's forms as the book trade hears of them.

What it says of accessibility (list 196) is read from the EPUB itself, where it was measured (`render/epub/metadata`).
Only forms with an ISBN of their own are announced.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.builder import E  # type: ignore[import-not-found]

from ...manuscript.model import Contributor
from ...record.edition import Record

RELEASE, NAMESPACE = "3.1", "http://ns.editeur.org/onix/3.1/reference"
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
# What the EPUB says of itself (schema.org) → list 196.
ACCESSIBILITY = {
    "tableOfContents": "11", "index": "12", "readingOrder": "13", "alternativeText": "14", "longDescription": "15",
    "MathML": "17", "pageBreakMarkers": "19", "structuralNavigation": "29", "ARIA": "30",
    "displayTransformability": "36",
}  # fmt: skip
WITHOUT_SIGHT, SUMMARY, NO_LIMITS = "52", "00", "10"
_META = re.compile(
    r'<meta property="schema:(accessibilityFeature|accessModeSufficient|accessibilitySummary)"[^>]*>(.*?)</meta>', re.S
)
# What the builder makes; its stubs know nothing of it.
Tree = Any


def measured(epub: bytes) -> tuple[tuple[str, ...], str]:
    """The codes of list 196 that an EPUB bears out, and its summary in words."""
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        package = next(name for name in packed.namelist() if name.endswith(".opf"))
        said = _META.findall(packed.read(package).decode())
    codes = {ACCESSIBILITY[value] for name, value in said if name == "accessibilityFeature" and value in ACCESSIBILITY}
    if ("accessModeSufficient", "textual") in said:
        codes.add(WITHOUT_SIGHT)
    summary = next((value for name, value in said if name == "accessibilitySummary"), "")
    return tuple(sorted({NO_LIMITS, *codes})), summary


def write_onix(record: Record, epub: bytes = b"") -> bytes:
    """Write the message, a product for each form that has a number."""
    sent = record.date.replace("-", "") + "T0000Z"
    header = E.Header(E.Sender(E.SenderName(record.publisher or record.full_title)), E.SentDateTime(sent))
    products = [_product(record, form, epub if form == "epub" else b"") for form in FORMS if form in record.isbn]
    message = E.ONIXMessage({"release": RELEASE, "xmlns": NAMESPACE}, header, *products)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _product(record: Record, form: str, epub: bytes) -> Tree:
    digits = _digits(record.isbn[form])
    return E.Product(
        E.RecordReference(f"{record.identifier or record.title}:{record.version}:{form}"),
        E.NotificationType("03"),
        E.ProductIdentifier(E.ProductIDType("15"), E.IDValue(digits)),
        *((E.ProductIdentifier(E.ProductIDType("06"), E.IDValue(record.doi)),) if record.doi and form == "pdf" else ()),
        _described(record, form, epub),
        _told(record),
        _published(record),
        E.RelatedMaterial(*related) if (related := list(_related(record, form))) else E.RelatedMaterial(),
        *_supplied(record, form),
    )


def _described(record: Record, form: str, epub: bytes) -> Tree:
    kind, detail = FORMS[form]
    title = E.TitleElement(E.TitleElementLevel("01"), E.TitleText(record.title))
    if record.subtitle:
        title.append(E.Subtitle(record.subtitle))
    people = [_contributor(nth, person) for nth, person in enumerate(record.contributors, 1)]
    subjects = [
        E.Subject(*((E.MainSubject(),) if nth == 0 else ()), E.SubjectSchemeIdentifier("93"), E.SubjectCode(code))
        for nth, code in enumerate(code for code in record.thema if code[0].isalpha())
    ]
    if record.subjects:
        subjects.append(E.Subject(E.SubjectSchemeIdentifier("20"), E.SubjectHeadingText("; ".join(record.subjects))))
    language = LANGUAGES.get(record.language.split("-")[0], "und")
    licence = record.license.get("text", "")
    return E.DescriptiveDetail(
        E.ProductComposition("00"),
        E.ProductForm(kind),
        *((E.ProductFormDetail(detail),) if detail else ()),
        *_features(epub),
        *((E.EpubTechnicalProtection("00"),) if kind == "ED" else ()),
        *((_licence(licence),) if licence and kind == "ED" else ()),
        E.TitleDetail(E.TitleType("01"), title),
        *(people or [E.NoContributor()]),
        *_edition(record.version),
        E.Language(E.LanguageRole("01"), E.LanguageCode(language)),
        *subjects,
    )


def _edition(version: str) -> Iterator[Tree]:
    """The first number of a version is the edition's; what stands behind it are corrected reprints."""
    if version.split(".")[0].isdecimal():
        yield E.EditionNumber(version.split(".")[0])
        yield E.EditionStatement(version)


def _licence(id: str) -> Tree:
    address = f"https://spdx.org/licenses/{id}"
    link = E.EpubLicenseExpression(E.EpubLicenseExpressionType("02"), E.EpubLicenseExpressionLink(address))
    return E.EpubLicense(E.EpubLicenseName(id), link)


def _features(epub: bytes) -> Iterator[Tree]:
    if epub:
        codes, summary = measured(epub)
        if summary:
            yield _feature(SUMMARY, E.ProductFormFeatureDescription(summary))
        yield from map(_feature, codes)


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


def _told(record: Record) -> Tree:
    if not record.description:
        return E.CollateralDetail()
    text = E.Text(record.description)
    return E.CollateralDetail(E.TextContent(E.TextType("03"), E.ContentAudience("00"), text))


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
    if record.rights:
        yield E.CopyrightStatement(
            E.CopyrightYear(record.date[:4]), E.CopyrightOwner(E.CorporateName(record.rights[:100]))
        )


def _related(record: Record, form: str) -> Iterator[Tree]:
    """The same text in another form (list 51: 06 alternative format)."""
    for other, number in sorted(record.isbn.items()):
        if other != form and other in FORMS:
            name = E.ProductIdentifier(E.ProductIDType("15"), E.IDValue(_digits(number)))
            yield E.RelatedProduct(E.ProductRelationCode("06"), name)


def _supplied(record: Record, form: str) -> Iterator[Tree]:
    amount, _, currency = record.prices.get(form, "").partition(" ")
    detail = E.SupplyDetail(
        E.Supplier(E.SupplierRole("01"), E.SupplierName(record.publisher or record.full_title)),
        E.ProductAvailability("20"),
    )
    if amount:
        detail.append(E.Price(E.PriceType("04"), E.PriceAmount(f"{float(amount):.2f}"), E.CurrencyCode(currency)))
    else:
        detail.append(E.UnpricedItemType("02"))
    yield E.ProductSupply(E.Market(E.Territory(E.RegionsIncluded("WORLD"))), detail)


def _digits(isbn: str) -> str:
    return "".join(sign for sign in isbn if sign.isdecimal())
