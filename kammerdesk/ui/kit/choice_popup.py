"""What stands in a column, each word once with its number, to be ticked as a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, label

MOST_LINES = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def choice_text(words: Iterable[str]) -> str:
    """Some words as a condition: =AN; ="A; B"."""
    return "; ".join(f'="{word}"' if any(sign in word for sign in ';".') else f"={word}" for word in words)


def chosen_words(text: str, offered: Iterable[str]) -> set[str]:
    """Those of the offered words that a condition names."""
    return {word for word in offered if choice_text([word]) in text.split("; ")}


class ChoicePopup(QFrame):
    """Space ticks, Return takes what is ticked, Esc leaves all as it was."""

    chosen = Signal(list)

    def __init__(self, counts: Mapping[str, int], ticked: set[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", True)
        self.list = QListWidget()
        self.list.setProperty("ticks", True)
        self.list.setAccessibleName(tr("Show only"))
        for word, count in counts.items():
            item = QListWidgetItem(f"{word} ({count})")
            item.setData(Qt.ItemDataRole.UserRole, word)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if word in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.installEventFilter(self)
        self.setLayout(column(self.list, label(tr("Space ticks, Return filters"), Role.CAPTION), gap=4, margin=6))
        self.setFocusProxy(self.list)

    def open_below(self, field: QWidget) -> None:
        """Shows itself under a field."""
        lines = min(self.list.count(), MOST_LINES)
        height = lines * max(self.list.sizeHintForRow(0), 1) + theme.px(44)
        width = max(field.width(), self.list.sizeHintForColumn(0) + theme.px(48), theme.px(200))
        self.resize(min(width, theme.px(420)), height)
        place = field.mapToGlobal(QPoint(0, field.height()))
        screen = field.screen().availableGeometry()
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QKeyEvent.Type.KeyPress and event.key() in _ENTER:
            self._take()
            return True
        return False

    def _take(self) -> None:
        items = [self.list.item(number) for number in range(self.list.count())]
        ticked = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]
        self.chosen.emit(ticked)
        self.close()
