"""What a day of service comes to: every step with its amount in cents and the paragraph it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from kammerdesk.base.dates import format_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.money import Cents, format_money
from kammerdesk.compensation.rules.terms import MOST_HOURS, PAY_WORDS, Pay, Terms


class Part(StrEnum):
    """What the claim form keeps apart, because taxes do (domain.md 5.4)."""

    TIME = "time"
    EARNINGS = "earnings"
    HOUSEHOLD = "household"
    TRAVEL = "travel"
    ALLOWANCE = "allowance"
    EXPENSES = "expenses"


class Stay(StrEnum):
    """How a day lies to the nights away: none, the day of arrival or departure, or a whole day between them."""

    NONE = "none"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    BETWEEN = "between"


class Burden(StrEnum):
    """The caps of § 18 JVEG: ordinary; more than 20 days, or six within 30; more than 50 days."""

    ORDINARY = "ordinary"
    MANY_DAYS = "many_days"
    VERY_MANY_DAYS = "very_many_days"


@dataclass(frozen=True, slots=True)
class LostEarnings:
    """Earnings lost per hour: what is proven, or None for the flat amount of the self-employed.

    `hours` are the hours of own work that were lost; None means all hours of the service.
    """

    per_hour: Cents | None
    hours: int | None = None
    burden: Burden = Burden.ORDINARY


@dataclass(frozen=True, slots=True)
class Service:
    """One day of service: from leaving home to coming back, and what it cost.

    `hundredths_km` are driven kilometres times 100, there and back. `passenger` rode in the car of somebody else.
    `household` are the hours of regular own work of that day of somebody who keeps house for several people (§ 17
    JVEG; 0 for none), None for all others. `lodging` is the cost of a night, 0 for none.
    """

    start: time
    end: time
    pay: Pay = Pay.HOUR
    count: int = 1
    justified: bool = False
    hundredths_km: int = 0
    passengers: int = 0
    passenger: bool = False
    tickets: Cents = 0
    parking: Cents = 0
    other: Cents = 0
    lodging: Cents = 0
    other_municipality: bool = False
    stay: Stay = Stay.NONE
    earnings: LostEarnings | None = None
    household: int | None = None

    @property
    def minutes(self) -> int:
        """How long it took."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation: what, how it was reckoned, what it rests on, the amount."""

    part: Part
    title: str
    reckoning: str
    paragraph: str
    cents: Cents


@dataclass(frozen=True, slots=True)
class Compensation:
    """All steps of a day of service."""

    steps: tuple[Step, ...]

    def of(self, *parts: Part) -> Cents:
        """What these parts come to."""
        return sum(step.cents for step in self.steps if step.part in parts)

    @property
    def total(self) -> Cents:
        """What is paid."""
        return sum(step.cents for step in self.steps)


