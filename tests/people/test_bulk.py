"""Several persons get the same employer or position in one step; what is not ours or gone stays as it is."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.people.model import Organisation, Person
from kammerdesk.people.rules import OrganisationKind
from kammerdesk.people.service import PersonsOrder, change_persons
from kammerdesk.store.store import Store
from kammerdesk.store.undo import undo, undoable
from kammerdesk.store.work import Work


def settle(work: Work, order: None) -> tuple[UUID, tuple[UUID, ...]]:
    company = work.add(Organisation(name="Möller Logistik", kind=OrganisationKind.COMPANY))
    names = ("Altmann", "Bergmann", "Celik", "Drews")
    people = [work.add(Person(last_name=name, first_name="Eva", job_title="Leitung")) for name in names]
    people[2].home = "LW"
    work.remove(people[3])
    work.session.flush()
    return company.uid, tuple(person.uid for person in people)


def state(session: Session) -> dict[str, tuple[UUID | None, str]]:
    people = session.scalars(select(Person).order_by(Person.last_name))
    return {person.last_name: (person.employer_uid, person.job_title) for person in people}


def test_our_persons_are_changed_and_the_others_are_not(store: Store) -> None:
    company, people = store.do(settle, None).value
    seen = dict.fromkeys(people, "")
    assert store.do(change_persons, PersonsOrder(seen, "employer_uid", company)).value == set(people[:2])
    after = store.ask(state)
    assert [after[name][0] for name in ("Altmann", "Bergmann")] == [company, company]
    assert [after[name][0] for name in ("Celik", "Drews")] == [None, None]
    assert store.do(change_persons, PersonsOrder(seen, "employer_uid", None)).value == set()


def test_what_somebody_changed_since_one_saw_it_is_left_alone(store: Store) -> None:
    company, people = store.do(settle, None).value
    store.do(change_persons, PersonsOrder({people[0]: "Leitung"}, "job_title", "Vorstand"))
    store.do(change_persons, PersonsOrder({people[1]: ""}, "employer_uid", company))
    seen = dict.fromkeys(people, "Leitung")
    assert store.do(change_persons, PersonsOrder(seen, "job_title", "Ausbildung")).value == {people[1]}
    assert store.ask(state)["Altmann"][1] == "Vorstand"
    assert store.do(change_persons, PersonsOrder(dict.fromkeys(people, ""), "employer_uid", None)).value == {people[0]}
    assert store.ask(state)["Bergmann"][0] == company


def test_one_undo_takes_back_all_of_it(store: Store) -> None:
    _, people = store.do(settle, None).value
    before = store.ask(state)
    store.do(change_persons, PersonsOrder(dict.fromkeys(people, "Leitung"), "job_title", "Ausbildung"))
    assert store.ask(state)["Bergmann"][1] == "Ausbildung"
    step = store.ask(undoable, "kroeger")
    assert step is not None
    store.do(undo, step.id)
    assert store.ask(state) == before


def test_a_position_can_be_emptied(store: Store) -> None:
    _, people = store.do(settle, None).value
    store.do(change_persons, PersonsOrder({people[0]: "Leitung"}, "job_title", None))
    assert store.ask(state)["Altmann"][1] == ""


@pytest.mark.parametrize("field", ["last_name", "iban", "home", "deleted_at"])
def test_what_belongs_to_one_person_alone_is_refused(store: Store, field: str) -> None:
    _, people = store.do(settle, None).value
    with pytest.raises(KammerError, match="für mehrere Personen"):
        store.do(change_persons, PersonsOrder(dict.fromkeys(people, ""), field, "x"))


def test_an_employer_that_is_gone_is_said_beside_the_field(store: Store) -> None:
    _, people = store.do(settle, None).value
    before = store.ask(state)
    with pytest.raises(Refused) as refused:
        store.do(change_persons, PersonsOrder(dict.fromkeys(people, ""), "employer_uid", uuid4()))
    assert [reason.field for reason in refused.value.reasons] == ["employer_uid"]
    assert store.ask(state) == before
