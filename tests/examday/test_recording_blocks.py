"""Many marks as one step: all or none, in an order that holds whatever the order they came in, back by one undo."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from kammerdesk.base.errors import Refused
from kammerdesk.examday.rules import Attendance
from kammerdesk.examday.service import IndividualMarkOrder, JointMarkOrder, MarksOrder, check_in, record_marks
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.store import Store
from kammerdesk.store.undo import undo, undoable
from tests.examday.test_recording_exam_days import slot_row
from tests.examday.world import World, admitted, came


def entries(store: Store) -> int:
    count = store.ask(lambda session: session.scalar(select(func.count()).select_from(JournalEntry)))
    assert count is not None
    return count


def test_a_block_is_one_entry_and_one_undo(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    before = entries(store)
    marks = [IndividualMarkOrder(slot, person, n, 6700) for slot in slots for n in (1, 2) for person in world.examiners]
    joint = [JointMarkOrder(slot, n, 6700) for slot in slots for n in (1, 2)]
    store.do(record_marks, MarksOrder((*joint, *marks)))
    assert entries(store) == before + 1
    assert [len(slot_row(store, day, n).marks) for n in range(3)] == [6, 6, 6]
    assert slot_row(store, day).joint[2].points == 6700
    step = store.ask(undoable, "kroeger")
    assert step is not None
    store.do(undo, step.id)
    assert not any(slot_row(store, day, n).marks or slot_row(store, day, n).joint for n in range(3))


def test_one_wrong_mark_and_none_is_stored_and_every_reason_names_its_mark(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    store.do(check_in, came(slots[2], attendance=Attendance.ABSENT))
    first = world.examiners[0]
    marks = (
        IndividualMarkOrder(slots[0], first, 1, 8000),
        JointMarkOrder(slots[0], 1, 8000),
        IndividualMarkOrder(slots[1], first, 9, 8000),
        IndividualMarkOrder(slots[2], first, 1, 8000),
    )
    with pytest.raises(Refused) as caught:
        store.do(record_marks, MarksOrder(marks))
    told = {reason.field: reason.sentence for reason in caught.value.reasons}
    assert set(told) == {"1", "2", "3"}
    assert "nicht eingelassen" in told["3"]
    assert not slot_row(store, day).marks


def test_marks_and_the_joint_mark_on_them_can_be_taken_back_together(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    people = world.examiners
    given = [IndividualMarkOrder(slots[0], each, 1, 7000) for each in people]
    store.do(record_marks, MarksOrder((*given, JointMarkOrder(slots[0], 1, 7000))))
    emptied = [IndividualMarkOrder(slots[0], each, 1, None) for each in people]
    store.do(record_marks, MarksOrder((*emptied, JointMarkOrder(slots[0], 1, None))))
    row = slot_row(store, day)
    assert not row.marks
    assert not row.joint
