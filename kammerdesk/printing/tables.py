"""Tables: grids with a repeated head and pairs of label and value, both as tagged rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from kammerdesk.printing.blocks import Align, Cell, Facts, Grid, Tick
from kammerdesk.printing.flow import Piece
from kammerdesk.printing.page import Page
from kammerdesk.printing.setting import Setting
from kammerdesk.printing.structure import Element, scope
from kammerdesk.printing.style import BODY, CELL, CELL_HEAD, HAIRLINE, MM, RULE, SECOND_INK, TINT, Style
from kammerdesk.printing.text import break_lines

_SIDE = 2.0 * MM
_ABOVE = 3.2
_BOX = 10.0
_LABEL = Style(9.5, BODY.leading + 0.66, ink=SECOND_INK)
"""Smaller than a value, but led so that its first baseline is the value's."""
_GUTTER = 6 * MM
_LARGE = CELL.sized(15)
_WRITING_ROOM = 8.5 * MM
_LINES_PER_PIECE = 40
"""A row with more lines than this is cut into pieces, so that no row can be higher than a page."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell, measured: what stands in it and where."""

    element: Element
    x: float
    width: float
    lines: Sequence[str]
    style: Style
    align: Align = Align.LEFT
    tick: Tick | None = None

    @property
    def height(self) -> float:
        """What the content needs, without the room around it."""
        return max(len(self.lines) * self.style.leading, _BOX if self.tick else 0.0)

    def draw(self, page: Page, y: float, height: float, artifact: bool = False) -> None:
        """Draws the content in the middle of a row of the given height."""
        if not self.lines and self.tick is None:
            return
        page.begin(None if artifact else self.element)
        top = y + (height - len(self.lines) * self.style.leading) / 2
        if self.tick is not None:
            left = self.x + (0.0 if self.lines else (self.width - _BOX) * self.align.value)
            page.tick_box(left, y + (height - _BOX) / 2, _BOX, self.tick.ticked)
            page.text(self.x + _BOX + 1.5 * MM, top, self.lines, self.style)
        elif self.align is Align.LEFT:
            page.text(self.x, top, self.lines, self.style)
        else:
            page.aligned(self.x, self.width, top, self.lines, self.style, self.align.value)
        page.end()

    def part(self, start: int) -> _Box:
        """The lines from `start` on that belong into one piece."""
        return replace(self, lines=self.lines[start : start + _LINES_PER_PIECE], tick=None if start else self.tick)


@dataclass(frozen=True, slots=True)
class _Ruling:
    """The lines and the ground of a grid's rows."""

    x: float
    edges: tuple[float, ...]
    ruled: bool

    @property
    def width(self) -> float:
        """The width of the whole grid."""
        return self.edges[-1]

    def draw(self, page: Page, y: float, height: float, ground: str, below: str) -> None:
        """Ground first, then the line below and the upright lines."""
        page.begin(None)
        if ground:
            page.rectangle(self.x, y, self.width, height, ground)
        if below:
            page.line(self.x, y + height, self.x + self.width, y + height, below, 0.5)
        if self.ruled:
            for edge in self.edges:
                page.line(self.x + edge, y, self.x + edge, y + height, RULE, 0.5)
        page.end()


def grid_pieces(grid: Grid, setting: Setting) -> list[Piece]:
    """The head and the rows of a grid; the head comes back on every page as an artifact."""
    table = setting.below("Table")
    share = setting.width / sum(column.width for column in grid.columns)
    edges = accumulate((column.width * share for column in grid.columns), initial=0.0)
    ruling = _Ruling(setting.x, tuple(edges), grid.ruled)
    head, again = _head(grid, table, ruling)
    pieces = [head]
    style = _LARGE if grid.large else CELL
    for number, cells in enumerate(grid.rows):
        ground = TINT if grid.zebra and number % 2 else ""
        pieces += _row(cells, grid, table, ruling, style, ground, again)
    if grid.total:
        pieces[-1].keep = True
        pieces += _row(grid.total, grid, table, ruling, style.strong(), TINT, again)
    if len(pieces) > 1:
        head.keep = True
    return pieces


def _head(grid: Grid, table: Setting, ruling: _Ruling) -> tuple[Piece, Piece]:
    row = table.below("TR")
    style = CELL_HEAD.sized(12) if grid.large else CELL_HEAD
    boxes = _boxes([column.title for column in grid.columns], grid, row, ruling, style, head=True)
    height = max(box.height for box in boxes) + 2 * _ABOVE

    def draw_as(artifact: bool) -> Piece:
        def draw(page: Page, y: float) -> None:
            ruling.draw(page, y, height, TINT, RULE)
            if ruling.ruled:
                page.begin(None)
                page.line(ruling.x, y, ruling.x + ruling.width, y, RULE, 0.5)
                page.end()
            for box in boxes:
                box.draw(page, y, height, artifact)

        return Piece(height, draw, gap=0.0 if artifact else 8.0)

    return draw_as(artifact=False), draw_as(artifact=True)


