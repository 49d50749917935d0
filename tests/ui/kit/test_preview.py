"""The print page: what is seen is what is saved and what is printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kammerdesk.ui.kit.paper import Paper, PrintItem, PrintOrder
from kammerdesk.ui.kit.pdf_view import Pdf
from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.kit.print_run import MOST_DPI, strip_height
from kammerdesk.ui.main_window import MainWindow
from tests.ui.keyboard import CTRL, clipped_labels, focused, press, unnamed_controls

A4 = (595, 842)


def make(keys: object) -> Paper:
    """One page per key, three for the mark sheets."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    documents = [(key, 3 if key == "marks" else 1) for key in keys]  # type: ignore[attr-defined]
    for key, pages in documents:
        for number in range(pages):
            canvas.drawString(60, 760, f"{key} {number + 1}")
            canvas.showPage()
    canvas.save()
    return Paper(file.getvalue(), documents)


@pytest.fixture
def printed() -> list[tuple[str, ...]]:
    return []


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, printed: list[tuple[str, ...]]) -> PreviewPage:
    order = PrintOrder(
        title="Prüfungsmappe drucken",
        items=(
            PrintItem(key="list", title="Anwesenheitsliste"),
            PrintItem(key="marks", title="Bewertungsbogen", count=36, warning="3 Bögen ohne Thema"),
            PrintItem(key="spare", title="Notfallmappe", count=6, chosen=False),
        ),
        make=make,
        file_name="mappe.pdf",
        printed=lambda paper, places: printed.append(tuple(paper.documents[place][0] for place in places)),
    )
    window.preview(order)
    made = window.pages.page()
    assert isinstance(made, PreviewPage)
    qtbot.waitUntil(lambda: made.paper is not None)
    return made


def test_the_chosen_items_are_shown_page_by_page(page: PreviewPage) -> None:
    assert page.view.pdf is not None
    assert len(page.view.pdf) == 4
    page.view.setFocus()
    press(Qt.Key.Key_PageDown, times=2)
    assert page.view.number == 2
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_PageDown)
    assert page.view.number == 3
    press(Qt.Key.Key_Home)
    assert page.view.number == 0


def test_another_tick_makes_other_paper(qtbot: QtBot, page: PreviewPage) -> None:
    assert focused().objectName() == "list"
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.paper is not None and dict(page.paper.pages) == {"marks": 3})
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.view.pdf is None)
    assert not page.commands["print"].isEnabled()


def test_the_saved_file_is_the_one_that_was_shown(
    qtbot: QtBot, page: PreviewPage, printed: list[tuple[str, ...]], tmp_path: Path
) -> None:
    page.save_to(tmp_path / "mappe.pdf")
    qtbot.waitUntil(lambda: bool(printed))
    assert page.paper is not None
    assert (tmp_path / "mappe.pdf").read_bytes() == page.paper.pdf
    assert printed == [("list", "marks")]


def test_a_file_that_cannot_be_written_is_said_and_not_noted(
    qtbot: QtBot, window: MainWindow, page: PreviewPage, printed: list[tuple[str, ...]], tmp_path: Path
) -> None:
    page.save_to(tmp_path / "fehlt" / "mappe.pdf")
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert printed == []
    assert len(window.bars.sentences()) == 1
    assert "mappe.pdf" in window.bars.sentences()[0]


def test_every_page_goes_to_the_printer_and_is_noted(
    qtbot: QtBot, window: MainWindow, page: PreviewPage, printed: list[tuple[str, ...]], tmp_path: Path
) -> None:
    page.print_on(_file_printer(tmp_path / "aus.pdf"))
    qtbot.waitUntil(lambda: bool(printed))
    paper = pypdfium2.PdfDocument(tmp_path / "aus.pdf")
    assert len(paper) == 4
    assert tuple(round(side) for side in paper.get_page_size(0)) == A4
    paper.close()
    assert window.toasts.sentences()


@pytest.mark.parametrize(
    ("first", "last", "noted"),
    [(1, 1, ["list"]), (1, 3, ["list"]), (2, 4, ["marks"]), (2, 9, ["marks"]), (1, 4, ["list", "marks"]), (3, 4, [])],
)
def test_of_some_pages_only_the_papers_that_went_out_whole_are_noted(
    qtbot: QtBot,
    window: MainWindow,
    page: PreviewPage,
    printed: list[tuple[str, ...]],
    tmp_path: Path,
    first: int,
    last: int,
    noted: list[str],
) -> None:
    printer = _file_printer(tmp_path / "aus.pdf")
    printer.setFromTo(first, last)
    page.print_on(printer)
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert [key for keys in printed for key in keys] == noted
    told = window.jobs.history[-1].ending.sentence
    assert ("gelten nicht als gedruckt" in told) is (noted != ["list", "marks"])


