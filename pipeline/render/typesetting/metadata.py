"""What a PDF says of itself: the document information and the XMP packet with its claims of conformance.

PDF/UA-1 is claimed inside a PDF/A file, so the packet declares the pdfuaid schema (ISO 19005-2, 6.6.2.3.3).
The packet is not compressed: PDF/A readers must find it in the bytes (ISO 19005-1, 6.7.2).
"""

from __future__ import annotations

from html import escape
from importlib import resources

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.render.typesetting.fonts import packed
from pipeline.render.typesetting.model import Description

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

# The basic XMP schema's place for names beside the one of Dublin Core.
ISBN = "\n<xmp:Identifier><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></xmp:Identifier>"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier>{isbn}
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>{schema}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def describe(book: pikepdf.Pdf, facts: Description) -> None:
    """Write document information, XMP packet and output intent."""
    date = String(f"D:{facts.date[:19].replace('-', '').replace(':', '').replace('T', '')}Z")
    texts = {"Title": facts.title, "Author": facts.author, "Subject": facts.subject, "Producer": facts.producer}
    texts["Keywords"] = ", ".join(facts.keywords)
    # Filled-in sheets say by these two whose answers they hold (pipeline/answers).
    texts |= {"Book": facts.slug, "Edition": facts.edition}
    strings = {f"/{key}": String(text) for key, text in texts.items()}
    book.trailer.Info = book.make_indirect(Dictionary(strings | {"/CreationDate": date, "/ModDate": date}))
    values = {name: escape(text, quote=False) for name, text in texts.items()}
    packet = PACKET.format(
        title=values["Title"],
        author=values["Author"],
        subject=values["Subject"],
        producer=values["Producer"],
        keywords=values["Keywords"],
        language=facts.language,
        identifier=escape(facts.identifier),
        isbn=ISBN.format(facts.isbn) if facts.isbn else "",
        date=facts.date,
        schema=SCHEMA_OF_PDFUAID,
    )
    stream = pikepdf.Stream(book, packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    book.Root.Metadata = book.make_indirect(stream)
    book.Root.OutputIntents = Array([_intent(book)])


def _intent(book: pikepdf.Pdf) -> pikepdf.Object:
    """sRGB, with the profile that WeasyPrint ships."""
    profile = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFA1"),
        OutputConditionIdentifier=String("sRGB2014.icc"),
        Info=String("sRGB2014.icc"),
        DestOutputProfile=packed(book, profile, N=3),
    )
