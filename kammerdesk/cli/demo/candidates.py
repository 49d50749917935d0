"""Candidates of the current season with what they got in the written examinations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kammerdesk.cli.demo.calendar import contract
from kammerdesk.cli.demo.house import TRADES, House
from kammerdesk.cli.demo.people import Inventor, Row
from kammerdesk.exams.model import AreaMark, Candidate
from kammerdesk.people.model import Person

WRITTEN_AREAS = {
    "fiae2020": ("EITA", "PSP", "EUA", "WISO"),
    "im2007": ("T1", "AUF", "FT", "WISO"),
    "mechatroniker2011": ("T1", "AP", "FAN", "WISO"),
    "buero2025": ("ITB", "KBP", "WISO"),
    "indkfl2024": ("LLBB", "MVP", "WISO"),
    "keh2017": ("VW", "WK", "WISO", "GP"),
    "verkaeufer2017": ("VW", "WK", "WISO"),
}
"""The areas that have been examined when the oral and practical examinations begin."""


def enrol_candidates(house: House, regulation: str, count: int, biased: Collection[UUID]) -> list[Row]:
    """Enrols candidates of firms outside `biased`, with their written marks; returns the candidates."""
    firms = [firm for firm in house.companies[TRADES[regulation]] if firm["uid"] not in biased]
    found = []
    for _ in range(count):
        person_uid = house.world.add(Person, invent_apprentice(house.inventor, house.on))
        number = f"{house.season.code}-{1001 + len(house.world.rows[Candidate])}"
        candidate = _candidate(house, regulation, number, person_uid, house.dice.one(firms)["uid"])
        house.world.add(Candidate, candidate)
        for area in WRITTEN_AREAS[regulation]:
            house.world.add(AreaMark, _mark(house, candidate["uid"], area))
        found.append(candidate)
    return found


def invent_apprentice(inventor: Inventor, on: date) -> Row:
    """A person between 19 and 26 years of age."""
    return inventor.person((on.replace(year=on.year - 26, day=1), on.replace(year=on.year - 19, day=1)), iban="")


def _candidate(house: House, regulation: str, number: str, person_uid: UUID, company_uid: UUID) -> Row:
    begins, ends = contract(regulation, house.season) or (None, None)
    return {
        "uid": house.dice.uid(),
        "number": number,
        "person_uid": person_uid,
        "season_uid": house.season_uid,
        "regulation": regulation,
        "attempt": 2 if house.dice.hits(60) else 1,
        "company_uid": company_uid,
        "school_uid": house.dice.one(house.schools)["uid"],
        "contract_from": begins,
        "contract_until": ends,
        "accommodation": "",
        "extra_time_percent": 0,
    }


def _mark(house: House, candidate_uid: UUID, area: str) -> Row:
    points = min(100, max(32, round(house.dice.random.gauss(71, 12)))) * 100
    return {
        "uid": house.dice.uid(),
        "candidate_uid": candidate_uid,
        "area": area,
        "points": points,
        "supplementary_points": None,
    }
