"""What makes a PDF at once accessible (PDF/UA-1, ISO 14289-1) and fit to be kept (PDF/A-3A, ISO 19005-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import kammerdesk
from kammerdesk.base import paths
from kammerdesk.printing.pdf import PdfFile, text_string

_PRODUCER = f"KammerDesk {kammerdesk.__version__}"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>KammerDesk</xmp:CreatorTool>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Title, language and moment of a file; a naive moment is taken as UTC."""

    title: str
    language: str
    created: datetime

    @property
    def moment(self) -> datetime:
        """The moment of creation in UTC, to the second."""
        aware = self.created if self.created.tzinfo else self.created.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)


def write_catalog(pdf: PdfFile, imprint: Imprint, pages: int, structure: int, outlines: int) -> tuple[int, int]:
    """Writes catalog, metadata, output intent and document information; the numbers of catalog and information."""
    title = "".join(character for character in imprint.title if character.isprintable())
    metadata = pdf.add_stream(
        _XMP.format(
            title=escape(title),
            language=escape(imprint.language),
            created=f"{imprint.moment:%Y-%m-%dT%H:%M:%SZ}",
            producer=_PRODUCER,
        ).encode("utf-8"),
        " /Type /Metadata /Subtype /XML",
        compress=False,
    )
    profile = pdf.add_stream(paths.resource("colour", "sRGB.icc").read_bytes(), " /N 3")
    root = pdf.add(
        f"<</Type /Catalog /Pages {pages} 0 R /StructTreeRoot {structure} 0 R /MarkInfo <</Marked true>>"
        f" /Lang {text_string(imprint.language)} /Metadata {metadata} 0 R"
        " /ViewerPreferences <</DisplayDocTitle true>>"
        f" /Outlines {outlines} 0 R /PageMode /UseOutlines"
        " /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R>>]>>"
    )
    moment = f"(D:{imprint.moment:%Y%m%d%H%M%S}Z)"
    info = pdf.add(
        f"<</Title {text_string(title)} /Creator (KammerDesk) /Producer ({_PRODUCER})"
        f" /CreationDate {moment} /ModDate {moment}>>"
    )
    return root, info


def write_outlines(pdf: PdfFile, bookmarks: list[tuple[str, int]]) -> int:
    """Writes one bookmark for each title and page; the number of the outline's root."""
    root = pdf.reserve()
    entries = [pdf.reserve() for _ in bookmarks]
    for place, (title, page) in enumerate(bookmarks):
        before = f" /Prev {entries[place - 1]} 0 R" if place else ""
        after = f" /Next {entries[place + 1]} 0 R" if place + 1 < len(entries) else ""
        pdf.write(
            entries[place],
            f"<</Title {text_string(title)} /Parent {root} 0 R{before}{after} /Dest [{page} 0 R /Fit]>>",
        )
    pdf.write(
        root,
        f"<</Type /Outlines /First {entries[0]} 0 R /Last {entries[-1]} 0 R /Count {len(entries)}>>",
    )
    return root
