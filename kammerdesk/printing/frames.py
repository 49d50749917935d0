"""The two page frames: the business letter of DIN 5008 and the plain sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kammerdesk.base.i18n import Words
from kammerdesk.printing.codes import draw_code
from kammerdesk.printing.compose import compose, text_pieces
from kammerdesk.printing.documents import DinForm, Document, Letter, Letterhead, Sheet
from kammerdesk.printing.flow import Piece, Placed
from kammerdesk.printing.page import Page
from kammerdesk.printing.setting import Setting
from kammerdesk.printing.structure import Element, Tree, alternative, scope
from kammerdesk.printing.style import (
    ADDRESS,
    BODY,
    CAPTION,
    HAIRLINE,
    INK,
    LETTER_HEADING,
    MM,
    RULE,
    SUBJECT,
    SUBTITLE,
    TITLE,
    Style,
    colour,
)
from kammerdesk.printing.text import break_lines

_A4 = (210 * MM, 297 * MM)


@dataclass(frozen=True, slots=True)
class Frame:
    """A document's paper: its measures, what stands on it beside the blocks, and the pieces that flow through it."""

    width: float
    height: float
    first_top: float
    next_top: float
    bottom: float
    opening: Placed
    """Content with a fixed place on the first page."""
    pieces: list[Piece]
    furniture: Callable[[Page, int, int], None]
    """Draws head, foot and marks of page n of m, all artifacts."""


def frame(document: Document, tree: Tree, branch: Element, words: Words) -> Frame:
    """The frame of a document, filled; its elements hang below `branch` in reading order."""
    if isinstance(document, Letter):
        return _letter(document, tree, branch, words)
    return _sheet(document, tree, branch, words)


@dataclass(frozen=True, slots=True)
class _Din5008:
    """Measures of one form of DIN 5008 from the upper edge of the sheet, in millimetres."""

    address_mm: float
    information_mm: float
    body_mm: float
    folds_mm: tuple[float, float]


_FORMS = {
    DinForm.A: _Din5008(27, 32, 82, (87, 192)),
    DinForm.B: _Din5008(45, 50, 100, (105, 210)),
}
_HOLE_MM = 148.5
_LEFT, _RIGHT = 25 * MM, 20 * MM
_RETURN_ZONE, _REMARK_ZONE, _ADDRESS_ZONE = 5 * MM, 12.7 * MM, 27.3 * MM
_ADDRESS_WIDTH = 80 * MM
_INFORMATION_X, _INFORMATION_LABEL, _INFORMATION_WIDTH = 125 * MM, 25 * MM, 65 * MM


def _letter(letter: Letter, tree: Tree, branch: Element, words: Words) -> Frame:
    width, height = _A4
    form = _FORMS[letter.letterhead.form]
    setting = Setting(tree, branch, _LEFT, width - _LEFT - _RIGHT, colour(letter.letterhead.colour), LETTER_HEADING)
    opening: Placed = [(12 * MM, _wordmark(setting, letter.letterhead, 22))]
    opening += _address_field(letter, setting, form.address_mm * MM)
    information, lowest = _information_block(letter, setting, form.information_mm * MM)
    opening += information
    pieces = text_pieces("H1", letter.subject, SUBJECT, setting, gap=0.0)
    for piece in pieces:
        piece.keep = True
    pieces += compose(letter.blocks, setting)
    if len(pieces) > 1:
        pieces[1].gap += 4

    def furniture(page: Page, number: int, count: int) -> None:
        page.begin(None)
        for mark in (*form.folds_mm, _HOLE_MM):
            page.line(5 * MM, mark * MM, (11 if mark == _HOLE_MM else 9) * MM, mark * MM, RULE, 0.4)
        if number > 1:
            _running_head(page, letter.letterhead, letter.subject.replace("\n", " · "), _LEFT, _RIGHT)
        _letter_foot(page, letter.letterhead, _page_of(words, number, count))
        page.end()

    first_top = max(form.body_mm * MM, lowest + 8 * MM)
    return Frame(width, height, first_top, 32 * MM, 258 * MM, opening, pieces, furniture)


