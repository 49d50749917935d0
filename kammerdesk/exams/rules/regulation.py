"""A training regulation as data: its exam areas, what they weigh, when the exam is passed, what an oral may mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

Points = Mapping[str, Fraction]
"""Exact points of exam areas by their id."""


class RuleKind(StrEnum):
    """The kinds of pass rule: the first three look at a weighted mean, the others count areas."""

    TOTAL = "total"
    PART2 = "part2"
    COMBINED = "combined"
    BLOCKING_PART = "blocking_part"
    ENOUGH_AREAS = "enough_areas"
    NO_AREA_BELOW = "no_area_below"

    @property
    def is_mean(self) -> bool:
        """Whether the rule asks for a weighted mean instead of counting areas."""
        return self in (RuleKind.TOTAL, RuleKind.PART2, RuleKind.COMBINED)


@dataclass(frozen=True, slots=True)
class Occupation:
    """What the exam qualifies for; `code` stays the same when a new regulation replaces an old one."""

    code: str
    male: str
    female: str
    specialisation: str
    kldb: str

    @property
    def title(self) -> str:
        """Both forms and the specialisation, as a heading names the occupation."""
        names = f"{self.male}/{self.female}"
        return f"{names}, {self.specialisation}" if self.specialisation else names


@dataclass(frozen=True, slots=True)
class Subarea:
    """A performance inside an exam area; `share` in per cent of the area."""

    name: str
    share: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class ExamArea:
    """One exam area; `part` 1 or 2 of a stretched exam (0: not stretched), `weighting` in per mille of the exam."""

    id: str
    part: int
    name: str
    weighting: int
    minutes: int | None
    supplementary: bool
    subareas: tuple[Subarea, ...]

    def points_of_subareas(self, points: Sequence[Fraction]) -> Fraction:
        """The points of the area from those of its subareas, in their order."""
        shares = zip(self.subareas, points, strict=True)
        return sum((subarea.share * value for subarea, value in shares), Fraction()) / 100


@dataclass(frozen=True, slots=True)
class PassRule:
    """One condition for passing; never broken by a higher mark.

    A mean rule asks that the weighted mean of `areas` is at least `minimum`; a counting rule that at least `count` of
    `areas` reach `minimum` points each.
    """

    kind: RuleKind
    areas: tuple[str, ...]
    minimum: int
    count: int
    paragraph: str

    @property
    def key(self) -> str:
        """The rule's stable name, unique within its regulation."""
        return f"{self.kind}:{self.areas[0]}" if self.kind is RuleKind.BLOCKING_PART else str(self.kind)


@dataclass(frozen=True, slots=True)
class SupplementaryRule:
    """The supplementary oral exam: in how many areas, only below how many points, how it counts."""

    max_areas: int
    only_below: int | None
    minutes: int | None
    written_weight: int
    oral_weight: int
    discretion: bool
    paragraph: str

    def result(self, written: Fraction, oral: Fraction) -> Fraction:
        """The area's points after the oral, with the usual weights (2·W + M) / 3."""
        weighted = self.written_weight * written + self.oral_weight * oral
        return weighted / (self.written_weight + self.oral_weight)


@dataclass(frozen=True, slots=True)
class Regulation:
    """A training regulation (or the AEVO) with everything an exam result rests on."""

    id: str
    occupation: Occupation
    source: str
    valid_from: date
    valid_until: date | None
    contracts_from: date | None
    months: int | None
    overall_result: bool
    areas: tuple[ExamArea, ...]
    pass_rules: tuple[PassRule, ...]
    supplementary: SupplementaryRule | None
    resits: int
    resits_paragraph: str
    intermediate_exam: Subarea | None

    @property
    def area_ids(self) -> tuple[str, ...]:
        """The ids of all areas, in the order of the regulation."""
        return tuple(area.id for area in self.areas)

    def area(self, area_id: str) -> ExamArea:
        """The area with this id; KeyError where there is none."""
        return {area.id: area for area in self.areas}[area_id]

    def areas_of_part(self, part: int) -> tuple[str, ...]:
        """The ids of the areas of part 1 or 2; empty where the exam is not stretched."""
        return tuple(area.id for area in self.areas if area.part == part)

    def applies_to(self, contract_date: date) -> bool:
        """Whether a training contract of this day falls under this regulation."""
        first = self.contracts_from or self.valid_from
        return first <= contract_date <= (self.valid_until or date.max)

    def mean(self, area_ids: Collection[str], points: Points) -> Fraction:
        """The mean of these areas, each weighted as in the whole exam (exact)."""
        chosen = [area for area in self.areas if area.id in area_ids]
        weighted = sum((area.weighting * points[area.id] for area in chosen), Fraction())
        return weighted / sum(area.weighting for area in chosen)

    def holds(self, rule: PassRule, points: Points) -> bool:
        """Whether a pass rule is satisfied by the exact points of all its areas."""
        if rule.kind.is_mean:
            return self.mean(rule.areas, points) >= rule.minimum
        return sum(points[area_id] >= rule.minimum for area_id in rule.areas) >= rule.count
