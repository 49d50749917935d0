"""The records one looked at last, as the window remembers them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from sqlalchemy import select

from kammerdesk.people.model import Person
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.attention import Attention
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.recent import KEPT, Recent, Visited, named
from kammerdesk.ui.settings.upkeep import titles
from tests.ui.office import Office

ONE, OTHER = UUID(int=1), UUID(int=2)


def remove_person(work: Work, uid: UUID) -> None:
    work.remove(work.get(Person, uid))


def rename_person(work: Work, order: tuple[UUID, str]) -> None:
    uid, name = order
    work.get(Person, uid).last_name = name


def visited(office: Office) -> list[Visited]:
    return Recent(office.window.memory).last(KEPT)


def people(office: Office) -> ListPage[Any]:
    page = office.show(2)
    assert isinstance(page, ListPage)
    return page


def test_the_last_record_stands_first_and_none_twice(memory: Memory) -> None:
    recent = Recent(memory)
    for uid in (ONE, OTHER, ONE):
        recent.note("people", uid)
    assert [one.uid for one in recent.last(9)] == [ONE, OTHER]
    assert [one.uid for one in recent.last(1)] == [ONE]


def test_only_the_last_twenty_are_kept_and_they_outlive_the_window(memory: Memory, tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        Recent(memory).note("people", UUID(int=number))
    memory.flush()
    again = Recent(Memory(tmp_path / "window.ini")).last(100)
    assert [one.uid.int for one in again] == list(range(KEPT + 4, 4, -1))


@pytest.mark.parametrize("text", ["{", "[1]", '[["people", "no key"]]', '[["people", 7]]', '{"a": 1}'])
def test_what_is_unreadable_counts_as_not_visited(memory: Memory, text: str) -> None:
    memory.keep("recent/visited", text)
    assert Recent(memory).last(9) == []
    Recent(memory).note("people", ONE)
    assert len(Recent(memory).last(9)) == 1


def test_a_record_is_noted_when_it_is_opened_and_not_while_one_passes_by(office: Office) -> None:
    page = people(office)
    for _ in range(3):
        office.press(Qt.Key.Key_Down)
    assert visited(office) == []
    office.press(Qt.Key.Key_Return)
    row = page.current()
    assert row is not None
    assert [(one.page, one.uid) for one in visited(office)] == [("people", row.id)]


def moment(page: ListPage[Any]) -> QTimer:
    """What measures how long one looks at a record, set to look for a moment only."""
    attention = page.findChild(Attention)
    assert attention is not None
    timer = attention.findChild(QTimer)
    assert timer is not None
    timer.setInterval(1)
    return timer


def test_a_record_is_noted_when_its_detail_was_looked_at_for_a_moment(office: Office) -> None:
    page = people(office)
    moment(page)
    assert visited(office) == []
    office.press(Qt.Key.Key_Down)
    row = page.current()
    assert row is not None
    office.wait(lambda: [one.uid for one in visited(office)] == [row.id])


def test_the_row_a_list_begins_with_is_noted_only_when_one_goes_there(office: Office) -> None:
    page = people(office)
    row = page.current()
    assert row is not None
    assert not moment(page).isActive()
    assert visited(office) == []
    office.window.go("people", row.id)
    office.wait(lambda: [one.uid for one in visited(office)] == [row.id])


def test_titles_are_those_of_today_and_what_is_gone_is_left_out(office: Office) -> None:
    page = people(office)
    rows = page.list.table.rows.shown[:2]
    recent = Recent(office.window.memory)
    for row in rows:
        recent.note("people", row.id)
    office.do(rename_person, (rows[0].id, "Zwölftausend"))
    first = office.ask(lambda session: named(session, recent.last(9), titles))
    assert [one.uid for one in first] == [rows[1].id, rows[0].id]
    assert "Zwölftausend" in first[1].title
    office.do(remove_person, rows[0].id)
    assert [one.uid for one in office.ask(lambda session: named(session, recent.last(9), titles))] == [rows[1].id]


def test_no_name_of_a_person_is_written_beside_the_data(office: Office) -> None:
    people(office)
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return)
    (one,) = visited(office)
    person = office.ask(lambda session: session.scalars(select(Person).where(Person.uid == one.uid)).one().last_name)
    office.window.memory.flush()
    text = (office.folder / "window.ini").read_text(encoding="utf-8")
    assert one.identity in text
    assert person not in text
