"""The menu bar: the printed list of everything that can be done, with its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import icons, mnemonics
from kammerdesk.ui.kit.page import Page

T = TypeVar("T")


class Menus:
    """File, Edit, View, Task, Tools and Help; Task and the forms under File change with the page."""

    def __init__(self, window: QMainWindow) -> None:
        bar = self._bar = window.menuBar()
        self.file, self.edit, self.view, self.task, self.tools, self.help = self._all = [
            bar.addMenu(tr(title)) for title in mnemonics.MENUS
        ]
        self._forms_end = self.file.addSeparator()
        self._of_list: list[QAction] = []

    def add(
        self, menu: QMenu, title: str, run: Callable[[], object], keys: str | Sequence[str] = "", icon: str = ""
    ) -> QAction:
        """An entry that is there on every page."""
        action = QAction(icons.icon(icon), title, self._bar)
        wanted = [keys] if isinstance(keys, str) else keys
        action.setShortcuts([QKeySequence(key) for key in wanted if key])
        action.triggered.connect(lambda: run())
        menu.addAction(action)
        return action

    def add_choice(
        self,
        menu: QMenu,
        title: str,
        choices: Sequence[tuple[T, str]],
        now: Callable[[], T],
        choose: Callable[[T], object],
    ) -> None:
        """A submenu of values that exclude each other, with their words; `now` has the tick whenever it is opened."""
        submenu = menu.addMenu(title)
        group = QActionGroup(submenu)
        actions: list[QAction] = []
        for value, words in choices:
            action = QAction(words, group, checkable=True)
            action.triggered.connect(lambda _=False, value=value: choose(value))
            actions.append(action)
        submenu.addActions(actions)

        def tick() -> None:
            for action, (value, _words) in zip(actions, choices, strict=True):
                action.setChecked(value == now())

        submenu.aboutToShow.connect(tick)
        tick()

    def show_page(self, page: Page[Any] | None) -> None:
        """Offers what can be done on this page."""
        for action in self.file.actions():
            if action is self._forms_end:
                break
            self.file.removeAction(action)
        self.task.clear()
        for action in self._of_list:
            self.edit.removeAction(action)
        self._of_list = list(page.list_actions) if page is not None else []
        self.edit.addActions(self._of_list)
        if page is not None:
            self.file.insertActions(self._forms_end, list(page.forms.values()))
            self.task.addActions(list(page.commands.values()))
        self._forms_end.setVisible(bool(page is not None and page.forms))
        self.task.menuAction().setVisible(not self.task.isEmpty())
        for menu in self._all:
            _tell_apart(menu)

    @property
    def by_use(self) -> Sequence[QMenu]:
        """All menus, first the one that belongs to the page."""
        return self.task, *(menu for menu in self._all if menu is not self.task)

    def groups(self) -> list[tuple[str, Sequence[QAction]]]:
        """Each menu with its entries, for the page of keys."""
        return [
            (menu.title().replace("&", ""), [a for a in menu.actions() if not a.isSeparator() and a.menu() is None])
            for menu in self.by_use
        ]


def _tell_apart(menu: QMenu) -> None:
    """Whoever adds an entry need not know which letters the others have."""
    entries = [action for action in menu.actions() if not action.isSeparator()]
    for action, text in zip(entries, mnemonics.without_twins([action.text() for action in entries]), strict=True):
        action.setText(text)
