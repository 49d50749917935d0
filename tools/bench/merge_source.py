"""Writes what LibreOffice's mail merge needs: the recipients as CSV and the letter as a template with fields.

python -m tools.bench.merge_source DATA FOLDER COUNT
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from kammerdesk.people.chambers import chambers, letterhead
from kammerdesk.printing.documents import Letterhead
from kammerdesk.store.store import Store
from tools.bench.letter import ADDRESS_COLUMNS, FACTS, FACTS_AFTER, PARAGRAPHS, REFERENCE, SUBJECT, Fields
from tools.bench.our_letters import recipients

SOURCE, TABLE = "bench", "recipients"
_KIND = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)
_FACES = (
    '<office:font-face-decls><style:font-face style:name="F" svg:font-family="&apos;Source Sans 3&apos;"/>'
    "</office:font-face-decls>"
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_SIZES = {"Body": 10.5, "Small": 8, "Address": 10.5, "Subject": 11.5, "Mark": 22}


def write_source(people: list[Fields], head: Letterhead, folder: Path) -> None:
    """Puts recipients.csv and letter.odt into the folder."""
    with (folder / f"{TABLE}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(people[0].record()), quoting=csv.QUOTE_ALL)
        table.writeheader()
        table.writerows(one.record() for one in people)
    with ZipFile(folder / "letter.odt", "w", ZIP_STORED) as odt:
        odt.writestr("mimetype", _KIND)
        odt.writestr("META-INF/manifest.xml", _MANIFEST)
        odt.writestr("styles.xml", _styles(head))
        odt.writestr("content.xml", _content(head))


def _content(head: Letterhead) -> str:
    sender = " · ".join((head.short_name, head.street, head.town))
    address = "".join(_paragraph(f"{{{column}}}", "Address") for column in ADDRESS_COLUMNS)
    reference = "".join(_paragraph(f"{label}: {value}", "Body") for label, value in REFERENCE)
    body = [_paragraph(text, "Body") for text in PARAGRAPHS]
    body.insert(FACTS_AFTER, _table("Facts", [(_fact(label), _fact(value)) for label, value in FACTS]))
    text = (
        _paragraph(f"{head.mark} | {head.place}", "Mark")
        + _table("Head", [(_paragraph(sender, "Small") + address, reference)])
        + _paragraph(SUBJECT, "Subject")
        + "".join(body)
    )
    return (
        f'<office:document-content {_NAMES} office:version="1.2">{_FACES}'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )


def _fact(text: str) -> str:
    return _paragraph(text, "Body")


def _paragraph(text: str, style: str) -> str:
    pieces = re.split(r"\{(\w+)\}", text)
    shown = "".join(_field(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces))
    return f'<text:p text:style-name="{style}">{shown}</text:p>'


def _field(column: str) -> str:
    return (
        f'<text:database-display text:database-name="{SOURCE}" text:table-name="{TABLE}" text:table-type="table"'
        f' text:column-name="{column}">{column}</text:database-display>'
    )


def _table(name: str, rows: list[tuple[str, ...]]) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="{name}">{columns}{lines}</table:table>'


def _styles(head: Letterhead) -> str:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph">'
        f'<style:paragraph-properties fo:margin-top="0mm" fo:margin-bottom="{0 if name == "Address" else 2}mm"/>'
        f'<style:text-properties style:font-name="F" fo:font-size="{size}pt" fo:language="de" fo:country="DE"/>'
        "</style:style>"
        for name, size in _SIZES.items()
    )
    columns = ((head.name, head.street, head.town), (head.phone, head.mail, head.web))
    foot = _table("Foot", [tuple("".join(_paragraph(line, "Small") for line in column) for column in columns)])
    return (
        f'<office:document-styles {_NAMES} office:version="1.2">{_FACES}<office:styles>{styles}</office:styles>'
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties'
        ' fo:page-width="210mm" fo:page-height="297mm" fo:margin-left="25mm" fo:margin-right="20mm"'
        ' fo:margin-top="12mm" fo:margin-bottom="8mm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"<style:footer>{foot}</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def main(data: Path, folder: Path, count: int) -> None:
    """Asks the database for the recipients and writes both files."""
    store = Store.open(data, user="bench")
    write_source(store.ask(recipients, count), letterhead(chambers()[store.chamber]), folder)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
