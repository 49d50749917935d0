"""What one chooses from when an exam day is planned."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from kammerdesk.committees import queries as committee_queries
from kammerdesk.committees.queries import CommitteeRow
from kammerdesk.examday.queries.days import planned, rooms
from kammerdesk.examday.queries.rows import RoomRow
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.queries import CandidateRow, SeasonRow
from kammerdesk.exams.rules.catalogue import regulations
from kammerdesk.exams.rules.regulation import Regulation
from kammerdesk.store.house import house_of


@dataclass(frozen=True, slots=True)
class PlanningChoices:
    """Committees that our chamber plans for, seasons, rooms and regulations; `season` is the running one."""

    committees: tuple[CommitteeRow, ...]
    seasons: tuple[SeasonRow, ...]
    season: UUID | None
    rooms: tuple[RoomRow, ...]
    regulations: tuple[Regulation, ...]

    def committee(self, uid: UUID | None) -> CommitteeRow | None:
        """The committee with this key."""
        return next((row for row in self.committees if row.id == uid), None)

    def regulations_of(self, committee: CommitteeRow) -> tuple[Regulation, ...]:
        """The regulations of the committee's occupation; all where none bears its title."""
        of_occupation = [found for found in self.regulations if found.occupation.title == committee.occupation]
        return tuple(of_occupation) or self.regulations


def planning_choices(session: Session) -> PlanningChoices:
    """Everything but the candidates, who depend on season and regulation."""
    house = house_of(session)
    running = exam_queries.season_for(session, house.today)
    return PlanningChoices(
        committees=tuple(row for row in committee_queries.committees(session) if house.chamber in (row.home, row.host)),
        seasons=tuple(exam_queries.seasons(session)),
        season=running.id if running else None,
        rooms=tuple(rooms(session)),
        regulations=tuple(regulations().values()),
    )


def free_candidates(session: Session, season_uid: UUID, regulation: str, area: str) -> list[CandidateRow]:
    """Who of a season and regulation has neither a slot nor points in an area, nor a result yet, by number."""
    return exam_queries.candidates_to_examine(session, season_uid, regulation, area, planned(area))
