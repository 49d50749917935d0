"""Bescheinigung über das Bestehen: handed over on the exam day, until the certificate comes."""

from __future__ import annotations

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, Words
from kammerdesk.base.points import format_points
from kammerdesk.exams.forms.rows import AreaLine, PassConfirmationRow
from kammerdesk.exams.forms.wording import clock, information, long_day
from kammerdesk.printing.blocks import Align, Block, Column, Facts, Grid, Notice, Para, Signatures, Together, Tone
from kammerdesk.printing.documents import FormSpec, Letter, Letterhead


def build(row: PassConfirmationRow, letterhead: Letterhead, words: Words) -> Letter:
    """The confirmation of a passed exam with the results, signed by the chair (ÖDAPrV § 42, as a pattern)."""
    title = words("Confirmation of passing the {exam}").format(exam=row.exam.kind)
    return Letter(
        letterhead,
        f"{title} – {row.number} {row.recipient.name}",
        row.recipient.address,
        information(row.exam, row.contact, row.announced_at.date(), words),
        title,
        _blocks(row, words),
    )


def _blocks(row: PassConfirmationRow, words: Words) -> tuple[Block, ...]:
    announced = words(
        "The examination committee {committee} announced this result on {day} at {time}. Where the training "
        "contract would have run longer, it ends with this announcement (§ 21 (2) BBiG)."
    ).format(
        committee=row.exam.committee,
        day=long_day(row.announced_at.date(), words),
        time=clock(row.announced_at.time(), words),
    )
    decimal = words(" (decimal grade {grade})").format(grade=row.decimal_grade) if row.decimal_grade else ""
    overall = words("{points} points, {grade} ({word})").format(
        points=format_points(row.total), grade=row.grade, word=row.grade_word
    )
    signing = words("{place}, {date}").format(place=row.place, date=format_date(row.announced_at.date()))
    caption = "\n".join(filter(None, (row.chair, words("Chair of the examination committee"))))
    return (
        Para(row.recipient.name, Tone.LEAD),
        Para(_birth(row, words)),
        Para(
            words("has passed the {exam} in the occupation {occupation} ({period}).").format(
                exam=row.exam.kind, occupation=row.exam.occupation, period=row.exam.period
            )
        ),
        Facts(
            (
                (words("Candidate number"), row.number),
                (words("Overall result"), overall + decimal),
            )
        ),
        result_grid(row.areas, words),
        *(Para(remark, Tone.SMALL) for remark in row.remarks),
        Para(announced),
        Notice(
            words("The certificate under § 37 (2) BBiG will be sent to you by the chamber."),
            words("This confirmation does not replace the examination certificate."),
        ),
        Together((Para(signing), Signatures((caption,)))),
    )


def _birth(row: PassConfirmationRow, words: Words) -> str:
    if row.birth_place:
        return words("born on {date} in {place}").format(date=format_date(row.birth_date), place=row.birth_place)
    return words("born on {date}").format(date=format_date(row.birth_date))


def result_grid(areas: tuple[AreaLine, ...], words: Words) -> Grid:
    """The results of the examination areas as a table."""
    return Grid(
        (
            Column(words("Examination area"), 92, heads_row=True),
            Column(words("Weight"), 22, Align.RIGHT),
            Column(words("Points"), 22, Align.RIGHT),
            Column(words("Grade"), 30),
        ),
        tuple(
            (line.area, f"{format_points(line.weight * 10)} %", format_points(line.points), line.grade_word)
            for line in areas
        ),
    )


FORM = FormSpec("pass_confirmation", N_("Confirmation of passing"), PassConfirmationRow, build)
