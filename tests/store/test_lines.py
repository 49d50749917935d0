"""The journal as people read it: titles, words and values instead of keys and codes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, Sitting, Slot
from kammerdesk.exams.model import AreaMark, Candidate, ExamSeason
from kammerdesk.people.model import Organisation, Person, Room, Venue
from kammerdesk.store.lines import Happening, HistoryLine, history_lines
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.store import Store
from kammerdesk.store.titles import record_title
from kammerdesk.store.undo import redo, undo
from kammerdesk.store.work import Work
from tests.store.test_undo import call, hire, move


def furnish(work: Work, _order: None) -> dict[str, UUID]:
    """One record of nearly every kind."""
    found: dict[str, UUID] = {}

    def put(record: Record) -> UUID:
        work.add(record)
        work.session.flush()
        found[record.__tablename__] = record.uid
        return record.uid

    firm = put(Organisation(name="Okerdata GmbH", kind="company", town="Peine"))
    person = put(Person(last_name="Müller", first_name="Ada", employer_uid=firm, birth_date=date(2004, 2, 29)))
    committee = put(Committee(number="BS-101", name="FIAE 1", occupation="fiae", joint=True, target_size=3))
    appointment = put(
        Appointment(
            person_uid=person, committee_uid=committee, bench="AG", role="chair", valid_from=date(2025, 1, 1),
            valid_until=date(2029, 12, 31),
        )
    )  # fmt: skip
    room = put(Room(venue_uid=put(Venue(name="Haus der Wirtschaft", town="BS")), name="1.02", seats=12))
    season = put(ExamSeason(name="Winter 2026/27", starts_on=date(2026, 11, 1), ends_on=date(2027, 2, 28)))
    candidate = put(Candidate(number="A-17", person_uid=person, season_uid=season, regulation="fiae2020"))
    put(AreaMark(candidate_uid=candidate, area="WISO", points=612_500))
    day = put(
        ExamDay(
            day=date(2026, 11, 24), committee_uid=committee, season_uid=season, regulation="fiae2020", area="PA",
            room_uid=room, starts_at=time(8, 30), slot_minutes=30,
        )
    )  # fmt: skip
    put(Sitting(exam_day_uid=day, appointment_uid=appointment, person_uid=person, bench="AG", role="chair"))
    slot = put(Slot(exam_day_uid=day, candidate_uid=candidate, starts_at=time(8, 30), ends_at=time(9)))
    put(IndividualMark(slot_uid=slot, person_uid=person, subarea=1, points=87_50))
    put(
        PrintedDocument(
            form="summons", subject_kind="candidate", subject_uid=candidate, printed_by="kroeger", sha256="0",
            printed_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        )
    )  # fmt: skip
    return found


@pytest.fixture
def keys(store: Store) -> dict[str, UUID]:
    """The keys of those records by kind."""
    return store.do(furnish, None).value


def values(line: HistoryLine) -> dict[str, str]:
    return {field.field: field.new for field in line.fields}


def line_of(store: Store, keys: dict[str, UUID], kind: str) -> HistoryLine:
    (line,) = store.ask(history_lines, uid=keys[kind])
    return line


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("person", "Müller, Ada"),
        ("organisation", "Okerdata GmbH, Peine"),
        ("room", "1.02, Haus der Wirtschaft, BS"),
        ("candidate", "A-17, Müller, Ada"),
        ("area_mark", "A-17, Müller, Ada, WISO"),
        ("exam_day", "24.11.2026, PA, BS-101, FIAE 1"),
        ("slot", "A-17, Müller, Ada, 08:30"),
    ],
)
def test_a_title_is_what_people_call_the_record(store: Store, keys: dict[str, UUID], kind: str, title: str) -> None:
    assert store.ask(record_title, kind, keys[kind]) == title


def test_every_kind_names_its_title_by_columns_it_has() -> None:
    for table in record_tables(Record.metadata):
        assert table.info["title"]
        assert set(table.info["title"]) <= set(table.columns.keys())


def test_a_class_that_does_not_say_what_names_its_records_is_refused() -> None:
    with pytest.raises(TypeError, match="__title__"):
        type("Untitled", (Record,), {"__tablename__": "untitled", "__words__": "Names", "__annotations__": {}})
    assert "untitled" not in Record.metadata.tables


def test_what_is_not_there_says_so(store: Store) -> None:
    assert store.ask(record_title, "person", UUID(int=1)) == "ein gelöschter oder unbekannter Datensatz"
    assert store.ask(record_title, "dragon", UUID(int=1)) == "ein gelöschter oder unbekannter Datensatz"


@pytest.mark.parametrize(
    ("kind", "field", "readable"),
    [
        ("person", "birth_date", "29.02.2004"),
        ("person", "employer_uid", "Okerdata GmbH, Peine"),
        ("organisation", "kind", "Ausbildungsbetrieb"),
        ("committee", "joint", "ja"),
        ("committee", "target_size", "3"),
        ("appointment", "role", "Vorsitz"),
        ("area_mark", "points", "61,25"),
        ("individual_mark", "points", "87,5"),
        ("slot", "starts_at", "08:30"),
        ("slot", "attendance", "erwartet"),
        ("slot", "instructed", "nein"),
        ("printed_document", "printed_at", "23.11.2026 09:00"),
        ("printed_document", "subject_uid", "A-17, Müller, Ada"),
    ],
)
def test_values_read_as_people_write_them(
    store: Store, keys: dict[str, UUID], kind: str, field: str, readable: str
) -> None:
    assert values(line_of(store, keys, kind))[field] == readable


def test_empty_fields_and_what_goes_without_saying_are_left_out(store: Store, keys: dict[str, UUID]) -> None:
    assert values(line_of(store, keys, "venue")).keys() == {"name", "town"}


@pytest.fixture
def uid(store: Store) -> UUID:
    """Somebody, hired in entry 1."""
    return store.do(hire, "Müller").value


def test_a_line_tells_who_did_what_when_and_why(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"), reason="Umzug")
    line = store.ask(history_lines)[0]
    assert (line.entry, line.user, line.words, line.reason) == (2, "kroeger", "Test: move", "Umzug")
    assert line.at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert (line.kind, line.uid, line.title, line.happening) == ("person", uid, "Müller, Ada", Happening.CHANGED)
    (field,) = line.fields
    assert (field.field, field.words, field.old, field.new) == ("town", "Ort", "Peine", "Gifhorn")


def test_what_happened_to_a_record_is_told_from_the_last_to_the_first(store: Store, uid: UUID) -> None:
    store.do(move, (uid, "Gifhorn"))
    store.do(undo, 2)
    store.do(undo, 1)
    store.do(redo, 1)
    lines = store.ask(history_lines, uid=uid)
    assert [(line.entry, line.happening) for line in lines] == [
        (5, Happening.RESTORED),
        (4, Happening.REMOVED),
        (3, Happening.CHANGED),
        (2, Happening.CHANGED),
        (1, Happening.ADDED),
    ]
    assert [line.words for line in lines] == [
        "Wiederholt: Test: hire",
        "Rückgängig gemacht: Test: hire",
        "Rückgängig gemacht: Test: move",
        "Test: move",
        "Test: hire",
    ]
    assert [line.reverts for line in lines] == [4, 1, 2, None, None]
    assert lines[0].fields == ()


def test_lines_are_found_by_record_kind_user_time_and_number(store: Store, uid: UUID, keys: dict[str, UUID]) -> None:
    store.do(call, (uid, "0531 1"))
    entries = [line.entry for line in store.ask(history_lines, user="kroeger", kind="person")]
    assert entries == [3, 2, 1]
    assert [line.entry for line in store.ask(history_lines, limit=2)] == [3, 2]
    assert store.ask(history_lines, user="niemand") == []
    assert [line.kind for line in store.ask(history_lines, kind="venue")] == ["venue"]
    assert store.ask(history_lines, since=datetime(2026, 11, 23, 8, 0, 1, tzinfo=UTC)) == []
    assert store.ask(history_lines, until=datetime(2026, 11, 23, 7, 59, tzinfo=UTC)) == []
    assert len(store.ask(history_lines)) == len(keys) + 2
