"""A house that was set back to a backup gets back what it had sent; nothing is lost silently, and both agree again."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Committee
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.people.model import Person, Room, Venue
from kammerdesk.store.backup import make_backup
from kammerdesk.store.incarnation import ended
from kammerdesk.store.inspection import inspect
from kammerdesk.store.restore import RestoreOrder, put_back
from kammerdesk.store.stamps import next_stamp
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.frames import UID
from kammerdesk.sync.model import SyncConflict, SyncSeen
from kammerdesk.sync.outgoing import leaving_frames
from kammerdesk.sync.records import schema
from kammerdesk.sync.scope import Side
from tests.sync.conftest import Pair

LATEST = "f" * 32


def shared(session: Session) -> dict[tuple[str, UUID], tuple[object, ...]]:
    """Braunschweig's records that both houses have, as either has them, stamps included."""
    frames = leaving_frames(session.connection(), Side("BS", "LW", known=LATEST))
    return {(frame.kind, row[UID]): row for frame in frames for row in frame.rows}


def conflicts(session: Session) -> dict[str, str]:
    return {row.values: row.reason for row in session.scalars(select(SyncConflict))}


def rename(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Committee, order[0]).name = order[1]


def call(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).phone = order[1]


def move_to_new_room(work: Work, day: UUID) -> UUID:
    venue = work.add(Venue(name="Neues Haus", street="Okerweg 1", postal_code="38100", town="BS"))
    work.session.flush()
    room = work.add(Room(venue_uid=venue.uid, name="2.07", seats=8))
    work.session.flush()
    work.get(ExamDay, day).room_uid = room.uid
    return room.uid


def take_slot_away(work: Work, slot: UUID) -> None:
    work.remove(work.get(Slot, slot))


def name_of(session: Session, uid: UUID) -> str:
    return session.get_one(Committee, uid).name


def backup(pair: Pair, house: str = "bs") -> Path:
    return make_backup(getattr(pair, house), pair.folder / "backups").file


def restore(pair: Pair, file: Path, house: str = "bs") -> None:
    pair.clock.wind(1)
    store: Store = getattr(pair, house)
    user, folder = store.user, pair.folder / house
    store.close()
    put_back(RestoreOrder(file, folder), schema(), user=user, clock=pair.clock)
    setattr(pair, house, Store.open(folder, user=user, clock=pair.clock))


@pytest.fixture
def backed_up(pair: Pair) -> tuple[Pair, Path]:
    """Both agree, and of this state there is a backup."""
    pair.send(pair.bs, pair.lw)
    return pair, backup(pair)


def test_what_was_sent_before_the_restore_comes_back_and_both_agree(backed_up: tuple[Pair, Path]) -> None:
    pair, file = backed_up
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["committee"], "Nach der Sicherung"))
    room = pair.bs.do(move_to_new_room, pair.keys["day"]).value
    pair.bs.do(take_slot_away, pair.keys["slot"])
    pair.send(pair.bs, pair.lw)
    lost = pair.bs.ask(shared)
    restore(pair, file)
    assert pair.bs.ask(shared) != lost
    pair.bs.do(call, (pair.keys["examiner"], "0531 999"))
    pair.send(pair.bs, pair.lw)
    preview_file = pair.export(pair.lw).file
    preview = pair.bs.ask(queries.preview_bundle, preview_file)
    assert pair.take_in(pair.bs).counts == preview.counts
    assert pair.bs.ask(name_of, pair.keys["committee"]) == "Nach der Sicherung"
    assert pair.bs.ask(lambda session: session.get_one(Room, room).name) == "2.07"
    assert pair.bs.ask(lambda session: session.get_one(Slot, pair.keys["slot"]).deleted_at) is not None
    pair.send(pair.bs, pair.lw)
    assert pair.bs.ask(shared) == pair.lw.ask(shared)
    assert pair.bs.ask(shared).keys() == lost.keys()
    assert pair.bs.ask(conflicts) == pair.lw.ask(conflicts) == {}
    assert pair.send(pair.lw, pair.bs).written == 0
    assert inspect(pair.bs, schema()) == []
    assert inspect(pair.lw, schema()) == []


