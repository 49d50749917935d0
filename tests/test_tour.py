"""The main job, from the file of candidates to the partner's window, by keys in the real windows, gives the results."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Slot
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult
from kammerdesk.people.model import Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour") / "tour"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tools.tour", os.path.relpath(folder)]  # relative, as the README's command has it
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert result.returncode == 0, result.stderr
    return folder


def house(tour: Path, code: str) -> Iterator[Store]:
    schema()
    store = Store.open(tour / code, user="test")
    yield store
    store.close()


@pytest.fixture(scope="module")
def host(tour: Path) -> Iterator[Store]:
    yield from house(tour, "bs")


@pytest.fixture(scope="module")
def partner(tour: Path) -> Iterator[Store]:
    yield from house(tour, "lw")


def results(session: Session) -> dict[str, tuple[bool, str, int | None]]:
    rows = session.execute(
        select(Candidate.number, ExamResult.passed, ExamResult.total, ExamResult.grade).join(
            ExamResult, ExamResult.candidate_uid == Candidate.uid
        )
    )
    return {number[-4:]: (passed, total, grade) for number, passed, total, grade in rows}


def test_every_result_is_right_to_the_hundredth(host: Store) -> None:
    found = host.ask(results)
    assert len(found) == 11
    assert found["4303"] == (True, "67.00", 3)
    assert found["4305"] == (True, "57.70", 4)
    assert found["4306"][0] is False
    assert found["4304"][0] is False
    assert "4311" not in found


def test_the_papers_that_left_the_printer_are_remembered(host: Store) -> None:
    printed = host.ask(lambda session: session.scalar(select(func.count()).select_from(PrintedDocument)))
    assert printed is not None
    assert printed >= 66 + 11


def test_the_partner_sees_committee_day_and_slots(partner: Store) -> None:
    def seen(session: Session) -> list[int | None]:
        joint = select(Committee.uid).where(Committee.joint)
        return [
            session.scalar(select(func.count()).select_from(Committee).where(Committee.joint)),
            session.scalar(select(func.count()).select_from(Appointment).where(Appointment.committee_uid.in_(joint))),
            session.scalar(select(func.count()).select_from(ExamDay)),
            session.scalar(select(func.count()).select_from(Slot)),
        ]

    committees, appointments, days, slots = partner.ask(seen)
    assert (committees, days, slots) == (1, 1, 12)
    assert appointments == 8


def test_the_partner_sees_not_one_field_more(host: Store, partner: Store) -> None:
    def private(session: Session) -> list[int | None]:
        guests = Candidate.home == "BS"
        people = select(Candidate.person_uid).where(guests)
        told = Person.uid.in_(people) & (
            Person.birth_date.is_not(None) | (Person.street != "") | (Person.phone != "") | (Person.birth_place != "")
        )
        return [
            session.scalar(select(func.count()).select_from(kind).where(kind.home == "BS"))
            for kind in (IndividualMark, JointMark, AreaMark, ExamResult, PrintedDocument)
        ] + [
            session.scalar(select(func.count()).select_from(Person).where(told)),
            session.scalar(select(func.count()).select_from(Candidate).where(guests, Candidate.extra_time_percent > 0)),
        ]

    assert partner.ask(private) == [0] * 7
    assert all(count for count in host.ask(private))


def test_both_houses_are_whole_afterwards(host: Store, partner: Store) -> None:
    assert inspect(host, schema()) == []
    assert inspect(partner, schema()) == []


def test_the_bundle_was_read_twice_and_written_once(partner: Store) -> None:
    received = partner.ask(lambda session: session.scalar(text("SELECT count(*) FROM sync_in")))
    assert received == 1


def test_every_picture_and_paper_is_there(tour: Path) -> None:
    pictures = sorted(tour.glob("*.png"))
    assert len(pictures) >= 20
    assert not list(tour.glob("*fehler*"))
    index = (tour / "index.html").read_text(encoding="utf-8")
    assert all(picture.name in index for picture in pictures)
    assert (tour / "Pruefungsmappe.pdf").read_bytes().startswith(b"%PDF-1.7")
