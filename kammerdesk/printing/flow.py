"""Laying pieces of measured height on pages: what stays together, what is repeated, what is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kammerdesk.printing.page import Page

Draw = Callable[[Page, float], None]
"""Draws a piece on a page, its upper edge at the given distance from the top."""


@dataclass(slots=True)
class Piece:
    """The smallest thing that is never broken: a line, a row, a code.

    `gap` is the white space above it, dropped at the top of a page; `keep` forbids a page to end with it;
    `header` is drawn again above it where it comes first on a page.
    """

    height: float
    draw: Draw
    gap: float = 0.0
    keep: bool = False
    header: Piece | None = None


Placed = list[tuple[float, Piece]]
"""The pieces of one page with their upper edges."""


def paginate(pieces: Sequence[Piece], first_top: float, next_top: float, bottom: float) -> list[Placed]:
    """Places pieces on as many pages as they need; at least one page, which may be empty.

    A group that is kept together moves to the next page as a whole; where it is higher than a page, it breaks.
    """
    pages: list[Placed] = [[]]
    y = first_top
    for group in _groups(pieces):
        height = sum(piece.gap + piece.height for piece in group)
        starts_page = not pages[-1]
        if not starts_page and y + height > bottom + 0.01 and height <= bottom - next_top:
            pages.append([])
            y = next_top
        for piece in group:
            gap = piece.gap if pages[-1] else 0.0
            if pages[-1] and y + gap + piece.height > bottom + 0.01:
                pages.append([])
                y, gap = next_top, 0.0
            if not pages[-1] and piece.header is not None:
                pages[-1].append((y, piece.header))
                y += piece.header.height
            pages[-1].append((y + gap, piece))
            y += gap + piece.height
    return pages


def keep_together(pieces: Iterable[Piece]) -> list[Piece]:
    """The same pieces, with no page break between them."""
    kept = list(pieces)
    for piece in kept[:-1]:
        piece.keep = True
    return kept


def _groups(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group