def _row(
    cells: Sequence[Cell], grid: Grid, table: Setting, ruling: _Ruling, style: Style, ground: str, head: Piece
) -> list[Piece]:
    boxes = _boxes(cells, grid, table.below("TR"), ruling, style, head=False)
    longest = max(len(box.lines) for box in boxes)
    pieces = []
    for start in range(0, max(1, longest), _LINES_PER_PIECE):
        last = start + _LINES_PER_PIECE >= longest
        parts = boxes if longest <= _LINES_PER_PIECE else [box.part(start) for box in boxes]
        least = grid.row_mm * MM if last else 0.0
        height = max(least, max(box.height for box in parts) + 2 * _ABOVE)
        below = (RULE if grid.ruled else HAIRLINE) if last else ""
        pieces.append(_row_piece(parts, height, ruling, ground, below, head))
    return pieces


def _row_piece(boxes: Sequence[_Box], height: float, ruling: _Ruling, ground: str, below: str, head: Piece) -> Piece:
    def draw(page: Page, y: float) -> None:
        ruling.draw(page, y, height, ground, below)
        for box in boxes:
            box.draw(page, y, height)

    return Piece(height, draw, header=head)


def _boxes(cells: Sequence[Cell], grid: Grid, row: Setting, ruling: _Ruling, style: Style, *, head: bool) -> list[_Box]:
    boxes = []
    for column, cell, (left, right) in zip(grid.columns, cells, pairwise(ruling.edges), strict=True):
        if head:
            element = row.element("TH", scope("Column"))
        elif column.heads_row:
            element = row.element("TH", scope("Row"))
        else:
            element = row.element("TD")
        tick = cell if isinstance(cell, Tick) else None
        text = cell.text if isinstance(cell, Tick) else cell
        width = right - left - 2 * _SIDE
        lines = break_lines(text, style, width - (_BOX + 1.5 * MM if tick else 0.0))
        boxes.append(_Box(element, ruling.x + left + _SIDE, width, lines, style, column.align, tick))
    return boxes


def shares(width: float, columns: int) -> tuple[float, float]:
    """The width of each of some equal columns with a gap between them, and the step from one to the next."""
    step = (width + _GUTTER) / columns
    return step - _GUTTER, step


def facts_pieces(facts: Facts, setting: Setting) -> list[Piece]:
    """Rows of label and value, tagged as a table whose labels head their rows.

    Labels get the room that the longest needs, at least `label_mm`, at most half of their column.
    """
    table = setting.below("Table")
    width, step = shares(setting.width, facts.columns)
    longest = max((_LABEL.measure(label) for label, _ in facts.items), default=0.0)
    room = min(max(facts.label_mm * MM, longest + 4 * MM), width / 2)
    pieces: list[Piece] = []
    for start in range(0, len(facts.items), facts.columns):
        row = table.below("TR")
        pairs = facts.items[start : start + facts.columns]
        boxes: list[_Box] = []
        for place in range(facts.columns):
            label, value = pairs[place] if place < len(pairs) else ("", "")
            boxes += _fact(label, value, row, setting.x + place * step, room, width)
        pieces += _fact_rows(boxes, gap=0.0 if pieces else 6.0)
    return pieces


def _fact(label: str, value: str, row: Setting, x: float, room: float, width: float) -> tuple[_Box, _Box]:
    head, tail = row.element("TH", scope("Row")), row.element("TD")
    return (
        _Box(head, x, room, break_lines(label, _LABEL, room - 3 * MM), _LABEL),
        _Box(tail, x + room, width - room, break_lines(value, BODY, width - room), BODY),
    )


def _fact_rows(boxes: Sequence[_Box], gap: float) -> list[Piece]:
    empty = [value for label, value in zip(boxes[::2], boxes[1::2], strict=True) if label.lines and not value.lines]
    longest = max(len(box.lines) for box in boxes)
    pieces = []
    for start in range(0, max(1, longest), _LINES_PER_PIECE):
        parts = boxes if longest <= _LINES_PER_PIECE else [box.part(start) for box in boxes]
        height = max(box.height for box in parts) + 1.6
        pieces.append(_fact_piece(parts, max(height, _WRITING_ROOM) if empty else height, empty))
    pieces[0].gap = gap
    return pieces


def _fact_piece(boxes: Sequence[_Box], height: float, empty: Sequence[_Box]) -> Piece:
    def draw(page: Page, y: float) -> None:
        # Values to be written stand on a line at the foot of the row; so does what is printed beside them.
        lower = height - max(box.height for box in boxes) - 1.6
        for box in boxes:
            box.draw(page, y + lower, box.height)
        for box in empty:
            page.begin(None)
            page.line(box.x, y + height - 2.2, box.x + box.width, y + height - 2.2, RULE, 0.5)
            page.end()

    return Piece(height, draw)
