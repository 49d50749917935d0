"""The ways through the window by keys: to a page, back and on, from record to record, from area to area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.listed import Listed
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.tab_order import enter
from kammerdesk.ui.kit.widgets import escaped


class Ways:
    """Moves over the pages of a stack.

    `navigation` is the first of the areas F6 walks through, `beyond` says which come after those of the page.
    """

    def __init__(self, pages: PageStack, navigation: QWidget, beyond: Callable[[], Sequence[QWidget]]) -> None:
        self._pages = pages
        self._navigation = navigation
        self._beyond = beyond

    def offer_pages_in(self, menus: Menus, entries: Sequence[Listed]) -> None:
        """Puts the pages into the menu, the first nine with a number each."""
        for number, entry in enumerate(entries, start=1):
            keys = f"Ctrl+{number}" if number <= 9 else ""
            menus.add(menus.view, escaped(tr(entry.title)), partial(self._pages.go, entry.key), keys, entry.icon)
        menus.view.addSeparator()
        menus.add(menus.view, tr("&Back"), self._pages.back, "Alt+Left", "chevron-left")
        menus.add(menus.view, tr("F&orward"), self._pages.forward, "Alt+Right", "chevron-right")

    def offer_steps_in(self, menus: Menus) -> None:
        """Puts the ways on a page into the menu."""
        menus.add(menus.view, tr("&Next record"), self.on_page(lambda page: page.step(1)), "Ctrl+PgDown")
        menus.add(menus.view, tr("&Previous record"), self.on_page(lambda page: page.step(-1)), "Ctrl+PgUp")
        menus.add(menus.view, tr("Next &area"), partial(self.next_area, 1), "F6")
        menus.add(menus.view, tr("Previous a&rea"), partial(self.next_area, -1), "Shift+F6")

    def on_page(self, run: Callable[[Page[Any]], object]) -> Callable[[], None]:
        """What runs on the page one sees then; nothing while it is being loaded."""

        def act(*_: object) -> None:
            page = self._pages.page()
            if page is not None:
                run(page)

        return act

    def next_area(self, by: int) -> None:
        """Puts the cursor into the next (1) or previous (-1) area of the window."""
        page = self._pages.page()
        shown = (pane for pane in (page.panes() if page else ()) if pane.isVisible())
        panes = [self._navigation, *shown, *self._beyond()]
        focus = self._pages.window().focusWidget()
        here = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), 0)
        enter(panes[(here + by) % len(panes)])
