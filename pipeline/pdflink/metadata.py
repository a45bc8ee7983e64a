"""What a PDF says of itself: the document information and the XMP packet with its claims of conformance.

PDF/UA-1 is claimed inside a PDF/A file, so the packet declares the pdfuaid schema (ISO 19005-2, 6.6.2.3.3).
The packet is not compressed: PDF/A readers must find it in the bytes (ISO 19005-1, 6.7.2).
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

import pydyf

from ..manuscript.licences import PUBLIC_DOMAIN
from ..workspace import FolderWorkspace
from .model import Description
from .packing import packed_whole
from .pieces import Piece, Stream

SCHEMA_OF_PDFUAID = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""

CLAIM = (
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"
    + SCHEMA_OF_PDFUAID
)
# The basic XMP schema's place for names beside the one of Dublin Core.
NAMES = "\n<xmp:Identifier><rdf:Bag>{}</rdf:Bag></xmp:Identifier>"
# Both as Dublin Core and as the XMP schema of rights say it: readers look at one or the other.
RIGHTS = (
    '\n<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
    "\n<xmpRights:Marked>{marked}</xmpRights:Marked>"
    '<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></xmpRights:UsageTerms>'
)
STATEMENT = "<xmpRights:WebStatement>{}</xmpRights:WebStatement>"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier>{names}{rights}
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
{claim}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


PROFILE = "sRGB2014.icc"


def information(facts: Description) -> pydyf.Dictionary:
    """The document information dictionary."""
    date = pydyf.String(f"D:{facts.date[:19].replace('-', '').replace(':', '').replace('T', '')}Z")
    strings = {key: pydyf.String(text) for key, text in _texts(facts).items()}
    return pydyf.Dictionary({**strings, "CreationDate": date, "ModDate": date})


def packet(facts: Description) -> Piece:
    """The XMP packet."""
    values = {name: escape(text, quote=False) for name, text in _texts(facts).items()}
    text = PACKET.format(
        title=values["Title"],
        author=values["Author"],
        subject=values["Subject"],
        producer=values["Producer"],
        keywords=values["Keywords"],
        language=facts.language,
        identifier=escape(facts.identifier),
        names=NAMES.format("".join(f"<rdf:li>{escape(one)}</rdf:li>" for one in facts.names)) if facts.names else "",
        rights=rights(facts.rights, facts.license),
        date=facts.date,
        claim=CLAIM if facts.conforms else "",
    )
    return Piece.of((), [Stream(b"<</Type/Metadata/Subtype/XML>>", text.encode())])


def rights(statement: str, license: str) -> str:
    """What a packet says of rights; nothing where nothing is said. What is in the public domain is not marked."""
    if not statement:
        return ""
    told = RIGHTS.format(rights=escape(statement, quote=False), marked=license != PUBLIC_DOMAIN)
    return told + (STATEMENT.format(escape(license)) if license else "")


def intent(profile: bytes) -> pydyf.Dictionary:
    """What the colours are meant for: sRGB; `profile` refers to its profile."""
    name = pydyf.String(PROFILE)
    entries = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": name, "Info": name}
    return pydyf.Dictionary({**entries, "DestOutputProfile": profile})


def profile() -> Piece:
    """The profile of these colours."""
    return Piece.of((), [packed_whole(srgb(), {"N": 3})])


@cache
def srgb() -> bytes:
    """The sRGB profile that WeasyPrint ships, which is not loaded for that."""
    package = find_spec("weasyprint")
    folders = (package and package.submodule_search_locations) or ()
    return next(FolderWorkspace(Path(folder)).read(f"pdf/{PROFILE}") for folder in folders)


def _texts(facts: Description) -> dict[str, str]:
    texts = {"Title": facts.title, "Author": facts.author, "Subject": facts.subject, "Producer": facts.producer}
    # Filled-in sheets say by the last two whose answers they hold (pipeline/answers).
    return texts | {"Keywords": ", ".join(facts.keywords), "Book": facts.slug, "Edition": facts.edition}
