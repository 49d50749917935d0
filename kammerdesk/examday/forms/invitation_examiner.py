"""Einladung Prüfende: when, where and what to examine, with whom, and the right to be released from work."""

from __future__ import annotations

from collections.abc import Iterator

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, Words
from kammerdesk.examday.forms.parts import examiner_grid, function, when, where, which_exam
from kammerdesk.examday.forms.rows import ExaminerInvitationRow
from kammerdesk.exams.forms.wording import bench_name, information, long_day, salutation, signed_by
from kammerdesk.printing.blocks import Block, Facts, Heading, Para
from kammerdesk.printing.documents import FormSpec, Letter, Letterhead


def build(row: ExaminerInvitationRow, letterhead: Letterhead, words: Words) -> Letter:
    """The invitation of one examiner to one exam day."""
    occasion = row.occasion
    return Letter(
        letterhead,
        " ".join((words("Invitation of examiner"), row.recipient.name)),
        row.recipient.address,
        information(occasion.exam, row.contact, row.written_on, words),
        words("Invitation to examine on {day}").format(day=long_day(occasion.day, words)),
        tuple(_blocks(row, words)),
    )


def _blocks(row: ExaminerInvitationRow, words: Words) -> Iterator[Block]:
    exam = row.occasion.exam
    yield salutation(row.recipient, words)
    yield Para(
        words("thank you for serving on the examination committee {committee}. We invite you to this exam day:").format(
            committee=exam.committee
        )
    )
    tasks = "\n".join(line.name for line in row.performances)
    yield Facts(
        (
            when(row.occasion, words),
            where(row.occasion, words),
            *which_exam(row.occasion, words),
            (words("Examination area"), row.area),
            (words("You mark"), tasks),
            (words("Candidates"), str(row.candidates)),
            (
                words("You sit as"),
                f"{function(row.as_member, words)} ({bench_name(row.as_member.bench, words)})",
            ),
        )
    )
    if row.others:
        yield Heading(words("With you examine"))
        yield examiner_grid(row.others, words)
    yield from _answer(row, words)
    yield Heading(words("Release from work"))
    yield Para(
        words(
            "Your employer must release you for this task where it is necessary for the examination and no important "
            "operational reasons stand against it (§ 40 (6a) BBiG). On request we send a confirmation for your "
            "employer. Expenses and lost time are compensated by the chamber’s rules, as far as nobody else pays for "
            "them (§ 40 (6) BBiG)."
        )
    )
    yield signed_by(row.contact, words)


def _answer(row: ExaminerInvitationRow, words: Words) -> Iterator[Block]:
    yield Heading(words("Please answer"))
    if row.answer_by is not None:
        yield Para(
            words("Please tell us by {date} whether you can come: {phone} or {mail}.").format(
                date=format_date(row.answer_by), phone=row.contact.phone, mail=row.contact.mail
            )
        )
    yield Para(
        words(
            "If something comes up later, please call at once: only a deputy of your own group can take your place. "
            "Tell us as well if a candidate is related to you, is trained by you or works in your company; then we "
            "decide before the examination whether you may take part. Everything you learn in the examination is "
            "confidential, also after your term of office."
        )
    )


FORM = FormSpec("invitation_examiner", N_("Invitation of examiner"), ExaminerInvitationRow, build)