def test_the_same_field_written_before_and_after_the_restore_is_a_conflict_in_both_houses(
    backed_up: tuple[Pair, Path],
) -> None:
    pair, file = backed_up
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["committee"], "Vor dem Zurückspielen"))
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    pair.bs.do(rename, (pair.keys["committee"], "Nach dem Zurückspielen"))
    pair.send(pair.bs, pair.lw)
    assert pair.bs.ask(shared) == pair.lw.ask(shared)
    assert pair.lw.ask(name_of, pair.keys["committee"]) == "Nach dem Zurückspielen"
    assert [("Vor dem Zurückspielen" in values, reason) for values, reason in pair.lw.ask(conflicts).items()] == [
        (True, "conflict")
    ]


def test_an_edit_that_the_partner_gives_back_meets_a_later_one_of_ours(backed_up: tuple[Pair, Path]) -> None:
    pair, file = backed_up
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["committee"], "Vor dem Zurückspielen"))
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["committee"], "Nach dem Zurückspielen"))
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(name_of, pair.keys["committee"]) == "Nach dem Zurückspielen"
    assert [("Vor dem Zurückspielen" in values, reason) for values, reason in pair.bs.ask(conflicts).items()] == [
        (True, "conflict")
    ]
    pair.send(pair.bs, pair.lw)
    assert pair.bs.ask(shared) == pair.lw.ask(shared)
    assert pair.bs.ask(conflicts).keys() == pair.lw.ask(conflicts).keys()


def test_what_the_partner_wrote_into_a_record_of_ours_stays_a_proposal_also_after_a_restore(
    backed_up: tuple[Pair, Path],
) -> None:
    pair, file = backed_up
    pair.clock.wind(1)
    pair.bs.do(call, (pair.keys["examiner"], "0531 7"))
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    pair.send(pair.bs, pair.lw)
    pair.lw.do(rename, (pair.keys["committee"], "Vom Partner umbenannt"))
    pair.lw.do(call, (pair.keys["examiner"], "0531 8"))
    pair.lw.do(forge_ended, pair.keys["venue"])
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(name_of, pair.keys["committee"]) == "FIAE 1"
    assert pair.bs.ask(lambda session: session.get_one(Person, pair.keys["examiner"]).phone) == "0531 1"
    assert pair.bs.ask(lambda session: session.get_one(Venue, pair.keys["venue"]).name) == "Haus der Wirtschaft"
    assert set(pair.bs.ask(conflicts).values()) == {"proposal"}


def forge_ended(work: Work, venue: UUID) -> None:
    """The partner gives something out for what we wrote after our former life had ended."""
    (replica,) = work.session.scalars(select(SyncSeen.replica).where(SyncSeen.ended.is_not(None)))
    stamp = next_stamp(None, work.now, replica)
    work.session.execute(update(Venue).where(Venue.uid == venue).values(name="Gefälscht", stamp_of_core=stamp))


def test_a_house_that_lost_nothing_gets_nothing_back(backed_up: tuple[Pair, Path]) -> None:
    pair, _ = backed_up
    assert pair.bs.ask(ended) == {}
    assert pair.export(pair.lw).kinds == {}


def test_after_two_restores_what_both_lives_had_sent_comes_back(backed_up: tuple[Pair, Path]) -> None:
    pair, file = backed_up
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["committee"], "Erstes Leben"))
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    pair.bs.do(call, (pair.keys["examiner"], "0531 22"))
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(name_of, pair.keys["committee"]) == "Erstes Leben"
    pair.send(pair.bs, pair.lw)
    assert pair.bs.ask(shared) == pair.lw.ask(shared)
