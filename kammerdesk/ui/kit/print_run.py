"""Sends a finished PDF to a printer, page by page, so that it can be stopped and the window stays awake."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from kammerdesk.ui.kit.pdf_view import POINTS_PER_INCH, Pdf

MOST_DPI = 300


class PrintRun(QObject):
    """One document on its way to one printer."""

    progressed = Signal(int, int)
    ended = Signal(int)
    """How many pages went out; fewer than all when it was cancelled."""

    def __init__(self, pdf: Pdf, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self._printer = printer
        first = printer.fromPage() or 1
        last = printer.toPage() or len(pdf)
        self._numbers = list(range(first - 1, min(last, len(pdf))))
        self._done = 0
        self._painter = QPainter()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._print_next)

    def start(self) -> bool:
        """Begins; False when the printer does not answer."""
        if not self._numbers:
            return False
        self._lay_out(self._numbers[0])
        if not self._painter.begin(self._printer):
            return False
        self._timer.start()
        return True

    def cancel(self) -> None:
        """Stops after the page under way."""
        self._end()

    def _print_next(self) -> None:
        number = self._numbers[self._done]
        if self._done:
            self._lay_out(number)
            self._printer.newPage()
        dpi = min(MOST_DPI, self._printer.resolution())
        width, height = self._pdf.size(number)
        scale = self._printer.resolution() / POINTS_PER_INCH
        self._painter.drawImage(QRectF(0, 0, width * scale, height * scale), self._pdf.picture(number, dpi))
        self._done += 1
        self.progressed.emit(self._done, len(self._numbers))
        if self._done == len(self._numbers):
            self._end()

    def _lay_out(self, number: int) -> None:
        width, height = self._pdf.size(number)
        portrait = QSizeF(min(width, height), max(width, height))
        sheet = QPageSize(portrait, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        across = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        self._printer.setFullPage(True)
        self._printer.setPageLayout(QPageLayout(sheet, across, QMarginsF()))

    def _end(self) -> None:
        if self._painter.isActive():
            self._timer.stop()
            self._painter.end()
            self.ended.emit(self._done)
