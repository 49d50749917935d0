"""A page made of pages, one tab each; to the window it is the page whose tab one sees."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.draft_shelf import Draft
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.reflow import Arrangement
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.widgets import escaped

Place = tuple[str, Hashable]
"""The key of a tab and an identity on its page; what `here` returns and `go_to` takes."""


class TabbedPage(Page[Any]):
    """Makes the page of a tab when it is first seen. Ctrl+Tab goes to the next."""

    def __init__(self, spec: PageSpec[Any], desk: Desk, shell: Shell, parts: Sequence[PageSpec[Any]]) -> None:
        super().__init__(spec, desk, shell)
        self._parts = parts
        self._made: dict[str, Page[Any]] = {}
        self._outlooks: dict[str, Any] = {}
        """Of tabs that are not made yet."""
        self._room: Arrangement | None = None
        self.tabs = QTabWidget()
        for part in parts:
            place = QWidget()
            place.setLayout(QVBoxLayout())
            place.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]  # it was given one just now
            self.tabs.addTab(place, escaped(tr(part.title)))
        self.tabs.currentChanged.connect(self._turn)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.tabs)
        self.setLayout(body)
        self._turn()

    @property
    def part(self) -> Page[Any]:
        """The page of the tab one sees."""
        spec = self._parts[self.tabs.currentIndex()]
        if spec.key not in self._made:
            page = self._made[spec.key] = (spec.view or ListPage)(spec, self.desk, self.shell)
            place = self.tabs.currentWidget().layout()
            assert place is not None
            place.addWidget(FollowScroll(page))
            page.show()  # at once, not with the next turn of the loop
            page.unsaved_changed.connect(self.unsaved_changed)
            page.marked.connect(self.marked)
            if (outlook := self._outlooks.pop(spec.key, None)) is not None:
                page.look_again(outlook)
        return self._made[spec.key]

    @property
    def front(self) -> Page[Any]:
        """That of the tab one sees."""
        return self.part

    def _turn(self) -> None:
        part = self.part
        focus = self.window().focusWidget()
        self.commands, self.forms, self.list_actions = part.commands, part.forms, part.list_actions
        self.setFocusProxy(part)
        if self._room is not None:
            part.arrange(self._room)
        if focus is not None and self.isAncestorOf(focus) and focus is not self.tabs.tabBar():
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        self.offers_changed.emit()

    def here(self) -> Hashable:
        return self.part.spec.key, self.part.here()

    def go_to(self, identity: Hashable) -> None:
        match identity:
            case (str() as key, wanted):
                self.tabs.setCurrentIndex([part.key for part in self._parts].index(key))
                if wanted is not None:
                    self.part.go_to(wanted)

    def carry_out(self, key: str, identity: Hashable) -> None:
        self.go_to(identity)
        self.part.carry_out(key, identity[1] if isinstance(identity, tuple) else None)

    def outlook(self) -> Mapping[str, Any]:
        return {**self._outlooks, **{key: page.outlook() for key, page in self._made.items()}}

    def look_again(self, outlook: Mapping[str, Any]) -> None:
        self._outlooks = dict(outlook)
        for key, page in self._made.items():
            if (found := self._outlooks.pop(key, None)) is not None:
                page.look_again(found)

    def reload(self) -> None:
        self.part.reload()

    def selected(self) -> Sequence[Any]:
        return self.part.selected() if hasattr(self, "tabs") else ()

    def incomplete(self) -> str:
        return self.part.incomplete()

    def current(self) -> Any:
        return self.part.current()

    def focus_search(self) -> bool:
        return self.part.focus_search()

    def step(self, by: int) -> None:
        self.part.step(by)

    def arrange(self, room: Arrangement) -> None:
        self._room = room
        self.part.arrange(room)

    def panes(self) -> Sequence[QWidget]:
        return self.tabs.tabBar(), *self.part.panes()

    def leave(self) -> bool:
        return self.part.leave()

    def unsaved(self) -> Sequence[str]:
        return [sentence for page in self._made.values() for sentence in page.unsaved()]

    def pending(self) -> Mapping[UUID, Draft]:
        return {uid: draft for page in self._made.values() for uid, draft in page.pending().items()}

    def keep_typed(self) -> None:
        for page in self._made.values():
            page.keep_typed()

    def save_pending(self, then: Callable[[bool], object]) -> None:
        page = next((page for page in self._made.values() if page.pending()), None)
        if page is None:
            then(True)
        else:
            page.save_pending(lambda well: self.save_pending(then) if well else then(False))

    def follow_rights(self) -> None:
        super().follow_rights()
        for page in getattr(self, "_made", {}).values():
            page.follow_rights()
