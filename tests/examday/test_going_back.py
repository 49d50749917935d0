"""Undo, redo and trash keep the rules of exam days, which they do not ask one by one as the actions do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from kammerdesk.base.errors import Refused
from kammerdesk.examday.model import ExamDay, IndividualMark
from kammerdesk.examday.rules import Attendance
from kammerdesk.examday.service import (
    IndividualMarkOrder,
    JointMarkOrder,
    ReasonOrder,
    agree_joint_mark,
    announce_slot_result,
    check_in,
    create_exam_day,
    give_reason,
    record_individual_mark,
)
from kammerdesk.exams.service import AreaMarkOrder, enter_area_mark
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.store import Store
from kammerdesk.store.trash import RestoreOrder, restore_removed
from kammerdesk.store.undo import redo, undo
from tests.examday.test_recording_exam_days import as_shown, mark
from tests.examday.world import World, admitted, came


def last(store: Store, action: Callable[..., object]) -> int:
    """The last entry of an action."""
    found = store.ask(
        lambda session: session.scalar(select(func.max(JournalEntry.id)).where(JournalEntry.action == action.__name__))
    )
    assert found is not None
    return found


def refused(store: Store, going: Callable[..., object], order: object, words: str) -> None:
    before = store.ask(lambda session: session.scalar(select(func.max(JournalEntry.id))))
    with pytest.raises(Refused, match=words):
        store.do(going, order)
    assert store.ask(lambda session: session.scalar(select(func.max(JournalEntry.id)))) == before


def single(store: Store, world: World, slot: UUID, subarea: int, points: int | None) -> None:
    for person in world.examiners:
        store.do(record_individual_mark, IndividualMarkOrder(slot, person, subarea, points))


@pytest.fixture
def slot(store: Store, world: World) -> UUID:
    _day, slots = admitted(store, world)
    return slots[0]


def test_who_was_marked_stays_checked_in(store: Store, world: World) -> None:
    _day, slots = admitted(store, world)
    entry = last(store, check_in)
    single(store, world, slots[-1], 1, 6700)
    refused(store, undo, entry, "4303")


def test_marks_do_not_come_back_to_who_did_not_come(store: Store, world: World, slot: UUID) -> None:
    single(store, world, slot, 1, 6700)
    single(store, world, slot, 1, None)
    entry = last(store, record_individual_mark)
    store.do(check_in, came(slot, attendance=Attendance.ABSENT))
    refused(store, undo, entry, "4301")


def test_nothing_below_an_announced_result_is_taken_back(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 6700, 6700, reason="nachvollziehbar")
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    refused(store, undo, last(store, give_reason), "4301.*bekanntgegeben")
    refused(store, undo, last(store, record_individual_mark), "4301.*bekanntgegeben")


def test_marks_of_an_area_stay_below_an_announced_result(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    store.do(enter_area_mark, AreaMarkOrder(world.candidates[0], "WISO", 80))  # type: ignore[arg-type]
    mark(store, world, slots[0], 6700, 6700)
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    refused(store, undo, last(store, enter_area_mark), "4301")


def test_what_two_rules_say_alike_is_said_once(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 6700, 6700)
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    with pytest.raises(Refused) as told:
        store.do(undo, last(store, agree_joint_mark))
    sentences = [reason.sentence for reason in told.value.reasons]
    assert any("bekanntgegeben" in sentence for sentence in sentences)
    assert len(sentences) == len(set(sentences))


def test_a_joint_mark_keeps_the_marks_it_rests_on(store: Store, world: World, slot: UUID) -> None:
    single(store, world, slot, 1, 6700)
    entry = last(store, record_individual_mark)
    store.do(agree_joint_mark, JointMarkOrder(slot, 1, 6700))
    joint = last(store, agree_joint_mark)
    refused(store, undo, entry, "4301")
    store.do(undo, joint)
    store.do(undo, entry)
    refused(store, redo, joint, "4301")


def test_the_points_of_the_area_keep_their_joint_marks(store: Store, world: World, slot: UUID) -> None:
    single(store, world, slot, 1, 6700)
    single(store, world, slot, 2, 6700)
    store.do(agree_joint_mark, JointMarkOrder(slot, 1, 6700))
    first = last(store, agree_joint_mark)
    store.do(agree_joint_mark, JointMarkOrder(slot, 2, 6700))
    second = last(store, agree_joint_mark)
    refused(store, undo, first, "4301")
    store.do(undo, second)
    store.do(undo, first)
    refused(store, redo, second, "4301")
    store.do(redo, first)
    store.do(redo, second)
    store.do(give_reason, ReasonOrder(slot, 1, "gut"))
    store.do(undo, last(store, give_reason))


def test_a_mark_given_anew_meanwhile_is_not_doubled_out_of_the_trash(store: Store, world: World, slot: UUID) -> None:
    single(store, world, slot, 1, 6700)
    single(store, world, slot, 1, None)
    removed = store.ask(lambda session: session.scalars(select(IndividualMark.uid)).first())
    assert removed is not None
    single(store, world, slot, 1, 7000)
    refused(store, restore_removed, RestoreOrder("individual_mark", removed), "4301")


@pytest.mark.parametrize(("same_room", "days_later", "first"), [(True, 0, 2), (False, 0, 2), (False, 1, 1)])
def test_a_day_does_not_come_back_where_another_was_planned(
    store: Store, world: World, same_room: bool, days_later: int, first: int
) -> None:
    """The same room; the same examiners at the same time; a candidate in the same area on another day."""
    sound = world.order(candidate_uids=world.candidates[:2])
    day = store.do(create_exam_day, sound).value
    entry = last(store, create_exam_day)
    store.do(undo, entry)
    room = world.room if same_room else world.other_room
    when, candidates = sound.day + timedelta(days=days_later), world.candidates[first:]
    store.do(create_exam_day, world.order(room_uid=room, day=when, candidate_uids=candidates))
    refused(store, redo, entry, "23.11.2026")
    refused(store, restore_removed, RestoreOrder("exam_day", day), "23.11.2026")


def test_a_day_comes_back_beside_others_that_do_not_disturb_it(store: Store, world: World) -> None:
    store.do(create_exam_day, world.order(candidate_uids=world.candidates[:2]))
    entry = last(store, create_exam_day)
    store.do(undo, entry)
    other = world.order(candidate_uids=world.candidates[2:])
    store.do(create_exam_day, world.order(candidate_uids=world.candidates[2:], day=other.day + timedelta(days=1)))
    store.do(redo, entry)
    days = store.ask(lambda session: session.scalars(select(ExamDay.uid).where(ExamDay.deleted_at.is_(None))).all())
    assert len(days) == 2
