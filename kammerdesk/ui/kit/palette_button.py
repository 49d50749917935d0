"""The button at the top that opens the palette."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import native, plain

KEYS = "Ctrl+K"
WORDS = N_("Search or comman&d …")
WIDTH, LEAST_WIDTH = 380, 40
"""Pixels at 100 %: of all it says, and of the icon alone where there is no room for more."""

KEYS_WIDTH = 220
"""Below this the words go before the keys."""


class PaletteButton(QPushButton):
    """Looks like a field: what it does at the left, its keys at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the cursor from where it will return to
        self._words, self._keys = plain(tr(WORDS)), native(KEYS)
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(self._keys)
        self.setToolTip(f"{self._words} ({self._keys})")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.look().control)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), theme.look().control)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        inside = self.rect().adjusted(theme.px(10), 0, -theme.px(10), 0)
        side = theme.px(16)
        icons.paint(
            painter, QRect(inside.left(), (self.height() - side) // 2, side, side), "search", theme.colour("text2")
        )
        inside.setLeft(inside.left() + side + theme.px(8))
        painter.setPen(QColor(theme.colour("text2")))
        if self.width() >= theme.px(KEYS_WIDTH):
            painter.setFont(theme.font(Role.CAPTION))
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys)
            inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(self._keys) - theme.px(8))
        if inside.width() > theme.px(LEAST_WIDTH):
            painter.setFont(theme.font())
            fitting = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)
        painter.end()
