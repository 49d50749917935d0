"""What a form consists of, as data: a form says what stands there, this room says how it looks and is tagged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """How loud a paragraph speaks."""

    BODY = "body"
    LEAD = "lead"
    STRONG = "strong"
    SMALL = "small"


class Align(Enum):
    """Where text stands in a column; the value is the share of free width left of it."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a document; level 2, or 3 below a 2. The document's title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; line ends in the text are kept. Empty text prints nothing."""

    text: str
    tone: Tone = Tone.BODY
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Points:
    """A list with bullets."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, in one or more pairs side by side; an empty value is a line to write on.

    `label_mm` is the least room for the labels, so that blocks below one another can be aligned.
    """

    items: tuple[tuple[str, str], ...]
    columns: int = 1
    label_mm: float = 30


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick by hand, or ticked already, with the words behind it."""

    text: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, one below the other or in columns (filled row by row)."""

    items: tuple[Tick, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid; the widths share out the whole width in proportion, so millimetres are a good unit."""

    title: str
    width: float
    align: Align = Align.LEFT
    heads_row: bool = False


Cell = str | Tick


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head that is repeated on every page.

    `row_mm` is the least height of a row, for writing by hand; `ruled` adds upright lines; `zebra` tints
    every other row; `total` is a last row in semi-bold; `large` is for signs that are read from afar.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    row_mm: float = 0
    ruled: bool = False
    zebra: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """Empty lines to write on."""

    lines: int = 3


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signature lines with what stands below them, side by side in columns."""

    captions: tuple[str, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """A tinted box with a bar at its side: what must not be overlooked."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Big:
    """One line in the largest size that fits, at most `size` points; for signs."""

    text: str
    size: float = 60
    align: Align = Align.CENTRE


class CodeKind(Enum):
    """The two codes that scanners read."""

    CODE128 = "code128"
    QR = "qr"


@dataclass(frozen=True, slots=True)
class Code:
    """A code for scanners; `alt` says in words what it carries. Code128 takes printable ASCII only."""

    data: str
    alt: str
    kind: CodeKind = CodeKind.QR
    size_mm: float = 20


@dataclass(frozen=True, slots=True)
class Space:
    """White space; dropped where a page begins."""

    mm: float


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page, if they fit on one at all."""

    blocks: tuple[Block, ...]


Block = Heading | Para | Points | Facts | Ticks | Grid | Writing | Signatures | Notice | Big | Code | Space | Together
