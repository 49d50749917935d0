"""Points: integer hundredths when stored, exact fractions when calculated, never binary floating point."""

from __future__ import annotations

import re
from fractions import Fraction

from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

Hundredths = int
"""Points times 100: 87,5 points are 8750."""

TenThousandths = int
"""Points times 10 000: what whole per cents of hundredths come to, without a remainder."""

_NUMBER = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")


def parse_points(text: str, maximum: int = 100) -> Hundredths:
    """Points as typed: comma and point both mean decimal, at most two decimals, 0 to `maximum`.

    Raises KammerError saying what is wrong and what is allowed.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise KammerError(
            tr("“{text}” is not a number of points. Allowed are 0 to {maximum} points, for example 87.5.").format(
                text=shorten(text), maximum=maximum
            )
        )
    value = int(found.group(1)) * 100 + int((found.group(2) or "").ljust(2, "0"))
    if value > maximum * 100:
        raise KammerError(
            tr("{text} is too high. Allowed are 0 to {maximum} points, for example 87.5.").format(
                text=text.strip(), maximum=maximum
            )
        )
    return value


def exact(value: Hundredths) -> Fraction:
    """Hundredths as an exact number of points."""
    return Fraction(value, 100)


def to_ten_thousandths(value: Fraction) -> TenThousandths:
    """Exact points as they are stored of an area; ValueError where something would be lost."""
    scaled = value * 10_000
    if scaled.denominator != 1:
        raise ValueError(f"{value} points cannot be stored exactly")
    return scaled.numerator


def from_ten_thousandths(value: TenThousandths) -> Fraction:
    """What is stored of an area as an exact number of points."""
    return Fraction(value, 10_000)


def to_hundredths(value: Fraction) -> Hundredths:
    """Exact points for the paper, cut off after two decimals."""
    return value.numerator * 100 // value.denominator


def truncate(value: Fraction, decimals: int = 2) -> Fraction:
    """Cuts off after the given number of decimals, as ÖDAPrV § 30(2) does."""
    scale = 10**decimals
    return Fraction(value.numerator * scale // value.denominator, scale)


def round_half_up(value: Fraction, decimals: int = 0) -> Fraction:
    """Commercial rounding; only for values that are not negative."""
    scale = 10**decimals
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def decimal_text(value: Fraction, decimals: int = 2) -> str:
    """A number of points with a point and exactly so many decimals, cut off: 61.06."""
    cut = truncate(value, decimals)
    whole = cut.numerator * 10**decimals // cut.denominator
    return f"{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}" if decimals else str(whole)


def exact_text(value: Fraction) -> str:
    """A number of points with a point, in full where it ends (at least two decimals), else cut off after two."""
    scaled, decimals = value * 100, 2
    while scaled.denominator != 1 and (10**24 % scaled.denominator) == 0:
        scaled, decimals = scaled * 10, decimals + 1
    return decimal_text(value, decimals)


def comma_text(value: Fraction) -> str:
    """Exact points for a sentence: two decimals, cut off, with a comma: 61,06."""
    return decimal_text(value).replace(".", ",")


def format_points(value: Hundredths | None) -> str:
    """Points for the screen and the paper: 87,5, 100, 61,06; empty for None."""
    if value is None:
        return ""
    whole, rest = divmod(value, 100)
    return f"{whole}" if not rest else f"{whole},{rest:02d}".rstrip("0")
