"""What a print file says of itself: PDF/X-4, and the print that its colours are meant for (ISO 15930-7, 6.2 and 6.3).

Ids and dates are the edition's, so that the same edition is the same file.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from html import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ...pdflink.metadata import rights

VERSION = "PDF/X-4"
REGISTRY = "http://www.color.org"
# Our profile is made from the data that the registry knows by this name (templates/inks/README.md).
CONDITION = "FOGRA39"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{rights}
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>{id}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a print file is: its title, its date, what names the edition, and the profile of its inks. `named` is what a
    printing house calls its own profile; `rights` and `license` are as in the PDF."""

    title: str
    date: str
    edition: str
    profile: bytes
    named: str = ""
    rights: str = ""
    license: str = ""


def claim(book: pikepdf.Pdf, facts: Facts) -> None:
    """Write the claim, the intent, and the names and dates that go with them."""
    packet = PACKET.format(
        title=escape(facts.title, quote=False),
        date=facts.date,
        id=uuid.uuid5(uuid.NAMESPACE_URL, facts.edition).urn,
        version=VERSION,
        rights=rights(facts.rights, facts.license),
    )
    # Readers of the claim look for it in the bytes.
    book.Root.Metadata = book.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(facts.named or CONDITION),
        Info=String(facts.named or CONDITION),
        DestOutputProfile=book.make_stream(facts.profile, N=4),
    )
    if not facts.named:
        intent.RegistryName = String(REGISTRY)
    book.Root.OutputIntents = Array([book.make_indirect(intent)])
    day = f"D:{facts.date[:19].replace('-', '').replace(':', '').replace('T', '')}Z"
    described = {"/Title": facts.title, "/CreationDate": day, "/ModDate": day, "/Producer": "workbook"}
    for key, text in described.items():
        book.docinfo[key] = String(text)
    book.docinfo["/Trapped"] = Name("/False")
