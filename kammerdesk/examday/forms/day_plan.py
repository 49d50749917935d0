"""Ablaufplan: the times of one exam day in one room, for the committee's table."""

from __future__ import annotations

from kammerdesk.base.dates import format_time
from kammerdesk.base.i18n import N_, Words
from kammerdesk.examday.forms.parts import confidential, examiner_grid, sheet_reference, where, which_exam
from kammerdesk.examday.forms.rows import DayPlanRow
from kammerdesk.exams.forms.wording import long_day
from kammerdesk.printing.blocks import Column, Facts, Grid, Heading, Together
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet


def build(row: DayPlanRow, letterhead: Letterhead, words: Words) -> Sheet:
    """The plan with slots, breaks and consultation in the order of time."""
    plan = Grid(
        (
            Column(words("From"), 13),
            Column(words("To"), 13),
            Column(words("What"), 50, heads_row=True),
            Column(words("Number"), 26),
            Column(words("Name"), 44),
            Column(words("Remark"), 27),
        ),
        tuple(
            (format_time(line.starts_at), format_time(line.ends_at), line.what, line.number, line.name, line.remark)
            for line in row.lines
        ),
    )
    return Sheet(
        letterhead,
        words("Plan of the day"),
        (
            Facts(
                (
                    *which_exam(row.occasion, words),
                    (words("Committee"), row.occasion.exam.committee),
                    where(row.occasion, words),
                )
            ),
            plan,
            Together((Heading(words("Committee")), examiner_grid(row.examiners, words))),
        ),
        subtitle=f"{long_day(row.occasion.day, words)} – {row.area}",
        reference=sheet_reference(row.occasion, words),
        note=confidential(words),
    )


FORM = FormSpec("day_plan", N_("Plan of the day"), DayPlanRow, build)
