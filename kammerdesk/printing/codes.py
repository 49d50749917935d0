"""Code128 and QR as one filled path each, which costs a fraction of drawing every bar by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kammerdesk.printing.blocks import Code, CodeKind
from kammerdesk.printing.page import Page
from kammerdesk.printing.style import MM, colour

_BLACK = colour("#000000")
_MODULE_MM = 0.35
"""The narrowest bar of a Code128: office scanners read it from 150 dpi on."""


@dataclass(frozen=True, slots=True)
class CodeDrawing:
    """A code, ready to be drawn."""

    width: float
    height: float
    path: str

    def draw(self, page: Page, x: float, top: float) -> None:
        """Draws the code with its upper left corner at the given place."""
        page.shape(x, top, self.path, _BLACK)


@lru_cache(maxsize=256)
def draw_code(code: Code) -> CodeDrawing:
    """The path of a code. A QR code is a square of `size_mm`; a Code128 is half as high and as wide as it needs."""
    return _qr(code) if code.kind is CodeKind.QR else _code128(code)


def _qr(code: Code) -> CodeDrawing:
    import segno  # 50 ms that most papers do not need

    matrix = segno.make_qr(code.data, error="m", boost_error=False).matrix
    size = code.size_mm * MM
    module = size / len(matrix)
    path = []
    for line, row in enumerate(matrix, 1):
        start = None
        for place, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                path.append(f"{start * module:.3f} {-line * module:.3f} {(place - start) * module:.3f} {module:.3f} re")
                start = None
    return CodeDrawing(size, size, " ".join(path))


def _code128(code: Code) -> CodeDrawing:
    from reportlab.graphics.barcode.code128 import Code128  # 150 ms that most papers do not need

    symbol = Code128(code.data)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    module, height = _MODULE_MM * MM, code.size_mm * MM / 2
    path, x = [], 0.0
    for element in symbol.decomposed:
        # Capital letters are bars, small ones are spaces; a/A is one module wide.
        wide = (ord(element.upper()) - ord("A") + 1) * module
        if element.isupper():
            path.append(f"{x:.3f} {-height:.3f} {wide:.3f} {height:.3f} re")
        x += wide
    return CodeDrawing(x, height, " ".join(path))
