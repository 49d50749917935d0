"""Quorum, vote and terms: domain.md 1.2, 1.3 and the rows C13 to C19."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import KammerError
from kammerdesk.base.verdicts import State
from kammerdesk.committees.rules.terms import last_day_of_term, months_later
from kammerdesk.committees.rules.voting import Ballot, quorum, quorum_needed, vote


@pytest.mark.parametrize(("size", "needed"), [(3, 3), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6), (10, 7), (12, 8)])
def test_two_thirds_but_at_least_three_must_take_part(size: int, needed: int) -> None:
    assert quorum_needed(size) == needed
    assert quorum(size, needed).state is State.MET
    assert quorum(size, needed - 1).state is State.BROKEN


@given(st.integers(3, 500))
def test_the_quorum_is_the_smallest_number_that_makes_two_thirds(size: int) -> None:
    needed = quorum_needed(size)
    assert 3 * needed >= 2 * size
    assert needed == 3 or 3 * (needed - 1) < 2 * size


@pytest.mark.parametrize("size", [2, 1, 0, -5])
def test_a_committee_of_less_than_three_does_not_exist(size: int) -> None:
    with pytest.raises(KammerError):
        quorum_needed(size)


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "chair", "accepted"),
    [
        (2, 1, 1, Ballot.NO, True),
        (2, 1, 1, None, True),
        (1, 2, 0, Ballot.YES, False),
        (1, 0, 4, None, True),
        (2, 2, 0, Ballot.YES, True),
        (2, 2, 0, Ballot.NO, False),
        (2, 2, 1, Ballot.ABSTAIN, False),
        (0, 0, 3, Ballot.YES, False),
        (0, 0, 0, None, False),
        (3, 3, 3, Ballot.YES, True),
    ],
)
def test_the_majority_of_the_votes_cast_decides(
    yes: int, no: int, abstain: int, chair: Ballot | None, accepted: bool
) -> None:
    assert (vote(yes, no, abstain, chair).state is State.MET) is accepted


def test_a_tie_needs_the_chair() -> None:
    with pytest.raises(KammerError):
        vote(1, 1, 0)


def test_negative_votes_are_refused() -> None:
    with pytest.raises(KammerError):
        vote(2, -1, 0, Ballot.YES)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.sampled_from(Ballot))
def test_abstentions_never_change_the_outcome(yes: int, no: int, abstain: int, chair: Ballot) -> None:
    assert vote(yes, no, abstain, chair).state is vote(yes, no, 0, chair).state


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2024, 9, 1), date(2029, 8, 31)),
        (date(2024, 1, 1), date(2028, 12, 31)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2023, 3, 1), date(2028, 2, 29)),
        (date(2024, 3, 1), date(2029, 2, 28)),
        (date(2023, 2, 28), date(2028, 2, 27)),
    ],
)
def test_a_term_ends_the_day_before_its_fifth_anniversary(start: date, last: date) -> None:
    assert last_day_of_term(start) == last


@given(st.dates())
def test_every_term_has_a_last_day_about_five_years_on(start: date) -> None:
    last = last_day_of_term(start)
    assert last == date.max or timedelta(days=5 * 365 - 1) <= last - start <= timedelta(days=5 * 365 + 1)


@given(st.dates(), st.integers(0, 240))
def test_months_later_keeps_the_day_or_the_end_of_the_month(day: date, months: int) -> None:
    later = months_later(day, months)
    if later != date.max:
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day == day.day or (later + timedelta(days=1)).day == 1
