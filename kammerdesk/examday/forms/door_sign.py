"""Türschild: which examination is behind this door, when, and in which order; numbers only, never names."""

from __future__ import annotations

from kammerdesk.base.dates import format_time
from kammerdesk.base.i18n import N_, Words
from kammerdesk.examday.forms.rows import DoorSignRow
from kammerdesk.exams.forms.wording import from_to, long_day
from kammerdesk.printing.blocks import Align, Big, Block, Column, Grid, Para, Space, Tone
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet


def build(row: DoorSignRow, letterhead: Letterhead, words: Words) -> Sheet:
    """The sign for one room and day."""
    occasion = row.occasion
    blocks: tuple[Block, ...] = (
        Space(6),
        Big(words("Examination"), 64),
        Big(words("Quiet, please"), 36),
        Space(4),
        Para(words("The examination is not public."), Tone.LEAD, Align.CENTRE),
        Para(f"{occasion.exam.title} · {occasion.exam.occupation}", Tone.LEAD, Align.CENTRE),
        Para(
            f"{long_day(occasion.day, words)}, {from_to(occasion.starts_at, occasion.ends_at, words)}",
            Tone.LEAD,
            Align.CENTRE,
        ),
        Space(6),
    )
    if row.slots:
        blocks += (
            Grid(
                (Column(words("Time"), 40), Column(words("Candidate number"), 120, heads_row=True)),
                tuple((format_time(begin), number) for begin, number in row.slots),
                large=True,
            ),
        )
    return Sheet(letterhead, occasion.room, blocks, bookmark=" ".join((words("Door sign"), occasion.room)))


FORM = FormSpec("door_sign", N_("Door sign"), DoorSignRow, build)
