"""Ladung: when and where a candidate is examined, what to bring, and what follows from not coming or from cheating."""

from __future__ import annotations

from collections.abc import Iterator

from kammerdesk.base.i18n import N_, Words
from kammerdesk.examday.forms.parts import where
from kammerdesk.examday.forms.rows import CandidateSummonsRow, PerformanceLine
from kammerdesk.exams.forms.wording import clock, filled, from_to, information, long_day, salutation, signed_by
from kammerdesk.printing.blocks import Block, Facts, Heading, Notice, Para, Points
from kammerdesk.printing.documents import FormSpec, Letter, Letterhead


def build(row: CandidateSummonsRow, letterhead: Letterhead, words: Words) -> Letter:
    """The summons of one candidate (ÖDAPrV §§ 10 and 13, as a pattern)."""
    exam = row.occasion.exam
    return Letter(
        letterhead,
        " ".join((words("Summons"), row.slot.number, row.recipient.name)),
        row.recipient.address,
        information(exam, row.contact, row.written_on, words),
        words("Summons to the {exam} on {day}").format(exam=exam.title, day=long_day(row.occasion.day, words)),
        tuple(_blocks(row, words)),
    )


def _blocks(row: CandidateSummonsRow, words: Words) -> Iterator[Block]:
    occasion, slot = row.occasion, row.slot
    yield salutation(row.recipient, words)
    yield Para(words("you are admitted to the examination. We summon you to this appointment:"))
    yield Facts(
        filled(
            (words("Candidate number"), slot.number),
            (words("Occupation"), occasion.exam.occupation),
            (words("Examination area"), row.area),
            (
                words("Date and time"),
                f"{long_day(occasion.day, words)}, {from_to(slot.starts_at, slot.ends_at, words)}",
            ),
            (words("Please be there by"), clock(row.arrive_at, words)),
            where(occasion, words),
            (words("What is examined"), "\n".join(_performance(line, words) for line in row.performances)),
            (words("Topic"), slot.topic),
            (words("Extra time granted"), slot.extra_time),
        )
    )
    yield Heading(words("Please bring"))
    yield Points(
        (
            words("a valid identity card or passport; without proof of identity you cannot take part"),
            words("this summons"),
            *row.aids,
        )
    )
    if not row.aids:
        yield Para(words("No other aids are permitted."))
    else:
        yield Para(words("Aids that are not named here are not permitted."))
    if row.video:
        yield Notice(
            words(
                "One or more examiners take part by video (§ 42a BBiG). At least one examiner is in the room with you, "
                "nothing is recorded, lost time is made up for. You may try out the technology beforehand; please "
                "call us."
            ),
            words("Examiners by video"),
        )
    yield from _consequences(words)
    yield Para(words("We wish you every success."))
    yield signed_by(row.contact, words)


def _performance(line: PerformanceLine, words: Words) -> str:
    if line.minutes is None:
        return line.name
    return words("{performance} (at most {minutes} minutes)").format(performance=line.name, minutes=line.minutes)


def _consequences(words: Words) -> Iterator[Block]:
    """What the examination regulations say of withdrawal, absence, deception and disorder (domain.md 2.5, 2.6)."""
    yield Heading(words("If you cannot come"))
    yield Para(
        words(
            "Before the examination begins you can withdraw by a written declaration; the examination then counts as "
            "not taken. If you miss the appointment or break off for an important reason, tell us without delay and "
            "prove the reason, in case of illness by a doctor’s certificate. Without an important reason the missed "
            "performance is marked with 0 points."
        )
    )
    yield Heading(words("Deception and disorder"))
    yield Para(
        words(
            "Whoever deceives, tries to deceive or helps others to do so may be given 0 points for the performance; in "
            "severe cases the committee can declare the whole examination not passed. Whoever disturbs the "
            "examination or endangers safety can be excluded. You are heard before any decision."
        )
    )


FORM = FormSpec("summons_candidate", N_("Summons"), CandidateSummonsRow, build)
