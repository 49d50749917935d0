"""Type sizes, colours and distances of all paper; lengths are points unless a name says mm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from kammerdesk.printing.fonts import Face, Weight, face

MM = 72 / 25.4


@cache
def colour(code: str) -> str:
    """An sRGB colour such as #0B5CAD as the operands of a PDF colour operator."""
    red, green, blue = (int(code[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return f"{red:.3f} {green:.3f} {blue:.3f}"


INK = colour("#1B232C")
SECOND_INK = colour("#4A5663")
RULE = colour("#75818E")
"""Lines that mean something: cells to write in, signature lines, boxes to tick."""
HAIRLINE = colour("#C3CCD5")
TINT = colour("#EEF2F6")
WHITE = colour("#FFFFFF")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    ink: str = INK

    @property
    def face(self) -> Face:
        """The face of this style's weight."""
        return face(self.weight)

    @property
    def first_baseline(self) -> float:
        """From the top of the text to its first baseline, so that capitals stand in the middle of the line."""
        return (self.leading + 0.66 * self.size) / 2

    def measure(self, text: str) -> float:
        """The width of a text's widest line."""
        return max(self.face.width(line, self.size) for line in self.face.printable(text).split("\n"))

    def strong(self) -> Style:
        """The same in semi-bold."""
        return replace(self, weight=Weight.STRONG)

    def sized(self, size: float) -> Style:
        """The same in another size, with the distance of lines in proportion."""
        return replace(self, size=size, leading=self.leading * size / self.size)


BODY = Style(10.5, 14.2)
LEAD = Style(12, 16.5)
SMALL = Style(8.5, 11.2, ink=SECOND_INK)
CAPTION = Style(8, 10, ink=SECOND_INK)
CELL = Style(9.5, 12.6)
CELL_HEAD = Style(8.5, 11, Weight.STRONG, SECOND_INK)
TITLE = Style(19, 23, Weight.STRONG)
SUBTITLE = Style(11, 15, ink=SECOND_INK)
HEADING = Style(12.5, 16, Weight.STRONG)
LETTER_HEADING = BODY.strong()
SUBJECT = Style(11.5, 15, Weight.STRONG)
ADDRESS = Style(10.5, 12.9)
"""Six lines of it fill the address zone of 27.3 mm."""
