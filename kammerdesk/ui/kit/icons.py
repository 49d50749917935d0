"""Tabler outline icons, tinted by the scheme at the moment they are painted, so a switch of scheme needs no rebuild."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kammerdesk.base import paths
from kammerdesk.ui.kit import absent, theme
from kammerdesk.ui.kit.absent import Absent

STROKE = "1.75"
_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"></svg>'


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    """The drawing; an empty one where the file is missing or is none."""
    try:
        text = paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
        if "<path" not in text or "</svg>" not in text:
            raise ValueError
    except (OSError, ValueError):
        absent.note(Absent.ICON)
        return _EMPTY
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


@lru_cache(maxsize=1024)
def _image(name: str, colour: str, pixels: int) -> QImage:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def paint(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paints an icon into a square at the painter's own resolution."""
    side = min(rect.width(), rect.height())
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    square = QRectF(0, 0, side, side)
    square.moveCenter(QRectF(rect).center())
    square.moveTo(round(square.x()), round(square.y()))
    painter.drawImage(square, _image(name, colour, max(1, round(side * ratio))))


class _Engine(QIconEngine):
    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def _paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode) -> None:
        disabled = mode is QIcon.Mode.Disabled
        paint(painter, rect, self._name, theme.colour("disabled" if disabled else self._colour))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._paint(painter, rect, mode)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in logical pixels, `scale` the screen's ratio (Qt 6.8 and later)."""
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._paint(painter, QRect(0, 0, size.width(), size.height()), mode)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour)


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon called `name`, in the `colour` (a token or a tone) of whatever scheme is on; empty for an empty name."""
    return QIcon(_Engine(name, colour)) if name else QIcon()
