"""The pages behind the navigation: loaded when first wanted, with a trail that leads back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.attention import Attention
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.draft_shelf import Draft
from kammerdesk.ui.kit.feedback import Skeleton
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.listed import Listed
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.record_window import RecordWindow
from kammerdesk.ui.kit.reflow import Arrangement
from kammerdesk.ui.kit.shell import Shell


@dataclass(frozen=True, slots=True)
class Place:
    """A page, the row the cursor was on, and what shall be carried out there; with `view` in one of its views."""

    key: str
    identity: Hashable = None
    command: str = ""
    view: str = ""


@dataclass(slots=True)
class Trail:
    """Where we were and where we came back from, as in a browser."""

    behind: list[Place] = field(default_factory=list)
    ahead: list[Place] = field(default_factory=list)

    def leave(self, place: Place) -> None:
        """Goes somewhere new from here."""
        self.behind.append(place)
        self.ahead.clear()

    def back(self, here: Place) -> Place | None:
        """Where we were before; None at the beginning."""
        return _move(self.behind, self.ahead, here)

    def forward(self, here: Place) -> Place | None:
        """Where we came back from; None at the end."""
        return _move(self.ahead, self.behind, here)


def _move(source: list[Place], target: list[Place], here: Place) -> Place | None:
    if not source:
        return None
    target.append(here)
    return source.pop()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What outlives the widgets when the pages are made anew."""

    place: Place
    trail: Trail
    outlooks: Mapping[str, Any]
    """How one looks at each page, by its key."""


