"""The two houses of the demonstration with something in every list, so that no page is looked at empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from kammerdesk.base.clock import FixedClock
from kammerdesk.cli.demo.creation import create_demonstration
from kammerdesk.examday import queries as exam_days
from kammerdesk.examday.rules import Attendance, IdentityDocument
from kammerdesk.examday.service import (
    CheckInOrder,
    IndividualMarkOrder,
    JointMarkOrder,
    agree_joint_mark,
    check_in,
    record_individual_mark,
)
from kammerdesk.exams.model import Candidate
from kammerdesk.office.disclosures import DisclosureNote, note_disclosure
from kammerdesk.office.retention import HoldOrder, RetentionOrder, hold_erasure, run_retention
from kammerdesk.people.service import PersonOrder, create_person, remove_person
from kammerdesk.store.actions import Role
from kammerdesk.store.backup import back_up
from kammerdesk.store.protection import DisclosureKind
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle

SEED = 7
USER = "kroeger"
LONG_AGO = timedelta(days=90)
"""Longer than the trash keeps anything."""

LEFT_LONG_AGO = ("Alt", "Ehemals", "Früher")
CHECKED_IN, MARKED = 4, 2
POINTS = ((78_00, 75_00, 80_00), (66_00, 70_00, 68_00))


def create_furnished(folder: Path, today: date, head: str = USER) -> dict[str, Path]:
    """Makes the folders BS and LW in `folder`; returns the files that dialogs of BS may ask for, by suffix.

    `head` is whose window will be opened on BS: nothing is forbidden there.
    """
    for chamber in ("BS", "LW"):
        create_demonstration(folder / chamber, chamber, "small", SEED, today)
    sent, answer = folder / "Paket_an_Lueneburg-Wolfsburg.kdb", folder / "Paket_aus_Lueneburg-Wolfsburg.kdb"
    with _opened(folder / "BS", today - LONG_AGO) as before:
        gone = _come_and_go(before, LEFT_LONG_AGO)
    with _opened(folder / "BS", today) as store:
        _furnish(store, sent, gone)
        store.do(give_role, RoleOrder(head, Role.HEAD))
        back_up(store)
    with _opened(folder / "LW", today) as partner:
        partner.do(import_bundle, ImportOrder(sent))
        partner.do(export_bundle, ExportOrder(answer))
    return {".csv": next((folder / "BS").glob("*.csv")), ".kdb": answer}


@contextmanager
def _opened(folder: Path, today: date) -> Iterator[Store]:
    """The house as it was at 8 o'clock in the morning of that day."""
    schema()
    moment = datetime.combine(today, time(7), UTC)
    store = Store.open(folder, user=USER, clock=FixedClock(moment))
    try:
        yield store
    finally:
        store.close()


def _come_and_go(store: Store, names: tuple[str, ...]) -> list[UUID]:
    """Adds people and throws them away again; returns their keys."""
    found = [store.do(create_person, PersonOrder(last_name=name, first_name="Jo")).value for name in names]
    for uid in found:
        store.do(remove_person, uid)
    return found


def _furnish(store: Store, sent: Path, gone: list[UUID]) -> None:
    _come_and_go(store, ("Irrtum", "Doppelt"))
    store.do(give_role, RoleOrder("aydin", Role.CLERK))
    store.do(give_role, RoleOrder("brandt", Role.READER))
    candidate = store.ask(lambda session: session.scalars(select(Candidate.uid).order_by(Candidate.number)).first())
    assert candidate is not None
    store.do(hold_erasure, HoldOrder("candidate", candidate, "Widerspruch läuft"), reason="Widerspruch läuft")
    store.do(run_retention, RetentionOrder((("person", gone[0]),)), reason="Frist abgelaufen")
    proof = sha256(b"letter").hexdigest()
    store.do(note_disclosure, DisclosureNote(DisclosureKind.LIST, 14, "Serienbrief", "DGB Region", "liste.xlsx", proof))
    store.do(export_bundle, ExportOrder(sent))
    _begin_exam_day(store)


def _begin_exam_day(store: Store) -> None:
    day = store.ask(exam_days.recent_exam_days)[0]
    card = store.ask(exam_days.exam_day, day.id)
    assert card is not None
    for slot in card.slots[:CHECKED_IN]:
        seen = CheckInOrder(slot.id, Attendance.CHECKED_IN, IdentityDocument.PASSPORT, True, True, True, True)
        store.do(check_in, seen)
    for slot, marks in zip(card.slots[:MARKED], POINTS, strict=True):
        for sitting, points in zip(card.sittings, marks, strict=False):
            store.do(record_individual_mark, IndividualMarkOrder(slot.id, sitting.person_uid, 1, points))
    store.do(agree_joint_mark, JointMarkOrder(card.slots[0].id, 1, POINTS[0][0]))
