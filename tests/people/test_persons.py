"""Persons are created, found again under their name, and removed with what belongs to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.cli.demo.creation import create_demonstration
from kammerdesk.committees.model import Appointment
from kammerdesk.examday.model import Sitting
from kammerdesk.people.model import Organisation, Person
from kammerdesk.people.queries import namesakes, organisation_choices, organisation_name
from kammerdesk.people.rules import LONGEST
from kammerdesk.people.service import (
    PersonOrder,
    PersonsOrder,
    change_person,
    change_persons,
    create_person,
    remove_person,
)
from kammerdesk.store.actions import OFFICE, action
from kammerdesk.store.editing import ChangeOrder
from kammerdesk.store.store import Store
from kammerdesk.store.trash import RestoreOrder, restore_removed
from kammerdesk.store.undo import undo
from kammerdesk.store.work import Work
from tests.conftest import NOW

WEGENER = PersonOrder(last_name="Wegener", first_name="Tobias", birth_date=date(1994, 3, 1), town="Lübeck")


@action("Test: settle a firm", roles=OFFICE)
def settle_firm(work: Work, name: str) -> UUID:
    firm = work.add(Organisation(name=name, kind="company", town="Wolfsburg"))
    work.session.flush()
    return firm.uid


@pytest.mark.parametrize("typed", [("Wegener", "Tobias"), ("wegener", "TOBIAS"), (" Wegener ", "Tobias")])
def test_a_namesake_is_found_however_the_name_is_written(store: Store, typed: tuple[str, str]) -> None:
    store.do(create_person, WEGENER)
    (found,) = store.ask(namesakes, *typed)
    assert (found.name, found.birth_date, found.town) == ("Tobias Wegener", date(1994, 3, 1), "Lübeck")


def test_umlauts_make_no_other_person(store: Store) -> None:
    store.do(create_person, PersonOrder(last_name="Öztürk", first_name="Ayşe"))
    for written in ("oeztuerk", "ozturk", "Öztürk"):
        assert len(store.ask(namesakes, written, "ayse")) == 1


@pytest.mark.parametrize("typed", [("Wegener", ""), ("", "Tobias"), ("Wegner", "Tobias"), ("Wegener", "Tob")])
def test_other_names_are_no_namesakes(store: Store, typed: tuple[str, str]) -> None:
    store.do(create_person, WEGENER)
    assert store.ask(namesakes, *typed) == []


def test_a_namesake_hinders_nobody(store: Store) -> None:
    assert store.do(create_person, WEGENER).value != store.do(create_person, WEGENER).value


def test_what_is_wrong_stands_beside_its_field(store: Store) -> None:
    order = PersonOrder(last_name=" ", first_name="", birth_date=date(2027, 1, 1), iban="DE02 1203 0000 0000 2020 52")
    with pytest.raises(Refused) as caught:
        store.do(create_person, order)
    assert [reason.field for reason in caught.value.reasons] == ["last_name", "first_name", "birth_date", "iban"]


def test_an_employer_is_chosen_by_any_words_of_its_name(store: Store) -> None:
    uid = store.do(settle_firm, "Möller Logistik GmbH").value
    assert store.ask(organisation_choices, "moel log") == [(uid, "Möller Logistik GmbH, Wolfsburg")]
    assert store.ask(organisation_choices, "") == [(uid, "Möller Logistik GmbH, Wolfsburg")]
    assert store.ask(organisation_name, uid) == "Möller Logistik GmbH, Wolfsburg"


def test_fields_beyond_the_form_are_not_changed(store: Store) -> None:
    uid = store.do(create_person, WEGENER).value
    with pytest.raises(KammerError):
        store.do(change_person, ChangeOrder(uid, 0, {"deleted_by": "x"}))


@pytest.fixture
def house(tmp_path: Path) -> Store:
    """The demonstration: examiners with appointments, some of them on exam days."""
    create_demonstration(tmp_path / "demo", "BS", "small", 7, date(2026, 11, 23))
    return Store.open(tmp_path / "demo", user="kroeger", clock=FixedClock(NOW))


def free_examiner(session: Session) -> UUID:
    """Somebody of ours with an appointment of ours and no seat on an exam day."""
    seated = select(Sitting.person_uid)
    query = select(Appointment.person_uid).join(Person, Person.uid == Appointment.person_uid)
    return session.scalars(
        query.where(Person.home == "BS", Appointment.home == "BS", Appointment.person_uid.not_in(seated)).limit(1)
    ).one()


def offices(session: Session, uid: UUID) -> int:
    live = Appointment.person_uid == uid, Appointment.deleted_at.is_(None)
    return len(session.scalars(select(Appointment.uid).where(*live)).all())


def test_a_removed_examiner_takes_the_appointments_along_and_brings_them_back(house: Store) -> None:
    uid = house.ask(free_examiner)
    before = house.ask(offices, uid)
    assert before
    removed = house.do(remove_person, uid).value
    assert removed.count == before + 1
    assert house.ask(offices, uid) == 0
    house.do(restore_removed, RestoreOrder("person", uid))
    assert house.ask(offices, uid) == before
    house.do(remove_person, uid)
    house.close()


def test_a_removal_is_taken_back_by_its_entry(house: Store) -> None:
    uid = house.ask(free_examiner)
    before = house.ask(offices, uid)
    removed = house.do(remove_person, uid).value
    house.do(undo, removed.entry)
    assert house.ask(offices, uid) == before
    house.close()


def test_whoever_sits_on_an_exam_day_stays_and_the_day_is_named(house: Store) -> None:
    ours = select(Sitting.person_uid).join(Person, Person.uid == Sitting.person_uid).where(Person.home == "BS")
    seated = house.ask(lambda session: session.scalars(ours.limit(1)).one())
    with pytest.raises(Refused, match="wird noch gebraucht"):
        house.do(remove_person, seated)
    assert house.ask(offices, seated)
    house.close()


def test_a_person_of_the_partner_is_not_ours_to_change_or_remove(house: Store) -> None:
    foreign = house.ask(lambda session: session.scalars(select(Person.uid).where(Person.home == "LW").limit(1)).one())
    for act in (lambda: house.do(remove_person, foreign), lambda: house.do(change_person, ChangeOrder(foreign, 0, {}))):
        with pytest.raises(Refused, match="Partnerkammer"):
            act()
    house.close()


def test_an_endless_name_is_refused_at_its_field_in_every_way_it_can_come_in(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        store.do(create_person, replace(WEGENER, last_name="W" * 300))
    ((field, sentence),) = [(reason.field, reason.sentence) for reason in caught.value.reasons]
    assert field == "last_name"
    assert "300" in sentence
    assert "80" in sentence
    person = store.do(create_person, replace(WEGENER, last_name="W" * 80)).value
    order = PersonsOrder({person: ""}, "job_title", "x" * 101)
    with pytest.raises(Refused, match="101"):
        store.do(change_persons, order)


def test_only_fields_there_are_have_a_greatest_length() -> None:
    for field in LONGEST:
        assert field in Person.__table__.c or field in Organisation.__table__.c
