"""Candidates on a real store: imported all or none, found again by season, judged by their regulation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.exams import queries
from kammerdesk.exams.candidate_file import CandidateEntry, Fate
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.exams.service import (
    AnnounceOrder,
    AreaMarkOrder,
    ImportOrder,
    announce_result,
    enter_area_mark,
    import_candidates,
    withdraw_area_mark,
)
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.record import Record
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work

HEADER = "Prüflingsnummer;Nachname;Vorname;Geburtsdatum;Ausbildungsordnung;Ausbildungsbetrieb;EITA;PSP;EUA;WISO"
LINES = (
    "4301;Adler;Jana;03.05.2004;fiae2020;Möller GmbH;67;67;67;67",
    "4302;Çelik;Ayşe;21.09.2005;fiae2020;Möller GmbH;80;45;48;80",
    "4303;Dietz;Oskar;31.02.2004;fiae2020;Kurz AG;67;67;67;67",
)


def _open_season(work: Work, name: str) -> UUID:
    season = work.add(ExamSeason(name=name, starts_on=date(2026, 9, 1), ends_on=date(2027, 2, 28)))
    work.session.flush()
    return season.uid


@pytest.fixture
def season(store: Store) -> UUID:
    return store.do(_open_season, "Winter 2026/27").value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "liste.csv"
    made.write_bytes("\r\n".join((HEADER, *LINES)).encode("cp1254"))
    return made


def entry(number: str, **changes: object) -> CandidateEntry:
    fields = {"last_name": "Adler", "first_name": "Jana", "birth_date": date(2004, 5, 3), "regulation": "fiae2020"}
    return CandidateEntry(number=number, **{**fields, **changes})  # type: ignore[arg-type]  # fields by name


def stored(store: Store, season: UUID, *entries: CandidateEntry) -> list[queries.CandidateRow]:
    store.do(import_candidates, ImportOrder(season, entries))
    return store.ask(queries.candidates, season)


def count(session: Session, kind: type[Record]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_judging_a_file_stores_nothing(store: Store, season: UUID, file: Path) -> None:
    plan = store.ask(queries.import_plan, file, None)
    assert plan.season.id == season
    assert [line.fate for line in plan.lines] == [Fate.NEW, Fate.NEW, Fate.FAULTY]
    assert store.ask(queries.candidates, season) == []


def test_the_good_lines_of_a_file_are_stored_with_their_marks(store: Store, season: UUID, file: Path) -> None:
    plan = store.ask(queries.import_plan, file, None)
    rows = stored(store, season, *(line.entry for line in plan.lines if line.entry))
    assert [(row.number, row.company, row.occupation) for row in rows] == [
        ("4301", "Möller GmbH", "Fachinformatiker/Fachinformatikerin, Anwendungsentwicklung"),
        ("4302", "Möller GmbH", "Fachinformatiker/Fachinformatikerin, Anwendungsentwicklung"),
    ]
    assert [mark.points for mark in store.ask(queries.area_marks, rows[1].id)] == [80, 48, 45, 80]
    assert store.ask(count, Organisation) == 1


def test_a_file_read_again_finds_its_lines_known(store: Store, season: UUID, file: Path) -> None:
    plan = store.ask(queries.import_plan, file, None)
    stored(store, season, *(line.entry for line in plan.lines if line.entry))
    again = store.ask(queries.import_plan, file, season)
    assert [line.fate for line in again.lines] == [Fate.KNOWN, Fate.KNOWN, Fate.FAULTY]


def test_a_number_stored_meanwhile_refuses_the_whole_import(store: Store, season: UUID) -> None:
    stored(store, season, entry("4301"))
    with pytest.raises(Refused):
        store.do(import_candidates, ImportOrder(season, (entry("4302"), entry("4301"))))
    assert [row.number for row in store.ask(queries.candidates, season)] == ["4301"]


def test_the_same_person_is_not_stored_twice(store: Store, season: UUID) -> None:
    other = store.do(_open_season, "Sommer 2027").value
    stored(store, season, entry("4301"))
    stored(store, other, entry("4301", attempt=2))
    assert store.ask(count, Candidate) == 2
    assert store.ask(count, Person) == 1


def test_a_known_person_who_moved_gets_the_new_address_and_the_line_says_so(
    store: Store, season: UUID, tmp_path: Path
) -> None:
    old = {"street": "Am Wall 3", "postal_code": "38100", "town": "Braunschweig"}
    stored(store, season, entry("4301", **old))
    file = tmp_path / "liste.csv"
    header = "Prüflingsnummer;Nachname;Vorname;Geburtsdatum;Ausbildungsordnung;Straße;PLZ;Ort"
    file.write_text(f"{header}\n5001;Adler;Jana;03.05.2004;fiae2020;Neue Str. 9;29221;Celle\n", encoding="utf-8")
    (line,) = store.ask(queries.import_plan, file, season).lines
    assert line.fate is Fate.NEW
    assert line.entry is not None
    assert ["Am Wall 3, 38100 Braunschweig" in note for note in line.notes] == [True]
    rows = stored(store, season, line.entry)
    cards = [store.ask(queries.candidate_card, row.id) for row in rows]
    assert [(card.street, card.postal_code, card.town) for card in cards if card] == [
        ("Neue Str. 9", "29221", "Celle")
    ] * 2
    assert store.ask(count, Person) == 1


def test_a_file_without_addresses_takes_none_away(store: Store, season: UUID) -> None:
    (row,) = stored(store, season, entry("4301", street="Am Wall 3", postal_code="38100", town="Braunschweig"))
    stored(store, season, entry("4302"))
    card = store.ask(queries.candidate_card, row.id)
    assert card is not None
    assert (card.street, card.town) == ("Am Wall 3", "Braunschweig")


def test_two_firms_of_one_name_in_two_towns_are_two(store: Store, season: UUID) -> None:
    here = {"company": "Möller GmbH", "company_postal_code": "38100", "company_town": "Braunschweig"}
    stored(store, season, entry("4301", **here))
    there = {"company": "Möller GmbH", "company_postal_code": "20095", "company_town": "Hamburg"}
    stored(store, season, entry("4302", **there), entry("4303", **here), entry("4304", company="Möller GmbH"))
    assert store.ask(count, Organisation) == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 binary", b"Name;Ort\r\nAdler;Peine\r\n"])
def test_a_file_that_is_no_list_of_candidates_is_refused_with_a_sentence(
    store: Store, season: UUID, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "liste.csv"
    bad.write_bytes(content)
    with pytest.raises(KammerError, match=r"liste\.csv"):
        store.ask(queries.import_plan, bad, season)


def test_without_a_season_nothing_can_be_imported(store: Store, file: Path) -> None:
    with pytest.raises(KammerError):
        store.ask(queries.import_plan, file, None)
    assert store.ask(queries.season_candidates, None).rows == ()


def test_the_running_season_is_shown_first(store: Store, season: UUID) -> None:
    rows = stored(store, season, entry("4301"))
    found = store.ask(queries.season_candidates, None)
    assert found.chosen == season
    assert list(found.rows) == rows


def test_an_examination_shows_verdicts_while_areas_are_open(store: Store, season: UUID) -> None:
    (row,) = stored(store, season, entry("4301", marks=(("EITA", 67_00), ("PSP", 29_00))))
    found = store.ask(queries.examination, row.id)
    assert found is not None
    assert found.assessment.open_areas == ("PUS", "EUA", "WISO")
    assert found.assessment.passed is False  # PSP below 30 is out of reach for good
    assert found.result is None


def test_a_result_is_announced_once_and_only_when_complete(store: Store, season: UUID) -> None:
    marks = tuple((area, 67_00) for area in ("EITA", "PSP", "EUA", "WISO"))
    (row,) = stored(store, season, entry("4301", marks=marks))
    order = AnnounceOrder(row.id, "Prüfungsausschuss 1", passed=True, total="67.00")
    with pytest.raises(Refused):
        store.do(announce_result, order)
    store.do(enter_area_mark, AreaMarkOrder(row.id, "PUS", Fraction(67)))
    store.do(announce_result, order)
    with pytest.raises(Refused):
        store.do(announce_result, order)
    result = store.ask(queries.result_of, row.id)
    assert result is not None
    assert (result.passed, result.total, result.part2) == (True, "67.00", "67.00")
    (shown,) = store.ask(queries.candidates, season)
    assert (shown.passed, shown.grade, shown.total) == (True, 3, "67.00")


def test_marks_can_be_changed_and_taken_back_until_the_announcement(store: Store, season: UUID) -> None:
    (row,) = stored(store, season, entry("4301"))
    store.do(enter_area_mark, AreaMarkOrder(row.id, "PSP", Fraction(45), Fraction(60)))
    store.do(enter_area_mark, AreaMarkOrder(row.id, "PSP", Fraction(46), Fraction(60)))
    (mark,) = store.ask(queries.area_marks, row.id)
    assert (mark.points, mark.supplementary_points) == (Fraction(46), Fraction(60))
    assert store.ask(queries.supplementary_points, row.id, "PSP") == 60

    def withdraw(work: Work, candidate: UUID) -> None:
        withdraw_area_mark(work, candidate, "PSP")

    with pytest.raises(Refused):
        store.do(withdraw, row.id)  # the oral exam would be lost with the points
    store.do(enter_area_mark, AreaMarkOrder(row.id, "PSP", Fraction(46)))
    store.do(withdraw, row.id)
    assert store.ask(queries.area_marks, row.id) == ()


@pytest.mark.parametrize(("points", "oral"), [("100.01", None), ("-0.01", None), ("50", "187")])
def test_impossible_points_are_refused(store: Store, season: UUID, points: str, oral: str | None) -> None:
    (row,) = stored(store, season, entry("4301"))
    with pytest.raises(Refused):
        store.do(enter_area_mark, AreaMarkOrder(row.id, "PSP", Fraction(points), Fraction(oral) if oral else None))
