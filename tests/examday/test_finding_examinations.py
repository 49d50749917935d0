"""Examinations are found by who takes them, in what, and when; exam days by their date."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from kammerdesk.base.finding import Match, Question
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.examday.service import create_exam_day
from kammerdesk.exams.model import Candidate
from kammerdesk.people.model import Person
from kammerdesk.store.actions import action
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.ui.pages import find
from tests.examday.world import World

MAY = date(2027, 5, 12)


_CANDIDATES = (
    ("5001", "Müller", "Ada", "mechatroniker2011"),
    ("5002", "Müller", "Ben", "fiae2020"),
    ("5003", "Mai", "Cem", "mechatroniker2011"),
    ("5004", "Koch", "Dana", "mechatroniker2011"),
)


@action("Test: enter candidates to be found")
def enter(work: Work, world: World) -> tuple[UUID, ...]:
    """The candidates, all but the second examined on a Wednesday in May."""
    day = ExamDay(
        day=MAY,
        committee_uid=world.committee,
        season_uid=world.season,
        regulation="mechatroniker2011",
        area="AA",
        room_uid=world.room,
        starts_at=time(8, 30),
        slot_minutes=45,
    )
    work.add(day)
    entered = []
    for number, last, first, regulation in _CANDIDATES:
        person = Person(last_name=last, first_name=first)
        work.add(person)
        work.session.flush()
        exam = Candidate(number=number, person_uid=person.uid, season_uid=world.season, regulation=regulation)
        work.add(exam)
        work.session.flush()
        entered.append(exam.uid)
        if regulation == day.regulation:
            span = {"starts_at": time(9), "ends_at": time(10)}
            work.add(Slot(exam_day_uid=day.uid, candidate_uid=exam.uid, **span))
    return tuple(entered)


@pytest.fixture
def entered(store: Store, world: World) -> tuple[UUID, ...]:
    """All of them, and those of the world in November."""
    store.do(create_exam_day, world.order())
    return store.do(enter, world).value


def matches(store: Store, typed: str) -> list[Match]:
    return list(store.ask(find, Question(typed)).matches)


def titles(store: Store, typed: str) -> list[str]:
    return [match.title for match in matches(store, typed)]


@pytest.mark.parametrize(
    "typed",
    ["Müller Mechatroniker Prüfung Mai", "mai muell mecha prüf", "müller mittwoch", "müller 12.5.", "ada 12. Mai 2027"],
)
def test_an_examination_is_found_by_name_occupation_kind_and_day(
    store: Store, entered: tuple[UUID, ...], typed: str
) -> None:
    (match,) = matches(store, typed)
    assert (match.page, match.identity) == ("exams", entered[0])
    assert match.title == "Müller, Ada"
    assert match.detail == "Mechatroniker/Mechatronikerin · Prüfung am Mi, 12.05.2027"


@pytest.mark.parametrize("typed", ["Müller Mechatroniker Prüfung Juni", "Adler Mechatroniker", "müller dienstag"])
def test_every_word_must_be_met(store: Store, entered: tuple[UUID, ...], typed: str) -> None:
    assert titles(store, typed) == []


def test_an_examination_without_a_day_is_found_too(store: Store, entered: tuple[UUID, ...]) -> None:
    (match,) = matches(store, "müller fachinf")
    assert match.identity == entered[1]
    assert match.detail.endswith("Prüfung noch ohne Termin")


def test_the_season_counts_and_finds_all_of_a_name_in_the_german_order(store: Store, entered: tuple[UUID, ...]) -> None:
    assert titles(store, "müller winter") == ["Müller, Ada", "Müller, Ben"]
    assert titles(store, "müller sommer") == []


def test_a_name_that_means_something_else_is_still_a_name(store: Store, entered: tuple[UUID, ...]) -> None:
    assert "Mai, Cem" in titles(store, "Mai Prüfung")
    assert titles(store, "Mai Mecha Mai")[0] == "Mai, Cem"


def test_a_typing_error_in_the_name_is_forgiven(store: Store, entered: tuple[UUID, ...]) -> None:
    assert titles(store, "Adlre Prüfung November") == ["Adler, Jana"]


def test_exam_days_are_found_by_their_date_alone_or_with_the_committee(store: Store, entered: tuple[UUID, ...]) -> None:
    day = "Mi, 12.05.2027 · Fachinformatik"
    assert [match.page for match in matches(store, "Prüfung Mai") if match.title == day] == ["examday"]
    assert titles(store, "BS-101 12.05.2027") == [day]
    assert titles(store, "BS-999 12.05.2027") == []


def test_names_alone_are_left_to_the_other_search(store: Store, entered: tuple[UUID, ...]) -> None:
    assert [(match.kind, match.title) for match in matches(store, "müller")] == [
        ("person", "Müller, Ada"),
        ("person", "Müller, Ben"),
    ]
