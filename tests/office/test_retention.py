"""What the law wants gone is proposed, what must stay is held, and what was chosen is erased without a trace."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.exams.model import Candidate, ExamResult
from kammerdesk.office.retention import (
    HoldOrder,
    Proof,
    Proposal,
    RetentionOrder,
    hold_erasure,
    proofs,
    release_erasure,
    retention_proposals,
    run_retention,
)
from kammerdesk.office.rules import Period, default_rules, load_rules
from kammerdesk.people.model import Person, Room
from kammerdesk.store.inspection import inspect
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.settings import OfficeSetting
from kammerdesk.store.store import Store
from kammerdesk.store.undo import undo
from kammerdesk.store.work import Work
from kammerdesk.sync.model import SyncOut
from kammerdesk.sync.records import schema
from tests.office.world import LONG_AGO, TEN_YEARS_AGO, THIS_WINTER, World, furnish

TODAY = date(2026, 11, 23)


def proposals(store: Store, today: date = TODAY) -> list[Proposal]:
    return store.ask(retention_proposals, today)


def free(store: Store, today: date = TODAY) -> set[tuple[str, UUID]]:
    return {one.id for one in proposals(store, today) if not one.holds}


def run(store: Store, *chosen: tuple[str, UUID]) -> Proof:
    return store.do(run_retention, RetentionOrder(chosen)).value


def remove(work: Work, order: tuple[type[Record], UUID]) -> None:
    work.remove(work.get(*order))


def set_period(work: Work, order: tuple[str, str]) -> None:
    work.add(OfficeSetting(key=f"retention.{order[0]}", value=order[1], valid_from=date(2020, 1, 1)))


def counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0 for table in record_tables(schema())
    }


def dumped(session: Session) -> str:
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
    return repr([session.execute(text(f'SELECT * FROM "{name}"')).all() for name in names])


def years_on(store: Store, years: int) -> Store:
    """The same data, seen so many years later."""
    folder = Path(store.ask(lambda session: str(session.get_bind().url.database))).parent  # type: ignore[union-attr]
    store.close()
    return Store.open(folder, user="kroeger", clock=FixedClock(datetime(2026 + years, 11, 23, 8, tzinfo=UTC)))


def test_every_kind_of_record_has_its_rule() -> None:
    assert default_rules(30).kinds == {table.name for table in record_tables(schema())}


def test_results_are_due_after_fifty_years_and_minutes_after_ten(store: Store, world: World) -> None:
    old, ten = world.exams[LONG_AGO], world.exams[TEN_YEARS_AGO]
    due = {one.id: one for one in proposals(store)}
    assert set(due) == {
        ("candidate", old.candidate),
        ("slot", old.slot),
        ("exam_day", old.day),
        ("slot", ten.slot),
        ("exam_day", ten.day),
    }
    result = due["candidate", old.candidate]
    assert result.due_since == date(2024, 11, 21)
    assert result.title == "1974-Altmann, Altmann, Jo"
    assert result.dependents == 3
    assert "BMVgVFAPrV" in result.rule.law
    assert not result.rule.confirmed
    assert due["slot", ten.slot].due_since == date(2024, 11, 21)
    assert due["exam_day", ten.day].due_since == date(2024, 11, 20)
    assert proposals(store)[0].due_since <= proposals(store)[-1].due_since


def test_the_day_before_the_end_nothing_is_due(store: Store, world: World) -> None:
    old = world.exams[LONG_AGO]
    assert ("candidate", old.candidate) not in free(store, date(2024, 11, 20))
    assert ("candidate", old.candidate) in free(store, date(2024, 11, 21))


def test_nobody_finds_a_word_of_an_erased_person_and_others_are_untouched(store: Store, world: World) -> None:
    store = years_on(store, 2)
    before = store.ask(counts)
    proof = run(store, *free(store, date(2028, 11, 23)))
    assert "Altmann" not in store.ask(dumped)
    assert "Neumann" in store.ask(dumped)
    assert "Zehnder" in store.ask(dumped)  # the result stays for forty years more
    assert inspect(store, schema()) == []
    after = store.ask(counts)
    erased = {
        kind: before[kind] - after[kind] for kind in before if kind != "erasure_proof" and before[kind] > after[kind]
    }
    assert erased == dict(proof.rows)
    assert erased["person"] == erased["organisation"] == erased["candidate"] == 1
    assert erased["slot"] == erased["joint_mark"] == erased["individual_mark"] == erased["exam_day"] == 2
    assert store.ask(lambda session: session.get(Person, world.examiner)) is not None
    store.close()


def test_the_proof_says_what_by_which_rule_and_names_nobody(store: Store, world: World) -> None:
    proof = run(store, ("candidate", world.exams[LONG_AGO].candidate))
    assert proof.number == "L-2026-0001"
    assert proof.erased_by == "kroeger"
    assert {(line.kind, line.chosen) for line in proof.lines} == {("candidate", 1), ("slot", 1)}
    assert len(proof.digest) == 64
    assert store.ask(proofs) == [proof]
    assert "Altmann" not in repr(proof)
    second = run(store, ("slot", world.exams[TEN_YEARS_AGO].slot))
    assert second.number == "L-2026-0002"


def test_erasing_cannot_be_undone(store: Store, world: World) -> None:
    run(store, ("candidate", world.exams[LONG_AGO].candidate))
    entry = store.ask(lambda session: session.scalar(text("SELECT max(id) FROM journal_entry")))
    with pytest.raises(KammerError):
        store.do(undo, entry)


def test_only_what_is_due_and_free_can_be_erased(store: Store, world: World) -> None:
    with pytest.raises(Refused):
        run(store, ("candidate", world.exams[THIS_WINTER].candidate))
    with pytest.raises(Refused):
        run(store)
    assert store.ask(proofs) == []


def test_a_pending_remedy_holds_the_record_and_all_that_belongs_to_it(store: Store, world: World) -> None:
    old = world.exams[LONG_AGO]
    hold = store.do(hold_erasure, HoldOrder("person", old.person, "Klage vor dem VG")).value
    held = {one.id: one.holds for one in proposals(store) if one.holds}
    assert held["candidate", old.candidate] == ("Zurückgestellt seit 23.11.2026: Klage vor dem VG",)
    assert ("slot", old.slot) in held
    assert ("candidate", old.candidate) not in free(store)
    store.do(release_erasure, hold)
    assert ("candidate", old.candidate) in free(store)


def test_while_a_remedy_is_pending_the_period_rests(store: Store, world: World) -> None:
    slot = ("slot", world.exams[THIS_WINTER].slot)
    hold = store.do(hold_erasure, HoldOrder("candidate", world.exams[THIS_WINTER].candidate, "Widerspruch")).value
    store = years_on(store, 3)
    store.do(release_erasure, hold)
    assert slot not in {one.id for one in proposals(store, date(2039, 11, 20))}  # due in 2036, had it not rested
    assert slot in free(store, date(2039, 11, 23))
    store.close()


def test_a_hold_needs_a_reason_and_a_record(store: Store, world: World) -> None:
    with pytest.raises(Refused):
        store.do(hold_erasure, HoldOrder("person", world.examiner, "  "))
    with pytest.raises(KammerError):
        store.do(hold_erasure, HoldOrder("person", UUID(int=1), "Klage"))


def test_removed_records_go_after_thirty_days_unless_something_living_refers_to_them(
    store: Store, world: World
) -> None:
    store.do(remove, (Person, world.exams[THIS_WINTER].person))
    store.do(remove, (Room, world.room))
    free_room = store.do(_add_room, None).value
    store.do(remove, (Room, free_room))
    assert ("room", free_room) not in {one.id for one in proposals(store, date(2026, 12, 22))}
    later = {one.id: one for one in proposals(store, date(2026, 12, 23))}
    assert later["room", free_room].holds == ()
    assert later["room", free_room].rule.category == "Papierkorb"
    assert later["room", free_room].due_since == date(2026, 12, 23)
    assert "Prüflinge" in later["person", world.exams[THIS_WINTER].person].holds[0]
    assert "Prüfungstage" in later["room", world.room].holds[0]


def _add_room(work: Work, _order: None) -> UUID:
    venue = work.session.scalars(text("SELECT venue_uid FROM room")).first()
    room = work.add(Room(venue_uid=UUID(str(venue)), name="2.01", seats=1))
    work.session.flush()
    return room.uid


def test_a_removed_result_is_kept_as_long_as_the_period_runs(store: Store, world: World) -> None:
    candidate = world.exams[TEN_YEARS_AGO].candidate
    result = store.ask(lambda s: s.scalars(select(ExamResult.uid).where(ExamResult.candidate_uid == candidate)).one())
    store.do(remove, (Candidate, candidate))
    assert ("candidate", candidate) not in {one.id for one in proposals(store, date(2027, 6, 1))}
    store.do(remove, (ExamResult, result))  # without a result the period starts with the end of the season
    assert ("candidate", candidate) not in {one.id for one in proposals(store, date(2027, 6, 1))}
    assert ("exam_result", result) not in {one.id for one in proposals(store, date(2027, 6, 1))}


def test_a_removal_the_partner_does_not_know_of_is_not_erased(store: Store, world: World) -> None:
    store.do(_note_bundle, "1")
    store.do(remove, (Room, free_room := store.do(_add_room, None).value))
    store.do(_note_bundle, "2")
    unsent = store.do(_add_room, None).value
    store.do(_note_bundle, "3")
    store.do(remove, (Room, unsent))
    later = {one.id: one.holds for one in proposals(store, date(2027, 1, 1))}
    assert later["room", free_room] == ()
    assert "Partner" in later["room", unsent][0]


def _note_bundle(work: Work, number: str) -> None:
    facts = {"partner": "LW", "by": "kroeger", "created_by": "kroeger", "reasons": "", "kinds": "{}", "persons": 0}
    file = {"file": "x", "size": 0, "sha256": "", "key_id": "", "format": 1, "program": "", "stamp": work.stamp}
    moment = {"at": work.now, "created_at": work.now, "bundle": UUID(int=int(number))}
    work.session.execute(insert(SyncOut).values(**facts, **file, **moment))


def test_a_chamber_sets_its_own_period(store: Store, world: World) -> None:
    ten = world.exams[TEN_YEARS_AGO]
    store.do(set_period, ("slot", "15y"))
    assert ("slot", ten.slot) not in free(store)
    found = next(one for one in proposals(store, date(2029, 11, 21)) if one.id == ("slot", ten.slot))
    assert found.rule.confirmed
    assert found.rule.period == Period(years=15)
    store.do(set_period, ("exam_day", "bald"))
    with pytest.raises(KammerError, match="bald"):
        proposals(store)


def test_the_end_of_the_year_counts_for_appointments(store: Store, world: World) -> None:
    rule = default_rules(30).by_kind["appointment"]
    assert rule.due_since(date(2029, 12, 31)) == date(2040, 1, 1)
    assert rule.due_since(date(2029, 1, 1)) == date(2040, 1, 1)
    assert rule.last_start(date(2039, 12, 31)) == date(2028, 12, 31)
    assert rule.last_start(date(2040, 1, 1)) == date(2029, 12, 31)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(1, 60), st.booleans())
def test_a_record_is_due_from_the_day_its_period_is_over(start: date, years: int, end_of_year: bool) -> None:
    rule = replace(default_rules(30).by_kind["slot"], period=Period(years=years), end_of_year=end_of_year)
    due = rule.due_since(start)
    assert start <= rule.last_start(due) or (start.month, start.day) == (2, 29)
    day_before = date.fromordinal(due.toordinal() - 1)
    assert rule.last_start(day_before) < start


NAMES = st.lists(
    st.text(st.characters(categories=["Lu", "Ll"]), min_size=6, max_size=12).map(lambda name: f"Q{name}"),
    min_size=3,
    max_size=3,
    unique=True,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES, chosen=st.data())
def test_whatever_is_erased_nothing_of_it_is_left_and_the_rest_is_whole(
    tmp_path_factory: pytest.TempPathFactory, clock: FixedClock, names: list[str], chosen: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any") / "bs"
    store = Store.create(folder, "BS", schema(), user="kroeger", clock=clock, demonstration=True)
    world = store.do(furnish, dict(zip((1970, LONG_AGO, THIS_WINTER), names, strict=True))).value
    due = sorted(free(store))
    some = chosen.draw(st.lists(st.sampled_from(due), min_size=1, unique=True))
    run(store, *some)
    text_left = store.ask(dumped)
    for exam in world.exams.values():
        if ("candidate", exam.candidate) in some:
            assert json.dumps(exam.candidate.hex) not in text_left
            assert f"Grund bei {exam.name}" not in text_left
    assert names[2] in text_left
    assert inspect(store, schema()) == []
    store.close()


def test_a_file_of_rules_with_a_mistake_is_refused_by_name(tmp_path: Path) -> None:
    folder = Path(tmp_path)
    (folder / "schema.json").write_bytes((Path("resources") / "retention" / "schema.json").read_bytes())
    file = folder / "rules.yaml"
    file.write_text("removed: {category: P, law: L}\nkinds:\n  slot: {category: N, years: 0, from: [x], law: L}\n")
    with pytest.raises(KammerError, match=r"rules\.yaml"):
        load_rules(file, 30)
