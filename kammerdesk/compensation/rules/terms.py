"""Rates of the law and kinds of rule of the chambers, and what both come to on one day of service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.money import Cents

FLOOR_SINCE = date(2020, 1, 1)
"""From this day lost time is paid at least as § 16 JVEG does, whatever a chamber's rule says (§ 40 Abs. 6 BBiG)."""

MOST_HOURS = 10
"""Hours of one day that are paid at most (§ 15 Abs. 2 JVEG)."""


class Pay(StrEnum):
    """What a chamber pays for: hours begun, or a number of things done."""

    HOUR = "hour"
    CORRECTION_HOUR = "correction_hour"
    PIECE = "piece"
    SITTING = "sitting"
    FLAT = "flat"

    @property
    def by_hours(self) -> bool:
        """Whether the time counts; otherwise a number of things."""
        return self in (Pay.HOUR, Pay.CORRECTION_HOUR)


PAY_WORDS = {
    Pay.HOUR: N_("Loss of time"),
    Pay.CORRECTION_HOUR: N_("Making and marking tasks"),
    Pay.PIECE: N_("Piece"),
    Pay.SITTING: N_("Sitting fee"),
    Pay.FLAT: N_("Flat amount"),
}


class Status(StrEnum):
    """Whose rule it is: the law's, an own one that the chamber has not confirmed yet, another chamber's as example."""

    LAW = "law"
    UNCONFIRMED = "unconfirmed"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None has no end on that side."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.first or date.min) <= day <= (self.last or date.max)


@dataclass(frozen=True, slots=True)
class LawRates:
    """Amounts of the JVEG in one span; `earnings` are the three caps of § 18, `lodging` the flat night (§ 7 BRKG)."""

    span: Span
    hour: Cents
    household: Cents
    earnings: tuple[Cents, ...]
    km: Cents
    lodging: Cents


@dataclass(frozen=True, slots=True)
class AbsenceStep:
    """An allowance for absences of more than so many hours; with `exactly_counts` so many hours suffice."""

    hours: int
    exactly_counts: bool
    cents: Cents

    def holds(self, minutes: int) -> bool:
        """Whether somebody who was away so long has it."""
        least = self.hours * 60
        return minutes >= least if self.exactly_counts else minutes > least


@dataclass(frozen=True, slots=True)
class Allowance:
    """The daily allowance: by hours away in rising steps, for 24 hours, for arrival and departure (None: by hours)."""

    steps: tuple[AbsenceStep, ...]
    whole_day: Cents
    arrival_or_departure: Cents | None = None

    def by_hours(self, minutes: int) -> Cents:
        """The allowance for an absence of so many minutes of one day; 0 where it is too short."""
        if minutes >= 24 * 60:
            return self.whole_day
        return max((step.cents for step in self.steps if step.holds(minutes)), default=0)


@dataclass(frozen=True, slots=True)
class Law:
    """The rates of the JVEG and the daily allowances, each without gap or overlap from its first day on."""

    name: str
    source: str
    rates: tuple[LawRates, ...]
    allowances: tuple[tuple[Span, Allowance], ...]

    def on(self, day: date) -> tuple[LawRates, Allowance]:
        """What is in force on a day; raises KammerError for a day before the first rates.

        § 24 JVEG leaves the old law to those who were called up before a change. Examiners are called up anew for
        each day, so that the law of the day of service is taken, never that of the day of the claim.
        """
        rates = next((each for each in self.rates if each.span.holds(day)), None)
        allowance = next((each for span, each in self.allowances if span.holds(day)), None)
        if rates is None or allowance is None:
            sentence = tr("There are no rates for {day}; they begin on {first}.")
            first = min(each.span.first or date.min for each in self.rates)
            raise KammerError(sentence.format(day=format_date(day), first=format_date(first)))
        return rates, allowance


@dataclass(frozen=True, slots=True)
class EarningsRule:
    """What a rule says of lost earnings; the default is § 18 JVEG.

    `most` is an own cap per hour, `self_employed` a flat amount per hour without proof.
    """

    instead_of_time: bool = False
    most: Cents | None = None
    first_cap_only: bool = False
    self_employed: Cents | None = None


