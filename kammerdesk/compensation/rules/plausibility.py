"""What a clerk should see before a claim is paid: each finding a verdict with a sentence and its paragraph."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import combinations

from kammerdesk.base.contact import parse_iban
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.errors import Mistyped
from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.compensation.rules.terms import ClaimPeriod, Span, Terms

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class ClaimedDay:
    """A day that somebody claims for: `person` is how the person is called, equal for all claims of that person.

    `car` is what tells the cars of one day apart, the name of the driver or the number plate; "" for the own one,
    in which nobody else rode.
    """

    person: str
    day: date
    start: time
    end: time
    hundredths_km: int = 0
    car: str = ""


def last_day_to_claim(period: ClaimPeriod, day: date) -> date:
    """The last day on which a day of service can be claimed: §§ 188 and 193 BGB for the period of the rule."""
    if period.december_until and day.month == _DECEMBER:
        month, last = period.december_until
        return date(day.year + 1, month, last)
    months = day.month - 1 + period.months
    year, month = day.year + months // 12, months % 12 + 1
    return _working_day(date(year, month, min(day.day, calendar.monthrange(year, month)[1])))


def check_claim_date(terms: Terms, day: date, handed_in: date) -> Verdict:
    """Whether a claim came in time; broken where it is late or comes before the day of service."""
    last = last_day_to_claim(terms.claim, day)
    paragraph = terms.basis("claim", "§ 2 Abs. 1 JVEG")
    if handed_in < day:
        sentence = tr("The claim of {claimed} lies before the day of service, {day}.")
        text = sentence.format(claimed=format_date(handed_in), day=format_date(day))
        return Verdict("claim_date", State.BROKEN, paragraph, text)
    late = handed_in > last
    sentence = tr("The claim came in time: it could be handed in until {last}.")
    if late:
        sentence = tr("The claim of {claimed} is too late: it could come until {last}. Please look at the reason.")
    text = sentence.format(claimed=format_date(handed_in), last=format_date(last))
    return Verdict("claim_date", State.BROKEN if late else State.MET, paragraph, text)


def check_overlaps(claims: Iterable[ClaimedDay]) -> list[Verdict]:
    """One broken verdict for each two claims of a person for the same time; claims that only touch are no fault."""
    by_day: dict[tuple[str, date], list[ClaimedDay]] = {}
    for claim in claims:
        by_day.setdefault((claim.person, claim.day), []).append(claim)
    found = []
    for (person, day), same in by_day.items():
        for one, other in combinations(same, 2):
            if one.start < other.end and other.start < one.end:
                sentence = tr("{person} claims twice for {day}: {one} and {other}. Please pay the time once.")
                text = sentence.format(person=person, day=format_date(day), one=_times(one), other=_times(other))
                found.append(Verdict("overlap", State.BROKEN, "§ 15 Abs. 2 JVEG", text))
    return found


def check_shared_cars(claims: Iterable[ClaimedDay]) -> list[Verdict]:
    """One broken verdict for each car of a day whose kilometres more than one person claims."""
    drivers: dict[tuple[date, str], list[str]] = {}
    for claim in claims:
        if claim.car and claim.hundredths_km:
            people = drivers.setdefault((claim.day, claim.car.casefold()), [])
            if claim.person not in people:
                people.append(claim.person)
    found = []
    for (day, _car), people in drivers.items():
        if len(people) > 1:
            sentence = tr("On {day} {people} claim kilometres for the same car. The flat rate is paid once.")
            text = sentence.format(day=format_date(day), people=", ".join(people))
            found.append(Verdict("shared_car", State.BROKEN, "§ 5 Abs. 2 JVEG", text))
    return found


def check_appointment(claim: ClaimedDay, appointments: Sequence[Span]) -> Verdict:
    """Whether the person was appointed on the day of service."""
    met = any(span.holds(claim.day) for span in appointments)
    sentence = tr("{person} was appointed on {day}.")
    if not met:
        sentence = tr("{person} was not appointed on {day}. Please check the day, or the appointment.")
    text = sentence.format(person=claim.person, day=format_date(claim.day))
    return Verdict("appointment", State.MET if met else State.BROKEN, "§ 40 Abs. 3 BBiG", text)


def check_attendance(claim: ClaimedDay, days_served: Collection[date]) -> Verdict:
    """Whether the person is in the minutes of that day; only a warning, since marking is done at home."""
    met = claim.day in days_served
    sentence = tr("{person} served on {day}.")
    if not met:
        sentence = tr("{person} is in no minutes of {day}. Please check what was done on that day.")
    text = sentence.format(person=claim.person, day=format_date(claim.day))
    return Verdict("attendance", State.MET if met else State.WARNING, "§ 15 Abs. 2 JVEG", text)


def check_account(iban: str) -> Verdict:
    """Whether there is an account whose check digits fit; open where there is none."""
    if not iban.strip():
        return Verdict("account", State.OPEN, "ISO 13616", tr("There is no IBAN yet. Please ask for it."))
    try:
        parse_iban(iban)
    except Mistyped as error:
        return Verdict("account", State.BROKEN, "ISO 13616", str(error))
    return Verdict("account", State.MET, "ISO 13616", tr("The check digits of the IBAN fit."))


def _working_day(day: date) -> date:
    """This day, or the next that is no Saturday, Sunday or holiday of Niedersachsen (§ 193 BGB)."""
    import holidays

    free = holidays.country_holidays("DE", subdiv="NI", years=(day.year, day.year + 1))
    while day.weekday() >= calendar.SATURDAY or day in free:
        day += timedelta(1)
    return day


def _times(claim: ClaimedDay) -> str:
    return f"{format_time(claim.start)}–{format_time(claim.end)}"
