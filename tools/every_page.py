"""Every declared page, its tabs and steps, and whatever its commands open: read from the declarations, not listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTabBar, QWidget

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.list_page import DETAIL_DELAY, ListPage
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.kit.tabbed_page import TabbedPage
from kammerdesk.ui.kit.widgets import plain
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.pages import PAGES
from tools.keyboard import choose_in, press
from tools.waiting import pause, until

RESTING = 6
"""How often in turn nothing may be under way before the window counts as at rest."""

DEEPEST = 2
"""Pages laid over pages that are looked at; deeper ones lead back to what was seen already."""

LEFT_OUT = {"Ctrl+Q", "Ctrl+L"}
"""Entries of the menu that close or lock the window."""

ROWS_TRIED = 100
"""Rows among which one is looked for that a command can work on."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page as one sees it: a place of the navigation, or one tab of it."""

    page: str
    tab: str
    spec: PageSpec[Any]

    @property
    def name(self) -> str:
        """How it is called in reports and pictures."""
        return f"{self.page}/{self.tab}" if self.tab else self.page


def declared_parts() -> list[Part]:
    """Every declared page; one made of tabs once for each tab."""
    found = []
    for entry in PAGES:
        spec = entry.load()
        tabs = _tabs_of(spec)
        found += [Part(entry.key, tab.key, tab) for tab in tabs] or [Part(entry.key, "", spec)]
    return found


def _tabs_of(spec: PageSpec[Any]) -> list[PageSpec[Any]]:
    view: Any = spec.view
    is_tabbed = isinstance(view, partial) and isinstance(view.func, type) and issubclass(view.func, TabbedPage)
    return list(view.keywords["parts"]) if is_tabbed else []


@dataclass(frozen=True, slots=True)
class Scene:
    """Something on the screen: `root` is the window, or the dialog that lies over it."""

    name: str
    root: QWidget


