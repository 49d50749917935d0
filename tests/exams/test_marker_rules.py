"""Two markers, § 42 Abs. 5 BBiG: the rows M01 to M04 and their kind."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.exams.rules.markers import Marking, two_markers

marks = st.integers(0, 12000).map(lambda hundredths: Fraction(hundredths, 100))


@pytest.mark.parametrize(
    ("first", "second", "of", "value"),
    [
        ("78", "88", 100, "83"),
        ("88", "78", 100, "83"),
        ("78", "89", 100, None),
        ("78", "88.01", 100, None),
        ("40", "46", 60, "43"),
        ("40", "47", 60, None),
        ("0", "0", 100, "0"),
        ("0", "10", 100, "5"),
        ("77.5", "78", 100, "77.75"),
    ],
)
def test_the_mean_counts_up_to_ten_per_cent_of_the_achievable_points(
    first: str, second: str, of: int, value: str | None
) -> None:
    expected = Marking(Fraction(value), False) if value is not None else Marking(None, True)
    assert two_markers(Fraction(first), Fraction(second), Fraction(of)) == expected


def test_the_third_marker_decides_alone() -> None:
    assert two_markers(Fraction(78), Fraction(89), Fraction(100), Fraction(85)) == Marking(Fraction(85), True)


def test_the_third_marker_is_not_heard_where_the_two_agree() -> None:
    assert two_markers(Fraction(78), Fraction(80), Fraction(100), Fraction(20)) == Marking(Fraction(79), False)


@given(marks, marks, st.sampled_from([60, 100, 120, 150]).map(Fraction))
def test_the_order_of_the_markers_does_not_matter(first: Fraction, second: Fraction, of: Fraction) -> None:
    found = two_markers(first, second, of)
    assert found == two_markers(second, first, of)
    assert found.third_marker == (abs(first - second) > of / 10)
    assert found.value is None or min(first, second) <= found.value <= max(first, second)
