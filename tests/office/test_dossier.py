"""Everything about a person is told, readable and as data; nobody else is named, and that it left is noted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.office.disclosures import disclosures
from kammerdesk.office.dossier import Dossier, dossier, dossier_data
from kammerdesk.office.export import DossierOrder, export_dossier, find_person
from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.model import SyncOut
from tests.office.world import LONG_AGO, THIS_WINTER, World
from tests.sync.conftest import Pair, furnished, pair

__all__ = ["furnished", "pair"]


def told(store: Store, person: UUID) -> Dossier:
    return store.ask(dossier, person)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    else:
        yield str(value)


def move_to_gifhorn(work: Work, uid: UUID) -> None:
    work.get(Person, uid).town = "Gifhorn"


def remove(work: Work, uid: UUID) -> None:
    work.remove(work.get(Person, uid))


def add_namesake(work: Work, name: str) -> None:
    work.add(Person(last_name=name, first_name="Jo"))


def test_a_candidates_dossier_tells_every_record_down_to_the_single_marks(store: Store, world: World) -> None:
    found = told(store, world.exams[THIS_WINTER].person)
    assert found.sections[0].kind == "person"
    assert {section.kind: len(section.records) for section in found.sections} == {
        "person": 1,
        "candidate": 1,
        "area_mark": 1,
        "exam_result": 1,
        "slot": 1,
        "individual_mark": 1,
        "joint_mark": 1,
        "printed_document": 1,
    }
    values = {
        (section.kind, field.name): field.value
        for section in found.sections
        for record in section.records
        for field in record.fields
    }
    assert values["person", "last_name"] == "Neumann"
    assert values["person", "employer_uid"] == "Betrieb Neumann"
    assert values["area_mark", "points"] == "81"
    assert values["joint_mark", "reason"] == "Grund bei Neumann"
    assert values["exam_result", "passed"] == "ja"
    candidate = next(section for section in found.sections if section.kind == "candidate")
    assert candidate.period == "50 Jahre"


def test_nobody_else_is_named_neither_to_the_candidate_nor_to_the_examiner(store: Store, world: World) -> None:
    candidate = " ".join(strings(dossier_data(told(store, world.exams[THIS_WINTER].person))))
    examiner = " ".join(strings(dossier_data(told(store, world.examiner))))
    assert "Prüferin" not in candidate
    assert "Altmann" not in candidate
    assert "eine andere Person" in candidate
    assert "Prüferin" in examiner
    for exam in world.exams.values():
        assert exam.name not in examiner


def test_the_examiners_dossier_tells_her_offices_and_days(store: Store, world: World) -> None:
    sections = {section.kind: section for section in told(store, world.examiner).sections}
    assert len(sections["sitting"].records) == 3
    assert "BS-1" in sections["appointment"].records[0].title


def test_the_history_tells_who_changed_what(store: Store, world: World) -> None:
    person = world.exams[LONG_AGO].person
    store.do(move_to_gifhorn, person)
    last = told(store, person).changes[-1]
    assert (last.user, last.action, last.kind) == ("kroeger", "move_to_gifhorn", "Personen")
    assert [(field.words, field.new) for field in last.fields] == [("Ort", "Gifhorn")]


def test_a_removed_person_has_the_right_to_know_too(store: Store, world: World) -> None:
    person = world.exams[LONG_AGO].person
    store.do(remove, person)
    fields = {field.name for field in told(store, person).sections[0].records[0].fields}
    assert {"deleted_at", "deleted_by"} <= fields


def test_the_files_appear_together_with_the_note_that_they_left(store: Store, world: World, tmp_path: Path) -> None:
    person, out = world.exams[THIS_WINTER].person, tmp_path / "out"
    done = store.do(export_dossier, DossierOrder(person, out, recipient="Jo Neumann")).value
    assert sorted(out.iterdir()) == sorted([done.pdf, done.json])
    assert "Neumann" not in done.pdf.name
    data = json.loads(done.json.read_bytes())
    assert data["name"] == "Neumann, Jo"
    assert len(data["sections"]) == 8
    with pikepdf.open(done.pdf) as pdf:
        assert "/StructTreeRoot" in pdf.Root
    noted = store.ask(disclosures)
    assert {row.sha256 for row in noted} == {
        hashlib.sha256(file.read_bytes()).hexdigest() for file in (done.pdf, done.json)
    }
    assert {(row.persons, row.recipient, row.by) for row in noted} == {(1, "Jo Neumann", "kroeger")}
    assert all("Art. 15 DSGVO" in row.purpose for row in noted)
    sections = {section.kind: section for section in told(store, person).sections}
    assert len(sections["disclosure"].records) == 2


def test_no_file_and_no_note_where_nothing_can_be_written(store: Store, world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KammerError):
        store.do(export_dossier, DossierOrder(world.examiner, tmp_path / "file" / "out"))
    with pytest.raises(KammerError):
        store.do(export_dossier, DossierOrder(UUID(int=1), tmp_path / "out"))
    assert store.ask(disclosures) == []
    assert not (tmp_path / "out").exists()


def test_a_person_is_found_by_name_or_key_and_namesakes_are_told_apart(store: Store, world: World) -> None:
    person = world.exams[THIS_WINTER].person
    for name in ("Neumann, Jo", "jo neumann", "Neumann", str(person), person.hex):
        assert store.ask(find_person, name) == person
    store.do(add_namesake, "Neumann")
    with pytest.raises(KammerError, match=str(person)):
        store.ask(find_person, "Neumann")
    for other in ("Qqqq", "Niemand", "Neuman x"):  # never a person who is merely called similarly
        with pytest.raises(KammerError, match=other):
            store.ask(find_person, other)


def test_bundles_are_listed_with_what_left_otherwise_and_in_the_dossier(pair: Pair, tmp_path: Path) -> None:
    pair.send(pair.bs, pair.lw)
    examiner = pair.keys["examiner"]
    here, there = told(pair.bs, examiner), told(pair.lw, examiner)
    assert [(one.outgoing, one.partner) for one in here.transfers] == [(True, "IHK Lüneburg-Wolfsburg")]
    assert [(one.outgoing, one.partner) for one in there.transfers] == [(False, "IHK Braunschweig")]
    assert any("BBiG" in basis for basis in here.transfers[0].bases)
    pair.clock.wind(1)
    pair.bs.do(export_dossier, DossierOrder(examiner, tmp_path / "out"))
    rows = pair.bs.ask(disclosures)
    assert [row.words for row in rows][-1] == "Paket"
    assert rows[-1].sha256 == pair.bs.ask(_sha256_of_bundle)
    assert rows[-1].recipient == "IHK Lüneburg-Wolfsburg"
    assert len(rows) == 3


def _sha256_of_bundle(session: Session) -> str:
    return session.query(SyncOut).one().sha256


def test_who_never_left_has_no_transfers(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    stranger = pair.bs.ask(find_person, "PRIVAT Fremde")
    assert told(pair.bs, stranger).transfers == ()
