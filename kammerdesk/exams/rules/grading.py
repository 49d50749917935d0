"""From points to grades: the grade key with its decimal grades, and how points are rounded before a grade is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor

from kammerdesk.base.points import round_half_up, truncate


class Rounding(StrEnum):
    """How points are shown and read: cut off after two decimals, or rounded commercially to two or to none."""

    TRUNCATE_2 = "truncate_2"
    HALF_UP_0 = "half_up_0"
    HALF_UP_2 = "half_up_2"

    def shown(self, points: Fraction) -> Fraction:
        """Points as they stand on paper; pass rules never look at these but at the exact value."""
        if self is Rounding.TRUNCATE_2:
            return truncate(points)
        return round_half_up(points, 0 if self is Rounding.HALF_UP_0 else 2)

    def whole(self, points: Fraction) -> int:
        """Points as a whole number, as the table of decimal grades needs them."""
        return floor(points) if self is Rounding.TRUNCATE_2 else int(round_half_up(points))


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade 1 to 6 with its word, and the decimal grade in tenths (24 = 2,4)."""

    number: int
    word: str
    tenths: int

    @property
    def decimal(self) -> str:
        """The decimal grade with a point: "2.4"."""
        return f"{self.tenths // 10}.{self.tenths % 10}"


@dataclass(frozen=True, slots=True)
class GradeStep:
    """A grade and the points from which on it is given."""

    lowest: int
    number: int
    word: str


@dataclass(frozen=True, slots=True)
class GradeKey:
    """One version of a key of 100 points; steps and decimal grades run from the highest points downwards."""

    id: str
    name: str
    source: str
    valid_from: date | None
    valid_until: date | None
    rounding: Rounding
    steps: tuple[GradeStep, ...]
    decimals: tuple[tuple[int, int], ...]

    def valid_on(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)

    def grade(self, points: Fraction, rounding: Rounding | None = None) -> Grade:
        """The grade of exact points from 0 to 100; `rounding` overrides the key's own.

        The word comes from the exact value, 91,99 is "gut" (ÖDAPrV § 30), unless whole points are the configured
        rule; the decimal grade is read from whole points (MPO § 24).
        """
        rule = rounding or self.rounding
        graded = rule.shown(points) if rule is Rounding.HALF_UP_0 else points
        step = next(step for step in self.steps if graded >= step.lowest)
        tenths = next(tenths for lowest, tenths in self.decimals if rule.whole(points) >= lowest)
        return Grade(step.number, step.word, tenths)
