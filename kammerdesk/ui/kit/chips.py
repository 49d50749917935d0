"""A status as icon, word and colour: painted in tables, a widget beside headings."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.tokens import Tone

ICON = 15


def chip_size(font: QFont, word: str) -> QSize:
    """The room a chip needs."""
    metrics = QFontMetrics(font)
    width = theme.px(8) * 2 + theme.px(ICON) + theme.px(4) + metrics.horizontalAdvance(word)
    return QSize(width, metrics.height() + theme.px(2))


def paint_chip(painter: QPainter, where: QRect, font: QFont, chip: Chip) -> None:
    """Paints a chip at the left of `where`, vertically centred; a word that does not fit is cut with …."""
    size = chip_size(font, chip.word)
    box = QRect(0, 0, min(size.width(), where.width()), size.height())
    box.moveLeft(where.left())
    box.moveTop(where.center().y() - box.height() // 2)
    tokens = theme.look().tokens
    ink = QColor(tokens.ink(chip.tone))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1))
    painter.setBrush(QColor(tokens.tint(chip.tone)))
    outline = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2)
    side = theme.px(ICON)
    place = QRect(box.left() + theme.px(7), box.center().y() - side // 2, side, side)
    icons.paint(painter, place, chip.tone.icon, tokens.ink(chip.tone))
    painter.setFont(font)
    text = box.adjusted(theme.px(7) + side + theme.px(4), 0, -theme.px(7), 0)
    word = QFontMetrics(font).elidedText(chip.word, Qt.TextElideMode.ElideRight, text.width() + 1)
    painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
    painter.restore()


class ChipLabel(QWidget):
    """A chip as a widget; not clickable."""

    def __init__(self, word: str = "", tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(Chip(word, tone) if word else None)

    def show_chip(self, chip: Chip | None) -> None:
        """Shows another status, or none."""
        self._chip = chip
        self.setAccessibleName(chip.word if chip else "")
        if chip is None or self.parentWidget() is not None:  # shown without a parent it would be a window of its own
            self.setVisible(chip is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self.font(), self._chip.word if self._chip else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip is not None:
            painter = QPainter(self)
            paint_chip(painter, self.rect(), self.font(), self._chip)
            painter.end()