def _address_field(letter: Letter, setting: Setting, top: float) -> Placed:
    """Return line, remarks just above the address, and the address in its zone of 27.3 mm."""
    head = letter.letterhead
    sender = _one_line(" · ".join((head.short_name, head.street, head.town)), CAPTION)
    style = CAPTION.sized(min(7.5, 7.5 * _ADDRESS_WIDTH / CAPTION.sized(7.5).measure(sender)))
    fields = [(top + _RETURN_ZONE - style.leading - 1, _fixed(setting, (sender,), style, underlined=True))]
    zone_top = top + _RETURN_ZONE
    if letter.remarks:
        lines = break_lines("\n".join(letter.remarks), CAPTION, _ADDRESS_WIDTH)
        zone_top += _REMARK_ZONE
        fields.append((zone_top - len(lines) * CAPTION.leading, _fixed(setting, lines, CAPTION)))
    zone_bottom = top + _RETURN_ZONE + _REMARK_ZONE + _ADDRESS_ZONE
    lines, style = _fit_address(letter.recipient, zone_bottom - zone_top)
    address_top = min(zone_bottom - _ADDRESS_ZONE, zone_bottom - len(lines) * style.leading)
    fields.append((address_top, _fixed(setting, lines, style)))
    return fields


def _fit_address(recipient: tuple[str, ...], room: float) -> tuple[tuple[str, ...], Style]:
    """The address in the largest size in which it fits; a longer one than any real address is shortened."""
    text = "\n".join(line for line in recipient if line.strip())
    for size in (10.5, 9.5, 8.5, 7.5):
        style = ADDRESS.sized(size)
        lines = break_lines(text, style, _ADDRESS_WIDTH)
        if len(lines) <= 6 or len(lines) * style.leading <= room:
            return lines, style
    most = int(room / style.leading)
    return (*lines[: most - 1], lines[most - 1] + " …"), style


def _fixed(setting: Setting, lines: tuple[str, ...], style: Style, underlined: bool = False) -> Piece:
    element = setting.element("P")

    def draw(page: Page, y: float) -> None:
        if underlined:
            page.begin(None)
            page.line(setting.x, y + style.leading, setting.x + _ADDRESS_WIDTH, y + style.leading, HAIRLINE, 0.4)
            page.end()
        page.begin(element)
        page.text(setting.x, y, lines, style)
        page.end()

    return Piece(len(lines) * style.leading, draw)


def _information_block(letter: Letter, setting: Setting, top: float) -> tuple[Placed, float]:
    """The lines at the right of the address as a table of labels and values, and where they end."""
    table = setting.below("Table")
    placed: Placed = []
    for label, value in letter.reference:
        piece = _information_line(label, value, table.below("TR"))
        placed.append((top, piece))
        top += piece.height
    return placed, top


def _information_line(label: str, value: str, row: Setting) -> Piece:
    head, tail = row.element("TH", scope("Row")), row.element("TD")
    labels = break_lines(label, _INFORMATION_LABEL_STYLE, _INFORMATION_LABEL - 2 * MM)
    values = break_lines(value, _INFORMATION_STYLE, _INFORMATION_WIDTH - _INFORMATION_LABEL)

    def draw(page: Page, y: float) -> None:
        page.begin(head)
        page.text(_INFORMATION_X, y, labels, _INFORMATION_LABEL_STYLE)
        page.end()
        page.begin(tail)
        page.text(_INFORMATION_X + _INFORMATION_LABEL, y, values, _INFORMATION_STYLE)
        page.end()

    return Piece(max(1, len(labels), len(values)) * _INFORMATION_STYLE.leading, draw)


def _letter_foot(page: Page, head: Letterhead, page_of: str) -> None:
    columns = (
        f"{head.name}\n{head.street}\n{head.town}",
        f"{head.phone}\n{head.mail}\n{head.web}",
        *head.footer,
    )
    width = (page.width - _LEFT - _RIGHT) / max(3, len(columns))
    top = 271 * MM
    page.aligned(_LEFT, page.width - _LEFT - _RIGHT, top - 5 * MM, (page_of,), CAPTION, 1.0)
    page.line(_LEFT, top, page.width - _RIGHT, top, HAIRLINE, 0.5)
    for place, column in enumerate(columns):
        page.text(_LEFT + place * width, top + 2 * MM, break_lines(column, CAPTION, width - 4 * MM)[:5], CAPTION)


_SHEET_LEFT, _SHEET_RIGHT = 22 * MM, 15 * MM


