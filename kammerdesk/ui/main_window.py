"""The window: navigation and pages; it knows no page by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from kammerdesk.base.clock import Clock, SystemClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import language, language_name, languages, tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.app_lock import AppLock
from kammerdesk.ui.kit.desk import Desk, Saving, only_reading
from kammerdesk.ui.kit.draft import DraftBox
from kammerdesk.ui.kit.feedback import Bars, Remedy, Toasts
from kammerdesk.ui.kit.looking_back import LookingBack
from kammerdesk.ui.kit.masthead import Facts, Masthead
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.navigation import Navigation
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.paper import PrintOrder
from kammerdesk.ui.kit.reflow import NAVIGATION_NARROW, arrangement
from kammerdesk.ui.kit.status_line import StatusLine
from kammerdesk.ui.kit.theme import ZOOMS, Density, Scheme
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.undo_menu import UndoMenu
from kammerdesk.ui.kit.upkeep import Forbidden, Upkeep
from kammerdesk.ui.kit.widgets import escaped, row
from kammerdesk.ui.pages import PAGES, PageEntry

LEAST_WIDTH, LEAST_HEIGHT = 760, 480
FIRST_WIDTH, FIRST_HEIGHT = 1366, 728


class MainWindow(QMainWindow):
    """Shows itself first, opens the desk after its first paint, loads a page when it is first wanted.

    `facts` is the query behind the line at the top (chamber, user, partner, badges); it is asked again after every
    change. `memory` keeps place, page and zoom, `upkeep` is what else there is of the house. To pages the window is
    their `Shell`.
    """

    def __init__(
        self,
        desk: Desk,
        memory: Memory,
        facts: Callable[[Any], Facts] | None = None,
        entries: Sequence[PageEntry] = PAGES,
        clock: Clock | None = None,
        badges: Callable[[Any], Mapping[str, int]] | None = None,
        upkeep: Upkeep | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._memory = memory
        self._facts = facts
        self._badges = badges
        self._upkeep = upkeep or Upkeep()
        self._forbidden: Forbidden | None = None
        self._entries = entries
        self._painted = self._ended = False
        self._failed_on: Page[Any] | None = None
        """Where what the passing bars say went wrong."""
        self._folded = memory.flag("navigation/folded")
        self.setWindowTitle("KammerDesk")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.masthead = Masthead()
        self.navigation = Navigation()
        self.navigation.set_pages([(entry.key, tr(entry.title), entry.icon) for entry in entries])
        self.pages = PageStack(entries, desk, self)
        self.toasts = Toasts(self)
        self.status = StatusLine(clock or SystemClock())
        self.bars = Bars()
        self.menus = Menus(self)
        self.looking_back = LookingBack(desk, self.pages, clock or SystemClock(), self)
        self._lay_out()
        history, guard, drafts = self._upkeep.history, self._upkeep.guard, self._upkeep.drafts
        self.undo_menu = UndoMenu(self.menus, history, desk, self, self) if history is not None else None
        self.app_lock = AppLock(guard, desk, self) if guard is not None else None
        self.drafts = DraftBox(drafts, desk, self, clock or SystemClock(), self) if drafts is not None else None
        self._fill_menus()
        self._fill_looks()
        self._listen()
        if not self.restoreGeometry(memory.bytes("window/geometry")):
            self.resize(FIRST_WIDTH, FIRST_HEIGHT)
        keys = [entry.key for entry in entries]
        last = memory.text("window/page")
        self.go(last if last in keys else keys[0])

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.looking_back.bar)
        right.addWidget(self.bars)
        right.addWidget(self.pages, 1)
        below = row(self.navigation, gap=0)
        below.addLayout(right, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.masthead)
        whole.addLayout(below, 1)
        whole.addWidget(self.status)
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)

    def _fill_menus(self) -> None:
        menus, pages = self.menus, self.pages
        if self.app_lock is not None:
            menus.add(menus.file, tr("&Lock"), self._lock, "Ctrl+L", "lock")
            menus.add(menus.file, tr("L&ock of the window …"), self._choose_lock)
        menus.add(menus.file, tr("&Quit"), self.close, "Ctrl+Q")
        menus.add(
            menus.edit,
            tr("&Find in list"),
            self._on_page(lambda page: page.focus_search()),
            ("Ctrl+F", "F3", "Ctrl+E"),
            "search",
        )
        menus.add(menus.edit, tr("&Reload"), self._reload, "F5", "refresh")
        for number, entry in enumerate(self._entries, start=1):
            keys = f"Ctrl+{number}" if number <= 9 else ""
            menus.add(menus.view, escaped(tr(entry.title)), partial(self.go, entry.key), keys, entry.icon)
        menus.view.addSeparator()
        menus.add(menus.view, tr("&Back"), pages.back, "Alt+Left", "chevron-left")
        menus.add(menus.view, tr("F&orward"), pages.forward, "Alt+Right", "chevron-right")
        self.looking_back.offer_in(menus)
        menus.add(menus.view, tr("&Next record"), self._on_page(lambda page: page.step(1)), "Ctrl+PgDown")
        menus.add(menus.view, tr("&Previous record"), self._on_page(lambda page: page.step(-1)), "Ctrl+PgUp")
        menus.add(menus.view, tr("Next &area"), partial(self._next_pane, 1), "F6")
        menus.add(menus.view, tr("Previous a&rea"), partial(self._next_pane, -1), "Shift+F6")
        menus.add(menus.help, tr("&Keys and commands"), self._show_help, "F1", "help")

    def _fill_looks(self) -> None:
        menus, look = self.menus, theme.look()
        menus.view.addSeparator()
        menus.add(menus.view, tr("&Larger"), partial(self._zoom, 1), ("Ctrl++", "Ctrl+="), "zoom-in")
        menus.add(menus.view, tr("&Smaller"), partial(self._zoom, -1), "Ctrl+-", "zoom-out")
        menus.add(menus.view, tr("Nor&mal size"), partial(self._zoom, 0), "Ctrl+0")
        schemes = ((Scheme.SYSTEM, tr("As the system")), (Scheme.LIGHT, tr("Light")), (Scheme.DARK, tr("Dark")))
        choices = [(words, look.scheme is each, partial(self.dress, scheme=each)) for each, words in schemes]
        menus.add_choice(menus.view, tr("&Colours"), choices)
        choices = [(language_name(each), each == language(), partial(self._speak, each)) for each in languages()]
        menus.add_choice(menus.view, tr("Lan&guage"), choices)
        densities = (
            (Density.COMPACT, tr("Compact")),
            (Density.STANDARD, tr("Standard")),
            (Density.COMFORTABLE, tr("Comfortable")),
        )
        choices = [(words, look.density is each, partial(self.dress, density=each)) for each, words in densities]
        menus.add_choice(menus.view, tr("&Density"), choices)

    def _listen(self) -> None:
        self.navigation.wanted.connect(partial(self.pages.go, focus=False))
        self.navigation.itemActivated.connect(self._on_page(lambda page: page.setFocus()))
        self.pages.presented.connect(self._show_as_present)
        self.pages.unsaved_changed.connect(self._count_unsaved)
        self.masthead.fold.clicked.connect(self._fold)
        self.desk.opened.connect(self.bars.clear)
        self.desk.opened.connect(self._refresh_facts)
        self.desk.changed.connect(self._refresh_facts)
        self.desk.opened.connect(self._refresh_rights)
        self.desk.changed.connect(self._refresh_rights)
        self.desk.turned.connect(self._refresh_facts)
        self.desk.turned.connect(self._refresh_rights)
        self.desk.failed.connect(self.show_error)
        self.desk.saving.connect(self.status.follow)
        self.desk.saving.connect(self._age_bars)
        self.desk.busy.connect(self.status.show_busy)

    # --- what pages ask of the window (Shell) ---

    def toast(self, sentence: str, tone: Tone = Tone.OK, *remedies: Remedy) -> None:
        """Says for ten seconds that something was done."""
        if tone is Tone.OK:
            self.bars.end_passing()
        self.toasts.say(sentence, tone, *remedies)

    def inform(self, sentence: str, tone: Tone = Tone.WARN, *remedies: Remedy) -> None:
        """Puts a bar above the page that stays until it is closed."""
        self.bars.say(sentence, tone, *remedies)

    def go(self, key: str, identity: Hashable = None, command: str = "") -> None:
        """Shows a page, with the cursor on a row, and carries out one of its commands or forms on it."""
        self.pages.go(key, identity, command)

    def open(self, page: QWidget) -> None:
        """Lays a page over the present one."""
        assert isinstance(page, Page)
        self.pages.lay_over(page)

    def preview(self, order: PrintOrder) -> None:
        """Shows what will be printed."""
        from kammerdesk.ui.kit.preview import PreviewPage  # the PDF reader and the printer are needed only here

        self.open(PreviewPage(order, self.desk, self))

    def back(self) -> None:
        """Goes back to where we came from."""
        self.pages.back()

    def forbidden(self, action: str) -> str:
        """Why the user may not carry out an action; nothing is forbidden before the rights are known."""
        return self._forbidden(action) if self._forbidden is not None else ""

    @property
    def memory(self) -> Memory:
        """What the window remembers."""
        return self._memory

    @property
    def exporting(self) -> Callable[[Any, Any], Path] | None:
        """The action that writes a list of persons and notes that it left."""
        return self._upkeep.export() if self._upkeep.export is not None else None

    def attend(self, page: str, dialog: QWidget) -> None:
        """Keeps a draft of what is typed into a form dialog."""
        from kammerdesk.ui.kit.dialogs import FormDialog  # not needed before the first paint

        assert isinstance(dialog, FormDialog)
        if self.drafts is not None:
            self.drafts.attend(page, dialog)

    # --- keys ---

    def _on_page(self, run: Callable[[Page[Any]], object]) -> Callable[[], None]:
        def act(*_: object) -> None:
            page = self.pages.page()
            if page is not None:
                run(page)

        return act

    def _reload(self) -> None:
        self._on_page(lambda page: page.reload())()
        self._refresh_facts()

    def _next_pane(self, by: int) -> None:
        page = self.pages.page()
        panes = [self.navigation, *(pane for pane in (page.panes() if page else ()) if pane.isVisible())]
        focus = self.focusWidget()
        here = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), 0)
        target: QWidget | None = panes[(here + by) % len(panes)]
        while target is not None and target.focusPolicy() is Qt.FocusPolicy.NoFocus and target.focusProxy() is None:
            target = target.nextInFocusChain()
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.pages.leave()
        else:
            super().keyPressEvent(event)

    def _lock(self) -> None:
        if self.app_lock is not None and not self.app_lock.lock():
            words = tr("There is no password yet to unlock with.")
            self.toast(words, Tone.INFO, Remedy(tr("Choose a password …"), self._choose_lock))

    def _choose_lock(self) -> None:
        from kammerdesk.ui.kit.lock_form import choose_lock  # not needed before the first paint

        if self._upkeep.guard is not None:
            choose_lock(self._upkeep.guard, self.desk, self, self)

    def _show_help(self) -> None:
        from kammerdesk.ui.kit.help_page import HelpPage, rows_of  # not needed before the first paint

        self.open(HelpPage(rows_of(self.menus.groups()), self.desk, self))

    # --- looks and room ---

    def dress(self, scheme: Scheme | None = None, zoom: float = 0.0, density: Density | None = None) -> None:
        """Changes colours, zoom or density, at once and for the next time."""
        look = theme.look()
        scheme, zoom, density = scheme or look.scheme, zoom or look.zoom, density or look.density
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, scheme, zoom, density)
        self._memory.keep("look/scheme", scheme.value)
        self._memory.keep("look/zoom", zoom)
        self._memory.keep("look/density", density.name)
        self._arrange()

    def _speak(self, code: str) -> None:
        self._memory.keep("look/language", code)
        self.toast(tr("The language changes with the next start."), Tone.INFO)

    def _zoom(self, by: int) -> None:
        here = ZOOMS.index(min(ZOOMS, key=lambda zoom: abs(zoom - theme.look().zoom)))
        self.dress(zoom=ZOOMS[min(max(here + by, 0), len(ZOOMS) - 1)] if by else 1.0)

    def _fold(self) -> None:
        self._folded = not self._folded
        self._memory.keep("navigation/folded", self._folded)
        self._arrange()

    def _arrange(self) -> None:
        room = arrangement(self.width(), theme.look().zoom)
        wide_enough = room.navigation != NAVIGATION_NARROW
        self.masthead.show_fold(self._folded, wide_enough)
        self.navigation.set_narrow(self._folded or not wide_enough)
        self.pages.arrange(room)

    def _show_as_present(self, page: Page[Any] | None) -> None:
        self.navigation.show_current(self.pages.key)
        self.menus.show_page(page)
        if page is not self._failed_on:
            self.bars.end_passing()
        if page is not None:
            self._show_title()

    def _show_title(self) -> None:
        page = self.pages.page()
        parts = ("KammerDesk", page.accessibleName() if page else "", self.masthead.facts.chamber)
        self.setWindowTitle(" – ".join(part for part in parts if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # --- beginning, end, errors ---

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.desk.open)  # runs when this paint is on the screen

    def _refresh_facts(self) -> None:
        if self._facts is not None:
            self.desk.ask(self._facts, then=self._show_facts)

    def _show_facts(self, facts: Facts) -> None:
        self.masthead.show_facts(facts)
        self._show_title()
        if self._badges is not None:  # takes longer, so the page one waits for has asked before
            self.desk.ask(self._badges, then=self.navigation.show_badges)

    def _refresh_rights(self) -> None:
        if self._upkeep.rights is not None:
            reading = only_reading(self.desk.as_of) if self.desk.as_of is not None else ""
            self.desk.ask(self._upkeep.rights, reading, then=self._follow_rights, now=True)

    def _follow_rights(self, forbidden: Forbidden) -> None:
        self._forbidden = forbidden
        self.pages.follow_rights()

    def show_error(self, error: Exception) -> None:
        """Shows what went wrong: a sentence the user can act on, or a report of our mistake."""
        if not isinstance(error, KammerError):
            from kammerdesk.ui.kit.errors import ErrorDialog  # not needed before the first paint

            ErrorDialog(error, self).open()
        elif self.desk.is_open:
            self._failed_on = self.pages.page()
            self.bars.say(str(error), Tone.ERR, *self._rescue(error), passing=self._failed_on is not None)
        else:
            self.inform(str(error), Tone.ERR, Remedy(tr("Try again"), self.desk.open), *self._rescue(error))

    def _rescue(self, error: Exception) -> Sequence[Remedy]:
        return self._upkeep.rescue(error) if self._upkeep.rescue is not None else ()

    def _age_bars(self, saving: Saving) -> None:
        if saving is Saving.UNDER_WAY:
            self.bars.note_attempt()
        elif saving is Saving.DONE:
            self.bars.note_success()

    def _count_unsaved(self) -> None:
        self.status.count_unsaved(len(self.pages.unsaved()))

    def end(self) -> None:
        """Closes the window even if something typed is lost by that."""
        self._ended = True
        self.close()

    def _may_close(self) -> bool:
        """Stores what is being typed; False when that failed or something typed is wrong, which is said then."""
        failures: list[Exception] = []
        note = failures.append
        self.desk.failed.connect(note)
        unsaved = self.pages.settle()
        self.desk.failed.disconnect(note)
        if unsaved:
            self.pages.ask_to_give_up(unsaved, tr("Discard and quit"), self.end)
        elif failures:
            self.pages.stay()  # what failed stands in a bar or a dialog by now
        return not unsaved and not failures

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._ended and not self._may_close():
            event.ignore()
            return
        self._ended = True
        self._memory.keep("window/geometry", self.saveGeometry())
        self._memory.keep("window/page", self.pages.key)
        self._memory.flush()
        self.desk.close()
        super().closeEvent(event)