@dataclass(frozen=True, slots=True)
class ClaimPeriod:
    """How long a claim may be handed in: months after the day of service (§ 2 Abs. 1 JVEG: three).

    `december_until` is the month and day of the next year that holds for all days of service in December.
    """

    months: int = 3
    december_until: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What a kind of rule says itself in one span; None and what is left out come from the JVEG.

    With own steps of the daily allowance, days of arrival and departure go by hours too.
    """

    span: Span
    pay: Mapping[Pay, Cents] = field(default_factory=lambda: MappingProxyType({}))
    more_hours_if_justified: bool = False
    earnings: EarningsRule | None = None
    km: Cents | None = None
    steps: tuple[AbsenceStep, ...] | None = None
    whole_day: Cents | None = None
    claim: ClaimPeriod | None = None


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A chamber's rule with all its versions."""

    id: str
    name: str
    status: Status
    source: str
    versions: tuple[Version, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything a day of service is paid by; `own` names the rates that do not come from the JVEG.

    `span` is that of the version of the rule.
    """

    rule: RuleKind
    span: Span
    pay: Mapping[Pay, Cents]
    more_hours_if_justified: bool
    household: Cents
    caps: tuple[Cents, ...]
    earnings: EarningsRule
    km: Cents
    lodging: Cents
    allowance: Allowance
    claim: ClaimPeriod
    own: frozenset[str]

    def basis(self, rate: str, paragraph: str) -> str:
        """What a rate rests on: the rule of the chamber, or else the paragraph."""
        return tr("Rule of {chamber}").format(chamber=self.rule.name) if rate in self.own else paragraph

    def rate(self, pay: Pay) -> Cents:
        """The rate of a kind of pay; raises KammerError, naming those the rule has."""
        if pay not in self.pay:
            sentence = tr("“{rule}” has no rate for “{pay}”. It has rates for: {known}.")
            known = ", ".join(tr(PAY_WORDS[each]) for each in self.pay)
            raise KammerError(sentence.format(rule=self.rule.name, pay=tr(PAY_WORDS[pay]), known=known))
        return self.pay[pay]


def terms_on(rule: RuleKind, law: Law, day: date) -> Terms:
    """What a rule pays for a day of service; raises KammerError where it or the law has nothing for that day."""
    rates, allowance = law.on(day)
    version = next((each for each in rule.versions if each.span.holds(day)), None)
    if version is None:
        sentence = tr("“{rule}” is not valid on {day}, but {spans}.")
        raise KammerError(sentence.format(rule=rule.name, day=format_date(day), spans=_spans(rule.versions)))
    pay = {Pay.HOUR: rates.hour, **version.pay}
    own = {str(each) for each in version.pay}
    if day >= FLOOR_SINCE and pay[Pay.HOUR] < rates.hour:
        pay[Pay.HOUR] = rates.hour
        own.discard(Pay.HOUR)
    named = {"earnings": version.earnings, "km": version.km, "allowance": version.steps, "claim": version.claim}
    earnings = version.earnings or EarningsRule()
    if version.steps is not None:
        allowance = Allowance(version.steps, version.whole_day or allowance.whole_day)
    return Terms(
        rule=rule,
        span=version.span,
        pay=MappingProxyType(pay),
        more_hours_if_justified=version.more_hours_if_justified,
        household=rates.household,
        caps=_caps(rates, earnings),
        earnings=earnings,
        km=version.km or rates.km,
        lodging=rates.lodging,
        allowance=allowance,
        claim=version.claim or ClaimPeriod(),
        own=frozenset({*own, *(name for name, said in named.items() if said is not None)}),
    )


def _caps(rates: LawRates, earnings: EarningsRule) -> tuple[Cents, ...]:
    if earnings.most is not None:
        return (earnings.most,)
    return rates.earnings[:1] if earnings.first_cap_only else rates.earnings


def _spans(versions: Sequence[Version]) -> str:
    return ", ".join(_span(each.span) for each in versions)


def _span(span: Span) -> str:
    if span.last is None:
        return tr("from {first} on").format(first=format_date(span.first))
    if span.first is None:
        return tr("until {last}").format(last=format_date(span.last))
    return f"{format_date(span.first)}–{format_date(span.last)}"
