"""The list of pages at the left: icons and names, how much waits behind each, icons alone when room is short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
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
from kammerdesk.ui.kit.widgets import native

KEY_ROLE = Qt.ItemDataRole.UserRole
ICON_ROLE = Qt.ItemDataRole.UserRole + 1
BADGE_ROLE = Qt.ItemDataRole.UserRole + 2
ROW = 39
MOST = 99


class Navigation(QListWidget):
    """Shows where one is; `wanted` names the page to go to."""

    wanted = Signal(str)
    waiting_wanted = Signal(str)
    """The page whose badge was clicked, or Enter pressed on: what waits there shall be shown."""

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
        self.itemActivated.connect(self._open)

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
            keys = native(f"Ctrl+{number}")
            item.setToolTip(f"{name} ({keys})" if number <= 9 else name)

    def _report(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.wanted.emit(item.data(KEY_ROLE))

    def _open(self, item: QListWidgetItem) -> None:
        self.waiting_wanted.emit(item.data(KEY_ROLE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is None or not item.data(BADGE_ROLE) or event.button() is not Qt.MouseButton.LeftButton:
            return
        if badge_place(self.visualItemRect(item), item.data(BADGE_ROLE), self.narrow).contains(event.position()):
            self._open(item)

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
        if index.data(BADGE_ROLE):
            _paint_badge(painter, option.rect, index.data(BADGE_ROLE), narrow)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, here: bool
    ) -> None:
        badge = index.data(BADGE_ROLE)
        painter.setPen(QColor(theme.look().tokens.text))
        inside = rect.adjusted(theme.px(46), 0, -theme.px(8), 0)
        if badge:
            inside.setRight(round(badge_place(rect, badge, narrow=False).left()) - theme.px(6))
        strong = theme.font(Role.STRONG)
        fits = QFontMetricsF(strong).horizontalAdvance(str(index.data())) <= inside.width()
        painter.setFont(strong if here and fits else theme.font(Role.BODY))
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def badge_place(rect: QRect, number: int, narrow: bool) -> QRectF:
    """Where the badge of an entry stands: at the right edge, or at the icon's corner where there is nothing else."""
    height = theme.px(16 if narrow else 20)
    wide = QFontMetricsF(_badge_font(narrow)).horizontalAdvance(_words(number)) + height / 2 + theme.px(2)
    width = max(height, wide)
    if narrow:
        return QRectF(rect.right() - width - theme.px(2), rect.top() + theme.px(2), width, height)
    return QRectF(rect.right() - theme.px(8) - width, rect.center().y() - height / 2, width, height)


def _paint_badge(painter: QPainter, rect: QRect, number: int, narrow: bool) -> None:
    place = badge_place(rect, number, narrow)
    tokens = theme.look().tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    painter.setFont(_badge_font(narrow))
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _words(number))


def _badge_font(narrow: bool) -> QFont:
    return theme.font(Role.CAPTION if narrow else Role.STRONG)


def _words(number: int) -> str:
    return str(number) if number <= MOST else f"{MOST}+"
