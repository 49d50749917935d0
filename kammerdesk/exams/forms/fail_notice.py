"""Bescheid über die nicht bestandene Prüfung: what was missing, what need not be repeated, what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, Words
from kammerdesk.base.points import format_points
from kammerdesk.exams.forms.pass_confirmation import result_grid
from kammerdesk.exams.forms.rows import FailNoticeRow
from kammerdesk.exams.forms.wording import farewell, information, salutation
from kammerdesk.printing.blocks import Block, Heading, Para, Points, Together
from kammerdesk.printing.documents import FormSpec, Letter, Letterhead


def build(row: FailNoticeRow, letterhead: Letterhead, words: Words) -> Letter:
    """The notice of a failed exam with its instruction on the right to object (VwVfG § 37 Abs. 6, NJG § 80)."""
    title = words("Notice of the failed examination")
    return Letter(
        letterhead,
        f"{title} – {row.number} {row.recipient.name}",
        row.recipient.address,
        information(row.exam, row.contact, row.written_on, words),
        f"{title}\n{row.exam.kind}, {row.exam.occupation}",
        tuple(_blocks(row, letterhead, words)),
    )


def _blocks(row: FailNoticeRow, letterhead: Letterhead, words: Words) -> Iterator[Block]:
    yield salutation(row.recipient, words)
    yield Para(
        words(
            "on {date} the examination committee {committee} established that you have not passed the {exam} in the "
            "occupation {occupation} (candidate number {number}). Your overall result is {points} points."
        ).format(
            date=format_date(row.decided_on),
            committee=row.exam.committee,
            exam=row.exam.kind,
            occupation=row.exam.occupation,
            number=row.number,
            points=format_points(row.total),
        )
    )
    yield result_grid(row.areas, words)
    if row.failed_areas:
        yield Para(words("The following areas were marked lower than “ausreichend” (50 points):"))
        yield Points(
            tuple(f"{line.area}: {format_points(line.points)} ({line.grade_word})" for line in row.failed_areas)
        )
    if row.failed_rules:
        yield Para(words("The examination is therefore not passed, for these reasons:"))
        yield Points(row.failed_rules)
    yield from _resit(row, words)
    if row.trainee:
        yield Heading(words("Your training contract"))
        yield Para(
            words(
                "If you ask your training company for it, your training contract is prolonged until the next possible "
                "resit, by one year at most (§ 21 (3) BBiG). Please tell your company without delay."
            )
        )
    yield from _objection(letterhead, words)
    yield farewell(row.signatory, row.signatory_office, words)


def _resit(row: FailNoticeRow, words: Words) -> Iterator[Block]:
    yield Heading(words("Taking the examination again"))
    if row.attempts_left == 0:
        yield Para(words("The examination can be repeated twice (§ 37 (1) BBiG). Both resits have been used."))
        return
    yield Para(
        words("A failed examination can be repeated twice (§ 37 (1) BBiG). You can repeat it once more.")
        if row.attempts_left == 1
        else words("A failed examination can be repeated twice (§ 37 (1) BBiG).")
    )
    if row.next_exam:
        yield Para(words("The earliest date is the examination {period}.").format(period=row.next_exam))
    if row.apply_until is not None:
        yield Para(
            words("Please apply to the chamber for the resit by {date}.").format(date=format_date(row.apply_until))
        )
    if row.exempt_areas:
        yield Para(
            words("On your application you need not take these areas again:")
            if row.exempt_until is None
            else words(
                "On your application you need not take these areas again, if you register for the resit by {date}:"
            ).format(date=format_date(row.exempt_until))
        )
        yield Points(row.exempt_areas)
        yield Para(words("Please hand in the application for this exemption together with your registration."))


def _objection(letterhead: Letterhead, words: Words) -> Iterator[Block]:
    """Names remedy, period, authority and seat, and does not narrow the form (a wrong one opens a year: VwGO § 58)."""
    yield Together(
        (
            Heading(words("Instruction on the right to object")),
            Para(
                words(
                    "An objection (Widerspruch) to this decision can be lodged within one month after it was made "
                    "known to you. The objection is to be lodged with the {chamber}, {street}, {town}."
                ).format(chamber=letterhead.name, street=letterhead.street, town=letterhead.town)
            ),
        )
    )


FORM = FormSpec("fail_notice", N_("Notice of the failed examination"), FailNoticeRow, build)
