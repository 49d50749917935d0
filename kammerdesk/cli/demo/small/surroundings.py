"""What surrounds the examinations of one chamber: firms, schools, proposing bodies, rooms, the season."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kammerdesk.cli.demo.batches import World
from kammerdesk.cli.demo.calendar import Season, season_on
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.examiners import BENCHES, Appointer
from kammerdesk.cli.demo.people import Inventor, Row
from kammerdesk.cli.demo.training import TRAININGS
from kammerdesk.cli.demo.words import words
from kammerdesk.exams.model import ExamSeason
from kammerdesk.people.model import Organisation, Room, Venue
from kammerdesk.people.rules import OrganisationKind

_COMPANIES_PER_TRADE = 4
_SEATS = 24


@dataclass(slots=True)
class Surroundings:
    """One chamber, furnished; `world` gathers all of its rows."""

    inventor: Inventor
    on: date
    season: Season
    appointer: Appointer
    season_uid: UUID
    world: World
    companies: dict[str, list[Row]] = field(default_factory=dict)
    schools: list[Row] = field(default_factory=list)
    rooms: list[Row] = field(default_factory=list)

    @property
    def dice(self) -> Dice:
        """The chance behind everything here."""
        return self.inventor.dice

    def company_for(self, regulation: str) -> Row:
        """A firm that trains under a regulation."""
        return self.dice.one(self.companies[TRAININGS[regulation].trade])


def invent_surroundings(seed: int, on: date, chamber: str) -> Surroundings:
    """The surroundings before anybody examines in it."""
    inventor = Inventor(Dice.thrown(seed, on, f"small/{chamber}"), chamber)
    world, season = World(), season_on(on)
    proposers = {bench: world.add(Organisation, inventor.proposer(bench)) for bench in BENCHES}
    season_row = {"uid": inventor.dice.uid(), "name": season.name, "starts_on": season.starts_on}
    season_uid = world.add(ExamSeason, season_row | {"ends_on": season.ends_on})
    here = Surroundings(inventor, on, season, Appointer(inventor.dice, proposers), season_uid, world)
    _settle_firms(here)
    _open_schools(here)
    _open_rooms(here)
    return here


def _settle_firms(here: Surroundings) -> None:
    names: set[str] = set()
    for trade in words()["trades"]:
        firms = here.companies[trade] = []
        while len(firms) < _COMPANIES_PER_TRADE:
            firm = here.inventor.company(trade)
            if firm["name"] not in names:
                names.add(firm["name"])
                here.world.add(Organisation, firm)
                firms.append(firm)


def _open_schools(here: Surroundings) -> None:
    for name in here.inventor.of_district("schools"):
        school = here.inventor.organisation(OrganisationKind.SCHOOL, name)
        here.world.add(Organisation, school)
        here.schools.append(school)


def _open_rooms(here: Surroundings) -> None:
    landscape = here.inventor.landscape()
    for pattern in words()["venues"][:2]:
        address = here.inventor.address(words()["business_streets"])
        venue = {"uid": here.dice.uid(), "name": pattern.format(landscape=landscape), **address}
        venue_uid = here.world.add(Venue, venue)
        for name in words()["rooms"][:3]:
            room = {"uid": here.dice.uid(), "venue_uid": venue_uid, "name": name, "seats": _SEATS}
            here.world.add(Room, room)
            here.rooms.append(room)
