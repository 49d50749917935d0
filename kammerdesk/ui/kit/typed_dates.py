"""Dates as clerks type them: 24.11., 2411, h, +7, mo; wrong input is an error and never silently today."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

from kammerdesk.base.dates import WEEKDAYS, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr


class Lean(Enum):
    """Which year a date without a year means: the next such day, or the last one."""

    FUTURE = 1
    PAST = -1


_WITH_DOTS = re.compile(r"(\d{1,2})\.(?:(\d{1,2})(?:\.(\d{4}|\d{2})?)?)?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?|(\d{1,2})")
_STEP = re.compile(r"([+-])(\d{1,4})([twmj]?)")
_WEEKDAY_BEFORE = re.compile(r"\w{2,3}\.?,\s*(?=\d)")
_GERMAN_WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_OLDEST = 1900


def parse_typed_date(text: str, today: date, lean: Lean = Lean.FUTURE) -> date:
    """The date somebody means; raises KammerError with the text and an example when there is none.

    h today, m first and u last day of this month, +7 -1w +2m +1j steps from today, mo … so the next such weekday.
    """
    typed = _WEEKDAY_BEFORE.sub("", text.strip().lower())
    found = _by_word(typed, today) or _by_step(typed, today) or _by_figures(typed, today, lean)
    if found is None or not _OLDEST <= found.year < 2200:
        message = tr("“{text}” is not a date. Example: 24.11.2026 or 24.11.")
        raise KammerError(message.format(text=shorten(text)))
    return found


def _by_word(typed: str, today: date) -> date | None:
    if typed == "h":
        return today
    if typed == "m":
        return today.replace(day=1)
    if typed == "u":
        return today.replace(day=monthrange(today.year, today.month)[1])
    for days in (_GERMAN_WEEKDAYS, tuple(tr(word).lower() for word in WEEKDAYS)):
        if typed in days:
            return today + timedelta(days=(days.index(typed) - today.weekday() - 1) % 7 + 1)
    return None


def _by_step(typed: str, today: date) -> date | None:
    found = _STEP.fullmatch(typed)
    if found is None:
        return None
    count = int(f"{found[1]}{found[2]}")
    if found[3] in ("", "t", "w"):
        return today + timedelta(days=count * (7 if found[3] == "w" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if found[3] == "j" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _by_figures(typed: str, today: date, lean: Lean) -> date | None:
    if found := _WITH_DOTS.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _DIGITS.fullmatch(typed):
        day, month, year = found[1] or found[4], found[2], found[3]
    else:
        return None
    if month is None:
        return _date(today.year, today.month, int(day))
    if year is None:
        return _nearest(int(month), int(day), today, lean)
    if len(year) == 4:
        return _date(int(year), int(month), int(day))
    return _two_figures(int(year), int(month), int(day), today, lean)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date, lean: Lean) -> date | None:
    for distance in range(9):  # 29.02. may be eight years away (1896, 1904)
        found = _date(today.year + distance * lean.value, month, day)
        if found is not None and (found - today).days * lean.value >= 0:
            return found
    return None


def _two_figures(year: int, month: int, day: int, today: date, lean: Lean) -> date | None:
    """26 is 2026; where dates lie in the past, 98 is 1998."""
    found = _date(today.year // 100 * 100 + year, month, day)
    if found is not None and lean is Lean.PAST and found > today:
        return _date(found.year - 100, month, day)
    return found
