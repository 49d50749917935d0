"""What is typed on an exam day is never lost: not by a full drive, a failed question, a closed window, another page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.store import Store
from tests.ui.examday.days import enter, let_in, open_marks, slot_of
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
