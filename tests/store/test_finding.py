"""One line of text finds the right records among hundreds of people: by name, number, and in any spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.finding import Found, Match, Question
from kammerdesk.base.folding import words_of
from kammerdesk.base.ids import uuid7
from kammerdesk.cli.demo.batches import Batch, fill_demonstration
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.mass.crowd import Crowd
from kammerdesk.cli.demo.people import Inventor
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.actions import action
from kammerdesk.store.finding import SHOWN
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from kammerdesk.ui.pages import find

CROWD = 400
BORN = date(1958, 1, 1), date(2010, 12, 31)


@dataclass(frozen=True)
class Known:
    """The keys of those the tests look for."""

    weber: UUID
    ozturk: UUID
    both: UUID
    nobody: UUID
    committee: UUID
    ozturks_exam: UUID
    second_try: UUID


def _person(work: Work, last: str, first: str, town: str = "") -> Person:
    person = Person(last_name=last, first_name=first, town=town)
    work.add(person)
    work.session.flush()
    return person


@action("Test: furnish a house to search")
def furnish(work: Work, _: None = None) -> Known:
    """An examiner, a candidate with two attempts, one who is both, and somebody who is neither."""
    weber, ozturk = _person(work, "Weber", "Anna", "Peine"), _person(work, "Öztürk", "Can", "Gifhorn")
    both, nobody = _person(work, "Annacker", "Uwe"), _person(work, "Zacharias", "Ida")
    committee = Committee(number="BS-101", name="Fachinformatik", occupation="", target_size=3)
    season = ExamSeason(name="Winter 2026/27", starts_on=date(2026, 9, 1), ends_on=date(2027, 2, 28))
    work.add(committee)
    work.add(season)
    work.session.flush()
    for person in (weber, both):
        term = {"valid_from": date(2024, 1, 1), "valid_until": date(2028, 12, 31)}
        work.add(Appointment(person_uid=person.uid, committee_uid=committee.uid, bench="AG", role="member", **term))
    exams = []
    attempts = ("2026-W-0417", ozturk), ("2026-W-0418", both), ("2027-S-0417", ozturk)
    for month, (number, person) in enumerate(attempts):  # nobody registers twice in one millisecond
        facts = {"number": number, "person_uid": person.uid, "season_uid": season.uid, "regulation": "fiae2020"}
        exam = Candidate(uid=uuid7(1_780_000_000_000 + month), **facts)
        work.add(exam)
        work.session.flush()
        exams.append(exam.uid)
    work.add(Organisation(name="Weber Logistik", kind="company"))
    return Known(weber.uid, ozturk.uid, both.uid, nobody.uid, committee.uid, exams[0], exams[2])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Known, list[str]]]:
    """A store with a crowd of invented people, and the names of all in it; nobody changes it."""
    clock = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    store = Store.create(tmp_path_factory.mktemp("bs"), "BS", schema(), user="kroeger", clock=clock, demonstration=True)
    crowd = Crowd(Inventor(Dice.thrown(7, BORN[1], "palette"), "BS")).people(CROWD, BORN)
    store.do(fill_demonstration, [Batch(Person, crowd)])
    known = store.do(furnish, None).value
    names = [f"{last}, {first}" for last, first in zip(crowd["last_name"], crowd["first_name"], strict=True)]
    yield store, known, [*names, "Weber, Anna", "Öztürk, Can", "Annacker, Uwe", "Zacharias, Ida"]
    store.close()


@pytest.fixture
def known(house: tuple[Store, Known, list[str]]) -> Known:
    return house[1]


def found(house: tuple[Store, Known, list[str]], typed: str, numbers: bool = False) -> Found:
    return house[0].ask(find, Question(typed, numbers))


def first(house: tuple[Store, Known, list[str]], typed: str) -> Match:
    return found(house, typed).matches[0]


@pytest.mark.parametrize("typed", ["anna web", "web anna", "WEBER", "weber peine"])
def test_a_person_is_found_by_the_beginnings_of_words_in_any_order(
    house: tuple[Store, Known, list[str]], known: Known, typed: str
) -> None:
    matches = {(match.page, match.identity): match for match in found(house, typed).matches}
    assert matches["people", known.weber].title == "Weber, Anna"
    assert matches["people", known.weber].detail == "Peine"


@pytest.mark.parametrize("typed", ["oeztuerk can", "ozturk can", "Öztürk can", "OEZTUERK CAN"])
def test_every_spelling_finds_the_same_person(house: tuple[Store, Known, list[str]], known: Known, typed: str) -> None:
    assert ("exams", known.second_try) in [(match.page, match.identity) for match in found(house, typed).matches]


@pytest.mark.parametrize("typed", ["2026-W-0417", "2026W0417", "2026 w 0417", "2026w-0417"])
def test_a_number_is_found_with_and_without_its_dashes(
    house: tuple[Store, Known, list[str]], known: Known, typed: str
) -> None:
    match = first(house, typed)
    assert (match.page, match.identity, match.exact) == ("exams", known.ozturks_exam, True)
    assert match.title == "2026-W-0417, Öztürk, Can"


def test_a_number_that_is_not_whole_is_no_exact_one(house: tuple[Store, Known, list[str]]) -> None:
    assert [match.exact for match in found(house, "0417").matches] == [False, False]
    assert [match.exact for match in found(house, "2026w041").matches] == [False, False]


def test_only_numbers_are_found_when_only_numbers_are_wanted(
    house: tuple[Store, Known, list[str]], known: Known
) -> None:
    assert [match.title for match in found(house, "2026w04", numbers=True).matches] == [
        "2026-W-0417, Öztürk, Can",
        "2026-W-0418, Annacker, Uwe",
    ]
    assert [match.identity for match in found(house, "bs1", numbers=True).matches] == [known.committee]
    assert found(house, "weber", numbers=True).matches == ()


def test_records_lead_to_the_page_that_shows_them(house: tuple[Store, Known, list[str]], known: Known) -> None:
    assert (first(house, "annacker").page, first(house, "annacker").identity) == ("people", known.both)
    candidate = first(house, "can öztürk")
    assert (candidate.page, candidate.identity, candidate.detail) == (
        "exams",
        known.second_try,
        "Gifhorn · 2027-S-0417",
    )
    assert (first(house, "zacharias ida").page, first(house, "zacharias ida").identity) == ("people", known.nobody)
    assert all(match.kind != "organisation" for match in found(house, "weber logistik").matches)


def test_who_is_called_so_comes_before_who_is_found_otherwise(house: tuple[Store, Known, list[str]]) -> None:
    by_name = [match.by_name for match in found(house, "ann").matches]
    assert by_name == sorted(by_name, reverse=True)
    assert first(house, "ann").title.startswith("Ann")


def test_everybody_of_a_crowd_is_found_by_the_beginnings_of_his_names(house: tuple[Store, Known, list[str]]) -> None:
    names = house[2]
    for name in Random(3).sample(names, 60):
        last, _, given = name.partition(", ")
        typed = [word[:4] for word in words_of(f"{given} {last}")]
        expected = {
            other
            for other in names
            if all(any(word.startswith(one) for word in words_of(other.replace("-", " "))) for one in typed)
        }
        answer = found(house, " ".join(typed))
        assert name in expected
        if not answer.more:
            assert expected <= {match.title for match in answer.matches}, typed
        else:
            assert len(answer.matches) == SHOWN


def test_more_than_can_be_shown_is_said(house: tuple[Store, Known, list[str]]) -> None:
    answer = found(house, "a")
    assert answer.more
    assert len(answer.matches) == SHOWN


@pytest.mark.parametrize("typed", ["Zachraias", "Zacharis", "Zaccharias"])
def test_a_typing_error_is_forgiven_where_nothing_else_is_found(
    house: tuple[Store, Known, list[str]], known: Known, typed: str
) -> None:
    assert first(house, typed).identity == known.nobody


@pytest.mark.parametrize("typed", ["", " ", "-", '"', "§person", "xyzxyz", "' --", "2026-W-9999"])
def test_what_is_nothings_name_finds_nothing(house: tuple[Store, Known, list[str]], typed: str) -> None:
    assert found(house, typed) == Found()
