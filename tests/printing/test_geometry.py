"""Where things stand on paper, measured in the finished page."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest
import zxingcpp

from kammerdesk.printing.blocks import Code, CodeKind, Para
from kammerdesk.printing.documents import DinForm
from tests.printing.samples import letter, printed, sheet

MM = 72 / 25.4
HEIGHT = 297 * MM


def find(data: bytes, words: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text on the first page, in millimetres from the upper left corner."""
    page = pdfium.PdfDocument(data)[0].get_textpage()
    place, count = page.search(words).get_next()
    boxes = [page.get_charbox(index) for index in range(place, place + count)]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return left / MM, (HEIGHT - top) / MM, right / MM, (HEIGHT - bottom) / MM


def lines(data: bytes) -> Iterator[tuple[float, float, float]]:
    """Left end, right end and distance from the top of every level line on the first page, in millimetres."""
    for shape in pdfium.PdfDocument(data)[0].get_objects():
        left, bottom, right, top = shape.get_bounds()
        if top - bottom < 2 < right - left:
            yield left / MM, right / MM, (HEIGHT - (top + bottom) / 2) / MM


@pytest.mark.parametrize(("form", "top", "bottom"), [(DinForm.A, 44.7, 72.0), (DinForm.B, 62.7, 90.0)])
def test_the_address_stands_in_its_zone(form: DinForm, top: float, bottom: float) -> None:
    for words in ("Frau", "Lea Ebert", "38100 Braunschweig"):
        left, upper, right, lower = find(printed(letter(form=form)), words)
        assert left == pytest.approx(25, abs=0.5)
        assert top <= upper < lower <= bottom
        assert right <= 105


@pytest.mark.parametrize(
    "name", ["Maximilian-Alexander Ferdinand Freiherr von und zu Hohenstein-Schwarzenfels der Ältere", "W" * 150]
)
def test_a_long_address_wraps_and_stays_in_its_field(name: str) -> None:
    for words in ("Frau", "38100 Braunschweig"):
        _left, upper, right, lower = find(printed(letter(name=name)), words)
        assert 50 <= upper < lower <= 90
        assert right <= 105


@pytest.mark.parametrize(("form", "folds"), [(DinForm.A, (87, 192)), (DinForm.B, (105, 210))])
def test_fold_and_hole_marks_stand_where_din_5008_wants_them(form: DinForm, folds: tuple[int, int]) -> None:
    marks = sorted(y for _left, right, y in lines(printed(letter(form=form))) if right < 20)
    assert marks == pytest.approx(sorted((*folds, 148.5)), abs=0.1)


def test_the_information_block_stands_at_125_millimetres() -> None:
    left, upper, _right, _lower = find(printed(letter()), "Unser Zeichen")
    assert left == pytest.approx(125, abs=0.5)
    assert upper == pytest.approx(51, abs=1.5)


def test_codes_can_be_scanned_from_the_printed_page() -> None:
    blocks = (Para("davor"), Code("KD1:0190F3A2:Ä", "QR"), Code("KD1-2026-0417", "Code128", CodeKind.CODE128))
    picture = pdfium.PdfDocument(printed(letter(blocks)))[0].render(scale=200 / 72).to_pil()
    assert {found.text for found in zxingcpp.read_barcodes(picture)} == {"KD1:0190F3A2:Ä", "KD1-2026-0417"}


@pytest.mark.parametrize("landscape", [False, True])
def test_no_text_leaves_the_sheet(landscape: bool) -> None:
    title = "Ein Titel, der viel zu lang ist, um neben den Code in der Ecke zu passen " * 3
    assert_text_stays_on_paper(printed(sheet(title=title, landscape=landscape)))


def assert_text_stays_on_paper(data: bytes) -> None:
    """No character may stand nearer than 10 mm to an edge; printers cut off there."""
    for page in pdfium.PdfDocument(data):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if text.get_text_range(index, 1).strip():
                left, bottom, right, top = text.get_charbox(index)
                assert 10 * MM <= left < right <= page.get_width() - 10 * MM
                assert 9 * MM <= bottom < top <= page.get_height() - 9 * MM
