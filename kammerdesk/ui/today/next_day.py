"""The next exam day and whether everything for it is ready; and what else falls due in the next thirty days."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import format_date, format_day, format_time
from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.verdicts import State
from kammerdesk.committees import queries as committees
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.examday import queries as examday
from kammerdesk.examday.queries import BusyRow, DayOverview, ExamDayRow
from kammerdesk.examday.rules import DayState
from kammerdesk.store.house import house_of
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.today.tasks import COMING


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be ready, and whether it is."""

    tone: Tone
    sentence: str


@dataclass(frozen=True, slots=True)
class NextDay:
    """The next exam day in words; `others` is how many more there are on the same day."""

    id: UUID
    heading: str
    words: str
    ours: bool
    others: int
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One line of what is coming; `page` and `identity` say where it leads."""

    day: date
    sentence: str
    page: str
    identity: Hashable = None

    @property
    def id(self) -> Hashable:
        """The day and the page."""
        return self.day, self.page


NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Coming:
    """What the next thirty days bring."""

    next_day: NextDay | None
    deadlines: tuple[Deadline, ...]


def coming(session: Any) -> Coming:
    """The next exam day that is not finished, and the deadlines, by day."""
    house = house_of(session)
    last = house.today + COMING
    days = [day for day in examday.exam_days(session, house.today, last) if day.state is not DayState.COMPLETE]
    ending = [_ending(day, number) for day, number in committees.appointments_ending(session, last)]
    deadlines = sorted([*_exam_days(days), *ending], key=lambda deadline: deadline.day)
    return Coming(_next_day(session, days), tuple(deadlines))


def _ending(day: date, number: int) -> Deadline:
    sentence = trn("{n} appointment ends", "{n} appointments end", number).format(n=number)
    return Deadline(day, sentence, "people")


def _exam_days(days: list[ExamDayRow]) -> Iterator[Deadline]:
    for day, found in groupby(days, key=lambda row: row.day):
        rows = list(found)
        candidates = sum(row.candidates for row in rows)
        counted = trn("{n} candidate", "{n} candidates", candidates).format(n=candidates)
        if len(rows) == 1:
            sentence = tr("Exam day {committee}, {candidates}").format(
                committee=spoken_name(rows[0].committee), candidates=counted
            )
        else:
            sentence = tr("{n} exam days, {candidates}").format(n=len(rows), candidates=counted)
        yield Deadline(day, sentence, "examday", rows[0].id)


def _next_day(session: Any, days: list[ExamDayRow]) -> NextDay | None:
    if not days:
        return None
    row = days[0]
    overview = examday.day_overview(session, row.id)
    assert overview is not None  # the same snapshot that listed it
    house = house_of(session)
    counted = trn("{n} candidate", "{n} candidates", row.candidates).format(n=row.candidates)
    facts = (
        format_day(row.day),
        format_time(row.starts_at),
        spoken_name(row.committee),
        overview.card.room.label,
        counted.replace(" ", NO_BREAK),
    )
    return NextDay(
        id=row.id,
        heading=_heading(row.day, house.today),
        words=" · ".join(facts),
        ours=row.home == house.chamber,
        others=sum(day.day == row.day for day in days) - 1,
        checks=tuple(_checks(session, overview)),
    )


def _heading(day: date, today: date) -> str:
    if day == today:
        return tr("TODAY: EXAM DAY")
    return tr("TOMORROW: EXAM DAY") if day == today + timedelta(days=1) else tr("NEXT EXAM DAY")


def _checks(session: Any, overview: DayOverview) -> Iterator[Check]:
    card = overview.card
    yield from _committee(session, overview)
    clashes = [busy for busy in examday.busy_times(session, card.day) if _clashes(busy, overview)]
    if clashes:
        sentence = tr("{room} is also taken by {committee}")
        yield Check(Tone.ERR, sentence.format(room=card.room.name, committee=spoken_name(clashes[0].committee)))
    elif card.room.seats < len(card.slots):
        sentence = tr("{room} has {seats} seats for {candidates} candidates")
        text = sentence.format(room=card.room.name, seats=card.room.seats, candidates=len(card.slots))
        yield Check(Tone.WARN, text)
    else:
        yield Check(Tone.OK, tr("{room} is free").format(room=card.room.name))
    if card.slots:
        yield Check(
            Tone.OK, trn("{n} candidate planned", "{n} candidates planned", len(card.slots)).format(n=len(card.slots))
        )
    else:
        yield Check(Tone.ERR, tr("No candidate is planned"))
    yield from (Check(Tone.ERR, verdict.sentence) for verdict in overview.bias if verdict.state is State.BROKEN)
    if overview.printed_at is None:
        yield Check(Tone.WARN, tr("Exam folder not printed yet"))
    else:
        at = office_time(overview.printed_at)
        sentence = tr("Exam folder printed {day} {time}")
        yield Check(Tone.OK, sentence.format(day=format_date(at), time=format_time(at.time())))


def _committee(session: Any, overview: DayOverview) -> Iterator[Check]:
    """Whether those who sit that day make a lawful committee on that day."""
    card = overview.card
    committee = committees.committee(session, card.committee_uid)
    if committee is None:
        return
    sitting = {row.person_uid for row in card.sittings}
    present = frozenset(seat.id for seat in committee.seats if seat.person_uid in sitting)
    verdicts = check_committee(committees.case_of(committee, card.day, present))
    broken = [verdict for verdict in verdicts if verdict.state is State.BROKEN]
    if broken:
        yield from (Check(Tone.ERR, verdict.sentence) for verdict in broken)
    else:
        benches = "/".join(sorted({row.bench for row in card.sittings}))
        yield Check(Tone.OK, tr("Committee complete ({benches})").format(benches=benches))


def _clashes(busy: BusyRow, overview: DayOverview) -> bool:
    """Whether another exam day has the same room at an overlapping time."""
    card = overview.card
    ends_at = max((slot.ends_at for slot in card.slots), default=card.starts_at)
    here = busy.id != card.id and busy.room_uid == card.room.id
    return here and busy.starts_at < ends_at and card.starts_at < busy.ends_at