def _sheet(sheet: Sheet, tree: Tree, branch: Element, words: Words) -> Frame:
    width, height = reversed(_A4) if sheet.landscape else _A4
    setting = Setting(tree, branch, _SHEET_LEFT, width - _SHEET_LEFT - _SHEET_RIGHT, colour(sheet.letterhead.colour))
    opening: Placed = [(11 * MM, _wordmark(setting, sheet.letterhead, 13))]
    pieces = _sheet_title(sheet, setting, opening) + compose(sheet.blocks, setting)
    mark = sheet.letterhead

    def furniture(page: Page, number: int, count: int) -> None:
        page.begin(None)
        right = page.width - _SHEET_RIGHT
        if number > 1:
            _draw_wordmark(page, setting.x, 11 * MM, mark, 13, setting.accent)
        reference = sheet.reference if number == 1 else " · ".join(filter(None, (sheet.title, sheet.reference)))
        room = setting.width - 60 * MM
        lines = break_lines(reference, CAPTION, room)[:2]
        page.aligned(setting.x + 60 * MM, room, 17 * MM - len(lines) * CAPTION.leading, lines, CAPTION, 1.0)
        page.line(setting.x, 19 * MM, right, 19 * MM, HAIRLINE, 0.5)
        foot = page.height - 14 * MM
        page.line(setting.x, foot - 1.5 * MM, right, foot - 1.5 * MM, HAIRLINE, 0.5)
        page.text(setting.x, foot, break_lines(sheet.note, CAPTION, setting.width - 30 * MM)[:2], CAPTION)
        page.aligned(setting.x, setting.width, foot, (_page_of(words, number, count),), CAPTION, 1.0)
        page.end()

    return Frame(width, height, 25 * MM, 25 * MM, height - 19 * MM, opening, pieces, furniture)


def _sheet_title(sheet: Sheet, setting: Setting, opening: Placed) -> list[Piece]:
    """Title and subtitle, beside the code in the corner if there is one."""
    beside = setting
    code_height = 0.0
    if sheet.corner is not None:
        drawing = draw_code(sheet.corner)
        code_height = drawing.height
        beside = setting.inset(0, drawing.width + 5 * MM)
        element = setting.element("Figure", alternative(sheet.corner.alt))
        x = setting.x + setting.width - drawing.width

        def draw(page: Page, y: float) -> None:
            page.begin(element)
            drawing.draw(page, x, y)
            page.end()

        opening.append((25 * MM, Piece(code_height, draw)))
    pieces = text_pieces("H1", sheet.title, TITLE, beside, gap=0.0)
    pieces += text_pieces("P", sheet.subtitle, SUBTITLE, beside, gap=1.0)
    for piece in pieces:
        piece.keep = True
    missing = code_height - sum(piece.gap + piece.height for piece in pieces)
    if pieces:
        pieces[-1].height += max(missing, 4.0)
    return pieces


def _wordmark(setting: Setting, head: Letterhead, size: float) -> Piece:
    element = setting.element("Figure", alternative(head.short_name))

    def draw(page: Page, y: float) -> None:
        page.begin(element)
        _draw_wordmark(page, setting.x, y, head, size, setting.accent)
        page.end()

    return Piece(size * 1.2, draw)


def _draw_wordmark(page: Page, x: float, top: float, head: Letterhead, size: float, accent: str) -> None:
    """The mark in the accent colour, an upright line, and the place in ink."""
    strong = Style(size, size * 1.2, ink=accent).strong()
    plain = Style(size, size * 1.2, ink=INK)
    mark, place = _one_line(head.mark, strong), _one_line(head.place, plain)
    page.text(x, top, (mark,), strong)
    x += strong.measure(mark) + size * 0.38
    page.line(x, top + size * 0.2, x, top + size, accent, size / 18)
    page.text(x + size * 0.38, top, (place,), plain)


def _running_head(page: Page, head: Letterhead, title: str, left: float, right: float) -> None:
    width = page.width - left - right
    _draw_wordmark(page, left, 13 * MM, head, 13, colour(head.colour))
    lines = break_lines(title, CAPTION, width - 60 * MM)[:2]
    page.aligned(left + 60 * MM, width - 60 * MM, 19 * MM - len(lines) * CAPTION.leading, lines, CAPTION, 1.0)
    page.line(left, 21 * MM, page.width - right, 21 * MM, HAIRLINE, 0.5)


def _page_of(words: Words, number: int, count: int) -> str:
    return _one_line(words("Page {page} of {pages}").format(page=number, pages=count), CAPTION)


def _one_line(text: str, style: Style) -> str:
    return " ".join(style.face.printable(text).split())


_INFORMATION_STYLE = BODY.sized(9.5)
_INFORMATION_LABEL_STYLE = Style(8.5, _INFORMATION_STYLE.leading + 0.66, ink=CAPTION.ink)
