"""One page: text, lines and boxes, each marked as content of an element or as an artifact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kammerdesk.printing.fonts import Subset, Weight
from kammerdesk.printing.pdf import PdfFile, text_string
from kammerdesk.printing.structure import Element, Tree
from kammerdesk.printing.style import RULE, WHITE, Style

_TICKED, _UNTICKED = text_string("☒"), text_string("☐")


class Page:
    """Collects the drawing operators of a page; x counts from the left edge, y from the top, in points."""

    def __init__(self, pdf: PdfFile, tree: Tree, subsets: Mapping[Weight, Subset], width: float, height: float) -> None:
        self.number = pdf.reserve()
        self.width = width
        self.height = height
        self._pdf = pdf
        self._tree = tree
        self._subsets = subsets
        self._operators: list[str] = []
        self._owners: list[int] = []
        self._key = tree.claim_page()
        self._fill = self._stroke = self._font = ""
        self._line_width = 0.0

    def begin(self, owner: Element | None) -> None:
        """What follows until `end` is content of `owner`, or an artifact for None."""
        if owner is None:
            self._operators.append("/Artifact BMC")
            return
        mark = len(self._owners)
        self._owners.append(owner.number)
        owner.kids.append((self.number, mark))
        self._operators.append(f"/{owner.kind} <</MCID {mark}>> BDC")

    def end(self) -> None:
        """Ends what `begin` began."""
        self._operators.append("EMC")

    def text(self, x: float, top: float, lines: Sequence[str], style: Style) -> None:
        """Printable lines one below the other, left-aligned; `top` is the upper edge of the first line."""
        if not lines:
            return
        self._use(style)
        encode = self._subsets[style.weight].encode
        y = self.height - top - style.first_baseline
        shown = [f"<{encode(line)}> Tj" for line in lines]
        leading = f"{style.leading:.2f} TL " if len(lines) > 1 else ""
        self._operators.append(f"BT {leading}{x:.2f} {y:.2f} Td {' T* '.join(shown)} ET")

    def aligned(self, x: float, width: float, top: float, lines: Sequence[str], style: Style, share: float) -> None:
        """Like `text`, but `share` of the free width stands left of each line: 0.5 centres, 1 aligns right."""
        measure = style.face.width
        for line in lines:
            self.text(x + (width - measure(line.rstrip(" "), style.size)) * share, top, (line,), style)
            top += style.leading

    def rectangle(self, x: float, top: float, width: float, height: float, fill: str = "", stroke: str = "") -> None:
        """A filled rectangle, an outlined one, or both."""
        self._fill_with(fill)
        self._stroke_with(stroke, 0.6)
        paint = "B" if fill and stroke else "f" if fill else "S"
        self._operators.append(f"{x:.2f} {self.height - top - height:.2f} {width:.2f} {height:.2f} re {paint}")

    def line(self, x: float, y: float, to_x: float, to_y: float, stroke: str, width: float = 0.6) -> None:
        """A straight line."""
        self._stroke_with(stroke, width)
        height = self.height
        self._operators.append(f"{x:.2f} {height - y:.2f} m {to_x:.2f} {height - to_y:.2f} l S")

    def shape(self, x: float, top: float, path: str, fill: str) -> None:
        """A ready-made path of PDF operators in points, y upwards from `top`, filled by the non-zero rule."""
        self._operators.append(f"q 1 0 0 1 {x:.2f} {self.height - top:.2f} cm {fill} rg {path} f Q")

    def tick_box(self, x: float, top: float, size: float, ticked: bool) -> None:
        """A box to tick by hand, or one that is ticked; inside marked content it reads as ☐ or ☒."""
        self._operators.append(f"/Span <</ActualText {_TICKED if ticked else _UNTICKED}>> BDC")
        self.rectangle(x, top, size, size, WHITE, RULE)
        if ticked:
            inset = size * 0.22
            self.line(x + inset, top + inset, x + size - inset, top + size - inset, RULE, 1.1)
            self.line(x + size - inset, top + inset, x + inset, top + size - inset, RULE, 1.1)
        self._operators.append("EMC")

    def finish(self, pages: int, resources: int) -> None:
        """Writes the page as a child of the page tree's node `pages`."""
        stream = self._pdf.add_stream("\n".join(self._operators).encode("ascii"))
        self._pdf.write(
            self.number,
            f"<</Type /Page /Parent {pages} 0 R /MediaBox [0 0 {self.width:.2f} {self.height:.2f}]"
            f" /Resources {resources} 0 R /Contents {stream} 0 R /StructParents {self._key} /Tabs /S>>",
        )
        self._tree.finish_page(self._key, self._owners)

    def _use(self, style: Style) -> None:
        self._fill_with(style.ink)
        font = f"{self._subsets[style.weight].key} {style.size:g} Tf"
        if font != self._font:
            self._font = font
            self._operators.append(font)

    def _fill_with(self, ink: str) -> None:
        if ink and ink != self._fill:
            self._fill = ink
            self._operators.append(f"{ink} rg")

    def _stroke_with(self, ink: str, width: float) -> None:
        if ink and ink != self._stroke:
            self._stroke = ink
            self._operators.append(f"{ink} RG")
        if ink and width != self._line_width:
            self._line_width = width
            self._operators.append(f"{width:g} w")
