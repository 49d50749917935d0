"""What stands on the pages of a PDF of ours, as plain strokes: so that bare reportlab can draw the very same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf

from kammerdesk.printing.fonts import Weight

Stroke = tuple[Any, ...]
"""("font", weight, size) · ("fill"|"stroke", r, g, b) · ("width", w) · ("text", x, y, leading, lines) ·
("rect", x, y, w, h, paint) · ("line", x, y, x2, y2) · ("boxes", x, y, [[x, y, w, h] …]); y counts from below."""

Pages = list[dict[str, Any]]


def content_of(file: Path) -> Pages:
    """Size and strokes of every page."""
    with pikepdf.open(file) as pdf:
        return [
            {"size": [float(edge) for edge in page.mediabox][2:], "strokes": _Reader(page).strokes()}
            for page in pdf.pages
        ]


class _Reader:
    """Follows the operators of one page as `printing.page` writes them; tags and marks are passed over."""

    def __init__(self, page: pikepdf.Page) -> None:
        self._page = page
        self._letters = {name: _letters(font) for name, font in page.resources.Font.items()}
        self._names = {f"/F{weight.name[0]}": weight.name for weight in Weight}
        self._found: list[Stroke] = []
        self._font = ""
        self._path: list[list[float]] = []
        self._origin: list[float] | None = None
        self._text: list[str] = []
        self._start: list[float] = []
        self._leading = 0.0

    def strokes(self) -> list[Stroke]:
        """All strokes in the order of the page."""
        for instruction in pikepdf.parse_content_stream(self._page):
            handle = self._HANDLERS.get(str(instruction.operator))
            if handle is not None:
                handle(self, [_plain(each) for each in instruction.operands])
        return self._found

    def _set_font(self, operands: list[Any]) -> None:
        self._font = str(operands[0])
        self._found.append(("font", self._names[self._font], operands[1]))

    def _set_fill(self, operands: list[Any]) -> None:
        self._found.append(("fill", *operands))

    def _set_stroke(self, operands: list[Any]) -> None:
        self._found.append(("stroke", *operands))

    def _set_width(self, operands: list[Any]) -> None:
        self._found.append(("width", *operands))

    def _begin_text(self, _operands: list[Any]) -> None:
        self._text, self._leading = [], 0.0

    def _set_leading(self, operands: list[Any]) -> None:
        self._leading = operands[0]

    def _move(self, operands: list[Any]) -> None:
        self._start = operands

    def _show(self, operands: list[Any]) -> None:
        codes, letters = bytes(operands[0]), self._letters[self._font]
        self._text.append("".join(letters[codes[at : at + 2]] for at in range(0, len(codes), 2)))

    def _end_text(self, _operands: list[Any]) -> None:
        self._found.append(("text", *self._start, self._leading, self._text))

    def _rectangle(self, operands: list[Any]) -> None:
        self._path.append(operands)

    def _point(self, operands: list[Any]) -> None:
        self._start = operands

    def _line(self, operands: list[Any]) -> None:
        self._found.append(("line", *self._start, *operands))

    def _shift(self, operands: list[Any]) -> None:
        self._origin = operands[4:]

    def _restore(self, _operands: list[Any]) -> None:
        self._origin = None

    def _fill(self, _operands: list[Any]) -> None:
        if self._origin is not None:
            self._found.append(("boxes", *self._origin, self._path))
        else:
            self._paint("f")
        self._path = []

    def _fill_and_stroke(self, _operands: list[Any]) -> None:
        self._paint("B")

    def _outline(self, _operands: list[Any]) -> None:
        self._paint("S")

    def _paint(self, paint: str) -> None:
        self._found += [("rect", *each, paint) for each in self._path]
        self._path = []

    _HANDLERS = {  # noqa: RUF012  one table for all readers
        "Tf": _set_font,
        "rg": _set_fill,
        "RG": _set_stroke,
        "w": _set_width,
        "BT": _begin_text,
        "TL": _set_leading,
        "Td": _move,
        "Tj": _show,
        "ET": _end_text,
        "re": _rectangle,
        "m": _point,
        "l": _line,
        "cm": _shift,
        "Q": _restore,
        "f": _fill,
        "B": _fill_and_stroke,
        "S": _outline,
    }


def _plain(operand: Any) -> Any:
    return float(operand) if isinstance(operand, Decimal | int) else operand


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    """The characters behind the two-byte codes of a font, from its map to Unicode."""
    letters: dict[bytes, str] = {}
    lines = font.ToUnicode.read_bytes().decode("ascii").splitlines()
    for line in lines:
        if line.startswith("<") and line.count("<") == 2 and "> <" in line and not line.endswith("<FFFF>"):
            code, character = line.strip("<>").split("> <")
            letters[bytes.fromhex(code)] = bytes.fromhex(character).decode("utf-16-be")
    return letters
