"""Undo and redo of any action from the journal alone; refused, with names, where later work stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.differences import LaterWork, Side
from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.actions import OFFICE, Role, action
from kammerdesk.store.erasure import erase
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.lines import Happening, history_lines
from kammerdesk.store.past import rebuild, record_at
from kammerdesk.store.store import Store
from kammerdesk.store.undo import EntryRow, redo, redoable, undo, undo_chosen, undoable
from kammerdesk.store.undo_choice import UndoChoice
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.store.histories import MODEST, Dump, Step, actions, carry_out, dump, make_house, told

REMOVED = -2
"""Where `deleted_at` stands in a row of a dump."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small house to be copied."""
    return make_house(tmp_path_factory.mktemp("house") / "bs")


def nothing_but_trash_was_added(before: Dump, now: Dump) -> bool:
    """Every record is as before; what was made since lies in the Papierkorb."""
    return all(
        {uid: row for uid, row in now[kind].items() if uid in before[kind]} == before[kind]
        and all(row[REMOVED] for uid, row in now[kind].items() if uid not in before[kind])
        for kind in before
    )


@MODEST
@given(history=actions)
def test_undoing_everything_gives_the_first_state_and_redoing_everything_the_last(
    house: Path, history: list[list[Step]]
) -> None:
    with told(house, history) as story:
        store = story.store
        while (entry := store.ask(undoable, "kroeger")) and entry.id > 1:
            store.do(undo, entry.id)
            story.clock.tick()
            assert nothing_but_trash_was_added(story.states[entry.id - 2], store.ask(dump))
        assert nothing_but_trash_was_added(story.states[0], store.ask(dump))
        while entry := store.ask(redoable, "kroeger"):
            store.do(redo, entry.id)
            story.clock.tick()
        assert store.ask(dump) == story.states[-1]
        assert inspect(store, schema()) == []


@action("Test: hire", roles=OFFICE)
def hire(work: Work, last_name: str) -> UUID:
    person = work.add(Person(last_name=last_name, first_name="Ada", town="Peine"))
    work.session.flush()
    return person.uid


@action("Test: move", roles=OFFICE)
def move(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).town = order[1]


@action("Test: call", roles=OFFICE)
def call(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).phone = order[1]


@action("Test: send", roles=OFFICE, lasting=True)
def send(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).mail = order[1]


@action("Test: erase", roles=OFFICE, lasting=True)
def erase_person(work: Work, uid: UUID) -> None:
    erase(work, {"person": [uid]})


def found(work: Work, name: str) -> UUID:
    firm = work.add(Organisation(name=name, kind="company"))
    work.session.flush()
    return firm.uid


def employ(work: Work, order: tuple[UUID, UUID | None]) -> None:
    work.get(Person, order[0]).employer_uid = order[1]


def remove_firm(work: Work, uid: UUID) -> None:
    work.remove(work.get(Organisation, uid))


def town(session: Session, uid: UUID) -> str:
    return session.get_one(Person, uid).town


def removed(session: Session, uid: UUID) -> bool:
    return session.get_one(Person, uid).deleted_at is not None


def last(session: Session) -> JournalEntry:
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    session.expunge(entry)
    return entry


def sentences(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.sentence for reason in refused.value.reasons]


@pytest.fixture
def uid(store: Store) -> UUID:
    """Somebody, hired in entry 1."""
    return store.do(hire, "Müller").value


