"""The journal alone rebuilds every record, whatever was done to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from sqlalchemy.orm import Session

from kammerdesk.store.past import rebuild
from kammerdesk.store.undo import undo, undoable
from tests.store.histories import KINDS, MODEST, Dump, Step, actions, dump, make_house, told, values_of


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small house to be copied."""
    return make_house(tmp_path_factory.mktemp("house") / "bs")


def rebuilt(session: Session) -> Dump:
    def row(kind: str, values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(values[name] for name in values_of(kind))

    def rows(kind: str, found: dict[UUID, dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
        return {uid.hex: row(kind, values) for uid, values in found.items()}

    return {kind: rows(kind, rebuild(session, kind)) for kind in KINDS}


@MODEST
@given(history=actions)
def test_the_journal_alone_rebuilds_every_record(house: Path, history: list[list[Step]]) -> None:
    with told(house, history) as story:
        assert story.store.ask(rebuilt) == story.states[-1]
        last = story.store.ask(undoable, "kroeger")
        if last:
            story.store.do(undo, last.id)
        assert story.store.ask(rebuilt) == story.store.ask(dump)
