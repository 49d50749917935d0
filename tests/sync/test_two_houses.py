"""From house to house: what is shared arrives, and not one field more; all of a bundle or nothing; twice is once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.exams.model import Candidate
from kammerdesk.people.model import Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.record import Record
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.frames import HOME, Frame
from kammerdesk.sync.incoming import frames_of, prove
from kammerdesk.sync.model import SyncConflict, SyncOut, SyncParked
from kammerdesk.sync.records import schema
from kammerdesk.sync.scope import Reason
from kammerdesk.sync.service import ExportOrder, ImportOrder, establish_demonstration_keys, export_bundle, import_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import MARKER, PRIVATE_DAY, PRIVATE_NUMBER, appoint, everything, furnish, ring, texts

FIRST_BUNDLE = {
    "organisation": 3,
    "person": 2,
    "venue": 1,
    "room": 1,
    "committee": 1,
    "appointment": 1,
    "exam_season": 1,
    "candidate": 1,
    "exam_day": 1,
    "sitting": 1,
    "slot": 1,
}


def person(session: Session, uid: UUID) -> Any:
    return session.execute(select(Person.__table__).where(Person.uid == uid)).one()


def the_slot(session: Session) -> Any:
    return session.execute(select(Slot.__table__)).one()


def homes(session: Session, kind: type[Record]) -> list[str]:
    return list(session.scalars(select(kind.home)))


def conflicts(session: Session) -> list[tuple[str, str, str, str]]:
    rows = session.execute(select(SyncConflict.reason, SyncConflict.kind, SyncConflict.group, SyncConflict.values))
    return [(reason, kind, group, values) for reason, kind, group, values in rows]


def parked(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(SyncParked.kind, SyncParked.missing).order_by(SyncParked.kind))
    return [(kind, missing) for kind, missing in rows]


def clock_of(session: Session) -> str:
    return session.scalars(select(SyncClock.ver)).one()


def rename(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).last_name = order[1]


def move(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).street = order[1]


def remove(work: Work, order: tuple[type[Record], UUID]) -> None:
    work.remove(work.get(*order))


def travelled(pair: Pair, receiver: str = "LW", name: str = "bundle.kdb") -> Iterator[Frame]:
    """The frames with rows of a bundle."""
    sender = "BS" if receiver == "LW" else "LW"
    keys, now = ring(receiver, sender), pair.clock.now()
    frames = frames_of(prove(pair.folder / name, keys, now), keys, now)
    return (frame for frame in frames if isinstance(frame, Frame) and frame.groups)


def test_the_partner_sees_the_committee_the_day_and_what_is_shared(pair: Pair) -> None:
    done = pair.send(pair.bs, pair.lw)
    assert done.sender == "BS"
    assert {count.kind: count.added for count in done.counts} == FIRST_BUNDLE
    for kind in (Committee, Appointment, ExamDay, Candidate, Slot):
        assert pair.lw.ask(homes, kind) == ["BS"]
    examiner = pair.lw.ask(person, pair.keys["examiner"])
    assert (examiner.last_name, examiner.first_name, examiner.phone) == ("Groß", "Änne", "0531 1")
    examinee = pair.lw.ask(person, pair.keys["examinee"])
    assert (examinee.last_name, examinee.salutation, examinee.phone, examinee.employer_uid) == ("Yıldız", "", "", None)
    assert inspect(pair.lw, schema()) == []


def test_not_one_field_more_arrives_or_even_travels(pair: Pair) -> None:
    assert MARKER in pair.bs.ask(texts)
    before = pair.lw.ask(texts).count(MARKER)
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(texts).count(MARKER) == before
    content = repr(list(travelled(pair)))
    for secret in (MARKER, str(PRIVATE_NUMBER), repr(PRIVATE_DAY)):
        assert secret not in content


def test_the_way_back_brings_lent_examiners_and_none_of_the_partners_own_records(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    assert pair.send(pair.lw, pair.bs).counts == ()
    lent = pair.send_lent()
    pair.bs.do(appoint, (lent, pair.keys["committee"]))
    pair.send(pair.bs, pair.lw)
    pair.lw.do(rename, (lent, "Düvel-Harms"))
    done = pair.send(pair.lw, pair.bs)
    assert {(count.kind, count.read, count.added, count.changed) for count in done.counts} == {
        ("lending", 1, 1, 0),
        ("organisation", 1, 1, 0),
        ("person", 1, 0, 1),
    }
    assert {row[HOME] for frame in travelled(pair, "BS") for row in frame.rows} == {"LW"}
    assert pair.bs.ask(person, lent).last_name == "Düvel-Harms"
    assert inspect(pair.bs, schema()) == []


def test_the_same_bundle_read_again_writes_nothing(pair: Pair) -> None:
    first = pair.send(pair.bs, pair.lw)
    records = pair.lw.ask(everything)
    again = pair.take_in(pair.lw)
    assert first.written == sum(FIRST_BUNDLE.values())
    assert first.read_before is None
    assert (again.written, again.read_before) == (0, pair.clock.now())
    unchanged = pair.lw.ask(everything)
    for changing in ("journal_entry", "sync_clock"):
        records.pop(changing), unchanged.pop(changing)
    assert unchanged == records


def test_an_older_bundle_after_a_newer_one_changes_nothing(pair: Pair) -> None:
    pair.export(pair.bs, "old.kdb")
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Groß-Lang"))
    pair.send(pair.bs, pair.lw)
    assert pair.take_in(pair.lw, "old.kdb").written == 0
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Groß-Lang"


def test_a_change_arrives_with_the_stamp_of_its_writer(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Groß-Lang"))
    done = pair.send(pair.bs, pair.lw)
    assert [(count.kind, count.changed) for count in done.counts if count.changed] == [("person", 1)]
    stamp = select(Person.stamp_of_name).where(Person.uid == pair.keys["examiner"])  # type: ignore[attr-defined]
    assert pair.lw.ask(lambda s: s.scalar(stamp)) == pair.bs.ask(lambda s: s.scalar(stamp)) is not None


def test_fields_that_may_leave_only_now_are_filled_in_under_the_stamp_of_their_writer(pair: Pair) -> None:
    examinee = pair.keys["examinee"]
    pair.bs.do(rename, (examinee, "Yıldız-Ak"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(person, examinee).salutation == ""
    pair.clock.wind(1)
    pair.bs.do(appoint, (examinee, pair.keys["committee"]))
    pair.send(pair.bs, pair.lw)
    here, there = pair.bs.ask(person, examinee), pair.lw.ask(person, examinee)
    assert there.salutation == here.salutation != ""
    assert (there._v_name or there._c, there._v_contact or there._c) == (
        here._v_name or here._c,
        here._v_contact or here._c,
    )
    assert pair.send(pair.bs, pair.lw).written == 0


def test_a_private_change_does_not_touch_the_partner(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(move, (pair.keys["examiner"], f"{MARKER} Neue Straße 1"))
    assert pair.send(pair.bs, pair.lw).written == 0


def test_what_the_partner_added_to_its_copy_is_not_emptied_by_a_bundle(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.lw.do(move, (pair.keys["examiner"], "Notiz der Partnerin"))
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Groß-Lang"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(person, pair.keys["examiner"]).street == "Notiz der Partnerin"


def test_a_removed_record_disappears_at_the_partner_and_by_whom_stays_private(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(remove, (Slot, pair.keys["slot"]))
    pair.send(pair.bs, pair.lw)
    slot = pair.lw.ask(the_slot)
    assert slot.deleted_at is not None
    assert slot.deleted_by is None


def test_what_was_removed_before_the_partner_knew_it_never_leaves(pair: Pair) -> None:
    pair.bs.do(remove, (Slot, pair.keys["slot"]))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(homes, Slot) == pair.lw.ask(homes, Candidate) == []
    assert "Yıldız" not in pair.lw.ask(texts)


def test_both_houses_keep_a_record_of_the_transfer(pair: Pair) -> None:
    done = pair.export(pair.bs)
    pair.take_in(pair.lw)
    (out,), (into,) = pair.bs.ask(queries.transfers), pair.lw.ask(queries.transfers)
    assert (out.outgoing, out.partner, out.by, into.outgoing, into.partner, into.by) == (
        *(True, "LW", "kroeger"),
        *(False, "BS", "thoms"),
    )
    for row in (out, into):
        assert row.bundle == done.bundle
        assert row.sha256 == done.sha256
        assert row.reasons == (Reason.JOINT_COMMITTEE, Reason.EXAM_DAY)
        assert row.bases == ("§ 39 Abs. 1 Satz 2 BBiG, § 9 Abs. 4 IHKG",)
        assert (row.persons, row.kinds, row.created_by) == (2, FIRST_BUNDLE, "kroeger")
        assert (row.format, row.size) == (2, (pair.folder / "bundle.kdb").stat().st_size)


def test_what_leaves_the_house_is_told_before_by_kind_reason_and_field(pair: Pair) -> None:
    leaving = pair.bs.ask(queries.leaving, "LW")
    found = {(row.kind, row.reason): (row.records, row.fields) for row in leaving.rows}
    assert leaving.persons == 2
    assert found["person", Reason.EXAM_DAY] == (1, ("last_name", "first_name", "title"))
    assert found["slot", Reason.EXAM_DAY][0] == 1
    assert ("person", Reason.POOL) not in found
    assert pair.bs.ask(queries.partners)[0].last_out is None
    pair.send(pair.bs, pair.lw)
    assert pair.bs.ask(queries.partners)[0].last_out == pair.clock.now()
    assert pair.lw.ask(queries.partners)[0].last_in == pair.clock.now()


def test_the_preview_says_what_would_happen_and_writes_nothing(pair: Pair) -> None:
    pair.export(pair.bs)
    before = pair.lw.ask(everything)
    preview = pair.lw.ask(queries.preview_bundle, pair.folder / "bundle.kdb")
    assert {count.kind: count.added for count in preview.counts} == FIRST_BUNDLE
    assert sum(count.parked + count.conflicts for count in preview.counts) == 0
    assert (preview.sender, preview.created_by, preview.read_at) == ("BS", "kroeger", None)
    assert pair.lw.ask(everything) == before
    done = pair.take_in(pair.lw)
    assert done.counts == preview.counts
    assert pair.lw.ask(queries.preview_bundle, pair.folder / "bundle.kdb").read_at == pair.clock.now()


def test_both_wrote_unseen_by_the_other_and_the_loser_is_kept(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier"))
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    done = pair.send(pair.bs, pair.lw)
    assert sum(count.conflicts for count in done.counts) == 1
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Dort"
    ((reason, kind, group, values),) = pair.lw.ask(conflicts)
    assert (reason, kind, group) == ("conflict", "person", "name")
    assert '"last_name":"Hier"' in values
    assert pair.take_in(pair.lw).written == 0


def test_the_partners_change_of_our_record_never_comes_home_as_ours_but_as_a_proposal(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    pair.lw.do(move, (pair.keys["examiner"], f"{MARKER} Notiz der Partnerin"))
    done = pair.send(pair.lw, pair.bs)
    assert [(count.kind, count.read, count.proposals) for count in done.counts] == [("person", 1, 1)]
    ((reason, kind, group, values),) = pair.bs.ask(conflicts)
    assert (reason, kind, group, "Dort" in values) == ("proposal", "person", "name", True)
    pair.send(pair.bs, pair.lw)
    assert pair.send(pair.lw, pair.bs).counts == ()
    assert MARKER not in repr(list(travelled(pair, "BS")))
    assert pair.bs.ask(person, pair.keys["examiner"]).last_name == "Groß"


def test_after_taking_in_a_bundle_our_clock_is_later_than_everything_in_it(pair: Pair) -> None:
    pair.clock.wind(20)
    pair.export(pair.bs)
    pair.clock.wind(-20)
    pair.take_in(pair.lw)
    assert pair.lw.ask(clock_of) >= pair.bs.ask(clock_of)
    pair.lw.do(rename, (pair.keys["examiner"], "Später"))
    pair.clock.wind(20)
    assert pair.send(pair.bs, pair.lw).written == 0
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Später"


def test_a_bundle_from_the_future_is_put_aside_whole(pair: Pair) -> None:
    pair.clock.wind(25)
    pair.export(pair.bs)
    pair.clock.wind(-25)
    before = pair.lw.ask(everything)
    with pytest.raises(KammerError):
        pair.take_in(pair.lw)
    assert pair.lw.ask(everything) == before
    pair.clock.wind(2)
    assert pair.take_in(pair.lw).written == sum(FIRST_BUNDLE.values())


def test_a_house_whose_clock_once_stood_years_ahead_is_told_at_once_that_nobody_can_read_its_bundles(
    pair: Pair,
) -> None:
    years = 5 * 365 * 24
    pair.clock.wind(years)
    pair.bs.do(rename, (pair.keys["examiner"], "Aus der Zukunft"))
    pair.clock.wind(-years)
    with pytest.raises(KammerError, match="2031"):
        pair.export(pair.bs)
    assert not (pair.folder / "bundle.kdb").exists()


def take_in_and_fail(work: Work, order: ImportOrder) -> None:
    import_bundle(work, order)
    raise RuntimeError("after everything was written")


def take_in_and_die(work: Work, order: ImportOrder) -> None:
    import_bundle(work, order)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_fault_in_the_middle_leaves_the_house_as_it_was(pair: Pair) -> None:
    pair.export(pair.bs)
    before = pair.lw.ask(everything)
    with pytest.raises(RuntimeError):
        pair.lw.do(take_in_and_fail, ImportOrder(pair.folder / "bundle.kdb"))
    assert pair.lw.ask(everything) == before


def test_a_killed_program_leaves_the_house_as_it_was(pair: Pair) -> None:
    pair.export(pair.bs)
    before = pair.lw.ask(everything)
    pair.lw.close()
    child = os.fork()
    if child == 0:
        store = Store.open(pair.folder / "lw", user="thoms", clock=pair.clock)
        store.do(take_in_and_die, ImportOrder(pair.folder / "bundle.kdb"))
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert pair.lw.ask(everything) == before
    assert inspect(pair.lw, schema()) == []


def export_and_fail(work: Work, order: ExportOrder) -> None:
    export_bundle(work, order)
    raise RuntimeError("after the file was written")


def test_no_bundle_stays_behind_without_its_transfer_record(pair: Pair) -> None:
    with pytest.raises(RuntimeError):
        pair.bs.do(export_and_fail, ExportOrder(pair.folder / "bundle.kdb"))
    assert [file.name for file in pair.folder.iterdir() if file.is_file()] == []
    assert pair.bs.ask(lambda session: session.scalars(select(SyncOut)).all()) == []
    done = pair.export(pair.bs)
    assert [file.name for file in pair.folder.iterdir() if file.is_file()] == [done.file.name]


def export_and_die(work: Work, order: ExportOrder) -> None:
    export_bundle(work, order)
    os.kill(os.getpid(), signal.SIGKILL)


def export_and_block(work: Work, order: ExportOrder) -> None:
    export_bundle(work, order).file.mkdir()


def recorded(session: Session) -> list[str]:
    return list(session.scalars(select(SyncOut.file)))


def test_a_program_killed_before_the_record_is_stored_leaves_no_bundle(pair: Pair) -> None:
    pair.bs.close()
    child = os.fork()
    if child == 0:
        store = Store.open(pair.folder / "bs", user="kroeger", clock=pair.clock)
        store.do(export_and_die, ExportOrder(pair.folder / "bundle.kdb"))
    os.waitpid(child, 0)
    assert not (pair.folder / "bundle.kdb").exists()
    assert pair.bs.ask(recorded) == []
    pair.export(pair.bs)
    assert [file.name for file in pair.folder.iterdir() if file.is_file()] == ["bundle.kdb"]


def test_an_export_that_fails_leaves_the_older_bundle_alone(pair: Pair) -> None:
    older = pair.export(pair.bs)
    with pytest.raises(RuntimeError):
        pair.bs.do(export_and_fail, ExportOrder(pair.folder / "bundle.kdb"))
    assert pair.take_in(pair.lw).bundle == older.bundle


def test_a_bundle_that_cannot_get_its_name_is_recorded_and_lies_where_the_sentence_says(pair: Pair) -> None:
    with pytest.raises(KammerError, match=r"bundle\.kdb\.part"):
        pair.bs.do(export_and_block, ExportOrder(pair.folder / "bundle.kdb"))
    assert pair.bs.ask(recorded) == ["bundle.kdb"]
    assert pair.take_in(pair.lw, "bundle.kdb.part").sender == "BS"


def test_a_row_whose_parent_is_missing_waits_and_follows_when_it_has_come(pair: Pair) -> None:
    stranger = Store.create(pair.folder / "other", "LW", schema(), user="x", clock=pair.clock, demonstration=True)
    lent = pair.send_lent()
    pair.bs.do(appoint, (lent, pair.keys["committee"]))
    pair.export(pair.bs)
    stranger.do(establish_demonstration_keys, None)
    done = stranger.do(import_bundle, ImportOrder(pair.folder / "bundle.kdb")).value
    assert {count.kind: count.parked for count in done.counts if count.parked} == {"appointment": 1}
    assert stranger.ask(parked) == [("appointment", "person_uid")]
    assert inspect(stranger, schema()) == []
    stranger.do(put_person, lent)
    again = stranger.do(import_bundle, ImportOrder(pair.folder / "bundle.kdb")).value
    assert {count.kind: (count.added, count.parked) for count in again.counts if count.added} == {"appointment": (1, 0)}
    assert stranger.ask(parked) == []
    assert len(stranger.ask(homes, Appointment)) == 2
    stranger.close()


def put_person(work: Work, uid: UUID) -> None:
    work.add(Person(uid=uid, last_name="Düvel", first_name="Ida"))


def test_nothing_leaves_for_a_partner_without_a_joint_committee(pair: Pair) -> None:
    with pytest.raises(KammerError):
        pair.export(pair.lw)
    assert not (pair.folder / "bundle.kdb").exists()


def test_a_bundle_for_a_folder_gets_a_name_without_personal_data(pair: Pair) -> None:
    done = pair.bs.do(export_bundle, ExportOrder(pair.folder / "Austausch")).value
    assert done.file.name == f"BS-LW-20261123-080000-{done.bundle.hex[-8:]}.kdb"


def test_only_an_older_bundle_is_written_over(pair: Pair) -> None:
    pair.export(pair.bs)
    assert pair.export(pair.bs).size > 0
    other = pair.folder / "Brief.pdf"
    other.write_bytes(b"%PDF-1.7 kept")
    with pytest.raises(KammerError):
        pair.bs.do(export_bundle, ExportOrder(other))
    assert other.read_bytes() == b"%PDF-1.7 kept"


@pytest.mark.parametrize("place", ["nowhere/bundle.kdb", "bs/kammerdesk.db/bundle.kdb"])
def test_a_place_that_cannot_be_written_to_is_named(pair: Pair, place: str) -> None:
    with pytest.raises(KammerError, match=r"bundle\.kdb"):
        pair.bs.do(export_bundle, ExportOrder(pair.folder / place))
    assert pair.bs.ask(lambda session: session.scalars(select(SyncOut)).all()) == []


def test_a_second_committee_of_the_partner_alone_does_not_travel(pair: Pair) -> None:
    pair.bs.do(furnish, None)
    pair.bs.do(make_private, None)
    done = pair.send(pair.bs, pair.lw)
    assert {count.kind: count.added for count in done.counts}["committee"] == 1


def make_private(work: Work, _order: None) -> None:
    newest: Any = work.session.scalars(select(Committee).where(Committee.joint).order_by(Committee.uid.desc())).first()
    newest.joint = False


def test_the_kinds_that_changed_are_reported_so_that_pages_reload(pair: Pair) -> None:
    pair.export(pair.bs)
    outcome = pair.lw.do(import_bundle, ImportOrder(pair.folder / "bundle.kdb"))
    assert outcome.changes == set(FIRST_BUNDLE)
