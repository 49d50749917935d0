"""What is typed is taken apart into words, and months, weekdays, years and dates are known as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.folding import words_of
from kammerdesk.base.typed import DayWish, begin_words, terms_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mai", DayWish(month=5)),
        ("sept", DayWish(month=9)),
        ("MÄR", DayWish(month=3)),
        ("maerz", DayWish(month=3)),
        ("dienstag", DayWish(weekday=2)),
        ("Son", DayWish(weekday=7)),
        ("2027", DayWish(year=2027)),
        ("12.05.2027", DayWish(2027, 5, 12)),
        ("12.5.", DayWish(0, 5, 12)),
        ("12.", DayWish(day=12)),
    ],
)
def test_a_word_may_mean_a_day(typed: str, meant: DayWish) -> None:
    assert [term.wish for term in terms_of(typed)] == [meant]


@pytest.mark.parametrize("typed", ["Müller", "ma", "Maier", "3027", "20271", "40.05.", "12.13.2027", "27-02"])
def test_other_words_mean_no_day(typed: str) -> None:
    assert [term.wish for term in terms_of(typed)] == [None]


def test_terms_keep_their_order_and_the_words_they_are_looked_up_by() -> None:
    assert [term.words for term in terms_of("Müller,  2026-W-0417 – Öztürk")] == [
        ("muller",),
        ("2026", "w", "0417"),
        ("ozturk",),
    ]


@given(st.text(max_size=60))
def test_no_word_is_lost_between_the_terms(text: str) -> None:
    assert [word for term in terms_of(text) for word in term.words] == [
        word for part in text.split() for word in words_of(part)
    ]


@pytest.mark.parametrize("typed", ["anm wegn", "WEGN anm", "tob", "möll", "moell", ""])
def test_words_begin_words_in_any_order(typed: str) -> None:
    assert begin_words(words_of(typed), "Wegner, Tobias · Anmeldung A-27-02 · Möller Logistik")


@pytest.mark.parametrize("typed", ["egner", "anm wegx", "tobiass"])
def test_every_word_must_begin_one(typed: str) -> None:
    assert not begin_words(words_of(typed), "Wegner, Tobias · Anmeldung A-27-02 · Möller Logistik")
