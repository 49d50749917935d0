"""Whole chambers, shrunk: what is invented column by column is as sound as what is invented one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kammerdesk.base.points import decimal_text
from kammerdesk.base.verdicts import any_broken
from kammerdesk.cli.demo.creation import create_filled
from kammerdesk.cli.demo.mass.scale import PAIR, national
from kammerdesk.cli.demo.mass.world import mass_portions
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.queries import case_of, committees
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.rules import Attendance
from kammerdesk.exams.model import Candidate, ExamResult, ExamSeason
from kammerdesk.exams.queries import assessment
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.record import record_tables
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema

ON = date(2026, 11, 23)
SEED = 7
MINI = replace(PAIR.shrunk(100), seasons=4)


def make(folder: Path) -> Store:
    create_filled(folder, "BS", SEED, ON, mass_portions(MINI, SEED, ON))
    return Store.open(folder, user="test")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make(tmp_path_factory.mktemp("pair"))


def counts(session: Session) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for table in record_tables(schema()):
        rows = session.execute(text(f"SELECT home, count(*) AS number FROM {table.name} GROUP BY home"))
        found[table.name] = Counter({row.home: row.number for row in rows})
    return found


def everything(session: Session) -> dict[str, list[Any]]:
    return {
        table.name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table.name} ORDER BY uid"))]
        for table in record_tables(schema())
    }


def test_both_chambers_are_there_at_their_shares(pair: Store) -> None:
    found = pair.ask(counts)
    assert found["candidate"].total() == pytest.approx(MINI.exams_a_season * MINI.seasons, rel=0.02)
    assert found["candidate"]["BS"] == pytest.approx(0.6 * found["candidate"].total(), rel=0.05)
    assert found["committee"].total() >= MINI.committees
    assert found["exam_season"].total() == 4


def test_the_same_seed_and_day_give_the_same_records(tmp_path: Path, pair: Store) -> None:
    assert make(tmp_path).ask(everything) == pair.ask(everything)


def test_the_database_is_whole(pair: Store) -> None:
    assert inspect(pair, schema()) == []


def test_no_committee_breaks_a_rule(pair: Store) -> None:
    def broken(session: Session) -> list[str]:
        return [row.number for row in committees(session) if any_broken(check_committee(case_of(row, ON)))]

    assert pair.ask(broken) == []


def test_stored_results_are_what_the_rules_say_of_the_stored_marks(pair: Store) -> None:
    def differing(session: Session) -> list[str]:
        results = session.scalars(select(ExamResult)).all()
        wrong = []
        for result in results[::7]:
            found = assessment(session, result.candidate_uid, ON)
            expected = (found.passed, decimal_text(found.total or Fraction()), found.grade and found.grade.number)
            if expected != (result.passed, result.total, result.grade):
                wrong.append(str(result.uid))
        return wrong

    assert pair.ask(differing) == []


def test_about_nine_in_ten_pass(pair: Store) -> None:
    def share(session: Session) -> float:
        return float(session.scalars(select(func.avg(ExamResult.passed))).one())

    assert 0.86 < pair.ask(share) < 0.94


def test_nobody_is_examined_under_a_regulation_younger_than_the_contract(pair: Store) -> None:
    def contracts(session: Session) -> set[tuple[str, date | None]]:
        rows = session.execute(select(Candidate.regulation, Candidate.contract_from).distinct())
        return {(name, day) for name, day in rows}

    assert all(day and regulation(name).applies_to(day) for name, day in pair.ask(contracts))


def test_no_room_and_no_committee_has_two_exam_days_on_one_date(pair: Store) -> None:
    def twice(session: Session, column: Any) -> int:
        groups = select(column, ExamDay.day).group_by(column, ExamDay.day).having(func.count() > 1)
        return len(session.execute(groups).all())

    assert pair.ask(twice, ExamDay.room_uid) == 0
    assert pair.ask(twice, ExamDay.committee_uid) == 0


def test_days_before_the_anchor_were_held_and_the_others_were_not(pair: Store) -> None:
    def slots(session: Session) -> Counter[tuple[bool, str]]:
        rows = session.execute(select(ExamDay.day, Slot.attendance).join(ExamDay, Slot.exam_day_uid == ExamDay.uid))
        return Counter((day < ON, attendance) for day, attendance in rows)

    found = pair.ask(slots)
    assert found[True, Attendance.CHECKED_IN] > 0
    assert found[False, Attendance.EXPECTED] > 0
    assert found[False, Attendance.CHECKED_IN] == 0
    assert found[True, Attendance.EXPECTED] == 0


def test_every_examiner_who_sat_marked_every_candidate_who_came(pair: Store) -> None:
    def missing(session: Session) -> int:
        given = select(IndividualMark.slot_uid, IndividualMark.person_uid)
        marked = {(slot, person) for slot, person in session.execute(given)}
        rows = session.execute(
            select(Slot.uid, Sitting.person_uid)
            .join(Sitting, Sitting.exam_day_uid == Slot.exam_day_uid)
            .join(JointMark, JointMark.slot_uid == Slot.uid)
        )
        return sum((slot, person) not in marked for slot, person in rows)

    assert pair.ask(missing) == 0


def test_joint_committees_have_examiners_of_both_chambers(pair: Store) -> None:
    def homes(session: Session) -> dict[str, set[str]]:
        rows = session.execute(
            select(Committee.number, Person.home)
            .join(Appointment, Appointment.committee_uid == Committee.uid)
            .join(Person, Appointment.person_uid == Person.uid)
            .where(Committee.joint)
        )
        found: dict[str, set[str]] = {}
        for number, home in rows:
            found.setdefault(number, set()).add(home)
        return found

    found = pair.ask(homes)
    assert all(chambers == {"BS", "LW"} for chambers in found.values())


def test_only_one_season_is_running(pair: Store) -> None:
    def running(session: Session) -> list[str]:
        conditions = ExamSeason.starts_on <= ON, ExamSeason.ends_on >= ON
        return list(session.scalars(select(ExamSeason.name).where(*conditions)))

    assert pair.ask(running) == ["Winter 2026/27"]


def test_the_nation_has_79_chambers() -> None:
    assert len({chamber for chamber, _ in national().shares}) == 79


def test_chambers_whose_district_is_not_on_file_are_filled_too(tmp_path: Path) -> None:
    tiny = national().shrunk(500)
    tiny = replace(tiny, shares=tiny.shares[:4], seasons=1)
    create_filled(tmp_path, "LW", SEED, ON, mass_portions(tiny, SEED, ON))
    store = Store.open(tmp_path, user="test")

    def chambers(session: Session, kind: type[Any]) -> int:
        return session.scalars(select(func.count(kind.home.distinct()))).one()

    assert store.ask(chambers, Committee) == store.ask(chambers, Candidate) == 4
    assert store.ask(chambers, Organisation) == 4
    assert inspect(store, schema()) == []
