"""What can be done with every list, as entries of a menu: copy, filter, columns, export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from kammerdesk.ui.kit import icons
from kammerdesk.ui.kit.widgets import native

_LIST = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ListTools(QObject):
    """The entries of one list; `wide` ones work wherever the cursor is on its page, the others in the list alone."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.actions: list[QAction] = []

    def add(
        self,
        title: str,
        run: Callable[[], object],
        keys: str = "",
        icon: str = "",
        where: QWidget | None = None,
    ) -> QAction:
        """An entry with its keys, which work while the cursor is in `where`, by default in the whole list."""
        action = QAction(icons.icon(icon), title, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(_LIST)
        action.triggered.connect(lambda: run())
        (where or self._owner).addAction(action)
        self.actions.append(action)
        return action

    def widen(self) -> None:
        """The list is the page: its keys work in the detail too, but for those that belong to the rows."""
        for action in self.actions:
            if action in self._owner.actions():
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)


def tick(menu: QMenu, title: str, ticked: bool, run: Callable[[bool], object]) -> QAction:
    """An entry of a menu that is on or off."""
    action = QAction(title, menu, checkable=True, checked=ticked)
    action.triggered.connect(lambda on: run(on))
    menu.addAction(action)
    return action


def entry(menu: QMenu, title: str, run: Callable[[], object], enabled: bool = True) -> QAction:
    """A plain entry of a menu."""
    action = QAction(title, menu, enabled=enabled)
    action.triggered.connect(lambda: run())
    menu.addAction(action)
    return action


def keys_of(action: QAction) -> str:
    """The keys of an entry as the user reads them."""
    return native(action.shortcut())
