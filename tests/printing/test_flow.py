"""Laying pieces on pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.printing.flow import Piece, keep_together, paginate
from kammerdesk.printing.page import Page

TOP, NEXT, BOTTOM = 100.0, 20.0, 300.0


def draw(_page: Page, _y: float) -> None:
    """Nothing: only measures count here."""


def piece(height: float, gap: float = 0.0, keep: bool = False) -> Piece:
    return Piece(height, draw, gap, keep)


PIECES = st.lists(st.builds(piece, st.floats(1, 250), st.floats(0, 30), st.booleans()), max_size=30)


@given(PIECES)
def test_nothing_leaves_the_page_and_nothing_overlaps(pieces: list[Piece]) -> None:
    for number, placed in enumerate(paginate(pieces, TOP, NEXT, BOTTOM)):
        y = TOP if number == 0 else NEXT
        for at, each in placed:
            assert at >= y - 0.01
            y = at + each.height
            assert y <= BOTTOM + 0.1 or len(placed) == 1


@given(PIECES)
def test_every_piece_is_placed_once_in_its_order(pieces: list[Piece]) -> None:
    placed = [each for page in paginate(pieces, TOP, NEXT, BOTTOM) for _, each in page]
    assert list(map(id, placed)) == list(map(id, pieces))


def test_a_group_moves_to_the_next_page_as_a_whole() -> None:
    group = keep_together([piece(60), piece(60), piece(60)])
    pages = paginate([piece(50), *group], TOP, NEXT, BOTTOM)
    assert [len(page) for page in pages] == [1, 3]


def test_a_group_higher_than_a_page_breaks() -> None:
    pages = paginate(keep_together([piece(100) for _ in range(5)]), TOP, NEXT, BOTTOM)
    assert [len(page) for page in pages] == [2, 2, 1]


def test_white_space_at_the_top_of_a_page_is_dropped() -> None:
    pages = paginate([piece(150), piece(150, gap=30)], TOP, NEXT, BOTTOM)
    assert [at for at, _ in pages[1]] == [NEXT]


def test_a_head_is_repeated_where_its_row_begins_a_page() -> None:
    head = piece(10)
    rows = [Piece(60, draw, header=head) for _ in range(6)]
    pages = paginate(rows, TOP, NEXT, BOTTOM)
    assert pages[1][0] == (NEXT, head)
    assert pages[1][1][0] == NEXT + 10
