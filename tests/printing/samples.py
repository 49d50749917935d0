"""Invented paper that uses every block, short and long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from kammerdesk.printing.blocks import (
    Align,
    Big,
    Block,
    Code,
    CodeKind,
    Column,
    Facts,
    Grid,
    Heading,
    Notice,
    Para,
    Points,
    Signatures,
    Space,
    Tick,
    Ticks,
    Together,
    Tone,
    Writing,
)
from kammerdesk.printing.documents import DinForm, Document, Letter, Letterhead, Sheet
from kammerdesk.printing.writer import write_pdf

CREATED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEAD = Letterhead(
    "Industrie- und Handelskammer Musterstadt",
    "IHK",
    "Musterstadt",
    "Marktplatz 1",
    "30001 Musterstadt",
    "0511 555-0",
    "info@musterstadt.example",
    "www.musterstadt.example",
)
EVERY_BLOCK: tuple[Block, ...] = (
    Heading("Was Sie wissen müssen"),
    Para("Ein Satz, der lang genug ist, um in mehreren Zeilen zu stehen. " * 4),
    Para("Klein und rechts", Tone.SMALL, Align.RIGHT),
    Points(("Erstens", "Zweitens " * 30)),
    Heading("Angaben", 3),
    Facts((("Tag", "Dienstag, 24.11.2026"), ("Ort", ""), ("Raum", "2.14")), columns=2),
    Grid(
        (Column("Nr.", 10, Align.RIGHT), Column("Name", 60, heads_row=True), Column("Da", 10, Align.CENTRE)),
        tuple((str(number), f"Name {number}", Tick(ticked=number == 1)) for number in range(1, 4)),
        total=("", "Summe", "1"),
        ruled=True,
        zebra=True,
    ),
    Ticks((Tick("geprüft"), Tick("belehrt", ticked=True)), columns=2),
    Notice("Ohne Ausweis keine Teilnahme.", "Bitte beachten"),
    Space(5),
    Together((Writing(2), Signatures(("Vorsitz", "Mitglied")))),
    Big("Raum 2.14"),
    Code("KD1:0190F3A2C5D4", "Kennung 0190F3A2C5D4"),
    Code("KD1-0417", "Kennung 0417", CodeKind.CODE128),
)


def letter(blocks: tuple[Block, ...] = EVERY_BLOCK, *, form: DinForm = DinForm.B, name: str = "Lea Ebert") -> Letter:
    """A letter to one person."""
    return Letter(
        replace(HEAD, form=form),
        f"Brief an {name}",
        ("Frau", name, "Am Bruchtor 3", "38100 Braunschweig"),
        (("Unser Zeichen", "PA 1"), ("Datum", "23.11.2026")),
        "Einladung zur Prüfung",
        blocks,
    )


def sheet(blocks: tuple[Block, ...] = EVERY_BLOCK, *, title: str = "Liste", landscape: bool = False) -> Sheet:
    """A sheet with a code in its corner."""
    code = Code("KD1:0417", "Kennung 0417", size_mm=18)
    return Sheet(
        HEAD, title, blocks, "am 24.11.2026", reference="PA 1", note="Vertraulich", corner=code, landscape=landscape
    )


def long_table(rows: int) -> Grid:
    """A table of so many rows."""
    columns = (Column("Nummer", 30), Column("Name", 100, heads_row=True))
    return Grid(columns, tuple((f"N{row}", f"Name {row}") for row in range(rows)))


def printed(*documents: Document, title: str = "Probe") -> bytes:
    """The bytes of a file with these documents."""
    target = BytesIO()
    write_pdf(target, documents, title=title, created=CREATED)
    return target.getvalue()
