"""What is asked about examiners and committees, on a real store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kammerdesk.base.verdicts import State
from kammerdesk.committees import queries
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.rules.terms import Standing, standing
from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work

TODAY = date(2026, 11, 23)
BENCHES = ("AG", "AN", "LK")
ROLES = ("chair", "vice_chair", "member")


@dataclass(frozen=True, slots=True)
class Term:
    name: str
    until: date
    bench: str = "AG"
    role: str = "deputy"
    dismissed_on: date | None = None
    home: str = "BS"


def appoint(work: Work, terms: Sequence[Term]) -> None:
    """A committee of three in order, and whoever else is wanted; each in a term of five years."""
    committee = work.add(Committee(number="BS-1", name="Ausschuss", occupation="Koch", target_size=3, home=""))
    members = [
        Term(f"Mitglied {bench}", date(2029, 8, 31), bench, role) for bench, role in zip(BENCHES, ROLES, strict=True)
    ]
    people: dict[str, Person] = {}
    for term in [*members, *terms]:
        if term.name not in people:
            people[term.name] = work.add(Person(last_name=term.name, first_name="A", home=""))
            work.session.flush()
        first = term.until.replace(year=term.until.year - 5) + timedelta(days=1)
        work.add(
            Appointment(
                person_uid=people[term.name].uid,
                committee_uid=committee.uid,
                bench=term.bench,
                role=term.role,
                valid_from=first,
                valid_until=term.until,
                dismissed_on=term.dismissed_on,
                home=term.home,
            )
        )


def test_an_appointment_stands_as_the_calendar_says() -> None:
    first = date(2022, 1, 1)
    assert standing(first, date(2026, 12, 31), TODAY) is Standing.ENDING
    assert standing(first, date(2027, 5, 22), TODAY) is Standing.ENDING
    assert standing(first, date(2027, 5, 23), TODAY) is Standing.APPOINTED
    assert standing(first, TODAY, TODAY) is Standing.ENDING
    assert standing(first, date(2026, 11, 22), TODAY) is Standing.LAPSED
    assert standing(first, date(2025, 11, 23), TODAY) is Standing.LAPSED
    assert standing(first, date(2025, 11, 22), TODAY) is Standing.FORMER
    assert standing(date(2026, 11, 24), date(2031, 11, 23), TODAY) is Standing.COMING
    assert standing(first, date(2027, 12, 31), TODAY, TODAY) is Standing.FORMER
    assert standing(first, date(2027, 12, 31), TODAY, date(2026, 11, 24)) is Standing.APPOINTED


def test_examiners_stand_in_german_order_with_the_appointment_that_lasts_longest(store: Store) -> None:
    terms = (
        Term("Zorn", date(2028, 12, 31)),
        Term("Öztürk", date(2027, 12, 31)),
        Term("Öztürk", date(2029, 12, 31)),
        Term("Otto", date(2027, 12, 31)),
    )
    store.do(appoint, terms)
    rows = [row for row in store.ask(queries.examiners) if not row.last_name.startswith("Mitglied")]
    assert [(row.last_name, row.valid_until and row.valid_until.year, row.committee_count) for row in rows] == [
        ("Otto", 2027, 1),
        ("Öztürk", 2029, 2),
        ("Zorn", 2028, 1),
    ]


def test_only_examiners_without_any_running_appointment_of_ours_have_lapsed(store: Store) -> None:
    terms = (
        Term("Renewed", date(2026, 10, 31)),
        Term("Renewed", date(2031, 10, 31)),
        Term("Lapsed", date(2026, 10, 31)),
        Term("Long gone", date(2024, 10, 31)),
        Term("Dismissed", date(2026, 10, 31), dismissed_on=date(2026, 1, 1)),
        Term("Partner's", date(2026, 10, 31), home="LW"),
    )
    store.do(appoint, terms)
    assert [row.last_name for row in store.ask(queries.lapsed_examiners)] == ["Lapsed"]


def test_who_has_left_no_longer_sits(store: Store) -> None:
    terms = (
        Term("Lapsed", date(2026, 10, 31)),
        Term("Long gone", date(2024, 10, 31)),
        Term("Dismissed", date(2028, 10, 31), dismissed_on=date(2026, 11, 1)),
        Term("To be dismissed", date(2028, 10, 31), dismissed_on=date(2026, 12, 1)),
    )
    store.do(appoint, terms)
    (row,) = store.ask(queries.committees)
    assert [seat.last_name for seat in row.seats if not seat.last_name.startswith("Mitglied")] == [
        "Lapsed",
        "To be dismissed",
    ]
    assert store.ask(queries.committee, row.id) == row


def test_a_committee_is_judged_as_it_stands_today(store: Store) -> None:
    store.do(appoint, [Term(f"Stellvertretung {bench}", date(2029, 8, 31), bench) for bench in BENCHES])
    (judged,) = store.ask(queries.judged_committees)
    assert (judged.members, judged.on) == (3, TODAY)
    assert judged.number_of(State.BROKEN) == 0
    store.do(appoint, [Term("Doppelt", date(2026, 11, 22), "AN", "member")])
    assert [row.number_of(State.BROKEN) > 0 for row in store.ask(queries.judged_committees)] == [False, True]


def test_endings_are_counted_by_day_and_only_ours(store: Store) -> None:
    terms = (
        Term("A", date(2026, 11, 30)),
        Term("B", date(2026, 11, 30)),
        Term("C", date(2026, 12, 24)),
        Term("D", date(2026, 11, 30), home="LW"),
    )
    store.do(appoint, terms)
    assert store.ask(queries.appointments_ending, date(2026, 12, 23)) == [(date(2026, 11, 30), 2)]


def test_a_card_has_every_appointment_the_latest_first(store: Store) -> None:
    store.do(appoint, (Term("Ute", date(2024, 10, 31)), Term("Ute", date(2029, 10, 31))))
    (row,) = [row for row in store.ask(queries.examiners) if row.last_name == "Ute"]
    card = store.ask(queries.examiner_card, row.id)
    assert card is not None
    assert [office.standing for office in card.offices] == [Standing.APPOINTED, Standing.FORMER]