def test_papers_that_lie_between_others_are_noted_by_themselves() -> None:
    paper = Paper(b"", (("minutes", 2), ("sheet", 1), ("minutes", 2), ("sheet", 1)))
    assert dict(paper.pages) == {"minutes": 4, "sheet": 2}
    assert paper.whole(range(6)) == (0, 1, 2, 3)
    assert paper.whole(range(1, 5)) == (1, 2)
    assert paper.whole(range(3, 4)) == ()


@pytest.mark.parametrize("opened", [QPrintDialog, QFileDialog])
def test_a_key_right_after_a_tick_goes_on_with_what_is_ticked_now(
    qtbot: QtBot,
    window: MainWindow,
    page: PreviewPage,
    printed: list[tuple[str, ...]],
    tmp_path: Path,
    opened: type[QDialog],
) -> None:
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_P if opened is QPrintDialog else Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), opened))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, opened)
    assert page.paper is not None
    assert dict(page.paper.pages) == {"marks": 3}
    dialog.reject()
    if opened is QPrintDialog:
        page.print_on(_file_printer(tmp_path / "aus.pdf"))
    else:
        page.save_to(tmp_path / "aus.pdf")
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert printed == [("marks",)]


def test_a_stopped_print_says_how_much_went_out_and_is_not_noted(
    qtbot: QtBot, window: MainWindow, page: PreviewPage, printed: list[tuple[str, ...]], tmp_path: Path
) -> None:
    page.print_on(_file_printer(tmp_path / "aus.pdf"))
    assert not page.commands["print"].isEnabled()
    (job,) = window.jobs.running
    job.stop()
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert printed == []
    assert page.commands["print"].isEnabled()
    assert "von 4 Seiten gingen an den Drucker" in window.jobs.history[-1].ending.sentence


def test_a_print_goes_on_and_is_noted_when_one_leaves_the_page(
    qtbot: QtBot, window: MainWindow, page: PreviewPage, printed: list[tuple[str, ...]], tmp_path: Path
) -> None:
    page.print_on(_file_printer(tmp_path / "aus.pdf"))
    press(Qt.Key.Key_Escape)
    assert window.pages.page() is not page
    qtbot.waitUntil(lambda: bool(printed))
    paper = pypdfium2.PdfDocument(tmp_path / "aus.pdf")
    assert len(paper) == 4
    paper.close()


@pytest.mark.parametrize("resolution", [72, 360, 600, 1200])
def test_strips_make_the_same_picture_as_the_whole_page_and_end_on_whole_dots(resolution: int) -> None:
    pdf, dpi = Pdf(make(["list"]).pdf), min(MOST_DPI, resolution)
    whole, rows, different = pdf.picture(0, dpi), 0, 0
    for top, strip in pdf.strips(0, dpi, strip_height(resolution, dpi)):
        assert top == rows
        assert top * resolution % dpi == 0, "else the printer would round"
        assert strip.width() == whole.width()
        rows += strip.height()
        lines = range(strip.height())
        different += sum(strip.constScanLine(y) != whole.constScanLine(top + y) for y in lines)
    assert rows == whole.height()
    assert different <= rows // 100, "edges of letters are smoothed a little differently"
    pdf.close()


def _file_printer(file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setResolution(72)
    return printer


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_nothing_on_the_print_page_is_cut_or_without_a_name(
    qtbot: QtBot, window: MainWindow, page: PreviewPage, zoom: float
) -> None:
    window.looks.dress(zoom=zoom)
    qtbot.wait(1)
    assert clipped_labels(page) == []
    assert unnamed_controls(page) == []
    assert page.minimumSizeHint().width() <= 640 * zoom
    assert page.minimumSizeHint().height() <= 340 * zoom


def test_escape_goes_back_to_the_page_below(qtbot: QtBot, window: MainWindow, page: PreviewPage) -> None:
    press(Qt.Key.Key_Escape)
    assert window.pages.page() is not page
    assert window.pages.page() is not None
