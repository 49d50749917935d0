"""Turns blocks into measured pieces: the one place that knows how each block looks and what it is tagged as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kammerdesk.printing.blocks import (
    Align,
    Big,
    Block,
    Code,
    Facts,
    Grid,
    Heading,
    Notice,
    Para,
    Points,
    Signatures,
    Space,
    Tick,
    Ticks,
    Together,
    Tone,
    Writing,
)
from kammerdesk.printing.codes import draw_code
from kammerdesk.printing.flow import Piece, keep_together
from kammerdesk.printing.page import Page
from kammerdesk.printing.setting import Setting
from kammerdesk.printing.structure import Element, alternative
from kammerdesk.printing.style import (
    BODY,
    CAPTION,
    LEAD,
    MM,
    RULE,
    SMALL,
    TINT,
    Style,
)
from kammerdesk.printing.tables import facts_pieces, grid_pieces, shares
from kammerdesk.printing.text import break_lines

TONES = {Tone.BODY: BODY, Tone.LEAD: LEAD, Tone.STRONG: BODY.strong(), Tone.SMALL: SMALL}
_GAP = 6.0
_GAP_BELOW: dict[type[Block], float] = {Grid: 5.0, Notice: 4.0, Facts: 3.0, Points: 2.0, Ticks: 3.0}
"""Further white space below what is more than running text."""
_TICK_BOX = 9.5
_SIGNING_ROOM = 13 * MM


def compose(blocks: Iterable[Block], setting: Setting) -> list[Piece]:
    """The pieces of some blocks, in reading order, as children of the setting's element."""
    pieces: list[Piece] = []
    space = 0.0
    for block in blocks:
        if isinstance(block, Space):
            space += block.mm * MM
            continue
        made = _compose_one(block, setting)
        if made:
            made[0].gap += space
            space = _GAP_BELOW.get(type(block), 0.0)
        pieces += made
    return pieces


def _compose_one(block: Block, setting: Setting) -> list[Piece]:
    match block:
        case Para():
            return text_pieces("P", block.text, TONES[block.tone], setting, gap=_GAP, align=block.align)
        case Heading():
            style = setting.heading if block.level == 2 else BODY.strong()
            pieces = text_pieces(f"H{block.level}", block.text, style, setting, gap=2 * _GAP + 2)
            pieces = keep_together(pieces)
            if pieces:
                pieces[-1].keep = True
            return pieces
        case Points():
            return _points(block, setting)
        case Facts():
            return facts_pieces(block, setting)
        case Grid():
            return grid_pieces(block, setting)
        case Ticks():
            return _ticks(block, setting)
        case Writing():
            return _writing(block, setting)
        case Signatures():
            return _signatures(block, setting)
        case Notice():
            return _notice(block, setting)
        case Big():
            return _big(block, setting)
        case Code():
            return [_code(block, setting)]
        case Together():
            return keep_together(compose(block.blocks, setting))
        case Space():
            return []


def text_pieces(
    kind: str, text: str, style: Style, setting: Setting, *, gap: float, align: Align = Align.LEFT
) -> list[Piece]:
    """A text as one element that may break between its lines, but leaves no single line behind or ahead."""
    lines = break_lines(text, style, setting.width)
    if not lines:
        return []
    element = setting.element(kind)
    chunks = _chunks(lines)
    pieces = [_text_piece(element, chunk, style, setting, align) for chunk in chunks]
    pieces[0].gap = gap
    return pieces


def _chunks(lines: Sequence[str]) -> list[Sequence[str]]:
    """Lines in groups that may be parted by a page break: the first two and the last two stay together."""
    if len(lines) <= 3:
        return [lines]
    return [lines[:2], *([line] for line in lines[2:-2]), lines[-2:]]


def _text_piece(element: Element, lines: Sequence[str], style: Style, setting: Setting, align: Align) -> Piece:
    def draw(page: Page, y: float) -> None:
        page.begin(element)
        if align is Align.LEFT:
            page.text(setting.x, y, lines, style)
        else:
            page.aligned(setting.x, setting.width, y, lines, style, align.value)
        page.end()

    return Piece(len(lines) * style.leading, draw)


def _points(block: Points, setting: Setting) -> list[Piece]:
    within = setting.below("L").inset(4 * MM)
    pieces: list[Piece] = []
    for text in block.items:
        item = within.below("LI")
        label = item.element("Lbl")
        lines = text_pieces("LBody", text, BODY, item, gap=3.0 if pieces else _GAP)
        if lines:
            _prefix(lines[0], label, "•", setting.x)
        pieces += lines
    return pieces


def _prefix(piece: Piece, label: Element, sign: str, x: float) -> None:
    """Lets a piece draw a sign at the left of its first line, before its own content."""
    rest = piece.draw

    def draw(page: Page, y: float) -> None:
        page.begin(label)
        page.text(x + 1.2 * MM, y, (sign,), BODY)
        page.end()
        rest(page, y)

    piece.draw = draw


