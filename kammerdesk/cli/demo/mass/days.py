"""The exam days of the current season: those before the anchor day were held, the others are planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kammerdesk.cli.demo.batches import Batch
from kammerdesk.cli.demo.calendar import working_days
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.mass.committees import SeatedCommittee
from kammerdesk.cli.demo.mass.district import District
from kammerdesk.cli.demo.mass.exams import Cohort
from kammerdesk.cli.demo.mass.profiles import Profile
from kammerdesk.cli.demo.training import TRAININGS
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.rules import REASON_NEEDED_BELOW, Attendance, IdentityDocument, slot_times, subarea_names
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.store.record import Record

_WEEKS_BACK, _WEEKS_AHEAD = 3, 9
_CANDIDATES_A_DAY = 8
_STARTS_AT, _ANNOUNCED_AT = time(8, 30), time(15)
_STRIDE = 13
_ABSENT_PER_MILLE = 15
_REASON = "Wesentliche Zusammenhänge wurden auch auf Nachfrage nicht erläutert."


class Examined(NamedTuple):
    """A candidate whose last examination is over, when he was told the result, and by whom."""

    candidate_uid: UUID
    profile: Profile
    announced_at: datetime
    decided_by: str


@dataclass(slots=True)
class DayPlanner:
    """Plans the days of one chamber so that no room and no committee has two on one date."""

    district: District
    on: date
    days: Sequence[date] = ()
    rows: dict[type[Record], dict[str, list[Any]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    _rooms_taken: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    _busy: set[tuple[UUID, date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Looks up the working days."""
        self.days = working_days(self.on - timedelta(weeks=_WEEKS_BACK), self.on + timedelta(weeks=_WEEKS_AHEAD))

    @property
    def dice(self) -> Dice:
        """The chance behind everything here."""
        return self.district.dice

    def plan(self, cohort: Cohort, committees: Sequence[SeatedCommittee]) -> list[Examined]:
        """Gives everybody in a cohort a slot; returns those who have been examined already."""
        held: list[Examined] = []
        people = list(zip(cohort.candidates, cohort.profiles, strict=True))
        first = self.dice.random.randrange(len(self.days))
        for number, start in enumerate(range(0, len(people), _CANDIDATES_A_DAY), first):
            committee = committees[number % len(committees)]
            held += self._plan_day(cohort, committee, number, people[start : start + _CANDIDATES_A_DAY])
        return held

    def batches(self) -> list[Batch]:
        """All rows planned so far, parents first."""
        home = {"home": self.district.chamber}
        order = (ExamDay, Sitting, Slot, IndividualMark, JointMark)
        return [Batch(kind, {**self.rows[kind], **home}) for kind in order if kind in self.rows]

    def _plan_day(
        self, cohort: Cohort, committee: SeatedCommittee, number: int, people: Sequence[tuple[UUID, Profile]]
    ) -> Iterator[Examined]:
        training = TRAININGS[cohort.regulation]
        day, room_uid = self._free(committee.uid, number)
        day_uid = self._add(
            ExamDay,
            day=day,
            committee_uid=committee.uid,
            season_uid=cohort.season_uid,
            regulation=cohort.regulation,
            area=training.oral_area,
            room_uid=room_uid,
            starts_at=_STARTS_AT,
            slot_minutes=training.slot_minutes,
        )
        for seat in committee.members:
            self._add(
                Sitting,
                exam_day_uid=day_uid,
                appointment_uid=seat.uid,
                person_uid=seat.person_uid,
                bench=seat.bench,
                role=seat.role,
            )
        times = slot_times(day, _STARTS_AT, training.slot_minutes, [0] * len(people))
        for (candidate_uid, profile), slot in zip(people, times, strict=True):
            came = day < self.on and not self.dice.hits(_ABSENT_PER_MILLE)
            slot_uid = self._slot(day, day_uid, candidate_uid, (slot.starts_at, slot.ends_at), came)
            if came:
                self._mark(cohort.regulation, committee, slot_uid, profile)
                yield Examined(candidate_uid, profile, datetime.combine(day, _ANNOUNCED_AT, UTC), committee.name)

    def _free(self, committee_uid: UUID, number: int) -> tuple[date, UUID]:
        """A day on which the committee and some room are free."""
        for later in range(len(self.days)):
            day = self.days[(number * _STRIDE + later) % len(self.days)]
            room = self._rooms_taken[day]
            if (committee_uid, day) not in self._busy and room < len(self.district.rooms):
                self._busy.add((committee_uid, day))
                self._rooms_taken[day] += 1
                return day, self.district.rooms[room]
        raise RuntimeError("more exam days than rooms: raise the number of rooms in district.py")

    def _slot(self, day: date, day_uid: UUID, candidate_uid: UUID, times: tuple[time, time], came: bool) -> UUID:
        attendance = Attendance.CHECKED_IN if came else Attendance.EXPECTED if day >= self.on else Attendance.ABSENT
        return self._add(
            Slot,
            exam_day_uid=day_uid,
            candidate_uid=candidate_uid,
            starts_at=times[0],
            ends_at=times[1],
            attendance=str(attendance),
            checked_in_at=datetime.combine(day, times[0], UTC) - timedelta(minutes=70) if came else None,
            identity_document=str(IdentityDocument.IDENTITY_CARD) if came else "",
            photo_matches=came,
            instructed=came,
            fit=came,
            no_bias_claimed=came,
        )

    def _mark(self, regulation_id: str, committee: SeatedCommittee, slot_uid: UUID, profile: Profile) -> None:
        rules = regulation(regulation_id)
        area = rules.area(TRAININGS[regulation_id].oral_area)
        agreed = profile.points[rules.area_ids.index(area.id)]
        for subarea in range(1, len(subarea_names(area)) + 1):
            for seat in committee.members:
                points = min(10_000, max(0, agreed + self.dice.random.randint(-4, 4) * 100))
                self._add(IndividualMark, slot_uid=slot_uid, person_uid=seat.person_uid, subarea=subarea, points=points)
            reason = _REASON if agreed < REASON_NEEDED_BELOW else ""
            self._add(JointMark, slot_uid=slot_uid, subarea=subarea, points=agreed, reason=reason)

    def _add(self, kind: type[Record], **values: Any) -> UUID:
        columns, uid = self.rows.setdefault(kind, defaultdict(list)), self.dice.uid()
        columns["uid"].append(uid)
        for name, value in values.items():
            columns[name].append(value)
        return uid
