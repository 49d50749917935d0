"""Two clerks edit one record: other fields are kept side by side, the same field is for somebody to choose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.differences import Gone, Overtaken, RecordCopy, Saved, Side
from kammerdesk.base.errors import Refused
from kammerdesk.people.service import PersonOrder, change_person, create_person, remove_person
from kammerdesk.store.editing import ChangeOrder, record_copy, record_past
from kammerdesk.store.store import Store
from kammerdesk.store.trash import RestoreOrder, restore_removed
from kammerdesk.store.undo import undo


@pytest.fixture
def other(store: Store, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """Another clerk at another desk over the same file."""
    opened = Store.open(tmp_path / "bs", user="aydin", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def uid(store: Store) -> UUID:
    order = PersonOrder(last_name="Drews", first_name="Katja", phone="0531 100", street="Hafenstr. 3", town="Peine")
    return store.do(create_person, order).value


def read(store: Store, uid: UUID, entry: int | None = None) -> RecordCopy:
    copy = store.ask(record_copy, "person", uid, entry)
    assert copy is not None
    return copy


def change(store: Store, copy: RecordCopy, **values: Any) -> Saved:
    return store.do(change_person, ChangeOrder(copy.uid, copy.entry, values)).value


def test_different_fields_of_two_clerks_are_both_kept(store: Store, other: Store, uid: UUID) -> None:
    mine, theirs = read(store, uid), read(other, uid)
    change(other, theirs, mail="k.drews@example.org", birth_date=date(1990, 5, 1))
    saved = change(store, mine, phone="0531 200")
    now = read(store, uid).values
    assert (now["phone"], now["mail"], now["birth_date"]) == ("0531 200", "k.drews@example.org", date(1990, 5, 1))
    assert (saved.beside, saved.unseen) == (("aydin",), True)


def test_the_same_field_is_not_overwritten_but_told_with_both_versions(store: Store, other: Store, uid: UUID) -> None:
    mine, theirs = read(store, uid), read(other, uid)
    change(other, theirs, phone="0531 300", job_title="Meisterin")
    with pytest.raises(Overtaken) as caught:
        change(store, mine, phone="0531 200", mail="k@example.org")
    assert read(store, uid).values["phone"] == "0531 300"
    rows = {row.field: row for row in caught.value.comparison.rows}
    phone = rows["phone"]
    assert (phone.ours.words, phone.theirs.words, phone.base.words) == ("0531 200", "0531 300", "0531 100")
    assert [row.field for row in rows.values() if row.clash] == ["phone"]
    assert (rows["mail"].proposal, rows["job_title"].proposal) == (Side.OURS, Side.THEIRS)
    assert "aydin" in caught.value.comparison.reason
    assert caught.value.entry == read(store, uid).entry


def test_what_is_not_taken_stays_in_the_history(store: Store, other: Store, uid: UUID) -> None:
    mine, theirs = read(store, uid), read(other, uid)
    change(other, theirs, phone="0531 300")
    with pytest.raises(Overtaken) as caught:
        change(store, mine, phone="0531 200")
    store.do(change_person, ChangeOrder(uid, caught.value.entry, {}, {"phone": "0531 200"}))
    assert read(store, uid).values["phone"] == "0531 300"
    told = [field for past in store.ask(record_past, "person", uid) for field in past.fields]
    assert ("Telefon", "0531 300", "0531 200") in told
    assert ("Telefon", "0531 200", "0531 300") in told


def test_the_same_value_on_both_sides_is_no_clash(store: Store, other: Store, uid: UUID) -> None:
    mine, theirs = read(store, uid), read(other, uid)
    change(other, theirs, phone="0531 300")
    assert change(store, mine, phone="0531 300", mail="k@example.org").beside == ("aydin",)


def test_what_was_changed_and_changed_back_stands_in_nobodys_way(store: Store, other: Store, uid: UUID) -> None:
    mine = read(store, uid)
    change(other, read(other, uid), phone="0531 300")
    change(other, read(other, uid), phone="0531 100")
    change(store, mine, phone="0531 200")
    assert read(store, uid).values["phone"] == "0531 200"


def test_halves_of_two_addresses_are_never_put_together(store: Store, other: Store, uid: UUID) -> None:
    mine, theirs = read(store, uid), read(other, uid)
    change(other, theirs, postal_code="21335", town="Lüneburg")
    with pytest.raises(Overtaken) as caught:
        change(store, mine, street="Am Markt 12")
    rows = {row.field: row for row in caught.value.comparison.rows}
    assert all(row.clash for row in rows.values())
    assert (rows["town"].ours.value, rows["town"].theirs.value) == ("Peine", "Lüneburg")
    assert {row.proposal for row in rows.values()} == {Side.OURS}


def test_a_draft_goes_on_from_what_it_was_typed_upon(store: Store, other: Store, uid: UUID) -> None:
    typed_upon = read(store, uid)
    change(other, read(other, uid), phone="0531 300", birth_date=date(1990, 5, 1))
    again = read(store, uid, typed_upon.entry)
    assert again == typed_upon
    with pytest.raises(Overtaken):
        change(store, again, phone="0531 200")


def test_a_removed_record_says_who_and_when_and_comes_back(store: Store, other: Store, uid: UUID) -> None:
    mine = read(store, uid)
    other.do(remove_person, uid)
    with pytest.raises(Gone, match="aydin") as caught:
        change(store, mine, phone="0531 200")
    assert caught.value.in_trash
    assert store.ask(record_copy, "person", uid) is None
    store.do(restore_removed, RestoreOrder("person", uid))
    change(store, mine, phone="0531 200")
    assert read(store, uid).values["phone"] == "0531 200"


def test_a_change_is_one_step_to_take_back(store: Store, uid: UUID) -> None:
    saved = change(store, read(store, uid), phone="0531 200", mail="k@example.org")
    store.do(undo, saved.entry)
    assert read(store, uid).values["phone"] == "0531 100"
    assert read(store, uid).values["mail"] == ""


def test_what_one_took_back_oneself_is_nobody_elses_change_and_still_unseen(store: Store, uid: UUID) -> None:
    first = change(store, read(store, uid), phone="0531 200")
    mine = read(store, uid)
    store.do(undo, first.entry)
    saved = change(store, mine, mail="k@example.org")
    assert (saved.beside, saved.unseen) == ((), True)
    saved = change(store, read(store, uid), mail="l@example.org")
    assert (saved.beside, saved.unseen) == ((), False)


def test_rules_are_asked_of_the_whole_record(store: Store, uid: UUID) -> None:
    with pytest.raises(Refused) as caught:
        change(store, read(store, uid), last_name="", mail="m.weber@ihk", postal_code="123", phone="x")
    assert [reason.field for reason in caught.value.reasons] == ["last_name", "postal_code", "phone", "mail"]
    assert read(store, uid).values["last_name"] == "Drews"
