"""How long records are kept: the rules of `resources/retention/rules.yaml`, and days counted by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kammerdesk.base import paths
from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr, trn
from kammerdesk.exams.rules import datafile
from kammerdesk.exams.rules.datafile import Data

SETTING = "retention."
"""Begins the key of the office setting with a chamber's own period; the kind follows."""

_PERIOD = re.compile(r"([1-9][0-9]{0,3})([yd])")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in years or days."""

    years: int = 0
    days: int = 0

    def last_start(self, today: date) -> date:
        """The latest day on which a period may have started that is over today."""
        return _years_before(today, self.years) - timedelta(self.days)

    def end(self, start: date) -> date:
        """The first day on which a period that started on `start` is over."""
        return _years_before(start, -self.years) + timedelta(self.days)

    @property
    def words(self) -> str:
        """50 years; 30 days."""
        if self.years:
            return trn("{n} year", "{n} years", self.years).format(n=self.years)
        return trn("{n} day", "{n} days", self.days).format(n=self.days)


@dataclass(frozen=True, slots=True)
class Rule:
    """When records of one kind fall due.

    `starts` are paths to what starts the period, as the head of the file says; without any it starts with the making
    of the record, which falls due only when nothing refers to it. `confirmed` is false for a default of the program.
    """

    kind: str
    category: str
    law: str
    period: Period
    starts: tuple[str, ...]
    end_of_year: bool
    confirmed: bool

    @property
    def unreferenced(self) -> bool:
        """Whether it speaks of records that nothing refers to."""
        return not self.starts

    def due_since(self, start: date) -> date:
        """The first day on which a record whose period started on `start` may no longer be kept."""
        return self.period.end(date(start.year + 1, 1, 1) if self.end_of_year else start)

    def last_start(self, today: date) -> date:
        """The latest start with which a record is due today."""
        latest = self.period.last_start(today)
        return date(latest.year - 1, 12, 31) if self.end_of_year else latest


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules; `follows` says by which column a kind goes with another, `kept` are kinds that are never erased."""

    removed: Rule
    by_kind: Mapping[str, Rule]
    follows: Mapping[str, str]
    kept: frozenset[str]
    kinds: frozenset[str]

    def with_periods(self, settings: Mapping[str, str]) -> Rules:
        """The rules with a chamber's own periods, by kind; raises KammerError for one that is none."""
        own = {
            kind: replace(self.by_kind[kind], period=_period(text), confirmed=True)
            for kind, text in settings.items()
            if kind in self.by_kind
        }
        return replace(self, by_kind=MappingProxyType({**self.by_kind, **own}))


@cache
def default_rules(days_in_trash: int) -> Rules:
    """The rules that come with the program; removed records wait so many days."""
    return load_rules(paths.resource("retention", "rules.yaml"), days_in_trash)


def load_rules(file: Path, days_in_trash: int) -> Rules:
    """Reads a file of rules; raises KammerError with its name where it cannot be used."""
    data = datafile.read(file)
    kinds: Mapping[str, Data] = data["kinds"]
    category, law = data["removed"]["category"], data["removed"]["law"]
    return Rules(
        Rule("", category, law, Period(days=days_in_trash), (), end_of_year=False, confirmed=True),
        MappingProxyType({kind: _rule(kind, entry) for kind, entry in kinds.items() if "category" in entry}),
        MappingProxyType({kind: entry["with"] for kind, entry in kinds.items() if "with" in entry}),
        frozenset(kind for kind, entry in kinds.items() if entry.get("keep") == "always"),
        frozenset(kinds),
    )


def _rule(kind: str, entry: Data) -> Rule:
    return Rule(
        kind,
        entry["category"],
        entry["law"],
        Period(years=entry["years"]),
        tuple(entry.get("from", ())),
        entry.get("end_of_year", False),
        entry["confirmed"],
    )


def _period(text: str) -> Period:
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        sentence = tr("“{text}” is not a period. Example: 30y for 30 years, 90d for 90 days.")
        raise KammerError(sentence.format(text=shorten(text)))
    number = int(found.group(1))
    return Period(years=number) if found.group(2) == "y" else Period(days=number)


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