class PageStack(QStackedWidget):
    """Shows one page at a time; a page laid over another (a preview, the keys) is gone when one goes back."""

    presented = Signal(object)
    """Another page is seen; None while it is being loaded."""
    unsaved_changed = Signal()
    """Other entries may be unsaved now."""

    def __init__(self, entries: Sequence[Listed], desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._entries = {entry.key: entry for entry in entries}
        self._desk = desk
        self._shell = shell
        self._pages: dict[str, Page[Any]] = {}
        self._holders: dict[Page[Any], FollowScroll] = {}
        """Not asked of Qt: whoever asks for a child that is about to go keeps it and all it holds for ever."""
        self._attention: dict[str, Attention] = {}
        self._over: list[Page[Any]] = []
        self._left: list[QWidget | None] = []
        """Where the cursor was below each page that is laid over."""
        self._apart: list[RecordWindow] = []
        """The records in windows of their own, which go with the pages."""
        self._trail = Trail()
        self._outlooks: dict[str, Any] = {}
        """How one looked at pages that are not made yet."""
        self._room: Arrangement | None = None
        self._waiting: QWidget = Skeleton()
        self.addWidget(self._waiting)
        self.key = ""

    def page(self) -> Page[Any] | None:
        """The page one sees; None while it is being loaded."""
        shown = self.currentWidget()
        return shown.content if isinstance(shown, FollowScroll) and isinstance(shown.content, Page) else None

    def _hold(self, page: Page[Any]) -> None:
        """Puts a page into what scrolls it in a low window, or at a high zoom."""
        holder = self._holders[page] = FollowScroll(page)
        self.addWidget(holder)

    def _take_away(self, page: Page[Any]) -> None:
        holder = self._holders.pop(page)
        self.removeWidget(holder)
        holder.deleteLater()

    def go(self, key: str, identity: Hashable = None, command: str = "", view: str = "", focus: bool = True) -> None:
        """Shows a page in a view, with the cursor on a row; then carries out one of its commands or forms."""

        def go_on() -> None:
            if self.key and key != self.key:
                self._trail.leave(self._place())
            self._show(Place(key, identity, command, view), focus)

        self._give_up(self._over, go_on)

    def lay_over(self, page: Page[Any]) -> None:
        """Shows a page that is no place of its own."""
        self._over.append(page)
        self._left.append(self.window().focusWidget())
        self._hold(page)
        page.unsaved_changed.connect(self.unsaved_changed)
        self._present(page, focus=True)

    def show_apart(self, spec: PageSpec[Any], identity: Hashable) -> None:
        """Shows a record of a page in a window of its own."""
        window = RecordWindow(spec, identity, tr(spec.title), self._desk, self._shell, self)
        self._apart.append(window)
        window.page.unsaved_changed.connect(self.unsaved_changed)
        window.finished.connect(lambda _: self._apart.remove(window))
        window.show()

    def back(self) -> None:
        """Takes away what lies above, or goes where we were before."""
        if self._over:
            self._give_up(self._over[-1:], self._uncover)
        elif (place := self._trail.back(self._place())) is not None:
            self._show(place, focus=True)

    def _uncover(self) -> None:
        self._take_away(self._over.pop())
        below = self._over[-1] if self._over else self._pages[self.key]
        left = self._left.pop()
        self._present(below, focus=True)
        if left is not None and shiboken6.isValid(left) and left.isVisible():
            left.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unsaved_changed.emit()

    def uncover(self, run: Callable[[], None]) -> None:
        """Takes away all that lies above, then runs; what is not stored there must be given up first."""

        def go_on() -> None:
            run()
            if self._over:
                self._show(self._place(), focus=True)

        self._give_up(self._over, go_on)

    def forward(self) -> None:
        """Goes where we came back from."""
        self._give_up(self._over, self._go_forward)

    def _go_forward(self) -> None:
        if (place := self._trail.forward(self._place())) is not None:
            self._show(place, focus=True)

    def whereabouts(self) -> Whereabouts:
        """Where one is and how one came here; what lies above is no place."""
        outlooks = {**self._outlooks, **{key: page.outlook() for key, page in self._pages.items()}}
        return Whereabouts(self._place(), self._trail, outlooks)

    def resume(self, whereabouts: Whereabouts) -> None:
        """Goes on where one was in another stack of the same pages."""
        self._trail = whereabouts.trail
        self._outlooks = dict(whereabouts.outlooks)
        self._show(whereabouts.place, focus=True)

    def settle(self) -> Sequence[str]:
        """Takes over what is being typed and waits until it is stored; returns what is not, a sentence each."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()  # whoever is left hands on what was typed
        for _key, page in self._editing():
            page.keep_typed()
        if self._desk.is_saving:
            self._desk.drain()
        return self.unsaved()

    def unsaved(self) -> Sequence[str]:
        """What was typed on any page and is not stored, a sentence each."""
        return [sentence for page in (*self._pages.values(), *self._over) for sentence in page.unsaved()]

    def go_to_unsaved(self) -> None:
        """Shows the first of what is typed and not stored."""
        over = next((page for page in reversed(self._over) if page.unsaved()), None)
        kept = next((key for key, page in self._pages.items() if page.unsaved()), None)
        if over is not None:
            over.show_unsaved()
        elif kept is not None:
            self.go(kept)
            self._pages[kept].show_unsaved()
        else:
            for uid, (key, _draft) in self.pending().items():
                self.go(key, uid)
                break

    def pending(self) -> Mapping[UUID, tuple[str, Draft]]:
        """What was typed into records and lies as a draft: by record the key of its page, and the draft."""
        return {uid: (key, each) for key, page in self._editing() for uid, each in page.pending().items()}

    def _editing(self) -> Sequence[tuple[str, Page[Any]]]:
        """Whatever may have records that are being edited, with the keys of the pages that show them."""
        return [*self._pages.items(), *((each.page.spec.key, each.page) for each in self._apart)]

    def save_pending(self, then: Callable[[], object]) -> None:
        """Saves all of it, page by page; `then` is called when all of it went well."""
        page = next((page for _key, page in self._editing() if page.pending()), None)
        if page is None:
            then()
        else:
            page.save_pending(lambda well: self.save_pending(then) if well else None)

    def _give_up(self, pages: Sequence[Page[Any]], run: Callable[[], None]) -> None:
        """Takes pages away by `run`; what is not stored on them must be given up first."""
        if pages:
            self.settle()
        unsaved = [sentence for page in pages for sentence in page.unsaved()]
        if unsaved:
            self.ask_to_give_up(unsaved, tr("Discard"), run)
        else:
            run()

    def ask_to_give_up(self, unsaved: Sequence[str], verb: str, run: Callable[[], object]) -> None:
        """Shows what is not stored, and runs only when it may be lost; else the cursor goes back to the page."""
        from kammerdesk.ui.kit.dialogs import decide  # not needed before the first paint

        decision = decide(self, tr("Not everything is saved"), "\n".join(unsaved), verb, run)
        decision.rejected.connect(self.stay)

    def stay(self) -> None:
        """The cursor goes back to the page one sees."""
        page = self.page()
        self.presented.emit(page)  # the navigation may have moved on already
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Esc: closes the topmost thing."""
        page = self.page()
        if page is not None and not page.leave() and self._over:
            self.back()

    def arrange(self, room: Arrangement) -> None:
        """Shares the room anew."""
        self._room = room
        page = self.page()
        if page is not None:
            page.arrange(room)

    def follow_rights(self) -> None:
        """Switches off on every page what the user may not do."""
        for page in (*self._pages.values(), *self._over, *(each.page for each in self._apart)):
            page.follow_rights()

    def _place(self) -> Place:
        page = self._pages.get(self.key)
        return Place(self.key, None if page is None else page.here())

    def _show(self, place: Place, focus: bool) -> None:
        self.key = place.key
        while self._over:
            self._take_away(self._over.pop())
            self.unsaved_changed.emit()
        self._left.clear()
        page = self._pages.get(place.key)
        if page is not None:
            self._present(page, focus)
            if place.view:
                page.open_view(place.view)
            if place.identity is not None:
                page.go_to(place.identity)
                if place.key in self._attention:
                    self._attention[place.key].ask_for()
            if place.command:
                page.carry_out(place.command, place.identity)
            return
        self.setCurrentWidget(self._waiting)
        self.presented.emit(None)
        self._desk.prepare(self._entries[place.key].load, then=partial(self._take, place, focus), owner=self)

    def _take(self, place: Place, focus: bool, spec: PageSpec[Any]) -> None:
        if place.key not in self._pages:
            make = spec.view or ListPage
            page = self._pages[place.key] = make(spec, self._desk, self._shell)
            self._hold(page)
            if isinstance(page, ListPage):
                self._attention[place.key] = Attention(page)
            page.unsaved_changed.connect(self.unsaved_changed)
            page.offers_changed.connect(partial(self._present_again, page))
            if (outlook := self._outlooks.pop(place.key, None)) is not None:
                page.look_again(outlook)
        if place.key == self.key and self.page() is None:
            self._show(place, focus)

    def _present_again(self, page: Page[Any]) -> None:
        if page is self.page():
            self.presented.emit(page)

    def _present(self, page: Page[Any], focus: bool) -> None:
        self.setCurrentWidget(self._holders[page])
        if self._room is not None:
            page.arrange(self._room)
        self.presented.emit(page)
        if focus:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
