"""What holds of a replica of a house, whichever engine keeps it: a file of SQLite, or a hub of PostgreSQL."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.ids import uuid7
from kammerdesk.people.model import Person
from kammerdesk.store.journal import JournalEntry, SyncClock
from kammerdesk.store.record import Record
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.inbox import open_numbers
from kammerdesk.sync.model import ConflictKind, SyncParked
from kammerdesk.sync.queries import own_card, transfers
from kammerdesk.sync.same_state import house_code
from kammerdesk.sync.stations import stations
from tests.sync.test_two_houses import rename
from tests.sync.test_workstations import Days, House, add_person, erase_person, inbox, partner_knowledge, records

PERSON: Table = Record.metadata.tables["person"]


def third(house: House) -> Store:
    """The replica whose engine is in question."""
    return house.three[2]


def assert_alike(house: House) -> None:
    first = house.three[0]
    assert all(door.ask(records) == first.ask(records) for door in house.three)
    assert all(door.ask(inbox) == first.ask(inbox) for door in house.three)
    assert {door.ask(house_code) for door in house.three} == {first.ask(house_code)}


def stored(session: Session, uid: UUID) -> dict[str, Any]:
    return dict(session.execute(select(PERSON).where(PERSON.c.uid == uid)).one()._mapping)


def clock_of(session: Session) -> tuple[str, int]:
    row = session.execute(select(SyncClock.ver, SyncClock.lseq)).one()
    return row.ver, row.lseq


def insert_plainly(work: Work, name: str) -> UUID:
    uid = uuid7()
    facts = {"uid": uid, "home": "BS", "last_name": name, "first_name": "Eva"}
    work.session.execute(insert(PERSON).values(facts))
    return uid


def write_plainly(work: Work, order: tuple[UUID, dict[str, Any]]) -> None:
    uid, values = order
    if "_v_contact" in values:
        values = values | {"_l": work.sequence}
    work.session.execute(update(PERSON).where(PERSON.c.uid == uid).values(values))


@pytest.fixture(autouse=True)
def settled(house: House) -> None:
    """Everybody begins with everything."""
    house.settle()


def test_it_has_every_record_with_every_field_and_stamp_and_the_keys(house: House) -> None:
    assert len(third(house).ask(records)) > 20
    assert_alike(house)
    assert third(house).ask(own_card) == house.three[0].ask(own_card)
    assert len(third(house).ask(stations)) == 3


def test_what_is_written_past_the_program_is_stamped(house: House) -> None:
    uid = third(house).do(insert_plainly, "Neu").value
    stamp, number = third(house).ask(clock_of)
    row = third(house).ask(stored, uid)
    assert (row["_c"], row["_l"], row["_v_name"]) == (stamp, number, None)


def test_a_stamp_moves_with_its_own_group_only_and_only_when_something_changed(house: House) -> None:
    uid = third(house).do(insert_plainly, "Neu").value
    before = third(house).ask(stored, uid)
    third(house).do(write_plainly, (uid, {"phone": "0531 2", "last_name": "Neu"}))
    after, (stamp, number) = third(house).ask(stored, uid), third(house).ask(clock_of)
    assert (after["_v_contact"], after["_l"], after["_v_name"]) == (stamp, number, None)
    assert after["_c"] == before["_c"]
    third(house).do(write_plainly, (uid, {"phone": "0531 2"}))
    assert third(house).ask(stored, uid) == after


def test_one_writing_of_two_groups_stamps_both(house: House) -> None:
    uid = third(house).do(insert_plainly, "Neu").value
    third(house).do(write_plainly, (uid, {"phone": "0531 2", "last_name": "Anders"}))
    row, (stamp, _) = third(house).ask(stored, uid), third(house).ask(clock_of)
    assert (row["_v_contact"], row["_v_name"]) == (stamp, stamp)


def test_a_stamp_that_comes_with_its_values_stays_as_it_came(house: House) -> None:
    uid = third(house).do(insert_plainly, "Neu").value
    foreign = third(house).ask(stored, uid)["_c"][:16] + "f" * 16
    third(house).do(write_plainly, (uid, {"phone": "0531 2", "_v_contact": foreign}))
    row, (_, number) = third(house).ask(stored, uid), third(house).ask(clock_of)
    assert (row["_v_contact"], row["_l"]) == (foreign, number)


def delete_plainly(work: Work, uid: UUID) -> None:
    work.session.execute(delete(PERSON).where(PERSON.c.uid == uid))


def change_entries(work: Work, _order: None) -> None:
    work.session.execute(update(JournalEntry).values(user="niemand"))


def delete_entries(work: Work, _order: None) -> None:
    work.session.execute(delete(JournalEntry).where(JournalEntry.digest.is_not(None)))


@pytest.mark.parametrize(
    ("action", "order", "words"),
    [
        (delete_plainly, None, "never deleted"),
        (write_plainly, {"home": "LW"}, "key and home"),
        (write_plainly, {"uid": uuid7()}, "key and home"),
        (change_entries, None, "only ever added to"),
        (delete_entries, None, "only ever added to"),
    ],
)
def test_what_is_never_done_is_refused_by_the_database_itself(
    house: House, action: Any, order: Any, words: str
) -> None:
    before = third(house).ask(records)
    person = third(house).do(insert_plainly, "Neu").value
    told = {delete_plainly: person, write_plainly: (person, order)}.get(action)
    with pytest.raises(DatabaseError, match=words):
        third(house).do(action, told)
    assert third(house).ask(records).keys() == before.keys() | {("person", person)}


def fail(work: Work, name: str) -> None:
    insert_plainly(work, name)
    raise KammerError("nein")


def test_an_action_that_fails_leaves_nothing(house: House) -> None:
    before, clock = third(house).ask(records), third(house).ask(clock_of)
    with pytest.raises(KammerError, match="nein"):
        third(house).do(fail, "Neu")
    assert (third(house).ask(records), third(house).ask(clock_of)) == (before, clock)


def test_every_action_has_an_entry_that_is_chained_to_the_one_before(house: House) -> None:
    third(house).do(insert_plainly, "Neu")
    query = select(JournalEntry.action, JournalEntry.digest).order_by(JournalEntry.id)
    entries = third(house).ask(lambda session: session.execute(query).all())
    assert entries[-1].action == "insert_plainly"
    digests = [entry.digest for entry in entries]
    assert None not in digests
    assert len(set(digests)) == len(digests)


def test_the_same_bundle_twice_writes_nothing(house: House) -> None:
    house.three[0].do(rename, (house.pair.keys["examiner"], "Neu"))
    file = house.write(0)
    assert house.take(2, file).written == 1
    before = third(house).ask(records)
    assert house.take(2, file).written == 0
    assert third(house).ask(records) == before


def test_two_who_wrote_the_same_unseen_by_each_other_find_it_in_every_inbox(house: House) -> None:
    before = third(house).ask(open_numbers)["BS", ConflictKind.CONFLICT]
    for number in (1, 2):
        house.clock.wind(0.1)
        house.three[number].do(rename, (house.pair.keys["examiner"], f"Platz {number}"))
    house.settle()
    assert_alike(house)
    numbers = [door.ask(open_numbers)["BS", ConflictKind.CONFLICT] for door in house.three]
    assert numbers == [before + 1] * 3
    assert house.three[0].ask(stored, house.pair.keys["examiner"])["last_name"] == "Platz 2"


def test_what_was_erased_at_one_is_erased_at_all(house: House) -> None:
    uids = [house.three[number].do(add_person, "Löschbar").value for number in (0, 2)]
    house.settle()
    for number, uid in zip((2, 0), uids, strict=True):
        house.three[number].do(erase_person, uid)
    house.settle()
    assert_alike(house)
    assert all(door.ask(lambda session: session.get(Person, uids[0])) is None for door in house.three)
    assert all(door.ask(lambda session: session.get(Person, uids[1])) is None for door in house.three)


def test_it_exchanges_with_a_partner_as_a_workstation_does(house: House) -> None:
    pair = house.pair
    house.clock.wind(1)
    pair.export(third(house), "to_lw.kdb")
    assert pair.take_in(pair.lw, "to_lw.kdb").written > 0
    assert len({door.ask(transfers)[0].code for door in (third(house), pair.lw)}) == 1
    house.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Vorschlag"))
    pair.export(pair.lw, "to_bs.kdb")
    assert pair.take_in(third(house), "to_bs.kdb").written > 0
    house.settle()
    assert_alike(house)
    assert len({str(door.ask(partner_knowledge)) for door in house.three}) == 1


def test_any_text_comes_back_as_it_was(house: House) -> None:
    names = ['O\'Brien "x" %s :y ?', "\\N \t \n \r", "Łuk\u0308 ẞ 𝒳 \u202e", "x" * 100_000]
    uids = [house.three[0].do(insert_plainly, name).value for name in names]
    house.settle()
    assert [third(house).ask(stored, uid)["last_name"] for uid in uids] == names
    assert_alike(house)


def test_whatever_happens_in_whatever_order_all_end_alike(house: House) -> None:
    days, source = Days(house), random.Random(5)
    verbs = ("call", "bank", "remove", "add", "write", "take", "take", "lose", "to_lw", "from_lw", "lw_writes")
    for _ in range(16):
        days.play((source.choice(verbs), source.randrange(3), source.randrange(5)))
    house.settle()
    assert_alike(house)
    assert [door.ask(lambda session: session.scalars(select(SyncParked.id)).all()) for door in house.three] == [[]] * 3
    assert third(house).ask(lambda session: session.execute(text("SELECT 1")).scalar_one()) == 1
