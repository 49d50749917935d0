"""Keys on every declared page: printed in a menu and on the page of F1, never twice, never behind AltGr (check 16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from kammerdesk.ui.kit.help_page import HelpPage, rows_of
from tests.ui.keyboard import press
from tests.ui.office import Office
from tools.every_page import Walk, declared_parts


def shortcuts(action: QAction) -> list[str]:
    return [keys.toString() for keys in action.shortcuts()]


def reachable(office: Office) -> list[QAction]:
    """The actions whose keys work on the page one sees: of the window, and of the page and what it shows."""
    found = list(office.window.menuBar().findChildren(QAction))
    for widget in (office.page, *office.page.findChildren(QWidget)):
        found += [action for action in widget.actions() if widget.isVisible()]
    return [action for action in dict.fromkeys(found) if action.shortcuts()]


def in_menus(menu: QMenu) -> Iterator[QAction]:
    """The entries of a menu and of those below it."""
    for action in menu.actions():
        yield action
        below = action.menu()
        if isinstance(below, QMenu):
            yield from in_menus(below)


def test_every_key_is_printed_once_and_can_be_typed(office: Office) -> None:
    walk, faults = Walk(office.window, {}), list[str]()
    for part in declared_parts():
        walk.open(part)
        actions = reachable(office)
        menus = office.window.menus
        listed = {action for menu in menus.by_use for action in in_menus(menu)}
        told = {row.keys for row in rows_of(menus.groups())}
        counted = Counter(keys for action in actions if action.isEnabled() for keys in shortcuts(action))
        faults += [f"{part.name}: {keys} twice" for keys, number in counted.items() if number > 1]
        faults += [f"{part.name}: {keys} is behind AltGr" for keys in counted if "Ctrl+Alt" in keys]
        faults += [f"{part.name}: {action.text()} is in no menu" for action in actions if action not in listed]
        native = QKeySequence.SequenceFormat.NativeText
        faults += [
            f"{part.name}: {action.text()} is not told by F1"
            for action in actions
            if action.shortcut().toString(native) not in told
        ]
        assert office.page.findChildren(QShortcut) == []
        assert len(counted) > 20
    assert faults == []


def test_the_menu_bar_has_its_six_menus_and_each_has_entries(office: Office) -> None:
    office.show(2)
    bar = office.window.menuBar()
    assert [action.text().replace("&", "") for action in bar.actions() if action.isVisible()] == [
        "Datei",
        "Bearbeiten",
        "Ansicht",
        "Vorgang",
        "Extras",
        "Hilfe",
    ]
    letters = [action.text().partition("&")[2][:1].lower() for action in bar.actions()]
    assert len(set(letters)) == len(letters) == 6
    assert all(menu.actions() for menu in office.window.menus.by_use)


def test_f1_tells_the_keys_of_the_page_one_comes_from(office: Office) -> None:
    office.show(2)
    commands = [action for action in office.page.commands.values() if action.shortcuts()]
    assert commands
    press(Qt.Key.Key_F1)
    office.settle()
    page = office.page
    assert isinstance(page, HelpPage)
    told = {row.what for row in page.list.table.rows.shown}
    assert {action.text().replace("&", "") for action in commands} <= told
