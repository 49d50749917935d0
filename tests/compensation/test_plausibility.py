"""What a clerk is told of claims before they are paid."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.compensation.rules import catalogue
from kammerdesk.compensation.rules.plausibility import (
    ClaimedDay,
    check_account,
    check_appointment,
    check_attendance,
    check_claim_date,
    check_overlaps,
    check_shared_cars,
    last_day_to_claim,
)
from kammerdesk.compensation.rules.terms import ClaimPeriod, Span

DAY = date(2026, 1, 15)
WEBER = ClaimedDay("Anke Weber", DAY, time(8), time(12))


def claimed(person: str, start: int, end: int, km: int = 0, car: str = "", day: date = DAY) -> ClaimedDay:
    return ClaimedDay(person, day, time(start), time(end), km, car)


def test_k15_a_claim_after_three_months_is_late() -> None:
    found = check_claim_date(catalogue.terms(DAY), DAY, date(2026, 4, 20))
    assert (found.state, found.paragraph) == ("broken", "§ 2 Abs. 1 JVEG")
    assert "15.04.2026" in found.sentence
    assert check_claim_date(catalogue.terms(DAY), DAY, date(2026, 4, 15)).state == "met"
    assert check_claim_date(catalogue.terms(DAY), DAY, date(2026, 4, 16)).state == "broken"
    assert check_claim_date(catalogue.terms(DAY), DAY, date(2026, 1, 14)).state == "broken"
    assert check_claim_date(catalogue.terms(DAY), DAY, DAY).state == "met"


@pytest.mark.parametrize(
    ("rules", "day", "last"),
    [
        ("jveg", date(2026, 11, 30), date(2027, 3, 1)),
        ("jveg", date(2025, 12, 31), date(2026, 3, 31)),
        ("jveg", date(2026, 1, 3), date(2026, 4, 7)),
        ("jveg", date(2026, 9, 25), date(2026, 12, 28)),
        ("aachen", date(2024, 2, 29), date(2025, 2, 28)),
        ("erfurt", date(2026, 1, 15), date(2026, 3, 16)),
        ("erfurt", date(2026, 12, 1), date(2027, 2, 15)),
        ("erfurt", date(2026, 12, 31), date(2027, 2, 15)),
    ],
    ids=["month without the day", "month", "Good Friday to Easter", "Christmas", "year", "Sunday", "1.12.", "31.12."],
)
def test_the_last_day_to_claim(rules: str, day: date, last: date) -> None:
    assert last_day_to_claim(catalogue.terms(day, rules).claim, day) == last


@given(st.dates(date(2004, 7, 1), date(2035, 1, 1)), st.integers(1, 24))
def test_the_last_day_to_claim_is_a_working_day_not_before_the_period_is_over(day: date, months: int) -> None:
    last = last_day_to_claim(ClaimPeriod(months), day)
    assert last.weekday() < 5
    assert months * 28 <= (last - day).days <= months * 31 + 6


def test_claims_of_one_person_for_the_same_time_are_told() -> None:
    found = check_overlaps([WEBER, claimed("Anke Weber", 11, 15), claimed("Jens Ott", 8, 12)])
    assert [each.state for each in found] == ["broken"]
    assert "Anke Weber" in found[0].sentence
    assert "08:00–12:00" in found[0].sentence


def test_claims_that_touch_or_lie_on_other_days_are_no_overlap() -> None:
    assert (
        check_overlaps([WEBER, claimed("Anke Weber", 12, 15), claimed("Anke Weber", 8, 12, day=date(2026, 1, 16))])
        == []
    )


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 3), st.integers(0, 22), st.integers(1, 23)), max_size=8)
)
def test_overlaps_are_those_of_every_pair(drawn: list[tuple[str, int, int, int]]) -> None:
    claims = [claimed(who, min(a, b - 1), b, day=date(2026, 1, day)) for who, day, a, b in drawn]
    hours = [(claim.person, claim.day, set(range(claim.start.hour, claim.end.hour))) for claim in claims]
    pairs = sum(
        one[:2] == other[:2] and bool(one[2] & other[2])
        for number, one in enumerate(hours)
        for other in hours[number + 1 :]
    )
    assert len(check_overlaps(claims)) == pairs


def test_a_shared_car_is_counted_once() -> None:
    weber = claimed("Anke Weber", 8, 12, 36_00, "BS-AW 12")
    ott = claimed("Jens Ott", 8, 12, 36_00, "bs-aw 12")
    found = check_shared_cars([weber, ott])
    assert [each.state for each in found] == ["broken"]
    assert "Anke Weber, Jens Ott" in found[0].sentence
    assert check_shared_cars([weber, claimed("Jens Ott", 8, 12, 0, "BS-AW 12")]) == []
    assert check_shared_cars([weber, claimed("Anke Weber", 13, 15, 36_00, "BS-AW 12")]) == []
    assert check_shared_cars([weber, claimed("Jens Ott", 8, 12, 36_00, "BS-AW 12", date(2026, 1, 16))]) == []
    assert check_shared_cars([claimed("Anke Weber", 8, 12, 36_00), claimed("Jens Ott", 8, 12, 36_00)]) == []


def test_a_day_outside_the_appointment_is_told() -> None:
    term = Span(date(2021, 1, 16), date(2026, 1, 15))
    assert check_appointment(WEBER, [term]).state == "met"
    assert check_appointment(WEBER, [Span(None, date(2026, 1, 14)), Span(date(2026, 1, 16), None)]).state == "broken"
    assert check_appointment(WEBER, []).state == "broken"


def test_a_day_without_minutes_is_only_a_warning() -> None:
    assert check_attendance(WEBER, {DAY}).state == "met"
    assert check_attendance(WEBER, {date(2026, 1, 16)}).state == "warning"


@pytest.mark.parametrize(
    ("iban", "state"),
    [("DE02 1203 0000 0000 2020 51", "met"), ("DE03 1203 0000 0000 2020 51", "broken"), ("", "open"), ("x", "broken")],
)
def test_the_account(iban: str, state: str) -> None:
    assert check_account(iban).state == state
