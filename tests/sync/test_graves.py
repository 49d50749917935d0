"""What was erased here does not come back in a bundle, nor what hangs on it; everything else arrives."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Appointment
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.actions import action
from kammerdesk.store.erasure import erase
from kammerdesk.store.inspection import inspect
from kammerdesk.store.work import Work
from kammerdesk.sync.model import SyncParked
from kammerdesk.sync.queries import preview_bundle
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ExportOrder, ImportedBundle, ImportOrder, export_bundle, import_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import appoint, texts


@action("Erase in the partner's house", roles=(), lasting=True)
def erase_here(work: Work, chosen: dict[str, set[UUID]]) -> None:
    erase(work, chosen)


def cut_employer(work: Work, uid: UUID) -> None:
    work.get(Person, uid).employer_uid = None


def sent(pair: Pair) -> ImportedBundle:
    file = pair.bs.do(export_bundle, ExportOrder(pair.folder / "out", "LW")).value.file
    preview = pair.lw.ask(preview_bundle, file)
    done = pair.lw.do(import_bundle, ImportOrder(file)).value
    assert preview.counts == done.counts
    return done


def buried(done: ImportedBundle) -> dict[str, int]:
    return {count.kind: count.buried for count in done.counts if count.buried}


def organisations(session: Session) -> set[UUID]:
    return set(session.scalars(select(Organisation.uid)))


def offices_of(session: Session, person: UUID) -> list[UUID]:
    return list(session.scalars(select(Appointment.uid).where(Appointment.person_uid == person)))


def test_an_old_bundle_does_not_bring_back_a_person_nor_her_new_office(pair: Pair) -> None:
    sent(pair)
    keys = pair.keys
    chosen = {"sitting": {keys["sitting"]}, "appointment": {keys["appointment"]}, "person": {keys["examiner"]}}
    pair.lw.do(erase_here, chosen)
    assert "Groß" not in pair.lw.ask(texts)
    pair.bs.do(appoint, (keys["examiner"], keys["committee"]))  # the partner goes on with her
    done = sent(pair)
    assert buried(done) == {"person": 1, "appointment": 2, "sitting": 1}
    assert "Groß" not in pair.lw.ask(texts)
    assert pair.lw.ask(offices_of, keys["examiner"]) == []
    assert pair.lw.ask(lambda session: list(session.scalars(select(SyncParked.id)))) == []
    assert inspect(pair.lw, schema()) == []


def test_a_person_comes_without_the_reference_to_what_was_erased(pair: Pair) -> None:
    sent(pair)
    pair.lw.do(cut_employer, pair.keys["examiner"])
    pair.lw.do(erase_here, {"organisation": {pair.keys["employer"]}})
    done = sent(pair)
    assert buried(done) == {"organisation": 1}
    assert pair.keys["employer"] not in pair.lw.ask(organisations)
    examiner = pair.lw.ask(lambda session: session.get_one(Person, pair.keys["examiner"]).employer_uid)
    assert examiner is None
    assert sent(pair).written == 0
    assert inspect(pair.lw, schema()) == []


def test_a_bundle_read_a_second_time_writes_nothing_after_an_erasure_either(pair: Pair) -> None:
    file = pair.bs.do(export_bundle, ExportOrder(pair.folder / "out", "LW")).value.file
    pair.lw.do(import_bundle, ImportOrder(file))
    pair.lw.do(erase_here, {"slot": {pair.keys["slot"]}})
    assert pair.lw.do(import_bundle, ImportOrder(file)).value.written == 0
    assert buried(pair.lw.do(import_bundle, ImportOrder(file)).value) == {"slot": 1}
