"""A season's examinations of one chamber: candidates, their marks by area, their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, chain, pairwise
from uuid import UUID

from kammerdesk.base.points import Hundredths, TenThousandths
from kammerdesk.cli.demo.batches import Batch
from kammerdesk.cli.demo.calendar import Season, contract
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.mass.crowd import Columns
from kammerdesk.cli.demo.mass.district import District
from kammerdesk.cli.demo.mass.profiles import Profile
from kammerdesk.cli.demo.training import TRAININGS, written_areas
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult, ExamSeason
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.decision import Decision
from kammerdesk.people.model import Person

_ATTEMPTS, _ATTEMPT_WEIGHTS = (1, 2, 3), (93, 6, 1)
_NEEDS = ("", "Zeitverlängerung, ärztlich bescheinigt", "Eigener Raum und Zeitverlängerung")
_EXTRA_TIME = {_NEEDS[0]: 0, _NEEDS[1]: 25, _NEEDS[2]: 50}
_NEED_WEIGHTS = (980, 17, 3)
_WORKING_HOURS = (14, 15, 16)
_ORAL_WEEKS = 8
_STORED_PER_HUNDREDTH = 100
"""Points of areas are stored in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everybody who is examined under one regulation in one season and chamber, with the marks they will have."""

    regulation: str
    season_uid: UUID
    candidates: Sequence[UUID]
    profiles: Sequence[Profile]


@dataclass(frozen=True, slots=True)
class ExamSetter:
    """Invents cohorts for one chamber."""

    district: District
    profiles: Mapping[str, Sequence[Profile]]

    @property
    def dice(self) -> Dice:
        """The chance behind everything here."""
        return self.district.dice

    def enrol(
        self, season: Season, season_uid: UUID, count: int, *, running: bool
    ) -> Iterator[tuple[Cohort, list[Batch]]]:
        """So many candidates of one season, regulation by regulation, with the rows of their persons and their own.

        Nobody in a `running` season has taken a supplementary oral exam yet: they come last.
        """
        possible = [name for name in TRAININGS if contract(name, season)]
        shares = list(accumulate(TRAININGS[name].share for name in possible))
        bounds = [0, *(count * share // shares[-1] for share in shares)]
        for name, (first, following) in zip(possible, pairwise(bounds), strict=True):
            profiles = [profile for profile in self.profiles[name] if not running or not profile.has_oral]
            if first < following:
                people, candidates = self._candidates(name, season, season_uid, range(first, following))
                drawn = self.dice.random.choices(profiles, k=following - first)
                batches = [Batch(Person, people), Batch(Candidate, candidates)]
                yield Cohort(name, season_uid, candidates["uid"], drawn), batches

    def _candidates(self, name: str, season: Season, season_uid: UUID, numbers: range) -> tuple[Columns, Columns]:
        count = len(numbers)
        pick = self.dice.random.choices
        year = season.ends_on.year
        people = self.district.crowd.people(count, (date(year - 26, 1, 1), date(year - 19, 12, 31)))
        begins, ends = contract(name, season) or (None, None)
        needs = pick(_NEEDS, _NEED_WEIGHTS, k=count)
        candidates = {
            "uid": self.dice.uids(count),
            "home": self.district.chamber,
            "number": [f"{season.code}-{self.district.chamber}-{number + 1:05d}" for number in numbers],
            "person_uid": people["uid"],
            "season_uid": season_uid,
            "regulation": name,
            "attempt": pick(_ATTEMPTS, _ATTEMPT_WEIGHTS, k=count),
            "company_uid": pick(self.district.firms[TRAININGS[name].trade], k=count),
            "school_uid": pick(self.district.schools, k=count),
            "contract_from": begins,
            "contract_until": ends,
            "accommodation": needs,
            "extra_time_percent": [_EXTRA_TIME[need] for need in needs],
        }
        return people, candidates

    def written_marks(self, cohort: Cohort) -> Batch:
        """The marks of the areas that are examined before the oral and practical examinations."""
        return self._marks(cohort, written_areas(cohort.regulation))

    def oral_marks(self, cohort: Cohort) -> Batch:
        """The marks of the area that is examined last."""
        return self._marks(cohort, (TRAININGS[cohort.regulation].oral_area,))

    def _marks(self, cohort: Cohort, areas: Sequence[str]) -> Batch:
        count = len(cohort.candidates)
        places = [regulation(cohort.regulation).area_ids.index(area) for area in areas]
        points = ([profile.points[place] * _STORED_PER_HUNDREDTH for profile in cohort.profiles] for place in places)
        orals = ([_stored(profile.orals[place]) for profile in cohort.profiles] for place in places)
        columns = {
            "uid": self.dice.uids(count * len(areas)),
            "home": self.district.chamber,
            "candidate_uid": list(cohort.candidates) * len(areas),
            "area": [area for area in areas for _ in range(count)],
            "points": list(chain.from_iterable(points)),
            "supplementary_points": list(chain.from_iterable(orals)),
        }
        return Batch(AreaMark, columns)

    def results(self, cohort: Cohort, announced_at: list[datetime], decided_by: list[str]) -> Batch:
        """The results of everybody in a cohort, announced and decided one by one."""
        count = len(cohort.candidates)
        profiles = cohort.profiles
        columns = {
            "uid": self.dice.uids(count),
            "home": self.district.chamber,
            "candidate_uid": list(cohort.candidates),
            **{each.name: [getattr(profile.decision, each.name) for profile in profiles] for each in fields(Decision)},
            "announced_at": announced_at,
            "decided_by": decided_by,
        }
        return Batch(ExamResult, columns)


def _stored(points: Hundredths | None) -> TenThousandths | None:
    return None if points is None else points * _STORED_PER_HUNDREDTH


def announcements(season: Season) -> list[datetime]:
    """Moments in the last weeks of a season's training contracts at which results are announced."""
    days = [season.training_ends_on - timedelta(days=back) for back in range(_ORAL_WEEKS * 7)]
    return [
        datetime.combine(day, time(hour), UTC) for day in reversed(days) if day.weekday() < 5 for hour in _WORKING_HOURS
    ]


def season_row(dice: Dice, season: Season, home: str) -> Batch:
    """A season to be stored."""
    columns = {"uid": [dice.uid()], "home": home, "name": season.name}
    return Batch(ExamSeason, columns | {"starts_on": season.starts_on, "ends_on": season.ends_on})
