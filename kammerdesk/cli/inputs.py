"""Reads what is typed behind a calculation: exact points, marks of exam areas, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from kammerdesk.base.dates import parse_date, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import exact_text
from kammerdesk.exams.rules.passing import Mark
from kammerdesk.exams.rules.regulation import ExamArea, Regulation

_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,9})?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def points(text: str, of: Fraction = Fraction(100)) -> Fraction:
    """Exact points from 0 to `of`, with decimal comma or point; raises KammerError saying what is allowed."""
    allowed = exact_text(of).rstrip("0").rstrip(".").replace(".", ",")
    value = _number(text)
    if value is None:
        sentence = tr("“{text}” is not a number of points. Allowed are 0 to {maximum} points, for example 87.5.")
        raise KammerError(sentence.format(text=shorten(text), maximum=allowed))
    if value > of:
        sentence = tr("{text} is too high. Allowed are 0 to {maximum} points, for example 87.5.")
        raise KammerError(sentence.format(text=text.strip(), maximum=allowed))
    return value


def achievable(text: str) -> Fraction:
    """The points that can be achieved, more than 0."""
    value = _number(text)
    if not value:
        raise KammerError(tr("“{text}” is not a number of achievable points above 0.").format(text=shorten(text)))
    return value


def day(text: str) -> date:
    """A date as 2026-11-24 or 24.11.2026; raises KammerError with an example."""
    if not _ISO.fullmatch(text.strip()):
        return parse_date(text)
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise KammerError(tr("“{text}” is not a date. Example: 24.11.2026.").format(text=shorten(text))) from None


def marks(regulation: Regulation, texts: Sequence[str]) -> dict[str, Mark]:
    """Marks typed as AREA=POINTS, AREA=FIRST/SECOND (subareas in order) or AREA=POINTS+ORAL."""
    found: dict[str, Mark] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        area_id = name.strip().upper()
        if not equals or not area_id or not value.strip():
            raise KammerError(tr("“{text}” is not a mark. Example: KBP=45 or KBP=45+60.").format(text=shorten(text)))
        if area_id not in regulation.area_ids:
            sentence = tr("{regulation} has no exam area “{area}”. Its areas are: {areas}.")
            raise KammerError(
                sentence.format(
                    regulation=regulation.id, area=shorten(name.strip()), areas=", ".join(regulation.area_ids)
                )
            )
        if area_id in found:
            raise KammerError(tr("{area} is given twice.").format(area=area_id))
        found[area_id] = _mark(regulation.area(area_id), value)
    return found


def _mark(area: ExamArea, text: str) -> Mark:
    achieved, plus, oral = text.partition("+")
    parts = [points(part) for part in achieved.split("/")]
    if len(parts) > 1 and len(parts) != len(area.subareas):
        sentence = tr("{area}: {given} values are given, but the area has {number} performances.")
        raise KammerError(sentence.format(area=area.id, given=len(parts), number=len(area.subareas) or 1))
    result = area.points_of_subareas(parts) if len(parts) > 1 else parts[0]
    return Mark(result, points(oral) if plus else None)


def _number(text: str) -> Fraction | None:
    cleaned = text.strip()
    return Fraction(cleaned.replace(",", ".")) if _NUMBER.fullmatch(cleaned) else None
