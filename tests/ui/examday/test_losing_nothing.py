"""What is typed on an exam day is never lost: not by a full drive, a failed question, a closed window, another page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.examday import queries
from kammerdesk.examday.service import IndividualMarkOrder, record_individual_mark
from kammerdesk.store.store import Store
from tests.ui.examday.days import enter, let_in, open_marks, slot_of, the_day
from tests.ui.office import Office

FULL = "Not saved: there is no space left on the drive. Your entries are still here."


@contextmanager
def full_drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be stored meanwhile."""

    def fail(store: Store, action: Any, order: Any, **_: Any) -> None:
        raise KammerError(tr(FULL))

    with monkeypatch.context() as patch:
        patch.setattr(Store, "do", fail)
        yield


def test_a_mark_that_finds_the_drive_full_stays_and_nobody_says_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    with full_drive(monkeypatch):
        enter(office, "80")
    assert tr("Everything is saved {time}").format(time="09:00") != office.window.status.saved.text()
    assert [(row, sentence) for row, _, sentence in step.grid.problems()] == [(slots[0], tr(FULL))]
    assert step.grid.model.index(0, 1).data() == "80"
    step.grid.go_to(slots[0])
    enter(office, "80")
    assert step.grid.problems() == []
    assert list(slot_of(office).marks.values()) == [8000]


def test_one_failed_question_does_not_freeze_the_marks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    person = the_day(office).sittings[0].person_uid
    ask = Store.ask

    def fail(store: Store, query: Any, *args: Any, **kwargs: Any) -> Any:
        if query is queries.marking:
            raise KammerError("locked")
        return ask(store, query, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "ask", fail)
        office.do(record_individual_mark, IndividualMarkOrder(slots[0], person, 1, 8000))
    office.press(Qt.Key.Key_F5)
    assert dict(step.grid.model.shown[0].slot.marks) == {(person, 1): 8000}
