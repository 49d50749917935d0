"""Whole chambers, portion by portion, so that memory stays bounded however large the scale is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from kammerdesk.cli.demo.batches import Batch
from kammerdesk.cli.demo.calendar import Season, seasons_until
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.mass.committees import CommitteeMaker, SeatedCommittee, invent_examiners
from kammerdesk.cli.demo.mass.days import DayPlanner
from kammerdesk.cli.demo.mass.district import invent_district
from kammerdesk.cli.demo.mass.exams import Cohort, ExamSetter, announcements, season_row
from kammerdesk.cli.demo.mass.profiles import invent_profiles
from kammerdesk.cli.demo.mass.scale import Scale

Portion = list[Batch]
"""What is stored in one transaction."""

Committees = Mapping[str, Sequence[SeatedCommittee]]
"""Those who examine under each regulation."""


def mass_portions(scale: Scale, seed: int, on: date) -> Iterator[Portion]:
    """Everything of all chambers of a scale, in the order in which it can be stored."""
    dice = Dice.thrown(seed, on, "mass")
    profiles = invent_profiles(dice.random)
    districts = [invent_district(dice, scale, chamber) for chamber, _ in scale.shares]
    benches = {}
    for district in districts:
        benches[district.chamber], people = invent_examiners(district, scale, on)
        yield [*district.rows, *people]
    houses = []
    for district in districts:
        maker = CommitteeMaker(district, scale, on, benches)
        yield maker.batches()
        houses.append((ExamSetter(district, profiles), maker.by_regulation()))
    for season in seasons_until(on, scale.seasons):
        batch = season_row(dice, season, scale.shares[0][0])
        yield [batch]
        for setter, committees in houses:
            count = scale.part(setter.district.chamber, scale.exams_a_season)
            examine = _running_season if season.starts_on <= on <= season.ends_on else _past_season
            yield from examine(setter, committees, season, batch.columns["uid"][0], count, on)


def _past_season(
    setter: ExamSetter, committees: Committees, season: Season, season_uid: UUID, count: int, on: date
) -> Iterator[Portion]:
    moments = announcements(season)
    for cohort, batches in setter.enrol(season, season_uid, count, running=False):
        size = len(cohort.candidates)
        names = [committee.name for committee in committees[cohort.regulation]]
        pick = setter.dice.random.choices
        results = setter.results(cohort, pick(moments, k=size), pick(names, k=size))
        yield [*batches, setter.written_marks(cohort), setter.oral_marks(cohort), results]


def _running_season(
    setter: ExamSetter, committees: Committees, season: Season, season_uid: UUID, count: int, on: date
) -> Iterator[Portion]:
    planner = DayPlanner(setter.district, on)
    for cohort, batches in setter.enrol(season, season_uid, count, running=True):
        portion = [*batches, setter.written_marks(cohort)]
        examined = planner.plan(cohort, committees[cohort.regulation])
        if examined:
            uids, profiles, moments, names = map(list, zip(*examined, strict=True))
            held = Cohort(cohort.regulation, season_uid, uids, profiles)
            portion += [setter.oral_marks(held), setter.results(held, moments, names)]
        yield portion
    yield planner.batches()
