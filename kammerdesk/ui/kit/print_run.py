"""Sends a finished PDF to a printer in strips, from a thread: none of them keeps the window from answering."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import check, step
from kammerdesk.ui.kit.pdf_view import Pdf

MOST_DPI = 300
_STRIP = 64
"""Rows of a picture painted at once: painting holds everything else in the program up (a few ms)."""


def asked_for(printer: QPrinter, count: int) -> range:
    """The pages a printer was asked for of so many; the first is 0."""
    return range((printer.fromPage() or 1) - 1, min(printer.toPage() or count, count))


def print_pages(data: bytes, printer: QPrinter) -> int:
    """Prints the pages the printer was asked for; returns how many went out.

    Stopped within a page, it ends with that page. Raises KammerError when the printer does not answer.
    """
    pdf, painter = Pdf(data), QPainter()
    try:
        numbers = asked_for(printer, len(pdf))
        if numbers:
            _lay_out(pdf, printer, numbers[0])
        if not numbers or not painter.begin(printer):
            sentence = tr("The printer “{name}” does not answer. Nothing was printed.")
            raise KammerError(sentence.format(name=printer.printerName()))
        for done, number in enumerate(numbers):
            step(done, len(numbers))
            if done:
                _lay_out(pdf, printer, number)
                printer.newPage()
            _print(pdf, number, printer, painter)
        step(len(numbers), len(numbers))
        return len(numbers)
    finally:
        if painter.isActive():
            painter.end()
        pdf.close()


def _print(pdf: Pdf, number: int, printer: QPrinter, painter: QPainter) -> None:
    dpi = min(MOST_DPI, printer.resolution())
    scale = printer.resolution() / dpi
    for top, picture in pdf.strips(number, dpi, strip_height(printer.resolution(), dpi)):
        check()
        where = QRectF(0, top * scale, picture.width() * scale, picture.height() * scale)
        painter.drawImage(where, picture)


def strip_height(resolution: int, dpi: int) -> int:
    """Strips begin and end on a whole dot of the printer, so that no seam is seen."""
    whole = Fraction(resolution, dpi).denominator
    return -(-_STRIP // whole) * whole


def _lay_out(pdf: Pdf, printer: QPrinter, number: int) -> None:
    width, height = pdf.size(number)
    portrait = QSizeF(min(width, height), max(width, height))
    sheet = QPageSize(portrait, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    across = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(sheet, across, QMarginsF()))
