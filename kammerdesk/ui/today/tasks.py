"""What needs this clerk: one sentence each, since or until when, and the page where it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.verdicts import State
from kammerdesk.committees import queries as committees
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.examday import queries as examday
from kammerdesk.examday.rules import DayState
from kammerdesk.people.rules import list_name
from kammerdesk.store.follow_ups import put_off
from kammerdesk.store.house import house_of
from kammerdesk.sync.state import exchange_states

OVERDUE_WINDOW = timedelta(days=180)
"""How far back exam days without results are looked for."""
COMING = timedelta(days=30)
"""How far Today looks ahead."""
_PARTING = "\n"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of Today and where it leads: to a record, or to all that waits there where `waiting` says so.

    `reasons` say why it needs somebody, in stable words, and how often: whoever put a task off sees it again when
    there is more to it. `due` and the days `left` are None where no day is set; `until` is the day until which this
    user put it off. What is under way has a `command` of its page that goes on with it.
    """

    page: str
    identity: Hashable
    reasons: Mapping[str, int]
    sentence: str
    due: date | None = None
    left: int | None = None
    until: date | None = None
    waiting: bool = False
    command: str = ""

    @property
    def id(self) -> Hashable:
        """The page and the record it leads to, and why."""
        return self.key

    @property
    def key(self) -> str:
        """As it is written down when it is put off."""
        return f"{self._place}/{_PARTING.join(f'{reason}*{n}' for reason, n in sorted(self.reasons.items()))}"

    @property
    def _place(self) -> str:
        return f"{self.page}/{self.identity}"

    def is_within(self, key: str) -> bool:
        """Whether there is nothing to it that was not in a task when that was put off under this key."""
        if not key.startswith(f"{self._place}/"):
            return False
        written = key.removeprefix(f"{self._place}/").split(_PARTING)
        then = {reason: int(n) for reason, _, n in (each.rpartition("*") for each in written)}
        return all(n <= then.get(reason, 0) for reason, n in self.reasons.items())

    @property
    def subject(self) -> UUID | None:
        """The record it is about."""
        return self.identity if isinstance(self.identity, UUID) else None


def first_tasks(session: Any) -> list[Task]:
    """Everything that can be found without judging the committees, also what is put off."""
    found = (*_under_way(session), *_lapsed(session), *_without_results(session), *_decisions(session))
    return _with_days(session, found)


def committee_tasks(session: Any) -> list[Task]:
    """The committees of our house with which one cannot plan; due on their next exam day."""
    house = house_of(session)
    ours = [row for row in committees.committees(session) if row.home == house.chamber]
    judged = [committees.judged(row, house.today) for row in ours]
    broken = [row for row in judged if row.number_of(State.BROKEN)]
    if not broken:
        return []
    next_days: dict[Any, date] = {}
    for day in examday.exam_days(session, house.today, house.today + COMING):
        next_days.setdefault(day.committee_uid, day.day)
    return _with_days(session, [_violated(row, next_days.get(row.id)) for row in broken])


def number_of_lines(session: Any) -> int:
    """How many lines Today has for this user."""
    return sum(task.until is None for task in (*first_tasks(session), *committee_tasks(session)))


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """What is under way first, then the longest overdue; what has no day stands last."""
    return sorted(tasks, key=lambda task: (not task.command, task.due or date.max, task.sentence))


def _with_days(session: Any, tasks: Iterable[Task]) -> list[Task]:
    """The tasks with the days that are left, and until when this user put them off."""
    today, hidden = house_of(session).today, put_off(session)
    return [
        replace(
            task,
            left=(task.due - today).days if task.due is not None else None,
            until=max((until for key, until in hidden.items() if task.is_within(key)), default=None),
        )
        for task in tasks
    ]


def _lapsed(session: Any) -> Iterator[Task]:
    for row in committees.lapsed_examiners(session):
        name = list_name(row.title, row.first_name, row.last_name)
        sentence = tr("{name} – appointment in {committee} ended on {day}")
        text = sentence.format(name=name, committee=row.committee_number, day=format_date(row.valid_until))
        yield Task("people", row.id, {f"{row.committee_number} {row.valid_until}": 1}, text, row.valid_until)


def _under_way(session: Any) -> Iterator[Task]:
    """The exam days one is in the midst of: after a break, or a power failure, one goes on with the next mark."""
    today = house_of(session).today
    for day in examday.exam_days(session, today, today):
        if day.state is DayState.UNDER_WAY:
            last = examday.last_mark(session, day.id)
            if last is None:
                sentence = tr("Exam day {committee}, {room} is under way")
                text = sentence.format(committee=spoken_name(day.committee), room=day.room)
            else:
                sentence = tr("Exam day {committee}, {room} is under way, last mark {time}: {name}")
                at = format_time(office_time(last.at).time())
                text = sentence.format(
                    committee=spoken_name(day.committee), room=day.room, time=at, name=last.candidate
                )
            yield Task("examday", day.id, {"under way": 1}, text, today, command="open_exam_day")


def _without_results(session: Any) -> Iterator[Task]:
    house = house_of(session)
    for day in examday.exam_days(session, house.today - OVERDUE_WINDOW, house.today - timedelta(days=1)):
        missing = day.candidates - day.decided - day.absent
        if day.home == house.chamber and day.state is DayState.OVERDUE and missing > 0:
            sentence = trn(
                "Exam day {day}, {committee}: {n} result is missing",
                "Exam day {day}, {committee}: {n} results are missing",
                missing,
            )
            text = sentence.format(day=format_date(day.day), committee=spoken_name(day.committee), n=missing)
            yield Task("examday", day.id, {f"results {day.day}": missing}, text, day.day)


def _decisions(session: Any) -> Iterator[Task]:
    for state in exchange_states(session):
        if state.waiting:
            sentence = trn(
                "{partner}: {n} change waits for your decision",
                "{partner}: {n} changes wait for your decision",
                state.waiting,
            )
            text = sentence.format(partner=state.name, n=state.waiting)
            reasons = {"conflicts": state.conflicts, "proposals": state.proposals}
            yield Task("sync", state.chamber, reasons, text, house_of(session).today, waiting=True)


def _violated(row: committees.JudgedCommittee, due: date | None) -> Task:
    broken = row.number_of(State.BROKEN)
    sentence = trn(
        "{number} {name}: {n} violation, one cannot plan with it",
        "{number} {name}: {n} violations, one cannot plan with it",
        broken,
    )
    text = sentence.format(number=row.committee.number, name=spoken_name(row.committee.name), n=broken)
    reasons = Counter(verdict.rule for verdict in row.verdicts if verdict.state is State.BROKEN)
    return Task("committees", row.id, reasons, text, due)