def test_an_undo_says_what_it_undid_and_changes_the_same_kinds(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    outcome = store.do(undo, 2, reason="Verwechslung")
    assert (outcome.value, set(outcome.changes)) == (1, {"person"})
    assert store.ask(town, uid) == "Peine"
    entry = store.ask(last)
    assert (entry.action, entry.reverts, entry.reason, entry.user) == ("undo", 2, "Verwechslung", "kroeger")


def test_what_was_made_goes_to_the_trash_and_a_redo_brings_it_back(store: Store, uid: UUID) -> None:
    store.do(undo, 1)
    assert store.ask(removed, uid)
    store.do(redo, 1)
    assert not store.ask(removed, uid)


def test_a_later_change_of_the_same_field_refuses_with_its_names(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    store.do(move, (uid, "Celle"))
    with pytest.raises(Refused) as refused:
        store.do(undo, 2)
    lead, reason = sentences(refused)
    assert "Test: move" in lead
    for part in ("Müller, Ada", "Ort", "kroeger", "23.11.2026 09:00", "Test: move"):
        assert part in reason
    assert store.ask(town, uid) == "Celle"
    assert store.ask(last).id == 3


def refused_undo(store: Store, entry: int) -> LaterWork:
    with pytest.raises(LaterWork) as refused:
        store.do(undo, entry)
    return refused.value


@action("Test: move and call", roles=OFFICE)
def move_and_call(work: Work, order: tuple[UUID, str, str]) -> None:
    person = work.get(Person, order[0])
    person.town, person.phone = order[1:]


@pytest.mark.parametrize(("side", "expected"), [(Side.OURS, "Peine"), (Side.THEIRS, "Celle")])
def test_what_others_changed_since_is_compared_and_chosen_and_the_rest_is_taken_back(
    store: Store, uid: UUID, side: Side, expected: str
) -> None:
    store.do(move_and_call, (uid, "Gifhorn", "0531 1"))
    store.do(move, (uid, "Celle"))
    error = refused_undo(store, 2)
    assert error.comparison is not None
    (row,) = error.comparison.rows
    assert (row.title, row.ours.words, row.theirs.words, row.base.words) == ("Ort", "Peine", "Celle", "Gifhorn")
    assert "Müller, Ada" in error.comparison.title
    store.do(undo_chosen, UndoChoice(error.entry, error.seen, {row.field: side}))
    person = store.ask(lambda session: (town(session, uid), session.get_one(Person, uid).phone))
    assert person == (expected, "")
    store.do(redo, 2)
    assert store.ask(town, uid) == "Celle"
    assert inspect(store, schema()) == []


def test_a_choice_holds_only_for_what_was_compared(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    store.do(move, (uid, "Celle"))
    error = refused_undo(store, 2)
    assert error.comparison is not None
    sides = {row.field: Side.OURS for row in error.comparison.rows}
    store.do(move, (uid, "Uelzen"))
    with pytest.raises(LaterWork):
        store.do(undo_chosen, UndoChoice(error.entry, error.seen, sides))
    with pytest.raises(LaterWork):
        store.do(undo_chosen, UndoChoice(2, 99, {}))
    assert store.ask(town, uid) == "Uelzen"


def test_whether_a_record_is_there_at_all_is_no_choice_of_fields(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    assert refused_undo(store, 1).comparison is None


def test_a_later_change_of_another_field_is_no_obstacle(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    store.do(call, (uid, "0531 1"))
    store.do(undo, 2)
    assert store.ask(lambda session: (town(session, uid), session.get_one(Person, uid).phone)) == ("Peine", "0531 1")


def test_any_later_change_of_a_new_record_stands_against_undoing_it(store: Store, uid: UUID) -> None:
    store.do(call, (uid, "0531 1"))
    with pytest.raises(Refused, match="Telefon"):
        store.do(undo, 1)
    store.do(undo, 2)
    store.do(undo, 1)
    assert store.ask(removed, uid)


def test_a_field_changed_there_and_back_is_no_obstacle(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    store.do(move, (uid, "Celle"))
    store.do(move, (uid, "Gifhorn"))
    store.do(undo, 2)
    assert store.ask(town, uid) == "Peine"


def test_more_records_than_a_dialog_holds_are_counted(store: Store) -> None:
    def fill(work: Work, _order: None) -> None:
        work.bulk(Person, ({"last_name": f"N{number:02}", "first_name": "Ada"} for number in range(13)))

    def move_all(work: Work, place: str) -> None:
        for person in work.session.scalars(select(Person)):
            person.town = place

    store.do(fill, None)
    store.do(move_all, "Celle")
    with pytest.raises(Refused) as refused:
        store.do(undo, 1)
    told_reasons = sentences(refused)
    assert len(told_reasons) == 12
    assert told_reasons[-1] == "Und 3 weitere."


def test_what_a_later_record_refers_to_is_not_taken_away(store: Store, uid: UUID) -> None:
    firm = store.do(found, "Okerdata GmbH").value
    store.do(employ, (uid, firm))
    with pytest.raises(Refused) as refused:
        store.do(undo, 2)
    assert "Okerdata GmbH" in sentences(refused)[1]
    assert "Müller, Ada" in sentences(refused)[1]
    store.do(employ, (uid, None))
    store.do(undo, 2)
    assert store.ask(lambda session: session.get_one(Organisation, firm).deleted_at) is not None


def test_what_a_record_made_later_refers_to_is_not_taken_away(store: Store) -> None:
    def hire_into(work: Work, firm: UUID) -> None:
        work.get(Person, hire(work, "Meier")).employer_uid = firm

    store.do(hire_into, store.do(found, "Okerdata GmbH").value)
    with pytest.raises(Refused, match=r"Meier, Ada"):
        store.do(undo, 1)
    store.do(undo, 2)
    store.do(undo, 1)


def test_another_field_may_go_back_though_what_the_record_refers_to_was_removed(store: Store, uid: UUID) -> None:
    firm = store.do(found, "Okerdata GmbH").value
    store.do(employ, (uid, firm))
    store.do(move, (uid, "Gifhorn"))
    store.do(remove_firm, firm)
    store.do(undo, 4)
    assert store.ask(town, uid) == "Peine"


def test_what_an_action_made_and_removed_again_is_left_as_it_is(house: Path) -> None:
    with told(house, [[("found", 0, "Werk"), ("remove", 4, "")]]) as story:  # the last of two persons, three firms
        assert story.store.do(undo, 2).value == 0
        assert story.store.ask(dump) == story.states[1]


def test_nothing_comes_back_that_refers_to_what_was_removed_since(store: Store, uid: UUID) -> None:
    firm = store.do(found, "Okerdata GmbH").value
    store.do(employ, (uid, firm))
    store.do(employ, (uid, None))
    store.do(remove_firm, firm)
    with pytest.raises(Refused) as refused:
        store.do(undo, 4)
    assert "Okerdata GmbH" in sentences(refused)[1]
    store.do(undo, 5)
    store.do(undo, 4)
    assert store.ask(lambda session: session.get_one(Person, uid).employer_uid) == firm


def test_parents_and_children_of_one_action_go_and_come_together(store: Store) -> None:
    def found_and_hire(work: Work, _order: None) -> None:
        person = hire(work, "Meier")
        employ(work, (person, found(work, "Okerdata GmbH")))

    store.do(found_and_hire, None)
    assert store.do(undo, 1).value == 2
    assert store.do(redo, 1).value == 2


def test_what_referred_to_a_record_when_it_was_removed_may_do_so_again(store: Store, uid: UUID) -> None:
    firm = store.do(found, "Okerdata GmbH").value
    store.do(employ, (uid, firm))
    store.do(remove_firm, firm)
    for entry in (4, 3):
        store.do(undo, entry)
    for entry in (3, 4):
        store.do(redo, entry)
    assert store.ask(lambda session: session.get_one(Organisation, firm).deleted_at) is not None


def test_undone_twice_and_redone_twice_is_refused_in_words(store: Store, uid: UUID) -> None:
    with pytest.raises(Refused, match="nicht rückgängig gemacht"):
        store.do(redo, 1)
    store.do(undo, 1)
    with pytest.raises(Refused, match=r"schon .*kroeger.*Eintrag 2"):
        store.do(undo, 1)
    store.do(redo, 1)
    with pytest.raises(Refused, match="nicht rückgängig gemacht"):
        store.do(redo, 1)
    store.do(undo, 1)
    assert store.ask(removed, uid)


def test_the_undo_of_an_undo_is_a_redo(store: Store, uid: UUID) -> None:
    store.do(undo, 1)
    store.do(undo, 2)
    assert not store.ask(removed, uid)
    store.do(undo, 3)
    assert store.ask(removed, uid)
    with pytest.raises(Refused):
        store.do(undo, 1)


def test_lasting_actions_stay(store: Store, uid: UUID) -> None:
    store.do(send, (uid, "a@example.org"))
    with pytest.raises(Refused, match="über das Programm hinaus"):
        store.do(undo, 2)
    row = store.ask(undoable, "kroeger")
    assert row is not None
    assert row.id == 1


def test_an_action_that_changed_no_record_and_an_unknown_entry_are_refused(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Peine"))
    with pytest.raises(Refused, match="keine Datensätze"):
        store.do(undo, 2)
    for number in (0, 3, 4):  # 3 would be the undo's own
        with pytest.raises(KammerError, match=f"keinen Eintrag {number}"):
            store.do(undo, number)
    assert store.ask(last).id == 2


def test_what_was_erased_by_law_does_not_come_back(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    before = store.ask(record_at, "person", uid, store.clock.now())
    assert before is not None
    store.do(erase_person, uid)
    for number in (1, 2):
        with pytest.raises(Refused, match="Aufbewahrungsfrist"):
            store.do(undo, number)
    assert store.ask(record_at, "person", uid, store.clock.now()) is None
    assert store.ask(rebuild, "person") == {}
    lines = store.ask(history_lines, uid=uid)
    assert [(line.happening, line.fields) for line in lines] == [(Happening.ERASED, ())] * 3
    assert {line.title for line in lines} == {"ein gelöschter oder unbekannter Datensatz"}


@pytest.fixture
def clerk(store: Store, tmp_path: Path) -> Iterator[Store]:
    """The same data opened by a clerk; giving the role is entry 1."""
    store.do(give_role, RoleOrder("aydin", Role.CLERK))
    other = Store.open(tmp_path / "bs", user="aydin", clock=store.clock)
    yield other
    other.close()


def test_only_who_may_carry_it_out_may_take_it_back(store: Store, clerk: Store) -> None:
    store.do(found, "Okerdata GmbH")  # undeclared, so only for the head
    person = store.do(hire, "Müller").value
    with pytest.raises(KammerError, match="Rechte"):
        clerk.do(undo, 2)
    clerk.do(undo, 3)
    assert clerk.ask(removed, person)
    store.do(undo, 2)
    with pytest.raises(KammerError, match="Rechte"):
        clerk.do(redo, 2)


def test_readers_take_nothing_back(store: Store, clerk: Store) -> None:
    store.do(hire, "Müller")
    store.do(give_role, RoleOrder("aydin", Role.READER))
    with pytest.raises(KammerError, match="Rechte"):
        clerk.do(undo, 2)
    assert clerk.ask(undoable, "kroeger") is not None
    assert clerk.ask(undoable, "aydin") is None


def test_roles_are_not_given_back_by_an_undo(store: Store, clerk: Store) -> None:
    with pytest.raises(Refused):
        store.do(undo, 1)
    assert store.ask(undoable, "kroeger") is None


def steps(store: Store, user: str = "kroeger") -> tuple[int | None, int | None]:
    def number(row: EntryRow | None) -> int | None:
        return row.id if row else None

    return number(store.ask(undoable, user)), number(store.ask(redoable, user))


def test_steps_go_back_and_forth_in_order_and_a_new_action_ends_the_redo(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    assert steps(store) == (2, None)
    store.do(undo, 2)
    assert steps(store) == (1, 3)
    store.do(undo, 1)
    assert steps(store) == (None, 4)
    store.do(redo, 4)
    assert steps(store) == (1, 3)
    store.do(redo, 3)
    assert steps(store) == (2, None)
    store.do(undo, 2)
    store.do(call, (uid, "0531 1"))
    assert steps(store) == (8, None)


def test_everybody_has_steps_of_his_own(store: Store, clerk: Store) -> None:
    person = store.do(hire, "Müller").value
    clerk.do(move, (person, "Celle"))
    assert steps(store) == (2, None)
    assert steps(clerk, "aydin") == (3, None)
    clerk.do(undo, 3)
    assert steps(clerk, "aydin") == (None, 4)
    assert steps(store) == (2, None)


def test_a_step_tells_what_it_was(store: Store, uid: UUID) -> None:
    row = store.ask(undoable, "kroeger")
    assert row is not None
    assert (row.action, row.words, row.user, row.reason, row.reverts, row.count) == (
        *("hire", "Test: hire", "kroeger", "", None),
        1,
    )
    store.do(undo, 1)
    row = store.ask(redoable, "kroeger")
    assert row is not None
    assert (row.action, row.words, row.reverts, row.count) == ("undo", "Test: hire", 1, 1)


def test_undone_values_bear_our_stamp_of_now(store: Store, uid: UUID) -> None:
    def stamps(session: Session) -> tuple[str, str]:
        person = session.get_one(Person, uid)
        return person.stamp_of_removal, person.stamp_of_address  # type: ignore[attr-defined]  # made from the groups

    store.do(move, (uid, "Gifhorn"))
    store.do(undo, 2)
    assert store.ask(stamps)[1] == store.ask(last).stamp
    store.do(undo, 1)
    assert store.ask(stamps)[0] == store.ask(last).stamp


def test_bulk_and_several_changes_of_one_record_are_one_step(store: Store) -> None:
    before = store.ask(dump)
    store.do(carry_out, [("add", 0, "Müller"), ("found", 0, "Werk"), ("fill", 5, "Schule"), ("employ", 0, "")])
    middle = store.ask(dump)
    store.do(carry_out, [("rename", 0, "Meier"), ("rename", 0, "Lang"), ("move all", 0, "Celle"), ("remove", 0, "")])
    store.do(undo, 2)
    assert store.ask(dump) == middle
    store.do(undo, 1)
    assert nothing_but_trash_was_added(before, store.ask(dump))
