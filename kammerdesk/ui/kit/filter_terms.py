"""What is typed into the filter row: text, =exact, !without, >7, 1..5, <=30.06.27, empty, today, this week, 11.2026."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

from kammerdesk.base.conditions import Between, Blank, Condition, Holds, Kind, Natural, Test
from kammerdesk.base.dates import parse_time, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.folding import fold
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.typed_dates import parse_typed_date

Span = tuple[Natural, Natural]
"""What an operand means: a day, but also a whole month; a word, and all that begin with it."""

EXAMPLES = {
    Kind.TEXT: N_("for example: Meier; =AN; !AG !LK; a..f; empty; not empty"),
    Kind.NUMBER: N_("for example: 7; >7; <=12,5; 1..5; !0; empty; not empty"),
    Kind.DATE: N_("for example: 24.11.2026; <=30.06.27; 11.2026; today; this week; +30; empty"),
    Kind.TIME: N_("for example: 08:30; >=12; 8..12; empty; not empty"),
}

_PARTS = re.compile(r'(?:"[^"]*"|(?!\s!)[^;"])+')
_OPERATORS = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"([+-]?\d{1,12})(?:[.,](\d{1,4}))?\s*(?:€|EUR|%)?")
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_MONTH = re.compile(r"(\d{1,2})\.(\d{4})")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_STEP = re.compile(r"([+-])\d{1,4}[twmj]?")
_LAST = "\U0010ffff"


def parse_condition(typed: str, kind: Kind, today: date) -> Condition | None:
    """What is meant; None for nothing. Parts between semicolons are alternatives, excluding ones hold together: these
    need no semicolon in front of their exclamation mark.

    What stands between quotation marks is text, whatever it looks like.

    Raises KammerError with what was typed and examples for this kind of column.
    """
    wanted: list[Test] = []
    unwanted: list[Test] = []
    for part in filter(None, (part.strip() for part in _PARTS.findall(typed))):
        try:
            excluded, test = _part(part, kind, today)
        except KammerError:
            message = tr("“{text}” is not a condition; {examples}.")
            raise KammerError(message.format(text=shorten(part), examples=tr(EXAMPLES[kind]))) from None
        (unwanted if excluded else wanted).append(test)
    return Condition(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None


def _part(part: str, kind: Kind, today: date) -> tuple[bool, Test]:
    turned = False
    while part.startswith("!") or (part.startswith("-") and kind is Kind.TEXT):
        part, turned = part[1:].strip(), not turned
    excluded, test = _plain_part(part, kind, today)
    return excluded != turned, test


def _plain_part(part: str, kind: Kind, today: date) -> tuple[bool, Test]:
    word = fold(" ".join(part.split()))
    if word in _either(N_("empty"), "leer"):
        return False, Blank()
    if word in _either(N_("not empty"), "nicht leer"):
        return True, Blank()
    found = _OPERATORS.fullmatch(part)
    operator, rest = (found[1] or "", found[2].strip()) if found else ("", part)
    if operator == "<>":
        return True, _equal(rest, kind, today, whole=True)
    if operator in ("", "="):
        low, dots, high = rest.partition("..") if '"' not in rest else (rest, "", "")
        return False, _range(low, high, kind, today) if dots else _equal(rest, kind, today, whole=operator == "=")
    low_end, high_end = _span(rest, kind, today)
    tests = {
        ">": Between(low=high_end, open_low=True),
        ">=": Between(low=low_end),
        "<": Between(high=low_end, open_high=True),
        "<=": Between(high=high_end),
    }
    return False, tests[operator]


def _either(english: str, german: str) -> tuple[str, ...]:
    return english, german, fold(tr(english))


def _equal(text: str, kind: Kind, today: date, whole: bool) -> Test:
    if kind is not Kind.TEXT:
        return Between(*_span(text, kind, today))
    if text[:1] == text[-1:] == '"':
        text = text[1:-1]
    if not text.strip():
        raise KammerError(text)
    return Holds(text, whole)


def _range(low: str, high: str, kind: Kind, today: date) -> Test:
    if not low.strip() and not high.strip():
        raise KammerError(low)
    ends = [_span(end.strip(), kind, today) if end.strip() else None for end in (low, high)]
    first, last = ends
    if first is not None and last is not None and first[0] > last[1]:  # type: ignore[operator]  # one kind
        first, last = last, first
    return Between(first[0] if first else None, last[1] if last else None)


def _span(text: str, kind: Kind, today: date) -> Span:
    return _SPANS[kind](text, today)


def _text_span(text: str, today: date) -> Span:
    folded = fold(text)
    if not any(letter.isalnum() for letter in folded):
        raise KammerError(text)
    return folded, folded + _LAST


def _number_span(text: str, today: date) -> Span:
    found = _NUMBER.fullmatch(text)
    if found is None or _THOUSANDS.fullmatch(text):
        raise KammerError(text)
    number = Decimal(f"{found[1]}.{found[2] or 0}")
    return number, number


def _time_span(text: str, today: date) -> Span:
    moment: time = parse_time(text)
    return moment, moment


def _date_span(text: str, today: date) -> Span:
    word = fold(" ".join(text.split()))
    for names, span in _NAMED:
        if word in names or word == fold(tr(names[0])):
            return span(today)
    if found := _MONTH.fullmatch(text):
        month, year = int(found[1]), int(found[2])
        if 1 <= month <= 12 and 1900 <= year < 2200:
            return _month(date(year, month, 1))
        raise KammerError(text)
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    day = parse_typed_date(text, today)
    return (min(day, today), max(day, today)) if _STEP.fullmatch(text.lower()) else (day, day)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _week(today: date, weeks: int) -> tuple[date, date]:
    monday = today + timedelta(days=7 * weeks - today.weekday())
    return monday, monday + timedelta(days=6)


def _shifted_month(today: date, months: int) -> tuple[date, date]:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return _month(date(year, month + 1, 1))


def _year(today: date, years: int) -> tuple[date, date]:
    return date(today.year + years, 1, 1), date(today.year + years, 12, 31)


def _day(today: date, days: int) -> tuple[date, date]:
    day = today + timedelta(days=days)
    return day, day


_NAMED: tuple[tuple[tuple[str, ...], Callable[[date], Span]], ...] = (
    ((N_("today"), "heute"), lambda today: _day(today, 0)),
    ((N_("yesterday"), "gestern"), lambda today: _day(today, -1)),
    ((N_("tomorrow"), "morgen"), lambda today: _day(today, 1)),
    ((N_("this week"), "diese woche"), lambda today: _week(today, 0)),
    ((N_("last week"), "letzte woche"), lambda today: _week(today, -1)),
    ((N_("next week"), "nachste woche", "naechste woche"), lambda today: _week(today, 1)),
    ((N_("this month"), "dieser monat", "diesen monat"), lambda today: _shifted_month(today, 0)),
    ((N_("last month"), "letzter monat", "letzten monat"), lambda today: _shifted_month(today, -1)),
    ((N_("next month"), "nachster monat", "naechster monat"), lambda today: _shifted_month(today, 1)),
    ((N_("this year"), "dieses jahr"), lambda today: _year(today, 0)),
    ((N_("last year"), "letztes jahr"), lambda today: _year(today, -1)),
    ((N_("next year"), "nachstes jahr", "naechstes jahr"), lambda today: _year(today, 1)),
)
_SPANS: dict[Kind, Callable[[str, date], Span]] = {
    Kind.TEXT: _text_span,
    Kind.NUMBER: _number_span,
    Kind.DATE: _date_span,
    Kind.TIME: _time_span,
}
