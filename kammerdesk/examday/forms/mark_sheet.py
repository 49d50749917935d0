"""Bewertungsbogen: what one examiner finds, by himself, of one candidate's performances."""

from __future__ import annotations

from collections.abc import Iterator

from kammerdesk.base.i18n import N_, Words
from kammerdesk.base.points import format_points
from kammerdesk.examday.forms.parts import confidential, sheet_reference
from kammerdesk.examday.forms.rows import MarkSheetRow, PerformanceLine
from kammerdesk.exams.forms.wording import bench_name, filled, from_to
from kammerdesk.printing.blocks import (
    Align,
    Block,
    Code,
    Column,
    Facts,
    Grid,
    Heading,
    Para,
    Signatures,
    Together,
    Tone,
    Writing,
)
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet


def build(row: MarkSheetRow, letterhead: Letterhead, words: Words) -> Sheet:
    """The sheet of one examiner for one candidate; each member first marks by himself (VG Oldenburg 12 A 818/01)."""
    return Sheet(
        letterhead,
        words("Mark sheet"),
        tuple(_blocks(row, words)),
        subtitle=row.area,
        bookmark=" ".join((words("Mark sheet"), row.slot.number, row.examiner.name)),
        reference=sheet_reference(row.occasion, words),
        note=confidential(words),
        corner=Code(row.code, words("Code of this mark sheet: {code}").format(code=row.code), size_mm=18),
    )


def _blocks(row: MarkSheetRow, words: Words) -> Iterator[Block]:
    slot = row.slot
    yield Facts(
        (
            (words("Candidate"), f"{slot.number}\n{slot.name}"),
            (words("Examiner"), f"{row.examiner.name}\n{bench_name(row.examiner.bench, words)}"),
            (words("Time"), from_to(slot.starts_at, slot.ends_at, words)),
            (words("Committee"), row.occasion.exam.committee),
        ),
        columns=2,
    )
    topic = filled((words("Topic"), slot.topic), (words("Extra time granted"), slot.extra_time))
    if topic:
        yield Facts(topic)
    yield Heading(words("Points"))
    yield Grid(
        (
            Column(words("Performance"), 88, heads_row=True),
            Column(words("Share"), 20, Align.RIGHT),
            Column(words("At most"), 22, Align.RIGHT),
            Column(words("Points"), 43),
        ),
        tuple((_performance(line), f"{line.share} %", format_points(line.points), "") for line in row.performances),
        row_mm=15,
        ruled=True,
    )
    yield Para(
        words("Please mark by yourself, without having talked to the other members; the joint mark comes afterwards."),
        Tone.SMALL,
    )
    yield Heading(words("Questions and essential answers"))
    yield Writing(5)
    yield Heading(words("Reasons for the points"))
    yield Writing(5)
    yield Together((Signatures((words("Place, date"), words("Signature {name}").format(name=row.examiner.name))),))


def _performance(line: PerformanceLine) -> str:
    return "\n".join((line.name, *(f"– {criterion}" for criterion in line.criteria)))


FORM = FormSpec("mark_sheet", N_("Mark sheet"), MarkSheetRow, build)
