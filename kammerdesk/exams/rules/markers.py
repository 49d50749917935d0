"""Two markers who judge for themselves, § 42 Abs. 5 BBiG: their mean, or the third member named beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

PARAGRAPH = "§ 42 Abs. 5 BBiG"


@dataclass(frozen=True, slots=True)
class Marking:
    """The exact value (None while the third marker's is missing) and whether a third marker decides."""

    value: Fraction | None
    third_marker: bool


def two_markers(first: Fraction, second: Fraction, of: Fraction, third: Fraction | None = None) -> Marking:
    """The mean where the marks differ by at most 10 % of the achievable points `of`, else the third marker's mark."""
    if abs(first - second) * 10 <= of:
        return Marking((first + second) / 2, False)
    return Marking(third, True)
