"""Points to grades: domain.md 2.7, 2.8 and the rows N01 to N17."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import KammerError
from kammerdesk.base.points import comma_text, exact_text
from kammerdesk.exams.rules.catalogue import grade_key, load_grade_keys
from kammerdesk.exams.rules.grading import Rounding

MPO = (
    "100:10 98:11 96:12 94:13 92:14 91:15 90:16 89:17 88:18 87:19 85:20 84:21 83:22 82:23 81:24 79:25 78:26 77:27 75:28"
)
MPO += " 74:29 72:30 71:31 70:32 68:33 67:34 65:35 63:36 62:37 60:38 58:39 56:40 55:41 53:42 51:43 50:44 48:45 46:46"
MPO += " 44:47 42:48 40:49 38:50 36:51 34:52 32:53 30:54 25:55 20:56 15:57 10:58 5:59 0:60"

points = st.fractions(min_value=0, max_value=100, max_denominator=3000)


@pytest.mark.parametrize(
    ("value", "number", "word", "decimal"),
    [
        ("100", 1, "sehr gut", "1.0"),
        ("92", 1, "sehr gut", "1.4"),
        ("91.99", 2, "gut", "1.5"),
        ("91.6", 2, "gut", "1.5"),
        ("81", 2, "gut", "2.4"),
        ("80.99", 3, "befriedigend", "2.5"),
        ("80", 3, "befriedigend", "2.5"),
        ("79", 3, "befriedigend", "2.5"),
        ("67", 3, "befriedigend", "3.4"),
        ("66.99", 4, "ausreichend", "3.5"),
        ("66.995", 4, "ausreichend", "3.5"),
        ("66", 4, "ausreichend", "3.5"),
        ("50", 4, "ausreichend", "4.4"),
        ("49.99", 5, "mangelhaft", "4.5"),
        ("30", 5, "mangelhaft", "5.4"),
        ("29.99", 6, "ungenügend", "5.5"),
        ("0", 6, "ungenügend", "6.0"),
    ],
)
def test_grades_come_from_the_exact_points(value: str, number: int, word: str, decimal: str) -> None:
    grade = grade_key().grade(Fraction(value))
    assert (grade.number, grade.word, grade.decimal) == (number, word, decimal)


def test_whole_point_rounding_lifts_the_grade_and_the_other_roundings_do_not() -> None:
    mean = (Fraction("66.99") + 67) / 2
    assert grade_key().grade(mean, Rounding.HALF_UP_0).number == 3
    assert grade_key().grade(mean, Rounding.HALF_UP_0).decimal == "3.4"
    assert grade_key().grade(mean, Rounding.TRUNCATE_2).number == 4
    assert grade_key().grade(mean, Rounding.HALF_UP_2).number == 4


def test_whole_points_are_rounded_once_not_twice() -> None:
    assert grade_key().grade(Fraction("66.495"), Rounding.HALF_UP_0).number == 4
    assert grade_key().grade(Fraction("66.5"), Rounding.HALF_UP_0).number == 3


def test_rounding_for_display() -> None:
    value = Fraction(916, 15)  # 61.0666…
    assert comma_text(Rounding.TRUNCATE_2.shown(value)) == "61,06"
    assert comma_text(Rounding.HALF_UP_2.shown(value)) == "61,07"
    assert comma_text(Rounding.HALF_UP_0.shown(value)) == "61,00"


def test_the_decimal_table_is_the_one_of_the_model_regulations() -> None:
    table = {int(low): int(tenths) for low, tenths in (pair.split(":") for pair in MPO.split())}
    for whole in range(101):
        expected = table[max(low for low in table if low <= whole)]
        assert grade_key().grade(Fraction(whole)).tenths == expected


def test_the_old_cologne_table_differs_where_it_should() -> None:
    cologne = grade_key("cologne")
    found = {whole: cologne.grade(Fraction(whole)).decimal for whole in (95, 94, 80, 79, 40, 39, 38, 29, 28, 23)}
    assert found == {
        95: "1.3",
        94: "1.3",
        80: "2.5",
        79: "2.6",
        40: "5.0",
        39: "5.0",
        38: "5.0",
        29: "5.5",
        28: "5.6",
        23: "5.6",
    }


@given(points, st.sampled_from(Rounding), st.sampled_from(["mpo", "cologne"]))
def test_better_points_never_give_a_worse_grade(value: Fraction, rounding: Rounding, key: str) -> None:
    higher = min(Fraction(100), value + Fraction(1, 7))
    low, high = grade_key(key).grade(value, rounding), grade_key(key).grade(higher, rounding)
    assert high.number <= low.number
    assert high.tenths <= low.tenths


@given(points, st.sampled_from([Rounding.TRUNCATE_2, Rounding.HALF_UP_0]), st.sampled_from(["mpo", "cologne"]))
def test_decimal_grades_lie_in_the_band_of_their_word(value: Fraction, rounding: Rounding, key: str) -> None:
    grade = grade_key(key).grade(value, rounding)
    bands = {1: (10, 14), 2: (15, 24), 3: (25, 34), 4: (35, 44), 5: (45, 54), 6: (55, 60)}
    low, high = bands[grade.number]
    assert low <= grade.tenths <= high


@given(st.integers(0, 10**8))
def test_numbers_that_end_are_written_in_full(millionths: int) -> None:
    value = Fraction(millionths, 10**6)
    text = exact_text(value)
    assert Fraction(text) == value
    assert len(text.partition(".")[2]) >= 2
    assert not (len(text.partition(".")[2]) > 2 and text.endswith("0"))


def test_numbers_that_do_not_end_are_cut_off_after_two_decimals() -> None:
    assert exact_text(Fraction(916, 15)) == "61.06"
    assert exact_text(Fraction(200, 3)) == "66.66"


def test_an_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(KammerError, match="mpo"):
        grade_key("waldorf")


KEY = """
id: mpo
name: Probe
source: Probe
valid_from: {first}
valid_until: {last}
rounding: half_up_0
grades: [{{from: 50, grade: 1, word: gut}}, {{from: 0, grade: 6, word: schlecht}}]
decimal_grades: [[50, 10], [{lowest}, 60]]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    schema = Path(__file__).parents[2] / "resources" / "grade_keys" / "schema.json"
    (tmp_path / "schema.json").write_text(schema.read_text("utf-8"), "utf-8")
    return tmp_path


def test_a_key_has_versions_with_their_own_rounding(folder: Path) -> None:
    (folder / "a.yaml").write_text(KEY.format(first="2000-01-01", last="2009-12-31", lowest=0), "utf-8")
    (folder / "b.yaml").write_text(KEY.format(first="2010-01-01", last="null", lowest=0), "utf-8")
    old, new = load_grade_keys(folder)
    assert old.valid_on(date(2009, 12, 31))
    assert not old.valid_on(date(2010, 1, 1))
    assert new.valid_on(date(2010, 1, 1))
    assert new.grade(Fraction("49.5")).word == "gut"


@pytest.mark.parametrize(
    ("first", "lowest"),
    [("2009-12-31", 0), ("2010-01-01", 1), ("2010-02-30", 0)],
    ids=["overlapping", "a gap at the bottom", "no such day"],
)
def test_a_wrong_key_is_refused_with_its_name(folder: Path, first: str, lowest: int) -> None:
    (folder / "a.yaml").write_text(KEY.format(first="2000-01-01", last="2009-12-31", lowest=0), "utf-8")
    (folder / "wrong.yaml").write_text(KEY.format(first=first, last="null", lowest=lowest), "utf-8")
    with pytest.raises(KammerError, match=r"wrong\.yaml"):
        load_grade_keys(folder)
