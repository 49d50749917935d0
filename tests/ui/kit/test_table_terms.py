"""What is typed into the filter row: operators, ranges, words for days, and sentences for what makes no sense."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.conditions import Kind
from kammerdesk.base.errors import KammerError
from kammerdesk.base.folding import fold, haystack
from kammerdesk.ui.kit.filter_terms import parse_condition

TODAY = date(2026, 11, 23)


def holds(typed: str, kind: Kind, value: Any) -> bool:
    """Whether a cell with this value (None: empty) is let through; of a text column the value is its words."""
    condition = parse_condition(typed, kind, TODAY)
    if condition is None:
        return True
    words = "" if value is None else str(value)
    natural = fold(words) if kind is Kind.TEXT else value
    return condition.holds(natural, haystack(words))


@pytest.mark.parametrize(
    ("typed", "through", "out"),
    [
        ("an", ["AN", "Manfred"], ["AG", None]),
        ("=an", ["AN"], ["Manfred", None]),
        ("=oeztuerk, ayse", ["Öztürk, Ayşe"], ["Öztürk"]),
        ("!an", ["AG", None], ["Manfred"]),
        ("-an", ["AG"], ["AN"]),
        ("<>AN", ["AG", "Manfred"], ["AN"]),
        ("AN; LK", ["AN", "LK"], ["AG", None]),
        ("AN; !Manfred", ["AN"], ["Manfred", "AG"]),
        ("a..f", ["Ärmel", "Fiedler"], ["Grothe", None]),
        ("..c", ["Adler", "Çelik"], ["Drews"]),
        (">f", ["Grothe"], ["Fiedler", "Ärmel"]),
        ("<=f", ["Fiedler", "Ärmel"], ["Grothe"]),
        ("leer", [None], ["AN"]),
        ("nicht leer", ["AN"], [None]),
        ("!empty", ["AN"], [None]),
        ('="A; B"', ["A; B"], ["A", "B"]),
        ("!AG !AN", ["LK", None], ["AG", "AN"]),
        ("!=AG !=AN; AN", ["AN 2"], ["AG", "AN", "LK"]),
        ("AEVO !AEVO 2", ["AEVO 1"], ["AEVO 2", "KBM"]),
        ('="A !B"', ["A !B"], ["A"]),
        ("=<5", ["<5"], ["5"]),
    ],
)
def test_text_is_filtered_as_the_operators_say(typed: str, through: list[str | None], out: list[str | None]) -> None:
    assert [holds(typed, Kind.TEXT, value) for value in through] == [True] * len(through)
    assert [holds(typed, Kind.TEXT, value) for value in out] == [False] * len(out)


@pytest.mark.parametrize(
    ("typed", "through", "out"),
    [
        ("7", [7, Decimal("7.00")], [17, 70, None]),
        (">7", [8], [7, None]),
        (">=7", [7], [6]),
        ("<=12,5", [Decimal("12.5")], [13]),
        ("<12.5", [12], [Decimal("12.5")]),
        ("1..5", [1, 5], [0, 6, None]),
        ("5..1", [1, 5], [6]),
        ("5..", [5, 99], [4]),
        ("-5", [-5], [5]),
        ("!0", [1, None], [0]),
        ("1; 3; !2", [1, 3], [2, 4]),
        ("1..5 !3 !4", [1, 2, 5], [3, 4, 6]),
        ("87,5 €", [Decimal("87.5")], [87]),
        ("leer", [None], [0]),
    ],
)
def test_numbers_are_compared_as_numbers(typed: str, through: list[Any], out: list[Any]) -> None:
    assert [holds(typed, Kind.NUMBER, value) for value in through] == [True] * len(through)
    assert [holds(typed, Kind.NUMBER, value) for value in out] == [False] * len(out)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("24.11.2026", date(2026, 11, 24), date(2026, 11, 24)),
        ("24.11.", date(2026, 11, 24), date(2026, 11, 24)),
        ("11.2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("heute", TODAY, TODAY),
        ("today", TODAY, TODAY),
        ("diese Woche", date(2026, 11, 23), date(2026, 11, 29)),
        ("nächste Woche", date(2026, 11, 30), date(2026, 12, 6)),
        ("letzter Monat", date(2026, 10, 1), date(2026, 10, 31)),
        ("nächstes Jahr", date(2027, 1, 1), date(2027, 12, 31)),
        ("+30", TODAY, date(2026, 12, 23)),
        ("-7", date(2026, 11, 16), TODAY),
        ("11.2026..01.2027", date(2026, 11, 1), date(2027, 1, 31)),
    ],
)
def test_a_date_may_be_a_day_a_month_a_year_or_a_word(typed: str, first: date, last: date) -> None:
    before, after = date.fromordinal(first.toordinal() - 1), date.fromordinal(last.toordinal() + 1)
    assert [holds(typed, Kind.DATE, day) for day in (before, first, last, after)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("typed", "through", "out"),
    [
        ("<=30.06.27", date(2027, 6, 30), date(2027, 7, 1)),
        ("<11.2026", date(2026, 10, 31), date(2026, 11, 1)),
        ("<=11.2026", date(2026, 11, 30), date(2026, 12, 1)),
        (">11.2026", date(2026, 12, 1), date(2026, 11, 30)),
        (">=heute", TODAY, date(2026, 11, 22)),
        ("!heute", date(2026, 11, 24), TODAY),
    ],
)
def test_a_comparison_means_the_right_end_of_a_month(typed: str, through: date, out: date) -> None:
    assert holds(typed, Kind.DATE, through)
    assert not holds(typed, Kind.DATE, out)
    assert not holds(typed.lstrip("!"), Kind.DATE, None)


def test_times_of_day_are_compared_too() -> None:
    assert holds("8..12", Kind.TIME, time(8, 30))
    assert not holds(">=12", Kind.TIME, time(8, 30))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("typed", [">..<", ">", "=", "!", "..", "AN; >..<", "<=?", ">=;"])
def test_what_makes_no_sense_is_quoted_with_examples(typed: str, kind: Kind) -> None:
    with pytest.raises(KammerError, match="keine Bedingung; zum Beispiel"):
        parse_condition(typed, kind, TODAY)


@pytest.mark.parametrize("sign", ["!", "-"])
def test_however_many_signs_are_pasted_they_are_taken_or_quoted(sign: str) -> None:
    with pytest.raises(KammerError, match="keine Bedingung"):
        parse_condition(sign * 32_767, Kind.TEXT, TODAY)
    assert holds(sign * 5_000 + "an", Kind.TEXT, "AN")
    assert not holds(sign * 5_001 + "an", Kind.TEXT, "AN")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("32.11.2026", Kind.DATE), ("13.2026", Kind.DATE), ("1.000", Kind.NUMBER), ("viel", Kind.NUMBER)],
)
def test_a_value_of_another_kind_is_no_condition(typed: str, kind: Kind) -> None:
    with pytest.raises(KammerError, match=typed):
        parse_condition(typed, kind, TODAY)


@pytest.mark.parametrize("typed", ["", "  ", ";", " ; ; "])
def test_nothing_typed_is_no_condition(typed: str) -> None:
    assert parse_condition(typed, Kind.TEXT, TODAY) is None


@given(st.text(max_size=20), st.sampled_from(list(Kind)))
def test_whatever_is_typed_is_a_condition_or_a_sentence(typed: str, kind: Kind) -> None:
    try:
        condition = parse_condition(typed, kind, TODAY)
    except KammerError as error:
        assert str(error)
    else:
        assert condition is None or condition.wanted or condition.unwanted


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(-999, 999))
def test_a_range_holds_what_lies_between_its_ends_whatever_their_order(low: int, high: int, number: int) -> None:
    assert holds(f"{low}..{high}", Kind.NUMBER, number) == (min(low, high) <= number <= max(low, high))
    assert holds(f"!{low}..{high}", Kind.NUMBER, number) != holds(f"{low}..{high}", Kind.NUMBER, number)
