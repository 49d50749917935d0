"""What travels is what the partner lacks, by its own word; lost, late and repeated bundles do no harm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_date
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import Slot
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.backup import make_backup
from kammerdesk.store.incarnation import ended, take_back
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.restore import RestoreOrder, put_back
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.frames import UID
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.model import SyncAhead, SyncEnded, SyncPeer, SyncScope, SyncSeen
from kammerdesk.sync.numbers import KEPT_AFTER_THE_END, own_replica
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import establish_demonstration_keys
from tests.sync.conftest import Pair
from tests.sync.houses import MARKER
from tests.sync.test_two_houses import FIRST_BUNDLE, move, person, rename, travelled


def groups_travelled(pair: Pair, name: str = "bundle.kdb") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for frame in travelled(pair, name=name):
        found.setdefault(frame.kind, set()).update(group for group, _ in frame.groups)
    return found


def both_ways(pair: Pair) -> None:
    """A bundle there and its receipt back."""
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)


def peer(session: Session) -> Any:
    return session.execute(select(SyncPeer.__table__).where(SyncPeer.chamber.in_(("BS", "LW")))).one()


def codes(store: Store) -> set[str]:
    """The state of a house after its last transfer."""
    return {store.ask(queries.transfers)[0].code}


def ended_copies(session: Session) -> dict[tuple[str, UUID], Any]:
    return {(row.kind, row.uid): row for row in session.execute(select(SyncEnded.__table__))}


def leave_alone(work: Work, joint: bool) -> None:
    work.session.execute(update(Committee).where(Committee.number == "BS-101").values(joint=joint))


def put_person(work: Work, committee: UUID) -> UUID:
    found = work.add(Person(last_name="Neumann", first_name="Ole", street=f"{MARKER} Weg 1"))
    work.session.flush()
    facts = work.session.scalars(select(Appointment).where(Appointment.committee_uid == committee)).first()
    assert facts is not None
    terms = {"valid_from": facts.valid_from, "valid_until": facts.valid_until}
    work.add(Appointment(person_uid=found.uid, committee_uid=committee, bench="AG", role="member", **terms))
    return found.uid


def call(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).phone = order[1]


def test_after_the_receipt_only_changed_groups_travel(pair: Pair) -> None:
    both_ways(pair)
    pair.clock.wind(1)
    pair.bs.do(call, (pair.keys["examiner"], "0531 99"))
    pair.send(pair.bs, pair.lw)
    assert groups_travelled(pair) == {"person": {"contact"}}
    assert [frame.fields for frame in travelled(pair)] == [("phone", "mail")]
    assert pair.lw.ask(person, pair.keys["examiner"]).phone == "0531 99"
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Groß"


def test_without_a_receipt_everything_travels_again_and_does_no_harm(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    done = pair.send(pair.bs, pair.lw)
    assert {count.kind: count.read for count in done.counts} == FIRST_BUNDLE
    assert done.written == 0


def test_a_new_record_travels_whole_with_the_card_of_its_parent(pair: Pair) -> None:
    both_ways(pair)
    pair.clock.wind(1)
    newcomer = pair.bs.do(put_person, pair.keys["committee"]).value
    done = pair.send(pair.bs, pair.lw)
    assert {count.kind: (count.read, count.added) for count in done.counts} == {
        "person": (1, 1),
        "appointment": (1, 1),
    }
    assert pair.lw.ask(person, newcomer).last_name == "Neumann"


def test_a_private_change_makes_nothing_travel(pair: Pair) -> None:
    both_ways(pair)
    pair.bs.do(move, (pair.keys["examiner"], f"{MARKER} Neue Straße 1"))
    assert pair.send(pair.bs, pair.lw).counts == ()


def test_a_lost_bundle_is_made_up_for_by_the_next(pair: Pair) -> None:
    both_ways(pair)
    pair.bs.do(call, (pair.keys["examiner"], "0531 1"))
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Eins"))
    pair.export(pair.bs, "lost.kdb")
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examinee"], "Zwei"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Eins"
    assert pair.lw.ask(person, pair.keys["examinee"]).last_name == "Zwei"
    assert pair.take_in(pair.lw, "lost.kdb").written == 0


def test_only_the_receipt_moves_the_number_from_which_bundles_go_on(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    sent = pair.bs.ask(peer)
    assert (sent.out_acked, sent.out_sent) == (0, pair.bs.ask(lambda s: s.scalars(select(SyncClock.lseq)).one()))
    assert pair.bs.ask(queries.transfers)[0].acked_at is None
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(peer).out_acked == sent.out_sent
    out = [row for row in pair.bs.ask(queries.transfers) if row.outgoing]
    assert out[0].acked_at == pair.clock.now()


def test_an_old_receipt_after_a_newer_one_changes_nothing(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.export(pair.lw, "old.kdb")
    pair.clock.wind(1)
    both_ways(pair)
    before = pair.bs.ask(peer)
    pair.take_in(pair.bs, "old.kdb")
    assert pair.bs.ask(peer) == before


def test_a_bundle_that_only_acknowledges_is_small(pair: Pair) -> None:
    both_ways(pair)
    both_ways(pair)
    written = pair.export(pair.lw)
    assert written.kinds == {}
    assert written.size < 2400


def restored(pair: Pair, chamber: str, file: Path) -> Store:
    store: Store = getattr(pair, chamber)
    pair.clock.wind(1)
    store.close()
    put_back(RestoreOrder(file, pair.folder / chamber), schema(), user="x", clock=pair.clock)
    found = Store.open(pair.folder / chamber, user="x", clock=pair.clock)
    setattr(pair, chamber, found)
    return found


def settle(pair: Pair) -> None:
    for _ in range(3):
        both_ways(pair)


def test_a_partner_set_back_to_a_backup_gets_again_what_it_lost(pair: Pair) -> None:
    both_ways(pair)
    backup = make_backup(pair.lw, pair.folder / "backups").file
    pair.clock.wind(1)
    newcomer = pair.bs.do(put_person, pair.keys["committee"]).value
    both_ways(pair)
    pair.bs.do(call, (newcomer, "0531 5"))
    both_ways(pair)
    lw = restored(pair, "lw", backup)
    pair.clock.wind(1)
    pair.bs.do(call, (newcomer, "0531 6"))
    early = pair.send(pair.bs, lw)
    assert {count.kind: count.parked for count in early.counts} == {"person": 1}
    assert lw.ask(lambda session: session.scalar(select(func.count()).select_from(SyncAhead))) == 1
    settle(pair)
    assert lw.ask(person, newcomer).phone == "0531 6"
    assert lw.ask(lambda session: session.scalar(select(func.count()).select_from(SyncAhead))) == 0
    assert codes(pair.bs) == codes(lw)
    assert inspect(lw, schema()) == []


def test_a_partner_that_lost_everything_gets_everything_again(pair: Pair) -> None:
    settle(pair)
    pair.lw.close()
    shutil.rmtree(pair.folder / "lw")
    pair.lw = Store.create(pair.folder / "lw", "LW", schema(), user="neu", clock=pair.clock, demonstration=True)
    pair.lw.do(establish_demonstration_keys, None)
    pair.bs.do(rename, (pair.keys["examiner"], "Nach dem Verlust"))
    pair.bs.do(call, (pair.keys["examinee"], "0531 3"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(person, pair.keys["examiner"]).phone == ""
    settle(pair)
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Nach dem Verlust"
    assert pair.lw.ask(person, pair.keys["examiner"]).phone == "0531 1"
    assert pair.lw.ask(lambda session: session.scalar(select(func.count()).select_from(Slot))) == 1
    assert codes(pair.bs) == codes(pair.lw)


def test_a_house_whose_partner_has_more_of_it_than_itself_goes_on_as_a_new_replica(pair: Pair) -> None:
    both_ways(pair)
    shutil.copytree(pair.folder / "bs", pair.folder / "older")
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Nach der Kopie"))
    both_ways(pair)
    both_ways(pair)
    pair.bs.close()
    pair.bs = Store.open(pair.folder / "older", user="kroeger", clock=pair.clock)
    before = pair.bs.ask(own_replica)
    pair.clock.wind(1)
    pair.send(pair.lw, pair.bs)
    assert set(pair.bs.ask(ended)) == {before}
    assert pair.bs.ask(own_replica) != before
    pair.bs.do(call, (pair.keys["examiner"], "0531 12"))
    assert pair.bs.do(take_back, "LW").value == 1
    settle(pair)
    assert pair.bs.ask(person, pair.keys["examiner"]).last_name == "Nach der Kopie"
    assert pair.bs.ask(open_decisions) == []
    assert pair.lw.ask(person, pair.keys["examiner"]).phone == "0531 12"
    assert codes(pair.bs) == codes(pair.lw)


def test_what_a_house_did_not_take_back_at_once_it_takes_back_by_reading_the_bundle_again(pair: Pair) -> None:
    both_ways(pair)
    shutil.copytree(pair.folder / "bs", pair.folder / "older")
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Nach der Kopie"))
    both_ways(pair)
    both_ways(pair)
    pair.bs.close()
    pair.bs = Store.open(pair.folder / "older", user="kroeger", clock=pair.clock)
    pair.send(pair.lw, pair.bs)
    both_ways(pair)
    assert pair.bs.ask(person, pair.keys["examiner"]).last_name == "Groß"
    assert len(pair.bs.ask(open_decisions)) == 1
    assert pair.bs.do(take_back, "LW").value == 1
    assert pair.bs.do(take_back, "LW").value == 0
    pair.take_in(pair.bs)
    assert pair.bs.ask(person, pair.keys["examiner"]).last_name == "Nach der Kopie"


def test_what_left_the_scope_is_told_and_the_copy_gets_an_end(pair: Pair) -> None:
    both_ways(pair)
    pair.bs.do(leave_alone, False)
    assert sum(FIRST_BUNDLE.values()) == 14
    both_ways(pair)
    copies = pair.lw.ask(ended_copies)
    assert {kind for kind, _ in copies} == set(FIRST_BUNDLE)
    assert {row.delete_on for row in copies.values()} == {
        office_date(pair.clock) + KEPT_AFTER_THE_END,
    }
    pair.bs.do(rename, (pair.keys["examiner"], f"{MARKER} nach dem Ende"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Groß"
    assert codes(pair.bs) == codes(pair.lw)


def test_what_comes_back_into_the_scope_is_whole_and_has_no_end_any_more(pair: Pair) -> None:
    both_ways(pair)
    pair.bs.do(leave_alone, False)
    both_ways(pair)
    pair.bs.do(rename, (pair.keys["examiner"], "Inzwischen"))
    pair.bs.do(leave_alone, True)
    both_ways(pair)
    assert pair.lw.ask(ended_copies) == {}
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Inzwischen"
    assert codes(pair.bs) == codes(pair.lw)


def test_that_something_left_is_told_again_until_the_partner_knows(pair: Pair) -> None:
    both_ways(pair)
    pair.bs.do(leave_alone, False)
    pair.export(pair.bs, "lost.kdb")
    pair.clock.wind(1)
    both_ways(pair)
    assert len(pair.lw.ask(ended_copies)) == 14
    pair.bs.do(leave_alone, True)
    both_ways(pair)
    pair.take_in(pair.lw, "lost.kdb")
    assert pair.lw.ask(ended_copies) == {}


def test_of_a_record_that_was_removed_before_it_left_nothing_ever_travels(pair: Pair) -> None:
    def remove_new(work: Work, uid: UUID) -> None:
        work.remove(work.session.scalars(select(Appointment).where(Appointment.person_uid == uid)).one())
        work.remove(work.get(Person, uid))

    both_ways(pair)
    pair.bs.do(remove_new, pair.bs.do(put_person, pair.keys["committee"]).value)
    settle(pair)
    assert "Neumann" not in repr(pair.lw.ask(lambda s: s.execute(select(Person.__table__)).all()))


def test_the_code_is_the_same_in_both_houses_when_nothing_is_outstanding(pair: Pair) -> None:
    settle(pair)
    first = codes(pair.bs)
    assert first == codes(pair.lw)
    assert all(len(code) == 19 and code.count("-") == 3 for code in first)
    pair.bs.do(rename, (pair.keys["examiner"], "Anders"))
    settle(pair)
    assert first != codes(pair.bs) == codes(pair.lw)


def damage(work: Work, order: tuple[type[Person] | type[Organisation], UUID, dict[str, Any]]) -> None:
    """Changes values past every stamp, as no program should."""
    kind, uid, values = order
    table = kind.__table__
    for (name,) in work.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        if name.startswith(f"{table.name}_stamp"):  # type: ignore[attr-defined]
            work.session.execute(text(f"DROP TRIGGER {name}"))
    work.session.execute(update(kind).where(kind.uid == uid).values(values))


def test_values_that_differ_under_equal_stamps_are_asked_for_and_healed(pair: Pair) -> None:
    settle(pair)
    pair.lw.do(damage, (Person, pair.keys["examiner"], {"last_name": "Verfälscht"}))
    pair.send(pair.bs, pair.lw)
    assert "person" in pair.lw.ask(peer).asked
    pair.send(pair.lw, pair.bs)
    done = pair.send(pair.bs, pair.lw)
    assert [(count.kind, count.changed) for count in done.counts] == [("person", 1)]
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Groß"
    assert pair.lw.ask(peer).asked == "{}"
    assert codes(pair.bs) == codes(pair.lw)


def test_a_row_that_vanished_is_asked_for_and_healed(pair: Pair) -> None:
    settle(pair)

    def vanish(work: Work, uid: UUID) -> None:
        work.session.execute(text("DROP TRIGGER slot_no_delete"))
        work.session.execute(text("DELETE FROM slot WHERE uid = :uid"), {"uid": uid.hex})

    pair.lw.do(vanish, pair.keys["slot"])
    settle(pair)
    assert pair.lw.ask(lambda session: session.scalar(select(func.count()).select_from(Slot))) == 1
    assert codes(pair.bs) == codes(pair.lw)


def test_a_difference_that_only_a_clerk_can_settle_is_asked_for_once(pair: Pair) -> None:
    settle(pair)
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    settle(pair)
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Dort"
    assert codes(pair.bs) != codes(pair.lw)
    assert pair.send(pair.bs, pair.lw).counts == ()
    assert pair.send(pair.lw, pair.bs).counts == ()


def test_what_was_erased_here_is_told_as_ended_and_then_forgotten(pair: Pair) -> None:
    settle(pair)

    def erase_seat(work: Work, uid: UUID) -> None:
        work.session.execute(update(SyncClock).values(erasing=True))
        work.session.execute(text("DELETE FROM sitting WHERE uid = :uid"), {"uid": uid.hex})
        work.session.execute(update(SyncClock).values(erasing=False))

    pair.bs.do(erase_seat, pair.keys["sitting"])
    pair.send(pair.bs, pair.lw)
    assert ("sitting", pair.keys["sitting"]) in pair.lw.ask(ended_copies)
    settle(pair)
    scoped = select(func.count()).select_from(SyncScope).where(SyncScope.uid == pair.keys["sitting"])
    assert pair.bs.ask(lambda session: session.scalar(scoped)) == 0
    assert codes(pair.bs) == codes(pair.lw)


def seen_stamps(session: Session) -> Iterator[tuple[str, int]]:
    return iter([(row.replica, row.upto) for row in session.scalars(select(SyncSeen))])


@pytest.mark.parametrize("name", ["format1.kdb", "format1-second.kdb"])
def test_bundles_of_format_1_are_read(pair: Pair, name: str) -> None:
    file = Path(__file__).parents[1] / "files" / "bundles" / name
    shutil.copy(file, pair.folder / name)
    pair.clock.moment += timedelta(hours=3)
    done = pair.take_in(pair.lw, name)
    assert {count.kind: count.added for count in done.counts} == FIRST_BUNDLE
    assert [upto for _, upto in pair.lw.ask(seen_stamps)] == [0]
    rows = [row[UID] for frame in travelled(pair, name=name) for row in frame.rows]
    assert len(rows) == sum(FIRST_BUNDLE.values())
    assert pair.take_in(pair.lw, name).written == 0
