"""What surrounds the examinations of a chamber at real size: firms by trade, schools, rooms, proposing bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kammerdesk.cli.demo.batches import Batch, by_columns
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.examiners import BENCHES
from kammerdesk.cli.demo.mass.crowd import Crowd
from kammerdesk.cli.demo.mass.scale import Scale
from kammerdesk.cli.demo.people import Inventor, Row
from kammerdesk.cli.demo.words import words
from kammerdesk.people.model import Organisation, Room, Venue
from kammerdesk.people.rules import OrganisationKind

_EXAMS_PER_FIRM, _EXAMS_PER_ROOM, _ROOMS_PER_VENUE, _SCHOOLS = 3, 120, 6, 8


@dataclass(frozen=True, slots=True)
class District:
    """The keys of everything in one chamber's district that people and examinations refer to."""

    crowd: Crowd
    firms: Mapping[str, Sequence[UUID]]
    schools: Sequence[UUID]
    rooms: Sequence[UUID]
    proposers: Mapping[str, UUID]
    rows: Sequence[Batch]

    @property
    def chamber(self) -> str:
        """The code of the chamber."""
        return self.crowd.inventor.chamber

    @property
    def dice(self) -> Dice:
        """The chance behind everything here."""
        return self.crowd.dice


def invent_district(dice: Dice, scale: Scale, chamber: str) -> District:
    """The surroundings of a chamber's share of the examinations; `rows` holds what is to be stored."""
    inventor = Inventor(dice, chamber)
    exams = scale.part(chamber, scale.exams_a_season)
    trades = list(words()["trades"])
    firms = {
        trade: [inventor.company(trade) for _ in range(1 + exams // _EXAMS_PER_FIRM // len(trades))] for trade in trades
    }
    schools = [_numbered_school(inventor, number) for number in range(_SCHOOLS)]
    proposers = {bench: inventor.proposer(bench) for bench in BENCHES}
    venues, rooms = _buildings(inventor, 4 + exams // _EXAMS_PER_ROOM)
    organisations = [*(firm for some in firms.values() for firm in some), *schools, *proposers.values()]
    return District(
        crowd=Crowd(inventor),
        firms={trade: [firm["uid"] for firm in some] for trade, some in firms.items()},
        schools=[school["uid"] for school in schools],
        rooms=[room["uid"] for room in rooms],
        proposers={bench: body["uid"] for bench, body in proposers.items()},
        rows=[
            Batch(kind, {**by_columns(rows), "home": chamber})
            for kind, rows in ((Organisation, organisations), (Venue, venues), (Room, rooms))
        ],
    )


def _numbered_school(inventor: Inventor, number: int) -> Row:
    names = inventor.of_district("schools")
    suffix = f" {number // len(names) + 1}" if number >= len(names) else ""
    return inventor.organisation(OrganisationKind.SCHOOL, names[number % len(names)] + suffix)


def _buildings(inventor: Inventor, count: int) -> tuple[list[Row], list[Row]]:
    venues: list[Row] = []
    rooms: list[Row] = []
    for number in range(count):
        if number % _ROOMS_PER_VENUE == 0:
            pattern: str = inventor.dice.one(words()["venues"])
            address: dict[str, Any] = inventor.address(words()["business_streets"])
            name = f"{pattern.format(landscape=inventor.landscape())} {len(venues) + 1}"
            venues.append({"uid": inventor.dice.uid(), "name": name, **address})
        name = words()["rooms"][number % _ROOMS_PER_VENUE]
        rooms.append({"uid": inventor.dice.uid(), "venue_uid": venues[-1]["uid"], "name": name, "seats": 24})
    return venues, rooms
