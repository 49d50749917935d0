"""Reads what comes with the program about compensation: rates, kinds of rule and tax notes, refused where they err."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from kammerdesk.base import paths
from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.compensation.rules.tax import TaxLimit
from kammerdesk.compensation.rules.terms import (
    AbsenceStep,
    Allowance,
    ClaimPeriod,
    EarningsRule,
    Law,
    LawRates,
    Pay,
    RuleKind,
    Span,
    Status,
    Terms,
    Version,
    terms_on,
)
from kammerdesk.exams.rules import datafile
from kammerdesk.exams.rules.datafile import Data

STANDARD = "jveg"
"""The kind of rule that is taken where none is named."""

_RATES, _TAX = "rates.yaml", "tax.yaml"


@cache
def law() -> Law:
    """The rates of the JVEG with the daily allowances."""
    return load_law(paths.resource("compensation", _RATES))


@cache
def rule_kinds() -> Mapping[str, RuleKind]:
    """All kinds of rule of the program by id, in alphabetical order."""
    return load_rule_kinds(paths.resource("compensation"))


@cache
def tax_limits() -> tuple[TaxLimit, ...]:
    """The tax notes of the program."""
    return load_tax_limits(paths.resource("compensation", _TAX))


def rule_kind(rule_id: str = STANDARD) -> RuleKind:
    """The kind of rule with this id; raises KammerError naming the known ones."""
    found = rule_kinds().get(rule_id)
    if found is None:
        sentence = tr("There is no rule of compensation “{id}”. Known are: {known}.")
        raise KammerError(sentence.format(id=shorten(rule_id), known=", ".join(rule_kinds())))
    return found


def terms(on: date, rule_id: str = STANDARD) -> Terms:
    """What is paid for a day of service; raises KammerError for an unknown rule or a day without rates."""
    return terms_on(rule_kind(rule_id), law(), on)


def load_law(file: Path) -> Law:
    """Reads the rates; raises KammerError where their spans have a gap or overlap."""
    data = datafile.read(file)
    rates = tuple(
        LawRates(
            _span(file, each), each["hour"], each["household"], tuple(each["earnings"]), each["km"], each["lodging"]
        )
        for each in data["rates"]
    )
    allowances = tuple(
        (_span(file, each), Allowance(_steps(file, each), each["whole_day"], each["arrival_or_departure"]))
        for each in data["daily_allowances"]
    )
    _must_join(file, "rates", [each.span for each in rates])
    _must_join(file, "daily_allowances", [span for span, _ in allowances])
    for each in rates:
        if list(each.earnings) != sorted(each.earnings):
            raise datafile.refusal(file, tr("{field} must rise.").format(field="earnings"))
    return Law(data["name"], data["source"], rates, allowances)


def load_rule_kinds(folder: Path) -> Mapping[str, RuleKind]:
    """Reads every kind of rule of a folder; raises KammerError with the name of the file that is refused."""
    loaded: dict[str, RuleKind] = {}
    for file in sorted(folder.glob("*.yaml")):
        data = datafile.read(file)
        if data["kind"] != "rule":
            continue
        versions = tuple(_version(file, each) for each in data["versions"])
        _must_join(file, "versions", [each.span for each in versions])
        if data["id"] != file.stem:
            raise datafile.refusal(file, tr("its id “{id}” is not its name.").format(id=data["id"]))
        remarks = tuple(data.get("remarks", ()))
        loaded[data["id"]] = RuleKind(
            data["id"], data["name"], Status(data["status"]), data["source"], versions, remarks
        )
    return MappingProxyType(loaded)


def load_tax_limits(file: Path) -> tuple[TaxLimit, ...]:
    """Reads the tax notes; raises KammerError where the years of a note have a gap or overlap."""
    data = datafile.read(file)
    found: list[TaxLimit] = []
    for note in data["notes"]:
        limits = [
            TaxLimit(note["id"], note["paragraph"], each["from_year"], each["until_year"], each["cents"])
            for each in note["limits"]
        ]
        spans = [
            Span(date(each.from_year, 1, 1), date(each.until_year, 12, 31) if each.until_year else None)
            for each in limits
        ]
        _must_join(file, note["id"], spans)
        found += limits
    return tuple(found)


def _version(file: Path, data: Data) -> Version:
    earnings, claim, allowance = data.get("earnings"), data.get("claim"), data.get("daily_allowance")
    return Version(
        span=_span(file, data),
        pay=MappingProxyType({Pay(name): cents for name, cents in data.get("pay", {}).items()}),
        more_hours_if_justified=data.get("more_hours_if_justified", False),
        earnings=EarningsRule(**earnings) if earnings else None,
        km=data.get("km"),
        steps=_steps(file, allowance) if allowance else None,
        whole_day=allowance.get("whole_day") if allowance else None,
        claim=ClaimPeriod(claim["months"], _month_and_day(claim.get("december_until"))) if claim else None,
    )


def _steps(file: Path, data: Data) -> tuple[AbsenceStep, ...]:
    steps = tuple(AbsenceStep(each["hours"], each["exactly_counts"], each["cents"]) for each in data["steps"])
    if any(low.hours >= high.hours or low.cents >= high.cents for low, high in pairwise(steps)):
        raise datafile.refusal(file, tr("{field} must rise.").format(field="steps"))
    return steps


def _span(file: Path, data: Data) -> Span:
    return Span(datafile.day(file, data, "valid_from"), datafile.day(file, data, "valid_until"))


def _month_and_day(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    month, day = text.split("-")
    return int(month), int(day)


def _must_join(file: Path, field: str, spans: Sequence[Span]) -> None:
    """Each span begins on the day after the one before, and ends after its beginning."""
    for span in spans:
        if (span.last or date.max) < (span.first or date.min):
            raise datafile.refusal(file, tr("valid_until lies before its beginning."))
    for earlier, later in pairwise(spans):
        if earlier.last is None or later.first != earlier.last + timedelta(1):
            raise datafile.refusal(file, tr("the spans of {field} have a gap or overlap.").format(field=field))
