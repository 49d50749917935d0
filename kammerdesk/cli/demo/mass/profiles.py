"""Sets of marks with the result that the examination rules give them; candidates draw one each.

The rules themselves judge every set, so that no second reading of the law can creep in; a few hundred sets per
regulation are enough to look like life and cost a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from kammerdesk.base.points import Hundredths, exact
from kammerdesk.cli.demo.training import TRAININGS
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.decision import Decision, decision
from kammerdesk.exams.rules.passing import Assessment, Mark, assess
from kammerdesk.exams.rules.regulation import Regulation

_PROFILES = 600
_TALENT, _TALENT_SPREAD, _AREA_SPREAD = 68, 11, 9
_WORST, _BEST = 12, 100


@dataclass(frozen=True)
class Profile:
    """Marks in the order of the regulation's areas, supplementary orals beside them, and what they amount to."""

    points: tuple[Hundredths, ...]
    orals: tuple[Hundredths | None, ...]
    decision: Decision

    @cached_property
    def has_oral(self) -> bool:
        """Whether a supplementary oral was taken."""
        return any(oral is not None for oral in self.orals)


def invent_profiles(random: Random) -> Mapping[str, list[Profile]]:
    """The profiles of each regulation that demonstrations examine in."""
    return {name: [_profile(regulation(name), random) for _ in range(_PROFILES)] for name in TRAININGS}


def _profile(rules: Regulation, random: Random) -> Profile:
    talent = random.gauss(_TALENT, _TALENT_SPREAD)
    points = {area: min(_BEST, max(_WORST, round(random.gauss(talent, _AREA_SPREAD)))) * 100 for area in rules.area_ids}
    found = _assess(rules, points, {})
    orals: dict[str, Hundredths] = {}
    if found.supplementary:
        offer = random.choice(found.supplementary)
        orals[offer.area] = min(_BEST, max(20, offer.points_needed + random.randint(-12, 18))) * 100
        found = _assess(rules, points, orals)
    return Profile(
        points=tuple(points.values()),
        orals=tuple(orals.get(area) for area in rules.area_ids),
        decision=decision(rules, found),
    )


def _assess(rules: Regulation, points: Mapping[str, Hundredths], orals: Mapping[str, Hundredths]) -> Assessment:
    marks = {area: Mark(exact(value), exact(orals[area]) if area in orals else None) for area, value in points.items()}
    return assess(rules, marks)
