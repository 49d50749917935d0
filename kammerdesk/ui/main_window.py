"""The window: navigation and pages; it knows no page by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenuBar, QVBoxLayout, QWidget

from kammerdesk.base.clock import Clock, SystemClock
from kammerdesk.base.i18n import language, language_name, languages, tr, use_language
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.app_lock import AppLock
from kammerdesk.ui.kit.day_turn import DayTurn
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.draft import DraftBox
from kammerdesk.ui.kit.draft_shelf import DraftShelf
from kammerdesk.ui.kit.feedback import Bars, Remedy
from kammerdesk.ui.kit.habits import offer_habits
from kammerdesk.ui.kit.job_list import Jobs
from kammerdesk.ui.kit.jobs import Ending, LongWork
from kammerdesk.ui.kit.language import speak
from kammerdesk.ui.kit.leaving import Leaving
from kammerdesk.ui.kit.link_door import LinkDoor
from kammerdesk.ui.kit.loans import only_reading
from kammerdesk.ui.kit.lock_menu import LockMenu
from kammerdesk.ui.kit.looking_back import LookingBack
from kammerdesk.ui.kit.looks import Looks
from kammerdesk.ui.kit.masthead import Facts, Masthead
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.navigation import Navigation
from kammerdesk.ui.kit.overview import Overview
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.palette_door import PaletteDoor
from kammerdesk.ui.kit.paper import PrintOrder
from kammerdesk.ui.kit.records import Records
from kammerdesk.ui.kit.reflow import NAVIGATION_NARROW, arrangement
from kammerdesk.ui.kit.shared_views import SharedViews
from kammerdesk.ui.kit.standing import Standing
from kammerdesk.ui.kit.status_line import StatusLine
from kammerdesk.ui.kit.tab_order import tab_on
from kammerdesk.ui.kit.toasts import Toasts
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.troubles import Troubles
from kammerdesk.ui.kit.undo_menu import Step, UndoMenu
from kammerdesk.ui.kit.upkeep import Forbidden, Upkeep
from kammerdesk.ui.kit.waiting import Numbers, Waiting
from kammerdesk.ui.kit.ways import Ways
from kammerdesk.ui.kit.widgets import row
from kammerdesk.ui.kit.window_place import WindowPlace
from kammerdesk.ui.pages import PAGES, PageEntry


class MainWindow(QMainWindow):
    """Shows itself first, opens the desk after its first paint, loads a page when it is first wanted.

    `facts` is the query behind the line at the top (chamber, user, partner, badges); it is asked again after every
    change. `memory` keeps place, page and zoom, `upkeep` is what else there is of the house. To pages the window is
    their `Shell`.
    """

    seen = Signal()
    """It is on the screen for the first time."""

    def __init__(
        self,
        desk: Desk,
        memory: Memory,
        facts: Callable[[Any], Facts] | None = None,
        entries: Sequence[PageEntry] = PAGES,
        clock: Clock | None = None,
        badges: Numbers | None = None,
        upkeep: Upkeep | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._memory = memory
        self._facts = facts
        self._badges = badges or {}
        self._upkeep = upkeep or Upkeep()
        self._clock = clock or SystemClock()
        self._forbidden: Forbidden | None = None
        self._entries = entries
        self._painted = self._ended = False
        self._parting: QDialog | None = None
        """The question what becomes of records that are not saved, while it is asked."""
        self.setWindowTitle("KammerDesk")
        self._place = WindowPlace(self, memory)
        self.looks = Looks(memory, self)
        guard = self._upkeep.guard
        self.app_lock = AppLock(guard, desk, self) if guard is not None else None
        self.drafts = DraftBox(self._upkeep.drafts, desk, self, self._clock, self)
        self.jobs = Jobs(desk, self._clock, self._say_ending, self)
        self._furnish()
        self._listen()
        self._place.restore()
        self.go(self._place.page([entry.key for entry in entries]))

    def _furnish(self) -> None:
        """Makes everything one sees, in the present language; all of it belongs to the room and goes with it."""
        desk, history = self.desk, self._upkeep.history
        self._room = QWidget()
        self.setMenuBar(QMenuBar())
        self.masthead = Masthead()
        self.navigation = Navigation()
        self.navigation.set_pages([(entry.key, tr(entry.title), entry.icon) for entry in self._entries])
        self.waiting = Waiting(
            desk, self._memory, self._entries, self._clock, self._badges, self._upkeep.sharing, self._room
        )
        self.pages = PageStack(self._entries, desk, self)
        self.toasts = Toasts(self._room)
        self.status = StatusLine(self._clock)
        self.bars = Bars()
        self.menus = Menus(self)
        self.looking_back = LookingBack(desk, self.pages, self._clock, self._room)
        self._lay_out()
        self.troubles = Troubles(desk, self.pages, self.bars, self._ways_out, self)
        self.standing = Standing(self.status, self.toasts, self.jobs, self.pages, desk, self)
        self.leaving = Leaving(self.pages, self.standing, desk, self)
        self.ways = Ways(self.pages, self.navigation, self.standing.areas)
        self.undo_menu = UndoMenu(self.menus, history, desk, self, self._room) if history is not None else None
        self.palette_door = PaletteDoor(
            self, self, self.menus, self.pages, self._entries, desk, self._upkeep, self._show_help
        )
        look_for, rows_for = self.palette_door.look_for, self._upkeep.linked
        self.link_door = LinkDoor(
            self.pages, self._entries, rows_for, self.looking_back, look_for, desk, self, self._room
        )
        self._fill_menus()
        self._listen_to_parts()

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
        self._room.setLayout(whole)
        self.setCentralWidget(self._room)  # the former one is deleted

    def _fill_menus(self) -> None:
        menus, ways = self.menus, self.ways
        if self.app_lock is not None and self._upkeep.guard is not None:
            self.lock_menu = LockMenu(self.app_lock, self._upkeep.guard, self.desk, self, self)
            self.lock_menu.offer_in(menus)
        menus.add(menus.file, tr("&Quit"), self.close, "Ctrl+Q")
        self.palette_door.offer_in(menus, self.masthead.palette_button)
        find = ways.on_page(lambda page: page.focus_search())
        menus.add(menus.edit, tr("&Find in list"), find, ("Ctrl+F", "F3", "Ctrl+E"), "search")
        self.link_door.offer_in(menus)
        menus.add(menus.edit, tr("&Reload"), self._reload, "F5", "refresh")
        ways.offer_pages_in(menus, self._entries)
        self.looking_back.offer_in(menus)
        ways.offer_steps_in(menus)
        menus.add(menus.view, tr("What wa&its"), self._show_waiting, "Ctrl+Shift+W", "clipboard-check")
        self.standing.offer_in(menus)
        self.looks.offer_in(menus)
        offer_habits(menus, self._memory)
        tongues = [(each, language_name(each)) for each in languages()]
        menus.add_choice(menus.view, tr("Lan&guage"), tongues, language, self.speak)
        menus.add(menus.help, tr("&Keys and commands"), self._show_help, "F1", "help")
        menus.add(menus.help, tr("&About KammerDesk …"), self._show_about)

    def _listen_to_parts(self) -> None:
        self.navigation.wanted.connect(partial(self.pages.go, focus=False))
        self.navigation.waiting_wanted.connect(self._show_waiting)
        self.waiting.counted.connect(self._show_badges)
        self.pages.presented.connect(self._show_as_present)
        self.pages.unsaved_changed.connect(self._count_unsaved)
        self.masthead.fold.clicked.connect(self._fold)

    def _listen(self) -> None:
        for signal in (self.desk.opened, self.desk.changed, self.desk.turned):
            signal.connect(self._refresh_facts)
            signal.connect(self._refresh_rights)
        self.looks.changed.connect(self._arrange)
        DayTurn(self._clock, self).turned.connect(self.desk.turned)

    # --- what pages ask of the window (Shell) ---

    def toast(self, sentence: str, tone: Tone = Tone.OK, *remedies: Remedy) -> None:
        """Says for ten seconds that something was done."""
        if tone is Tone.OK:
            self.bars.end_passing()
        self.toasts.say(sentence, tone, *remedies)
        self.jobs.note(sentence, tone)

    def _say_ending(self, ending: Ending) -> None:
        self.toasts.say(ending.sentence, ending.tone, *ending.remedies[:1])

    def run_job(self, work: LongWork[Any]) -> None:
        """Begins long work beside the window."""
        self.jobs.run(work)

    def inform(self, sentence: str, tone: Tone = Tone.WARN, *remedies: Remedy) -> None:
        """Puts a bar above the page that stays until it is closed."""
        self.bars.say(sentence, tone, *remedies)

    def go(self, key: str, identity: Hashable = None, command: str = "", view: str = "") -> None:
        """Shows a page in a view, with the cursor on a row, and carries out one of its commands or forms on it."""
        self.pages.go(key, identity, command, view)

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

    @property
    def sharing(self) -> SharedViews | None:
        """How views of lists for all are kept."""
        return self._upkeep.sharing() if self._upkeep.sharing is not None else None

    @property
    def overview(self) -> Overview:
        """All pages, from far away."""
        return self.waiting

    def follow(self, link: str) -> None:
        """Goes where a link leads."""
        self.link_door.follow(link)

    def summon(self, link: str = "") -> None:
        """Comes to the front, whatever lay over it, and goes where a link leads."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if link:
            self.follow(link)

    def attend(self, page: str, dialog: QWidget) -> None:
        """Keeps a draft of what is typed into a form dialog."""
        from kammerdesk.ui.kit.dialogs import FormDialog  # not needed before the first paint

        assert isinstance(dialog, FormDialog)
        self.drafts.attend(page, dialog)

    @property
    def shelf(self) -> DraftShelf:
        """Where drafts about single records lie."""
        return self.drafts

    @property
    def records(self) -> Records | None:
        """Single records to edit."""
        return self._upkeep.records

    def take_back(self, entry: int, words: str) -> None:
        """Takes back the journal entry with this number."""
        if self.undo_menu is not None:
            self.undo_menu.take_back_entry(Step(entry, words))

    def do_again(self, entry: int, words: str) -> None:
        """Does again the journal entry with this number."""
        if self.undo_menu is not None:
            self.undo_menu.do_again_entry(Step(entry, words))

    # --- keys ---

    def _reload(self) -> None:
        self.ways.on_page(lambda page: page.reload())()
        self._refresh_facts()
        self.waiting.refresh()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tab_on(self, forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.pages.leave()
        else:
            super().keyPressEvent(event)

    def _show_about(self) -> None:
        from kammerdesk.ui.kit.about import About  # not needed before the first paint

        About(self._memory.folder, self).open()

    def _show_help(self) -> None:
        from kammerdesk.ui.kit.help_page import HelpPage, rows_of  # not needed before the first paint

        self.open(HelpPage(rows_of(self.menus.groups()), self.desk, self))

    def _show_waiting(self, key: str = "") -> None:
        """Shows what waits on a page, by default on the present one; the page itself where nothing is known to."""
        key = key or self.pages.key
        self.go(key, view=self.waiting.waiting_view(key))

    # --- looks and room ---

    def speak(self, code: str) -> None:
        """Shows everything in another language, at once and for the next time.

        The page, its row and the way back stay; what is being typed is stored before, or given up when asked.
        """
        switch = partial(self._speak, code)
        if code != language() and self.leaving.may_leave(tr("Discard and change the language"), switch):
            switch()

    def _speak(self, code: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._memory.keep("look/language", code)
        whereabouts, status, bars = self.pages.whereabouts(), self.status, self.bars  # filters in the former words
        use_language(code)
        speak(app)
        self._furnish()
        self.status.take_over(status)
        self.bars.take_over(bars)
        self._refresh_facts()
        self._refresh_rights()
        self._arrange()
        self.pages.resume(whereabouts)

    def _fold(self) -> None:
        self._place.folded = not self._place.folded
        self._arrange()

    def _arrange(self) -> None:
        room = arrangement(self.width(), theme.look().zoom)
        wide_enough = room.navigation != NAVIGATION_NARROW
        folded = self._place.folded
        self.masthead.show_fold(folded, wide_enough)
        self.navigation.set_narrow(folded or not wide_enough)
        self.pages.arrange(room)

    def _show_as_present(self, page: Page[Any] | None) -> None:
        self.navigation.show_current(self.pages.key)
        self.menus.show_page(page)
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
            QTimer.singleShot(0, self, self._begin)  # runs when this paint is on the screen

    def _begin(self) -> None:
        self.desk.open()
        self.seen.emit()

    def _refresh_facts(self) -> None:
        if self._facts is not None:
            self.desk.ask(self._facts, then=self._show_facts)

    def _show_facts(self, facts: Facts) -> None:
        self.masthead.show_facts(facts)
        self.status.show_outside(facts.exchange)
        self._show_title()

    def _show_badges(self) -> None:
        self.navigation.show_badges(self.waiting.badges)

    def _refresh_rights(self) -> None:
        if self._upkeep.rights is not None:
            reading = only_reading(self.desk.as_of) if self.desk.as_of is not None else ""
            self.desk.ask(self._upkeep.rights, reading, then=self._follow_rights, now=True)

    def _follow_rights(self, forbidden: Forbidden) -> None:
        self._forbidden = forbidden
        self.pages.follow_rights()

    def show_error(self, error: Exception) -> None:
        """Shows what went wrong: a sentence the user can act on, or a report of our mistake."""
        self.troubles.show(error)

    def _ways_out(self, error: Exception) -> Sequence[Remedy]:
        """What helps against an error beside trying again."""
        undo = self.undo_menu.ways_out(error) if self.undo_menu is not None else ()
        return [*undo, *(self._upkeep.rescue(error) if self._upkeep.rescue is not None else ())]

    def _count_unsaved(self) -> None:
        self.status.count_unsaved(len(self.pages.unsaved()) + len(self.pages.pending()))

    def end(self) -> None:
        """Closes the window even if something typed is lost by that."""
        self._ended = True
        if self._parting is not None:
            self._parting.reject()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._ended and not self.leaving.may_close(self.end):
            event.ignore()
            return
        self._ended = True
        self.jobs.stop_all()
        self._place.keep(self.pages.key)
        self.desk.close()
        super().closeEvent(event)
