"""A PDF on the screen: one sheet at a time, sharp at every zoom."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from math import ceil
from threading import RLock
from typing import Any

import pypdfium2
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme

POINTS_PER_INCH = 72
SCREEN_DPI = 96


class Fit(Enum):
    """How large a sheet is shown."""

    PAGE = "page"
    WIDTH = "width"
    FULL = "full"


_library = RLock()
"""The library that reads PDF is used by one thread at a time."""


class Pdf:
    """A finished document; its pages as pictures at any resolution. Each belongs to one thread."""

    def __init__(self, data: bytes) -> None:
        with _library:
            self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        with _library:
            return len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        with _library:
            width, height = self._document.get_page_size(number)
        return float(width), float(height)

    def picture(self, number: int, dpi: float) -> QImage:
        """A page as a picture."""
        ((_, image),) = self.strips(number, dpi, 0)
        return image

    def strips(self, number: int, dpi: float, height: int) -> Iterator[tuple[int, QImage]]:
        """A page as pictures of so many rows, with the row each begins at; 0 for all in one.

        Others may use the library between two of them.
        """
        scale = dpi / POINTS_PER_INCH
        with _library:
            page = self._document[number]
            whole = ceil(page.get_height() * scale)
        try:
            for top in range(0, whole, height or whole):
                left = max(0, whole - top - (height or whole))
                with _library:
                    # half a row less: the library rounds what is cut off upwards
                    crop = (0, max(0, left - 0.5) / scale, 0, max(0, top - 0.5) / scale)
                    bitmap = page.render(scale=scale, crop=crop, prefer_bgrx=True)
                    image = _image_of(bitmap)
                    bitmap.close()
                yield top, image
        finally:
            with _library:
                page.close()

    def close(self) -> None:
        """Gives the memory free."""
        with _library:
            self._document.close()

    def __del__(self) -> None:
        self.close()  # else the library complains at the end of the program


def _image_of(bitmap: Any) -> QImage:
    """A copy of what was painted."""
    return QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()


class _Sheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.pdf: Pdf | None = None
        self.number = 0
        self._dpi = float(SCREEN_DPI)
        self._image = QImage()

    def show_page(self, number: int, dpi: float) -> None:
        ratio = self.devicePixelRatioF()
        self.number = number
        self._dpi = dpi
        if self.pdf is not None and number < len(self.pdf):
            self._image = self.pdf.picture(number, dpi * ratio)
            self._image.setDevicePixelRatio(ratio)
        else:
            self._image = QImage()
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        size = self._image.deviceIndependentSize()
        return QSize(round(size.width()) + 2, round(size.height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(1, 1, self._image)
        painter.setPen(QColor(theme.colour("control")))
        painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))
        painter.end()


class PdfView(QScrollArea):
    """Shows one page of a PDF; Page Up and Page Down turn it."""

    turned = Signal()
    """Another page, or another document, is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = _Sheet()
        self._fit = Fit.PAGE
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("reads", True)
        self.setProperty("sheet", True)

    @property
    def pdf(self) -> Pdf | None:
        """The document shown."""
        return self._sheet.pdf

    @property
    def number(self) -> int:
        """The page shown, counted from 0."""
        return self._sheet.number

    def show_pdf(self, pdf: Pdf | None) -> None:
        """Shows another document, at the same page where that is possible."""
        if self._sheet.pdf is not None:
            self._sheet.pdf.close()
        self._sheet.pdf = pdf
        self.go_to(min(self.number, max(0, len(pdf) - 1) if pdf else 0))

    def fit(self, fit: Fit) -> None:
        """Shows pages in another size."""
        self._fit = fit
        self.go_to(self.number)

    def go_to(self, number: int) -> None:
        """Shows a page, counted from 0; nothing happens beyond the ends."""
        count = len(self.pdf) if self.pdf is not None else 0
        if not 0 <= number < max(1, count):
            return
        self._sheet.show_page(number, self._dpi(number) if count else SCREEN_DPI)
        self.verticalScrollBar().setValue(0)
        self.setAccessibleName(
            tr("Preview, page {page} of {count}").format(page=number + 1 if count else 0, count=count)
        )
        self.turned.emit()

    def _dpi(self, number: int) -> float:
        if self.pdf is None or self._fit is Fit.FULL:
            return SCREEN_DPI * theme.look().zoom
        width, height = self.pdf.size(number)
        margin = theme.px(24)
        across = (self.width() - margin - self.verticalScrollBar().sizeHint().width()) * POINTS_PER_INCH / width
        down = (self.height() - margin) * POINTS_PER_INCH / height
        return max(20.0, across if self._fit is Fit.WIDTH else min(across, down))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit is not Fit.FULL and self.pdf is not None:
            self._sheet.show_page(self.number, self._dpi(self.number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self.pdf) if self.pdf is not None else 0
        targets = {
            Qt.Key.Key_PageDown: self.number + 1,
            Qt.Key.Key_PageUp: self.number - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self.go_to(target)
