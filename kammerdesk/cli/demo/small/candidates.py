"""Candidates of the current season with what they got in the written examinations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from uuid import UUID

from kammerdesk.base.points import to_ten_thousandths
from kammerdesk.cli.demo.calendar import contract
from kammerdesk.cli.demo.people import Inventor, Row
from kammerdesk.cli.demo.small.surroundings import Surroundings
from kammerdesk.cli.demo.training import TRAININGS, written_areas
from kammerdesk.exams.model import AreaMark, Candidate
from kammerdesk.people.model import Person


def enrol_candidates(here: Surroundings, regulation: str, count: int, biased: Collection[UUID]) -> list[Row]:
    """Enrols candidates of firms outside `biased`, with their written marks; returns the candidates."""
    firms = [firm for firm in here.companies[TRAININGS[regulation].trade] if firm["uid"] not in biased]
    found = []
    for _ in range(count):
        person_uid = here.world.add(Person, invent_apprentice(here.inventor, here.on))
        number = f"{here.season.code}-{1001 + len(here.world.rows[Candidate])}"
        candidate = _candidate(here, regulation, number, person_uid, here.dice.one(firms)["uid"])
        here.world.add(Candidate, candidate)
        for area in written_areas(regulation):
            here.world.add(AreaMark, _mark(here, candidate["uid"], area))
        found.append(candidate)
    return found


def invent_apprentice(inventor: Inventor, on: date) -> Row:
    """A person between 19 and 26 years of age."""
    return inventor.person((on.replace(year=on.year - 26, day=1), on.replace(year=on.year - 19, day=1)), iban="")


def _candidate(here: Surroundings, regulation: str, number: str, person_uid: UUID, company_uid: UUID) -> Row:
    begins, ends = contract(regulation, here.season) or (None, None)
    return {
        "uid": here.dice.uid(),
        "number": number,
        "person_uid": person_uid,
        "season_uid": here.season_uid,
        "regulation": regulation,
        "attempt": 2 if here.dice.hits(60) else 1,
        "company_uid": company_uid,
        "school_uid": here.dice.one(here.schools)["uid"],
        "contract_from": begins,
        "contract_until": ends,
        "accommodation": "",
        "extra_time_percent": 0,
    }


def _mark(here: Surroundings, candidate_uid: UUID, area: str) -> Row:
    points = min(100, max(32, round(here.dice.random.gauss(71, 12))))
    return {
        "uid": here.dice.uid(),
        "candidate_uid": candidate_uid,
        "area": area,
        "points": to_ten_thousandths(Fraction(points)),
        "supplementary_points": None,
    }