def _ticks(block: Ticks, setting: Setting) -> list[Piece]:
    within = setting.below("L")
    width, step = shares(setting.width, block.columns)
    pieces: list[Piece] = []
    for start in range(0, len(block.items), block.columns):
        row = [
            _tick(tick, within, setting.x + place * step, width)
            for place, tick in enumerate(block.items[start : start + block.columns])
        ]
        pieces.append(_side_by_side(row, 3.0 if start else _GAP))
    return pieces


def _tick(tick: Tick, setting: Setting, x: float, width: float) -> Piece:
    body = setting.below("LI").element("LBody")
    indent = _TICK_BOX + 2 * MM
    lines = break_lines(tick.text, BODY, width - indent)

    def draw(page: Page, y: float) -> None:
        page.begin(body)
        page.tick_box(x, y + (BODY.leading - _TICK_BOX) / 2, _TICK_BOX, tick.ticked)
        page.text(x + indent, y, lines, BODY)
        page.end()

    return Piece(max(1, len(lines)) * BODY.leading + 2, draw)


def _side_by_side(pieces: Sequence[Piece], gap: float) -> Piece:
    def draw(page: Page, y: float) -> None:
        for piece in pieces:
            piece.draw(page, y)

    return Piece(max(piece.height for piece in pieces), draw, gap)


def _writing(block: Writing, setting: Setting) -> list[Piece]:
    def draw(page: Page, y: float) -> None:
        page.begin(None)
        page.line(setting.x, y + 8 * MM, setting.x + setting.width, y + 8 * MM, RULE, 0.5)
        page.end()

    return [Piece(8 * MM, draw, gap=0.0 if number else 2.0) for number in range(block.lines)]


def _signatures(block: Signatures, setting: Setting) -> list[Piece]:
    width, step = shares(setting.width, block.columns)
    pieces: list[Piece] = []
    for start in range(0, len(block.captions), block.columns):
        row = [
            _signature(caption, setting, setting.x + place * step, width)
            for place, caption in enumerate(block.captions[start : start + block.columns])
        ]
        pieces.append(_side_by_side(row, 0.0))
    return pieces


def _signature(caption: str, setting: Setting, x: float, width: float) -> Piece:
    element = setting.element("P")
    lines = break_lines(caption, CAPTION, width)

    def draw(page: Page, y: float) -> None:
        page.begin(None)
        page.line(x, y + _SIGNING_ROOM, x + width, y + _SIGNING_ROOM, RULE)
        page.end()
        page.begin(element)
        page.text(x, y + _SIGNING_ROOM + 2, lines, CAPTION)
        page.end()

    return Piece(_SIGNING_ROOM + 2 + len(lines) * CAPTION.leading, draw)


def _notice(block: Notice, setting: Setting) -> list[Piece]:
    inside = setting.inset(4.5 * MM, 3 * MM)
    pieces = keep_together(text_pieces("P", block.title, BODY.strong(), inside, gap=0.0)) if block.title else []
    if pieces:
        pieces[-1].keep = True
    pieces += text_pieces("P", block.text, BODY, inside, gap=0.0)
    for number, piece in enumerate(pieces):
        _tinted(piece, setting, 7.0 if number == 0 else 0.0, 7.0 if number == len(pieces) - 1 else 0.0)
    if pieces:
        pieces[0].gap = _GAP + 3
    return pieces


def _tinted(piece: Piece, setting: Setting, above: float, below: float) -> None:
    """Puts a tinted ground with a bar at its left under a piece."""
    inner, height = piece.draw, piece.height + above + below

    def draw(page: Page, y: float) -> None:
        page.begin(None)
        # A hair of overlap hides the seam that some viewers show between neighbouring rectangles.
        page.rectangle(setting.x, y, setting.width, height + (0 if below else 0.3), TINT)
        page.rectangle(setting.x, y, 1 * MM, height + (0 if below else 0.3), setting.accent)
        page.end()
        inner(page, y + above)

    piece.draw, piece.height = draw, height


def _big(block: Big, setting: Setting) -> list[Piece]:
    style = Style(block.size, block.size * 1.15).strong()
    width = style.measure(block.text)
    if width > setting.width:
        style = style.sized(max(24.0, style.size * setting.width / width))
    return keep_together(text_pieces("P", block.text, style, setting, gap=_GAP, align=block.align))


def _code(block: Code, setting: Setting) -> Piece:
    element = setting.element("Figure", alternative(block.alt))
    drawing = draw_code(block)

    def draw(page: Page, y: float) -> None:
        page.begin(element)
        drawing.draw(page, setting.x, y)
        page.end()

    return Piece(drawing.height, draw, gap=_GAP)