def started_hours(minutes: int, most: int = MOST_HOURS) -> int:
    """The hours that are paid: the last one begun counts in full, at most `most` a day (§ 15 Abs. 2 JVEG)."""
    return min(-(-minutes // 60), most)


def burden_of(days_called: int, days_within_30: int) -> Burden:
    """The cap of § 18 JVEG that goes with the days in one matter, and with the days of own work lost within 30."""
    if days_called > 50:
        return Burden.VERY_MANY_DAYS
    return Burden.MANY_DAYS if days_called > 20 or days_within_30 >= 6 else Burden.ORDINARY


def kilometre_money(hundredths_km: int, cents_per_km: Cents) -> Cents:
    """Kilometres at a rate, half cents up."""
    return (hundredths_km * cents_per_km + 50) // 100


def compensation(service: Service, terms: Terms) -> Compensation:
    """What is paid for a day of service; raises KammerError for a day that cannot be."""
    _must_be_possible(service, terms)
    hours = started_hours(service.minutes, 24 if service.justified else MOST_HOURS)
    lost = _lost_hours(service.earnings, hours)
    steps = [
        *_earnings(service, terms, lost),
        *_household(service, terms, hours - lost),
        *_travel(service, terms),
        _allowance(service, terms),
        *_expenses(service, terms),
    ]
    instead = terms.earnings.instead_of_time and any(step.part is Part.EARNINGS and step.cents for step in steps)
    replaced = lost if instead else 0
    return Compensation((_time(service, terms, hours, replaced), *steps))


def _must_be_possible(service: Service, terms: Terms) -> None:
    if service.minutes < 0:
        sentence = tr("“To” ({end}) lies before “from” ({start}). A service over midnight is entered as two days.")
        raise KammerError(sentence.format(end=format_time(service.end), start=format_time(service.start)))
    if service.passenger and service.hundredths_km:
        raise KammerError(
            tr(
                "Whoever rides along has no kilometres: the flat rate is paid once for each car, to the driver. "
                "Please leave the kilometres out."
            )
        )
    if service.justified and not terms.more_hours_if_justified:
        sentence = tr("“{rule}” pays at most {most} hours a day, even for a reason.")
        raise KammerError(sentence.format(rule=terms.rule.name, most=MOST_HOURS))
    if service.earnings and service.earnings.per_hour is None and terms.earnings.self_employed is None:
        sentence = tr("“{rule}” has no flat amount for the self-employed. Please give the proven earnings per hour.")
        raise KammerError(sentence.format(rule=terms.rule.name))
    amounts = (service.count, service.hundredths_km, service.tickets, service.parking, service.other, service.lodging)
    if min(amounts) < 0:
        raise KammerError(tr("Amounts and kilometres cannot be less than 0."))


def _lost_hours(earnings: LostEarnings | None, hours: int) -> int:
    if earnings is None:
        return 0
    return hours if earnings.hours is None else min(earnings.hours, hours)


def _time(service: Service, terms: Terms, hours: int, replaced: int) -> Step:
    pay, rate = service.pay, terms.rate(service.pay)
    title, basis = tr(PAY_WORDS[pay]), terms.basis(pay, "§ 15 Abs. 2, § 16 JVEG")
    if not pay.by_hours:
        return Step(Part.TIME, title, f"{service.count} · {format_money(rate)}", basis, service.count * rate)
    texts = {
        "start": format_time(service.start),
        "end": format_time(service.end),
        "length": f"{service.minutes // 60}:{service.minutes % 60:02d}",
        "hours": hours - replaced,
        "rate": format_money(rate),
    }
    line = tr("{start}–{end} = {length}, {hours} hours begun · {rate}")
    if replaced:
        line = tr("{start}–{end} = {length}, besides lost earnings {hours} hours · {rate}")
    elif service.minutes > MOST_HOURS * 60 and not service.justified:
        line = tr("{start}–{end} = {length}, at most {hours} hours · {rate}")
    return Step(Part.TIME, title, line.format(**texts), basis, (hours - replaced) * rate)


def _earnings(service: Service, terms: Terms, lost: int) -> Iterator[Step]:
    earnings = service.earnings
    if earnings is None:
        return
    basis = terms.basis("earnings", "§ 18 JVEG")
    title = tr("Loss of earnings")
    if earnings.per_hour is None:
        rate = terms.earnings.self_employed or 0
        reckoning = tr("{hours} hours · {rate}, flat for the self-employed, not for travel time")
    else:
        cap = terms.caps[min(list(Burden).index(earnings.burden), len(terms.caps) - 1)]
        rate = min(earnings.per_hour, cap)
        reckoning = tr("{hours} hours · {rate}")
        if earnings.per_hour > cap:
            reckoning = tr("{hours} hours · {rate}, of {proven} proven")
    if terms.earnings.instead_of_time and rate < terms.rate(Pay.HOUR):
        reckoning = tr("none: {rate} an hour are less than the loss of time")
        lost = 0
    text = reckoning.format(hours=lost, rate=format_money(rate), proven=format_money(earnings.per_hour))
    yield Step(Part.EARNINGS, title, text, basis, lost * rate)


def _household(service: Service, terms: Terms, free: int) -> Iterator[Step]:
    if service.household is None:
        return
    hours = max(0, min(free, MOST_HOURS - service.household))
    text = tr("{hours} hours · {rate}").format(hours=hours, rate=format_money(terms.household))
    yield Step(Part.HOUSEHOLD, tr("Household"), text, "§ 17 JVEG", hours * terms.household)


def _travel(service: Service, terms: Terms) -> Iterator[Step]:
    if service.passenger:
        text = tr("rode along: the driver has the flat rate")
        yield Step(Part.TRAVEL, tr("Own car"), text, "§ 5 Abs. 2 JVEG", 0)
    if service.hundredths_km:
        km = f"{service.hundredths_km // 100},{service.hundredths_km % 100:02d}".rstrip("0").rstrip(",")
        text = f"{km} km · {format_money(terms.km)}"
        if service.passengers:
            shared = trn(
                "once for the car with {n} passenger", "once for the car with {n} passengers", service.passengers
            )
            text = f"{text}, {shared.format(n=service.passengers)}"
        basis = terms.basis("km", "§ 5 Abs. 2 JVEG")
        yield Step(Part.TRAVEL, tr("Own car"), text, basis, kilometre_money(service.hundredths_km, terms.km))
    if service.tickets:
        yield Step(Part.TRAVEL, tr("Tickets"), tr("as proven"), "§ 5 Abs. 1 JVEG", service.tickets)


def _allowance(service: Service, terms: Terms) -> Step:
    cents, text = _allowance_of(service, terms)
    return Step(Part.ALLOWANCE, tr("Daily allowance"), text, terms.basis("allowance", "§ 6 Abs. 1 JVEG"), cents)


def _allowance_of(service: Service, terms: Terms) -> tuple[Cents, str]:
    if not service.other_municipality:
        return 0, tr("none: lives or works where the exam is")
    if service.stay is Stay.BETWEEN:
        return terms.allowance.whole_day, tr("a whole day away")
    by_hours = terms.allowance.by_hours(service.minutes)
    arrival = terms.allowance.arrival_or_departure
    if service.stay is not Stay.NONE and arrival is not None:
        return max(arrival, by_hours), tr("arrival or departure with a night away")
    length = f"{service.minutes // 60}:{service.minutes % 60:02d}"
    line = tr("{length} hours away") if by_hours else tr("none: {length} hours away are too short")
    return by_hours, line.format(length=length)


def _expenses(service: Service, terms: Terms) -> Iterator[Step]:
    if service.parking:
        yield Step(Part.EXPENSES, tr("Parking"), tr("as proven"), "§ 5 Abs. 2 JVEG", service.parking)
    if service.lodging:
        text = tr("flat") if service.lodging == terms.lodging else tr("as proven")
        yield Step(Part.EXPENSES, tr("Lodging"), text, "§ 6 Abs. 2 JVEG, § 7 BRKG", service.lodging)
    if service.other:
        yield Step(Part.EXPENSES, tr("Other expenses"), tr("as proven"), "§ 7 JVEG", service.other)
