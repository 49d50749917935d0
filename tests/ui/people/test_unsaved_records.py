"""What was typed into records and is not saved: saving all comes to an end, and what was erased is not counted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select

from kammerdesk.people.model import Person
from kammerdesk.store.actions import action
from kammerdesk.store.erasure import erase
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.draft_shelf import READ_AT
from kammerdesk.ui.kit.errors import ErrorDialog
from tests.ui.office import Office
from tests.ui.people.editing import People

FAR = "9" * 30
"""No entry of the journal has this number; no database can even look for it."""


def add_stranger(work: Work, name: str) -> None:
    """A person nothing refers to."""
    work.add(Person(last_name=name, first_name="Ina", phone="0531 7"))


@action("Erase person for the test", roles=(), lasting=True)
def erase_stranger(work: Work, name: str) -> None:
    """Erases that person for good."""
    uid = work.session.scalars(select(Person.uid).where(Person.last_name == name)).one()
    erase(work, {"person": {uid}})


@pytest.fixture
def people(office: Office) -> People:
    office.do(add_stranger, "Aachen")
    return People(office)


def put_wrong(people: People, read_at: str) -> None:
    """Leaves two records unsaved, and makes the draft of the first unreadable."""
    people.type("phone", "0531 1")
    people.go(people.second)
    people.type("phone", "0531 2222")
    shelf = people.office.window.shelf
    draft = shelf.of(*people.editor._place)[people.first.id]
    shelf.put(replace(draft, typed={**draft.typed, READ_AT: read_at}))
    people.office.settle()


@pytest.mark.parametrize("read_at", [FAR, "ungefähr"])
def test_saving_all_ends_where_one_form_cannot_be_read_and_keeps_every_draft(people: People, read_at: str) -> None:
    put_wrong(people, read_at)
    ended: list[bool] = []
    with suppress(ValueError):  # the mistake itself is reported as any other
        people.page.save_pending(ended.append)
        people.office.settle()
    assert ended == [False]
    (sentence,) = people.office.window.bars.sentences()
    assert "Wegen eines Programmfehlers nicht gespeichert" in sentence
    for dialog in people.office.window.findChildren(ErrorDialog):
        dialog.reject()
    assert set(people.office.window.pages.pending()) == {people.first.id, people.second.id}
    people.office.wait(lambda: people.editor._copy is not None)


@pytest.mark.parametrize("left", [False, True], ids=["while one types", "after one went on"])
def test_what_was_typed_about_an_erased_person_is_no_longer_unsaved(people: People, left: bool) -> None:
    office = people.office
    stranger = people.first
    assert stranger.last_name == "Aachen"
    people.type("phone", "0531 1")
    if left:
        people.go(people.second)
    office.wait(lambda: "(1)" in office.window.status.saved.text())
    office.do(erase_stranger, "Aachen")
    office.wait(lambda: not office.window.pages.pending())
    assert office.window.status.saved.text().startswith("Alles gespeichert")
    assert office.window.drafts.of(*people.editor._place) == {}
    told = [sentence for sentence in office.window.bars.sentences() if "endgültig gelöscht" in sentence]
    assert len(told) == len(office.window.bars.sentences()) == (not left)
    office.window.close()
    assert not office.window.isVisible()
