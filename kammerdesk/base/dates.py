"""Dates and times of day as German offices write and read them."""

from __future__ import annotations

import re
from datetime import date, time

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
LONG_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?|(\d{1,2})(\d{2})")


def format_date(day: date | None) -> str:
    """24.11.2026; empty for None."""
    return f"{day.day:02}.{day.month:02}.{day.year}" if day else ""  # strftime takes ten times as long


def format_day(day: date | None) -> str:
    """Di, 24.11.2026; empty for None."""
    return f"{tr(WEEKDAYS[day.weekday()])}, {day:%d.%m.%Y}" if day else ""


def format_time(moment: time | None) -> str:
    """08:30; empty for None."""
    return f"{moment:%H:%M}" if moment else ""


def parse_date(text: str) -> date:
    """A full German date such as 24.11.2026 or 4.1.2027; two-digit years and other orders are refused.

    Raises KammerError with a sentence that names the text and shows an example.
    """
    found = _GERMAN_DATE.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        day, month, year = map(int, found.groups())
        if year < 1900:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        raise KammerError(tr("“{text}” is not a date. Example: 24.11.2026.").format(text=shorten(text))) from None


def parse_time(text: str) -> time:
    """A time of day: 8:30, 8.30, 830, 0830 or 8. Raises KammerError with an example."""
    found = _TIME.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        hour = int(found.group(1) or found.group(3))
        minute = int(found.group(2) or found.group(4) or 0)
        return time(hour, minute)
    except ValueError:
        raise KammerError(tr("“{text}” is not a time. Example: 08:30.").format(text=shorten(text))) from None


def shorten(text: str, limit: int = 40) -> str:
    """A text fit to be quoted in a sentence: one line, at most `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
