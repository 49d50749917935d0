"""The lines of the palette as one sees them: groups under headings, the chosen line with tint and bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.delegates import BAR
from kammerdesk.ui.kit.palette_entries import Entry, Group
from kammerdesk.ui.kit.theme import Role

ROW = 34
HEADING = 28
PADDING = 16
ICON = 18
GAP = 10

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class EntryModel(QAbstractListModel):
    """Entries in their order, a heading before each group."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Entry | Group] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows other entries; those of a group stand together."""
        self.beginResetModel()
        self._lines = []
        for entry in entries:
            if not self._lines or self._group(self._lines[-1]) is not entry.group:
                self._lines.append(entry.group)
            self._lines.append(entry)
        self.endResetModel()

    @staticmethod
    def _group(line: Entry | Group) -> Group:
        return line if isinstance(line, Group) else line.group

    def line(self, row: int) -> Entry | Group | None:
        """What stands in a row; None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def entries(self) -> list[Entry]:
        """The entries without the headings."""
        return [line for line in self._lines if isinstance(line, Entry)]

    def next_row(self, row: int, by: int) -> int:
        """The row of the entry `by` steps on, at the ends the last one there is; -1 without any."""
        rows = [number for number, line in enumerate(self._lines) if isinstance(line, Entry)]
        if not rows:
            return -1
        here = rows.index(row) if row in rows else -1
        return rows[min(max(here + by, 0), len(rows) - 1)]

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(line.value) if isinstance(line, Group) else line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(line.value) if isinstance(line, Group) else line.spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._lines[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryList(QListView):
    """Shows an EntryModel; never takes the cursor, which stays in the field above."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = EntryModel()
        self.setModel(self.entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Hits"))

    def chosen(self) -> Entry | None:
        """The chosen entry."""
        line = self.entries.line(self.currentIndex().row())
        return line if isinstance(line, Entry) else None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows other entries, the first that is possible chosen."""
        self.entries.show_entries(entries)
        shown = self.entries.entries()
        first = next((number for number, entry in enumerate(shown, start=1) if not entry.reason), 1)
        self.setCurrentIndex(self.entries.index(self.entries.next_row(-1, first)))
        self.scrollToTop()

    def step(self, by: int) -> None:
        """Chooses the entry so many lines on."""
        self.setCurrentIndex(self.entries.index(self.entries.next_row(self.currentIndex().row(), by)))

    def page(self) -> int:
        """How many entries are seen at once."""
        return max(1, self.viewport().height() // theme.px(ROW) - 1)


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = not index.flags() & Qt.ItemFlag.ItemIsEnabled
        return QSize(0, theme.px(HEADING if heading else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, EntryModel)
        line = model.line(index.row())
        painter.save()
        if isinstance(line, Entry):
            _paint_entry(painter, option, line)
        else:
            painter.setFont(theme.font(Role.CAPTION))
            painter.setPen(QColor(theme.colour("text2")))
            inside = option.rect.adjusted(theme.px(PADDING), theme.px(6), -theme.px(PADDING), 0)
            painter.drawText(inside, _MIDDLE, str(index.data()))
        painter.restore()


def _paint_entry(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    tokens = theme.look().tokens
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(tokens.selection))
        painter.fillRect(
            QRect(option.rect.topLeft(), QSize(theme.px(BAR), option.rect.height())), QColor(tokens.accent)
        )
    inside = option.rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
    side = theme.px(ICON)
    if entry.icon is not None:
        spot = QRect(inside.left(), inside.center().y() - side // 2, side, side)
        entry.icon.paint(painter, spot, Qt.AlignmentFlag.AlignCenter, _mode(entry))
    inside.setLeft(inside.left() + side + theme.px(GAP))
    right = entry.reason or entry.right
    ink, quiet = (tokens.disabled, tokens.text2) if entry.reason else (tokens.text, tokens.text2)
    if right:
        width = min(QFontMetrics(theme.font(Role.CAPTION)).horizontalAdvance(right), inside.width() * 2 // 5)
        _words(
            painter, QRect(inside.right() - width, inside.top(), width + 1, inside.height()), right, quiet, Role.CAPTION
        )
        inside.setRight(inside.right() - width - theme.px(GAP))
    taken = _words(painter, inside, entry.title, ink, Role.BODY)
    if entry.detail:
        inside.setLeft(inside.left() + taken)
        _words(painter, inside, f"  ·  {entry.detail}", quiet, Role.BODY)


def _mode(entry: Entry) -> QIcon.Mode:
    return QIcon.Mode.Disabled if entry.reason else QIcon.Mode.Normal


def _words(painter: QPainter, where: QRect, text: str, colour: str, role: Role) -> int:
    """Paints a text, cut with … where it does not fit; returns the width it took."""
    painter.setFont(theme.font(role))
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(where.width(), 0))
    painter.drawText(where, _MIDDLE, fitting)
    return metrics.horizontalAdvance(fitting)
