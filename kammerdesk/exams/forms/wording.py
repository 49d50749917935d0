"""Words that more than one printed form uses: salutation, days and times, facts of an examination."""

from __future__ import annotations

from datetime import date, time

from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import Words
from kammerdesk.exams.forms.rows import Contact, Exam, Recipient
from kammerdesk.printing.blocks import Block, Para, Signatures, Together


def salutation(recipient: Recipient, words: Words) -> Para:
    """The line that opens a letter; it names no gender where none is known."""
    polite = " ".join(filter(None, (recipient.title, recipient.last_name)))
    if recipient.salutation == "Herr":
        return Para(words("Dear Mr {name},").format(name=polite))
    if recipient.salutation == "Frau":
        return Para(words("Dear Ms {name},").format(name=polite))
    return Para(words("Good day {name},").format(name=recipient.name))


def long_day(day: date, words: Words) -> str:
    """Dienstag, 24.11.2026."""
    weekdays = (
        words("Monday"),
        words("Tuesday"),
        words("Wednesday"),
        words("Thursday"),
        words("Friday"),
        words("Saturday"),
        words("Sunday"),
    )
    return f"{weekdays[day.weekday()]}, {format_date(day)}"


def clock(moment: time, words: Words) -> str:
    """08:30 Uhr."""
    return words("{time} o’clock").format(time=format_time(moment))


def from_to(begin: time, end: time | None, words: Words) -> str:
    """08:30 bis 09:15 Uhr; only the beginning where no end is known."""
    if end is None:
        return clock(begin, words)
    return words("{begin} to {end} o’clock").format(begin=format_time(begin), end=format_time(end))


def information(exam: Exam, contact: Contact, written_on: date, words: Words) -> tuple[tuple[str, str], ...]:
    """The information block of a letter; lines without a value are left out."""
    lines = (
        (words("Our reference"), exam.reference),
        (words("Contact"), contact.name),
        (words("Phone"), contact.phone),
        (words("E-mail"), contact.mail),
        (words("Date"), format_date(written_on)),
    )
    return tuple((label, value) for label, value in lines if value)


def bench_name(bench: str, words: Words) -> str:
    """The group a committee member stands for (BBiG § 40 Abs. 2); an unknown one stands for itself."""
    names = {
        "AG": words("employers’ representative"),
        "AN": words("employees’ representative"),
        "LK": words("teacher"),
    }
    return names.get(bench, bench)


def farewell(signatory: str, office: str, words: Words) -> Block:
    """Closing words and the line for the signature of who answers for the letter."""
    caption = "\n".join(filter(None, (signatory, office)))
    return Together((Para(words("Yours sincerely")), Signatures((caption,), columns=2)))


def signed_by(contact: Contact, words: Words) -> Block:
    """Closing words and the name of the clerk, for letters that need no signature."""
    signature = dict.fromkeys((contact.name, words("Examinations")))  # an office that signs is named once
    return Together((Para(words("Yours sincerely")), Para("\n".join(signature))))


def filled(*facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The facts that have a value."""
    return tuple((label, value) for label, value in facts if value)