class Walk:
    """Opens in one window whatever is declared, and closes it again by Esc.

    `files` answers file dialogs by suffix (".csv"). `stuck` gets the scene and a sentence for what Esc did not
    close, or closed without giving the cursor back.
    """

    def __init__(self, window: MainWindow, files: Mapping[str, Path]) -> None:
        self.window = window
        self.stuck: list[tuple[str, str]] = []
        self._files = files
        self._seen: set[str] = set()
        """Pages that were laid over others since a part was begun; each is looked at once."""

    # --- waiting ---

    def settle(self, seconds: float = 0.0) -> None:
        """Waits until nothing is under way, at least this long."""
        pause(seconds)
        rest = 0

        def is_at_rest() -> bool:
            nonlocal rest
            rest = 0 if self._is_busy() else rest + 1
            return rest > RESTING

        until(is_at_rest, "the window to come to rest")

    def _is_busy(self) -> bool:
        page = self.window.pages.page()
        made = not isinstance(page, PreviewPage) or page.paper is not None
        return page is None or self.window.desk.is_busy or bool(self.window.jobs.running) or not made

    @property
    def page(self) -> Page[Any]:
        """The page one sees; of a page made of tabs the one in front."""
        page = self.window.pages.page()
        assert page is not None
        return page.part if isinstance(page, TabbedPage) else page

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that lies over the window, whether it locks the window (as forms do) or not (as the palette)."""
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog):
            return modal
        return next((each for each in self.window.findChildren(QDialog) if each.isVisible()), None)

    # --- walking ---

    def open(self, part: Part) -> Page[Any]:
        """Goes to a part and waits until its rows and its detail are there."""
        self.window.go(part.page, (part.tab, None) if part.tab else None)
        self.settle()
        page = self.window.pages.page()
        if isinstance(page, TabbedPage):
            page.go_to((part.tab, None))
        self.settle(DETAIL_DELAY / 1000 + 0.05)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.page

    def scenes(self, part: Part) -> Iterator[Scene]:
        """The part itself, its steps, and what its commands and forms open."""
        self._seen.clear()
        self.open(part)
        yield from self._of_page(part.name, self.page, partial(self.open, part), 0)

    def own_scenes(self, part: Part) -> Iterator[Scene]:
        """The part itself and its steps, without what it opens."""
        yield from self._own(part.name, self.open(part))

    def window_scenes(self, part: Part) -> Iterator[Scene]:
        """What the menus open besides the commands of a page: the palette, the keys, the columns of a list."""
        self._seen.clear()
        zoom = theme.look().zoom
        page = self.open(part)
        own = {*page.commands.values(), *page.forms.values()}
        entries = [action for _, actions in self.window.menus.groups() for action in actions]
        for entry in entries:
            keys = entry.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
            if entry not in own and entry.isEnabled() and not entry.isCheckable() and keys not in LEFT_OUT:
                yield from self._opened(f"window/{plain(entry.text())}", page, entry.trigger, lambda: self.open(part))
                if theme.look().zoom != zoom:
                    self.window.looks.dress(zoom=zoom)
                if self.page is not page:
                    page = self.open(part)

    def _of_page(self, name: str, page: Page[Any], reopen: Callable[[], Page[Any]], depth: int) -> Iterator[Scene]:
        yield from self._own(name, page)
        for key in (*page.commands, *page.forms):
            if self.page is not page:
                page = reopen()
            yield from self._carried_out(f"{name}/{key}", key, reopen, depth)

    def _own(self, name: str, page: Page[Any]) -> Iterator[Scene]:
        yield Scene(name, self.window)
        yield from self._detail(name, page)
        yield from self._steps(name, page)

    def _detail(self, name: str, page: Page[Any]) -> Iterator[Scene]:
        """In a narrow window the detail takes the place of the list."""
        if isinstance(page, ListPage) and page.detail is not None and not page.detail.isVisible():
            ListPage.open_detail(page)
            self.settle(DETAIL_DELAY / 1000)
            if page.detail.isVisible():
                yield Scene(f"{name}/detail", self.window)
                page.leave()
                self.settle()

    def _steps(self, name: str, page: Page[Any]) -> Iterator[Scene]:
        for bar in page.findChildren(QTabBar):
            if bar.isVisible() and bar.count() > 1:
                first = bar.currentIndex()
                for step in range(bar.count()):
                    if step != first and bar.isTabVisible(step):
                        bar.setCurrentIndex(step)
                        self.settle()
                        yield Scene(f"{name}/step{step + 1}", self.window)
                bar.setCurrentIndex(first)
                self.settle()

    def _aim(self, page: Page[Any], key: str) -> bool:
        """Puts the cursor on a row the command can work on; False when there is none."""
        action = {**page.commands, **page.forms}[key]
        if action.isEnabled():
            return True
        command = next((each for each in page.spec.commands if each.key == key), None)
        if isinstance(page, ListPage) and command is not None:
            source = page.list.view.source
            rows = [source.row_at(number) for number in range(min(source.rowCount(), ROWS_TRIED))]
            fitting = next((row for row in rows if row is not None and _fits(command, row)), None)
            if fitting is not None:
                page.go_to(fitting.id)
                self.settle()
        return action.isEnabled()

    def _carried_out(self, name: str, key: str, reopen: Callable[[], Page[Any]], depth: int) -> Iterator[Scene]:
        page = self.page
        if self._aim(page, key):
            give = {**page.commands, **page.forms}[key].trigger
            yield from self._opened(name, page, give, lambda: self._again(reopen, key), depth)

    def _opened(
        self,
        name: str,
        page: Page[Any],
        give: Callable[[], object],
        again: Callable[[], Page[Any]],
        depth: int = 0,
    ) -> Iterator[Scene]:
        """What a command opens, closed by Esc afterwards; a page that was seen already is only closed."""
        opener = QApplication.focusWidget()
        self._give(give)
        dialog = self.dialog
        if dialog is not None:
            yield Scene(name, dialog)
            self._close(name, dialog)
        elif self._lies_over(self.page, page):
            over = self.page
            if over.spec.key not in self._seen and depth < DEEPEST:
                self._seen.add(over.spec.key)
                yield from self._of_page(name, over, again, depth + 1)
            if self._lies_over(self.page, page):
                opener = opener if self.page is over else None  # it was closed by a command meanwhile
                self._leave(name, self.page)
            else:
                opener = None
        else:
            return
        self._note_cursor(name, page, opener)

    def _give(self, give: Callable[[], object]) -> None:
        """Gives a command, and a file to the dialog that asks for one."""
        give()
        self.settle()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            self._answer(dialog)
        elif isinstance(dialog, QPrintDialog):
            self._end(dialog)
        self.window.toasts.clear()

    def _again(self, reopen: Callable[[], Page[Any]], key: str) -> Page[Any]:
        page = reopen()
        if self._aim(page, key):
            self._give({**page.commands, **page.forms}[key].trigger)
        return self.page

    def _note_cursor(self, name: str, page: Page[Any], opener: QWidget | None) -> None:
        now = QApplication.focusWidget()
        if self.page is page and now is not opener and _can_focus(opener):
            self.stuck.append((name, f"the cursor did not come back to {_words(opener)} but to {_words(now)}"))

    def _lies_over(self, page: Page[Any], below: Page[Any]) -> bool:
        placed = {entry.key for entry in PAGES}
        return page is not below and self.window.pages.page() is page and page.spec.key not in placed

    def _answer(self, dialog: QFileDialog) -> None:
        suffixes = [suffix for suffix in self._files if any(f"*{suffix}" in kinds for kinds in dialog.nameFilters())]
        if dialog.acceptMode() is QFileDialog.AcceptMode.AcceptOpen and suffixes:
            choose_in(dialog, self._files[suffixes[0]])
            self._wait_for_end(dialog)
        else:
            self._end(dialog)

    def _end(self, dialog: QDialog) -> None:
        """Closes a dialog of Qt or of the system, whose looks are not ours."""
        dialog.reject()
        self._wait_for_end(dialog)

    def _wait_for_end(self, dialog: QDialog) -> None:
        until(lambda: QApplication.activeModalWidget() is not dialog, "the dialog to close")
        self.window.activateWindow()
        self.settle()

    def _close(self, name: str, dialog: QDialog) -> None:
        press("Escape")
        self.settle()
        if self.dialog is not None:
            self.stuck.append((name, "Esc did not close the dialog"))
            while (left := self.dialog) is not None:
                left.done(0)
                self.settle()
        self.window.activateWindow()
        self.settle()

    def _leave(self, name: str, page: Page[Any]) -> None:
        """One layer of Esc for the page, and one more where the cursor stands in a field or a detail of it."""
        if QApplication.focusWidget() is None:
            self.stuck.append((name, "the cursor is nowhere"))
        for _ in range(2):
            if self.page is page and QApplication.focusWidget() is not None:
                press("Escape")
                self.settle()
        if self.page is page:
            self.stuck.append((name, "Esc did not leave the page"))
            self.window.back()
            self.settle()


def _fits(command: Command[Any], row: Any) -> bool:
    return command.fits((row,))


def _can_focus(widget: QWidget | None) -> bool:
    if widget is None or not shiboken6.isValid(widget) or widget.isWindow():
        return False
    return widget.isVisible() and widget.isEnabled()


def _words(widget: QWidget | None) -> str:
    return "nothing" if widget is None else f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}"
