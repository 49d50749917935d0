"""The list of pages at the left: icons and names, how much waits behind each, icons alone when room is short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.reflow import NAVIGATION_NARROW, NAVIGATION_WIDE
from kammerdesk.ui.kit.theme import Role

KEY_ROLE = Qt.ItemDataRole.UserRole
ICON_ROLE = Qt.ItemDataRole.UserRole + 1
BADGE_ROLE = Qt.ItemDataRole.UserRole + 2
ROW = 39
MOST = 99


class Navigation(QListWidget):
    """Shows where one is; `wanted` names the page to go to."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(tr("Navigation"))
        self.setItemDelegate(_NavigationDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.narrow = False
        self.currentItemChanged.connect(self._report)

    def set_pages(self, pages: Sequence[tuple[str, str, str]]) -> None:
        """Key, name and icon of each page, in order."""
        self.blockSignals(True)
        self.clear()
        for key, name, icon in pages:
            item = QListWidgetItem(name)
            item.setData(KEY_ROLE, key)
            item.setData(ICON_ROLE, icon)
            item.setData(BADGE_ROLE, 0)
            self.addItem(item)
        self.blockSignals(False)
        self._describe()
        self.setCurrentRow(-1)

    def show_badges(self, counts: Mapping[str, int]) -> None:
        """How much work waits for this user on each page; nothing is shown for none."""
        for item in self._items():
            item.setData(BADGE_ROLE, counts.get(item.data(KEY_ROLE), 0))
        self._describe()

    def show_current(self, key: str) -> None:
        """Marks the page one is on, without asking for it."""
        self.blockSignals(True)
        for item in self._items():
            if item.data(KEY_ROLE) == key:
                self.setCurrentItem(item)
        self.blockSignals(False)
        self.viewport().update()

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons with names."""
        self.narrow = narrow
        self.setFixedWidth(theme.px(NAVIGATION_NARROW if narrow else NAVIGATION_WIDE))
        self._describe()
        self.doItemsLayout()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(number) for number in range(self.count())]

    def _describe(self) -> None:
        for number, item in enumerate(self._items(), start=1):
            badge = item.data(BADGE_ROLE)
            name = item.text()
            if badge:
                name += ", " + trn("{n} to do", "{n} to do", badge).format(n=badge)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            keys = QKeySequence(f"Ctrl+{number}").toString(QKeySequence.SequenceFormat.NativeText)
            item.setToolTip(f"{item.text()} ({keys})" if number <= 9 else item.text())

    def _report(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.wanted.emit(item.data(KEY_ROLE))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "narrow"):
            self.set_narrow(self.narrow)


class _NavigationDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = theme.look().tokens
        view = option.widget
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if here:
            painter.fillRect(option.rect, QColor(tokens.selection))
            painter.fillRect(option.rect.adjusted(0, 0, theme.px(4) - option.rect.width(), 0), QColor(tokens.accent))
            if view is not None and view.hasFocus():
                painter.setPen(QPen(QColor(tokens.text), 2))
                painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.subtle))
        side = theme.px(20)
        spot = QRect(option.rect.left() + theme.px(16), option.rect.center().y() - side // 2, side, side)
        narrow = isinstance(view, Navigation) and view.narrow
        if narrow:
            spot.moveLeft(option.rect.left() + (option.rect.width() - side) // 2)
        icons.paint(painter, spot, str(index.data(ICON_ROLE)), tokens.text)
        if not narrow:
            self._paint_words(painter, option.rect, index, here)
        elif index.data(BADGE_ROLE):
            dot = QRect(spot.right(), spot.top() - theme.px(2), theme.px(8), theme.px(8))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(dot)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, here: bool
    ) -> None:
        badge = index.data(BADGE_ROLE)
        count = f" ({badge if badge <= MOST else f'{MOST}+'})" if badge else ""
        painter.setFont(theme.font(Role.STRONG if here or badge else Role.BODY))
        painter.setPen(QColor(theme.look().tokens.text))
        inside = rect.adjusted(theme.px(46), 0, -theme.px(12), 0)
        words = painter.fontMetrics().elidedText(f"{index.data()}{count}", Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
