"""Terms of office: who is appointed on the day, and for no longer than five years (§ 40 Abs. 3 Satz 1 BBiG)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.rules.case import CommitteeCase, Role, Seat

PARAGRAPH = "§ 40 Abs. 3 Satz 1 BBiG"
LONGEST_TERM_YEARS = 5
WARNING_MONTHS = 6
LAPSED_MONTHS = 12
"""Who was not appointed again for so long has left; until then somebody must see to it (an office rule, no law)."""


class Standing(StrEnum):
    """How an appointment stands on a day."""

    COMING = "coming"
    APPOINTED = "appointed"
    ENDING = "ending"
    LAPSED = "lapsed"
    FORMER = "former"
    NEVER = "never"


def last_day_of_term(start: date) -> date:
    """The last possible day of a term that begins on `start`: five years later, less one day.

    A term that begins on 29 February ends on 28 February (§§ 187 Abs. 2, 188 Abs. 2 and 3 BGB).
    """
    year = start.year + LONGEST_TERM_YEARS
    if year > date.max.year:
        return date.max
    if (start.month, start.day) == (2, 29):
        return date(year, 2, 28)
    return start.replace(year=year) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def standing(valid_from: date, valid_until: date, on: date, dismissed_on: date | None = None) -> Standing:
    """How an appointment stands on a day; whoever was dismissed by then has left."""
    if dismissed_on is not None and dismissed_on <= on:
        return Standing.FORMER
    if valid_until < on:
        return Standing.LAPSED if valid_until >= months_later(on, -LAPSED_MONTHS) else Standing.FORMER
    if valid_from > on:
        return Standing.COMING
    return Standing.ENDING if valid_until < months_later(on, WARNING_MONTHS) else Standing.APPOINTED


def check_terms(case: CommitteeCase) -> Iterator[Verdict]:
    """Everybody appointed on the day, no term too long, a warning for terms that end soon."""
    outside = [seat for seat in case.current if not seat.in_office(case.on)]
    for seat in outside:
        idle = seat.role is Role.DEPUTY and not seat.takes_part
        yield Verdict("term", State.WARNING if idle else State.BROKEN, PARAGRAPH, _outside(seat, case.on))
    if not outside:
        sentence = tr("All are appointed on {day}.").format(day=format_date(case.on))
        yield Verdict("term", State.MET, PARAGRAPH, sentence)
    too_long = [seat for seat in case.current if seat.valid_until > last_day_of_term(seat.valid_from)]
    for seat in too_long:
        sentence = tr("{name}: appointed until {until}, at most five years are allowed: until {last}.").format(
            name=seat.name, until=format_date(seat.valid_until), last=format_date(last_day_of_term(seat.valid_from))
        )
        yield Verdict("term_length", State.BROKEN, PARAGRAPH, sentence)
    if not too_long:
        yield Verdict("term_length", State.MET, PARAGRAPH, tr("No term is longer than five years."))
    for seat in case.current:
        if seat.in_office(case.on) and seat.valid_until < months_later(case.on, WARNING_MONTHS):
            sentence = tr("{name}: the appointment ends on {until}.")
            text = sentence.format(name=seat.name, until=format_date(seat.valid_until))
            yield Verdict("term_ending", State.WARNING, PARAGRAPH, text)


def _outside(seat: Seat, on: date) -> str:
    if seat.valid_from > on:
        sentence = tr("{name}: appointed only from {day}.")
        return sentence.format(name=seat.name, day=format_date(seat.valid_from))
    if seat.valid_until < on:
        return tr("{name}: the appointment ended on {day}.").format(name=seat.name, day=format_date(seat.valid_until))
    return tr("{name}: dismissed on {day}.").format(name=seat.name, day=format_date(seat.dismissed_on))
