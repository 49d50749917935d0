"""Breaking text into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.printing.style import BODY
from kammerdesk.printing.text import break_lines

WORDS = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=200)


def width(line: str) -> float:
    return BODY.face.width(line.rstrip(" "), BODY.size)


@given(WORDS, st.floats(40, 400))
def test_no_line_is_wider_than_its_column(text: str, column: float) -> None:
    assert all(width(line) <= column + 0.001 or len(line.strip()) == 1 for line in break_lines(text, BODY, column))


@given(WORDS, st.floats(40, 400))
def test_no_word_is_lost_or_torn_from_its_neighbours(text: str, column: float) -> None:
    shown = BODY.face.printable(text)
    assert "".join("".join(break_lines(text, BODY, column)).split()) == "".join(shown.split())


def test_line_ends_in_the_text_are_kept() -> None:
    assert break_lines("eins\nzwei\n\nvier", BODY, 400) == ("eins ", "zwei ", " ", "vier")


def test_a_line_ends_after_a_hyphen_between_words() -> None:
    assert break_lines("Müller-Lüdenscheidt", BODY, 60) == ("Müller-", "Lüdenscheidt")


def test_a_word_that_does_not_fit_is_cut() -> None:
    lines = break_lines("Donaudampfschifffahrtsgesellschaft", BODY, 60)
    assert len(lines) > 1
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


@pytest.mark.parametrize(
    "kept", ["§\u00a040", "Abs.\u00a02", "50\u00a0%", "08:30\u00a0Uhr", "s.kroeger-amt@ihk-muster.example"]
)
def test_what_belongs_together_is_not_parted(kept: str) -> None:
    plain = kept.replace("\u00a0", " ")
    whole = width(kept)
    for room in range(1, 12):
        lines = break_lines("x" * room + " " + plain, BODY, whole + 6)
        assert any(kept in line for line in lines)


def test_empty_text_has_no_lines() -> None:
    assert break_lines("", BODY, 100) == ()
