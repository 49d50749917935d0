"""`check` tells each fault in a sentence, answers no where there is one, and mends with --repair what it can."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kammerdesk.cli.main import run
from kammerdesk.examday.model import ExamDay, JointMark, Sitting, Slot
from kammerdesk.examday.service import create_exam_day
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.model import AreaMark
from kammerdesk.exams.rules.summary import result_total
from kammerdesk.exams.service import AnnounceOrder, AreaMarkOrder, announce_result, enter_area_mark
from kammerdesk.office.checks import CHECKS, check_house, repair
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.examday.world import DAY, World, furnish


@pytest.fixture
def world(store: Store) -> World:
    return store.do(furnish, None).value


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def tamper(store: Store, statement: str) -> None:
    """As somebody would who has file and key."""
    with store._engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def test_what_can_be_mended_is_mended_and_told(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(store, "DELETE FROM search_entry WHERE text LIKE '%adler%'")
    store.close()
    data = ("--data", str(tmp_path / "bs"))
    code, answer = call(capsys, "check", *data)
    assert (code, answer["ok"], answer["repaired"]) == (1, False, [])
    assert answer["faults"] == ["1 Datensatz in „Personen“ wird nicht unter dem gefunden, was in ihm steht."]
    assert run(["check", *data]) == 1
    assert "--repair" in capsys.readouterr().out.splitlines()[-1]
    code, answer = call(capsys, "check", *data, "--repair")
    assert (code, answer["ok"], answer["faults"], answer["repaired"]) == (0, True, [], ["search"])
    code, answer = call(capsys, "check", *data, "--repair")
    assert (code, answer["repaired"]) == (0, [])


def test_damage_is_not_called_mendable(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(store, "UPDATE person SET _l = 99")
    store.close()
    code, answer = call(capsys, "check", "--data", str(tmp_path / "bs"), "--repair")
    assert (code, answer["ok"], answer["repaired"]) == (1, False, [])
    assert len(answer["faults"]) == 1
    assert run(["check", "--data", str(tmp_path / "bs")]) == 1
    assert "Sicherung" in capsys.readouterr().out.splitlines()[-1]


def test_a_broken_rule_is_a_finding_and_no_fault(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.do(lambda work, _: work.session.execute(text("UPDATE appointment SET bench = 'AG' WHERE bench = 'LK'")), None)
    store.close()
    code, answer = call(capsys, "check", "--data", str(tmp_path / "bs"))
    assert (code, answer["ok"], answer["faults"]) == (0, True, [])
    finding = next(each for each in answer["findings"] if each["rule"] == "teacher")
    assert finding["check"] == "committees"
    assert finding["committee"] == "Gemeinsamer Prüfungsausschuss Fachinformatik"
    assert finding["uid"] == str(world.committee)
    assert "§ 40" in finding["paragraph"]
    assert run(["check", "--data", str(tmp_path / "bs")]) == 0
    assert finding["sentence"] in capsys.readouterr().out


def found(store: Store) -> dict[str, int]:
    """How many faults or findings each check has, where it has any."""
    counts = {each.check.name: len(each.faults) for each in check_house(store, schema())}
    return {name: count for name, count in counts.items() if count}


def planned(store: Store, world: World) -> None:
    store.do(create_exam_day, world.order())


def test_a_sound_house_has_nothing_to_tell(store: Store, world: World) -> None:
    planned(store, world)
    assert found(store) == {}
    assert repair(store, check_house(store, schema())) == []


def second_day(work: Work, world: World, **changes: Any) -> ExamDay:
    facts: dict[str, Any] = {
        "day": DAY,
        "committee_uid": world.committee,
        "season_uid": world.season,
        "regulation": "fiae2020",
        "area": "PUS",
        "room_uid": world.other_room,
        "starts_at": time(9, 0),
        "slot_minutes": 45,
    }
    day = work.add(ExamDay(**facts | changes))
    work.session.flush()
    return day


def slot(work: Work, day: ExamDay, candidate: Any, begins: time, ends: time) -> Slot:
    made = work.add(Slot(exam_day_uid=day.uid, candidate_uid=candidate, starts_at=begins, ends_at=ends))
    work.session.flush()
    return made


def same_candidate(work: Work, world: World) -> None:
    slot(work, second_day(work, world), world.candidates[0], time(9, 0), time(9, 10))


def same_room(work: Work, world: World) -> None:
    slot(work, second_day(work, world, room_uid=world.room), world.candidates[2], time(9, 0), time(9, 10))


def same_examiner(work: Work, world: World) -> None:
    day = second_day(work, world)
    slot(work, day, world.candidates[2], time(9, 0), time(9, 10))
    seat = {"appointment_uid": world.members[0], "person_uid": world.examiners[0], "bench": "AG", "role": "chair"}
    work.add(Sitting(exam_day_uid=day.uid, **seat))


def another_day(work: Work, world: World) -> None:
    day = second_day(work, world, day=date(2026, 11, 24), room_uid=world.room)
    slot(work, day, world.candidates[0], time(9, 0), time(9, 45))


def right_afterwards(work: Work, world: World) -> None:
    day = second_day(work, world, room_uid=world.room, starts_at=time(17, 0))
    slot(work, day, world.candidates[0], time(17, 0), time(17, 45))


def before_the_day(work: Work, world: World) -> None:
    slot(work, second_day(work, world, day=date(2026, 11, 24)), world.candidates[0], time(8, 0), time(8, 45))


def backwards(work: Work, world: World) -> None:
    slot(work, second_day(work, world, day=date(2026, 11, 24)), world.candidates[0], time(10, 0), time(9, 45))


def too_many_points(work: Work, world: World) -> None:
    made = slot(work, second_day(work, world, day=date(2026, 11, 24)), world.candidates[0], time(9, 0), time(9, 45))
    work.add(JointMark(slot_uid=made.uid, subarea=1, points=100_01))
    work.add(JointMark(slot_uid=made.uid, subarea=2, points=-1))
    work.add(AreaMark(candidate_uid=world.candidates[0], area="PUS", points=100_0001))


PLANTED: dict[str, tuple[Callable[[Work, World], None], dict[str, int]]] = {
    "a candidate is in two places": (same_candidate, {"bookings": 1}),
    "a room is taken twice": (same_room, {"bookings": 1}),
    "an examiner is in two places": (same_examiner, {"bookings": 1}),
    "the next day is another day": (another_day, {}),
    "right afterwards is not at once": (right_afterwards, {}),
    "a slot before its day": (before_the_day, {"times": 1}),
    "a slot that ends before it begins": (backwards, {"times": 1}),
    "points beyond what is possible": (too_many_points, {"points": 2, "marks": 1}),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_cannot_be_on_exam_days_is_found(store: Store, world: World, planted: str) -> None:
    planned(store, world)
    plant, expected = PLANTED[planted]
    store.do(plant, world)
    assert found(store) == expected


def announced(store: Store, world: World) -> None:
    candidate = world.candidates[0]
    store.do(lambda work, _: enter_area_mark(work, AreaMarkOrder(candidate, "PUS", Fraction(67))), None)
    judged = store.ask(exam_queries.assessment, candidate, DAY)
    store.do(announce_result, AnnounceOrder(candidate, "PA", bool(judged.passed), result_total(judged)))


CHANGES = {
    "a mark was changed": "UPDATE area_mark SET points = 550000 WHERE area = 'WISO'",
    "a mark is missing": "UPDATE area_mark SET deleted_at = '2026-11-23' WHERE area = 'WISO'",
    "the grade is another": "UPDATE exam_result SET grade = 1",
    "a mark is impossible": "UPDATE area_mark SET points = -1 WHERE area = 'WISO'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_result_that_the_marks_do_not_give_is_found(store: Store, world: World, change: str) -> None:
    announced(store, world)
    assert found(store) == {}
    store.do(lambda work, _: work.session.execute(text(CHANGES[change])), None)
    told = {each.check.name: each.faults for each in check_house(store, schema()) if each.faults}
    assert [fault.uid for fault in told["results"]] == [world.candidates[0]]
    assert "4301" in told["results"][0].sentence


def test_every_check_has_a_name_of_its_own_and_words(store: Store) -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.words for check in CHECKS)
