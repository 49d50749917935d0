"""What one user changed last, as records that can be opened."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from kammerdesk.base.finding import Way
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.actions import OFFICE, action
from kammerdesk.store.edits import EditRow, last_edits
from kammerdesk.store.store import Store
from kammerdesk.store.undo import undo, undoable
from kammerdesk.store.work import Work

WAYS = (("people", Way("person")), ("people", Way("appointment", "person_uid")), ("committees", Way("committee")))


@action("Test: enter", roles=OFFICE)
def enter_people(work: Work, names: tuple[str, ...]) -> list[UUID]:
    people = [work.add(Person(last_name=name, first_name="Ada")) for name in names]
    work.session.flush()
    return [person.uid for person in people]


@action("Test: found", roles=OFFICE)
def found_firm(work: Work, name: str) -> None:
    work.add(Organisation(name=name, kind="company", town="Peine"))


@action("Test: set up", roles=OFFICE)
def set_up_committee(work: Work, number: str) -> UUID:
    committee = work.add(Committee(number=number, name="FIAE 1", occupation="fiae", target_size=3))
    work.session.flush()
    return committee.uid


@action("Test: appoint", roles=OFFICE)
def give_office(work: Work, order: tuple[UUID, UUID]) -> None:
    person, committee = order
    term = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
    work.add(Appointment(person_uid=person, committee_uid=committee, bench="AG", role="chair", **term))


def last(store: Store, limit: int = 8) -> list[EditRow]:
    return store.ask(last_edits, WAYS, limit)


def enter_one(store: Store, *names: str) -> list[UUID]:
    return store.do(enter_people, names).value


def test_the_last_changed_record_stands_first_and_none_twice(store: Store) -> None:
    (mueller,) = enter_one(store, "Müller")
    (weber,) = enter_one(store, "Weber")
    committee = store.do(set_up_committee, "BS-101").value
    store.do(give_office, (mueller, committee))
    assert [(row.page, row.identity) for row in last(store)] == [
        ("people", mueller),
        ("committees", committee),
        ("people", weber),
    ]
    assert [row.title for row in last(store)] == ["Müller, Ada", "BS-101, FIAE 1", "Weber, Ada"]
    assert {row.at for row in last(store)} == {store.clock.now()}


def test_of_an_action_that_changed_many_there_is_one(store: Store) -> None:
    first, *_ = enter_one(store, *(f"Name {number}" for number in range(50)))
    assert [row.identity for row in last(store)] == [first]


def test_no_more_than_wanted_are_found(store: Store) -> None:
    for number in range(12):
        enter_one(store, f"Name {number}")
    assert [row.title for row in last(store, 2)] == ["Name 11, Ada", "Name 10, Ada"]
    assert len(last(store)) == 8


def test_what_no_page_shows_and_what_is_gone_is_left_out(store: Store) -> None:
    (kept,) = enter_one(store, "Müller")
    enter_one(store, "Weber")
    entry = store.ask(undoable, "kroeger")
    assert entry is not None
    store.do(undo, entry.id)
    store.do(found_firm, "Okerdata GmbH")
    assert [row.identity for row in last(store)] == [kept]


def test_the_work_of_others_is_never_shown(store: Store) -> None:
    enter_one(store, "Müller")
    other = Store.open(store.file.parent, user="aydin", clock=store.clock)
    assert last(other) == []
    (weber,) = other.do(enter_people, ("Weber",)).value
    assert [row.identity for row in last(other)] == [weber]
    assert [row.title for row in last(store)] == ["Müller, Ada"]
    other.close()
