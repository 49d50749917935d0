"""The Papierkorb: what was removed lies there for 30 days and comes back with all that went with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock, office_date
from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.actions import OFFICE, Role, action
from kammerdesk.store.store import Store
from kammerdesk.store.trash import DAYS_IN_TRASH, RestoreOrder, restore_removed, trash
from kammerdesk.store.undo import undo
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.store.work import Work
from tests.conftest import NOW
from tests.sync.houses import WindableClock


@pytest.fixture
def windable() -> WindableClock:
    """A clock that tests wind on."""
    return WindableClock(NOW)


@pytest.fixture
def office(store: Store, tmp_path: Path, windable: WindableClock) -> Iterator[Store]:
    """The house with that clock, three persons and their firm, made in entry 1."""
    opened = Store.open(tmp_path / "bs", user="kroeger", clock=windable)
    opened.do(furnish, None)
    yield opened
    opened.close()


def furnish(work: Work, _order: None) -> None:
    firm = work.add(Organisation(name="Okerdata GmbH", kind="company", town="Peine"))
    work.session.flush()
    for name in ("Ahrens", "Behrens", "Cramm"):
        work.add(Person(last_name=name, first_name="Ada", employer_uid=firm.uid))


@action("Test: dismiss", roles=OFFICE)
def dismiss(work: Work, names: tuple[str, ...]) -> None:
    for person in work.session.scalars(select(Person).where(Person.last_name.in_(names))):
        work.remove(person)


@action("Test: close down", roles=OFFICE)
def close_down(work: Work, _order: None) -> None:
    work.remove(work.session.scalars(select(Organisation)).one())


@action("Test: dismiss for good", roles=OFFICE, lasting=True)
def dismiss_for_good(work: Work, names: tuple[str, ...]) -> None:
    dismiss(work, names)


def live(session: Session) -> list[str]:
    return list(session.scalars(select(Person.last_name).where(Person.deleted_at.is_(None)).order_by(Person.last_name)))


def uid_of(store: Store, name: str) -> UUID:
    return store.ask(lambda session: session.scalars(select(Person.uid).where(Person.last_name == name)).one())


def titles(store: Store) -> list[str]:
    return [row.title for row in store.ask(trash, office_date(store.clock))]


def bring_back(store: Store, name: str) -> int:
    return store.do(restore_removed, RestoreOrder("person", uid_of(store, name))).value


def test_a_row_tells_what_it_was_who_removed_it_and_how_long_it_stays(office: Store, windable: WindableClock) -> None:
    office.do(dismiss, ("Behrens",))
    windable.wind(24 * 3)
    (row,) = office.ask(trash, date(2026, 11, 26))
    assert (row.kind, row.words, row.title) == ("person", "Personen", "Behrens, Ada")
    assert (row.removed_at, row.removed_by, row.entry) == (NOW, "kroeger", 2)
    assert row.days_left == DAYS_IN_TRASH - 3
    assert row.uid == uid_of(office, "Behrens")


def test_the_last_removed_stands_first_and_after_thirty_days_it_is_gone(office: Store, windable: WindableClock) -> None:
    office.do(dismiss, ("Ahrens",))
    windable.wind(24)
    office.do(dismiss, ("Behrens",))
    assert titles(office) == ["Behrens, Ada", "Ahrens, Ada"]
    windable.wind(24 * (DAYS_IN_TRASH - 2))
    assert [row.days_left for row in office.ask(trash, office_date(windable))] == [2, 1]
    windable.wind(24)
    assert titles(office) == ["Behrens, Ada"]


def test_what_went_together_comes_back_together(office: Store) -> None:
    office.do(dismiss, ("Cramm",))
    office.do(dismiss, ("Ahrens", "Behrens"))
    assert bring_back(office, "Ahrens") == 2
    assert office.ask(live) == ["Ahrens", "Behrens"]
    assert titles(office) == ["Cramm, Ada"]


def test_what_was_removed_again_since_stays_there(office: Store) -> None:
    def recall(work: Work, name: str) -> None:
        person = work.session.scalars(select(Person).where(Person.last_name == name)).one()
        person.deleted_at = person.deleted_by = None

    office.do(dismiss, ("Ahrens", "Behrens"))
    office.do(recall, "Behrens")
    office.do(dismiss, ("Behrens",))
    assert bring_back(office, "Ahrens") == 1
    assert office.ask(live) == ["Ahrens", "Cramm"]


def test_bringing_back_can_be_undone(office: Store) -> None:
    office.do(dismiss, ("Ahrens",))
    bring_back(office, "Ahrens")
    office.do(undo, 3)
    assert office.ask(live) == ["Behrens", "Cramm"]


def test_what_an_undo_put_there_can_be_brought_back(office: Store) -> None:
    office.do(undo, 1)
    assert office.ask(live) == []
    assert bring_back(office, "Ahrens") == 4
    assert office.ask(live) == ["Ahrens", "Behrens", "Cramm"]


def test_what_belongs_to_something_removed_later_waits_for_it(office: Store) -> None:
    office.do(dismiss, ("Ahrens",))
    office.do(close_down, None)
    with pytest.raises(Refused, match=r"Ahrens, Ada.*Okerdata GmbH, Peine"):
        bring_back(office, "Ahrens")
    assert office.ask(live) == ["Behrens", "Cramm"]
    firm = office.ask(lambda session: session.scalars(select(Organisation.uid)).one())
    office.do(restore_removed, RestoreOrder("organisation", firm))
    bring_back(office, "Ahrens")
    assert office.ask(live) == ["Ahrens", "Behrens", "Cramm"]


def test_what_does_not_lie_there_is_said_in_words(office: Store) -> None:
    for order in (
        RestoreOrder("person", uid_of(office, "Ahrens")),
        RestoreOrder("person", UUID(int=1)),
        RestoreOrder("dragon", UUID(int=1)),
    ):
        with pytest.raises(KammerError, match="nicht im Papierkorb"):
            office.do(restore_removed, order)


def test_what_a_lasting_action_removed_stays_there(office: Store) -> None:
    office.do(dismiss_for_good, ("Ahrens",))
    with pytest.raises(Refused, match="über das Programm hinaus"):
        bring_back(office, "Ahrens")


def test_only_who_may_remove_it_may_bring_it_back(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    store.do(give_role, RoleOrder("aydin", Role.STATION))
    store.do(furnish, None)
    store.do(dismiss, ("Ahrens",))
    station = Store.open(tmp_path / "bs", user="aydin", clock=clock)
    with pytest.raises(KammerError, match="Rechte"):
        bring_back(station, "Ahrens")
    station.close()
    store.do(give_role, RoleOrder("aydin", Role.CLERK))
    clerk = Store.open(tmp_path / "bs", user="aydin", clock=clock)
    assert bring_back(clerk, "Ahrens") == 1
    clerk.close()
