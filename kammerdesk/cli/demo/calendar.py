"""The dates a demonstration needs: seasons, training contracts, terms of office, the next working day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kammerdesk.committees.rules.terms import LONGEST_TERM_YEARS, last_day_of_term
from kammerdesk.exams.rules.catalogue import regulation

_SHORTEST_MONTHS = 18


@dataclass(frozen=True, slots=True)
class Season:
    """A Prüfungsdurchgang and the last day of the training contracts that it ends."""

    name: str
    code: str
    starts_on: date
    ends_on: date
    training_ends_on: date


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office, first and last day."""

    first: date
    last: date


def season_on(day: date) -> Season:
    """The season of a day: winter from September to February, summer from March to August."""
    if 3 <= day.month <= 8:
        year = day.year
        return Season(f"Sommer {year}", f"S{year % 100:02d}", date(year, 3, 1), date(year, 8, 31), date(year, 7, 31))
    year = day.year if day.month >= 9 else day.year - 1
    name, code = f"Winter {year}/{(year + 1) % 100:02d}", f"W{year % 100:02d}"
    return Season(name, code, date(year, 9, 1), date(year + 1, 3, 1) - timedelta(days=1), date(year + 1, 1, 31))


def seasons_until(day: date, count: int) -> list[Season]:
    """The season of a day and those before it, oldest first."""
    found = [season_on(day)]
    while len(found) < count:
        found.insert(0, season_on(found[0].starts_on - timedelta(days=1)))
    return found


def contract(regulation_id: str, season: Season) -> tuple[date, date] | None:
    """A training contract under a regulation that this season ends; None where the regulation is too young for it.

    The first contracts under a young regulation are shortened ones.
    """
    rules = regulation(regulation_id)
    following = season.training_ends_on + timedelta(days=1)
    begins = max(months_before(following, rules.months or 0), rules.contracts_from or rules.valid_from)
    return (begins, season.training_ends_on) if begins <= months_before(following, _SHORTEST_MONTHS) else None


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def term_from(first: date) -> Term:
    """The longest term that begins on a day."""
    return Term(first, last_day_of_term(first))


def term_until(last: date) -> Term:
    """The longest term that ends on a day."""
    following = last + timedelta(days=1)
    if (following.month, following.day) == (2, 29):
        following = date(following.year, 3, 1)
    return Term(following.replace(year=following.year - LONGEST_TERM_YEARS), last)


def uniform_term(on: date, years_ago: int) -> Term:
    """The uniform term of office that began in September so many years before the season of a day."""
    return term_from(date(season_on(on).starts_on.year - years_ago, 9, 1))


def working_day_from(first: date) -> date:
    """This day or the first one after it that is neither weekend nor a public holiday in Niedersachsen."""
    return working_days(first, first + timedelta(weeks=3))[0]


def working_days(first: date, last: date) -> list[date]:
    """All days of a span that are neither weekend nor a public holiday in Niedersachsen."""
    import holidays

    off = holidays.country_holidays("DE", subdiv="NI", years=range(first.year, last.year + 1))
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in off]
