"""A page as data: what it is called, what it asks, what it shows, what can be done on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit import icons
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.draft_shelf import Draft
from kammerdesk.ui.kit.paged_model import PagedRows
from kammerdesk.ui.kit.paper import PrintedForm
from kammerdesk.ui.kit.reflow import Arrangement
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.views import ListView
from kammerdesk.ui.kit.widgets import escaped

_PLAIN_KEYS = ("Del", "Space")


class Needs(Enum):
    """How many selected rows a command works on."""

    NOTHING = 0
    ONE = 1
    SOME = 2


@dataclass(frozen=True, kw_only=True)
class Command(Generic[R]):
    """Something a clerk does on a page; `key` is the verb of the service, `title` a msgid.

    `shortcut` is written portably ("Ctrl+N"). `when` says for which rows it makes sense. At most one command of a
    page is `primary`; one that is not in the `header` is found in the menu only. `action` is the name of the action
    whose right it needs, by default its key. `unfit` says why it makes no sense for the other rows (msgid).
    """

    key: str
    title: str
    run: Callable[[Page[R]], object]
    shortcut: str = ""
    icon: str = ""
    needs: Needs = Needs.NOTHING
    when: Callable[[R], bool] | None = None
    primary: bool = False
    header: bool = True
    action: str = ""
    unfit: str = N_("does not fit the selected row")

    def fits(self, rows: Sequence[R]) -> bool:
        """Whether it can run on this selection."""
        return not self.lacks(rows)

    def lacks(self, rows: Sequence[R]) -> str:
        """Why it cannot run on this selection; "" when it can."""
        if self.needs is Needs.ONE and len(rows) != 1:
            return tr("needs one selected row")
        if self.needs is Needs.SOME and not rows:
            return tr("needs at least one selected row")
        if self.needs is not Needs.NOTHING and self.when is not None and not all(self.when(row) for row in rows):
            return tr(self.unfit)
        return ""


@dataclass(frozen=True)
class Empty(Generic[R]):
    """What stands in an empty list: a sentence (msgid) and the keys of at most two commands that help."""

    sentence: str
    commands: tuple[str, ...] = ()


class Detail(QWidget, Generic[R]):
    """What is shown beside the list for the row under the cursor."""

    unsaved_changed = Signal()
    """Something else is typed and not saved now."""
    scrolls = False
    """Whether it scrolls by itself, so that a part of it always stays in sight."""

    def show_row(self, row: R | None) -> None:
        """Shows another row, or the same one read again."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Puts the cursor where one begins here."""
        (self.focusProxy() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def pending(self) -> Mapping[UUID, Draft]:
        """What was typed into records since the start and is not saved, by their keys."""
        return {}

    def marked(self) -> Sequence[Hashable]:
        """The rows with something typed and not saved, also from the last time."""
        return ()

    def keep_typed(self) -> None:
        """Keeps what is being typed as a draft now."""

    def save_pending(self, then: Callable[[bool], object]) -> None:
        """Saves all of it; `then` gets whether that went well, else one sees the first that did not."""
        then(True)


@dataclass(frozen=True, kw_only=True)
class PageSpec(Generic[R]):
    """One page.

    A list needs `query` (called with a session) and `columns`; one of more than 20,000 rows has `paged` instead, and
    columns with a `kind`. Anything else brings its own `view`. The page asks again when one of the record kinds in
    `shows` was changed. `persons` says how many persons a list of such rows tells of when it leaves the program.
    """

    key: str
    title: str
    icon: str
    query: Callable[[Any], Sequence[R]] | None = None
    paged: PagedRows[R] | None = None
    columns: Sequence[Column[R]] = ()
    shows: frozenset[str] = frozenset()
    commands: Sequence[Command[R]] = ()
    forms: Sequence[PrintedForm[R]] = ()
    empty: Empty[R] = field(default_factory=lambda: Empty(""))
    detail: Callable[[Page[R]], Detail[R]] | None = None
    view: Callable[[PageSpec[R], Desk, Shell], Page[R]] | None = None
    persons: Callable[[Sequence[R]], int] | None = None
    views: Sequence[ListView] = ()
    """Views the list comes with; their names and filters are msgids."""
    waiting: str = ""
    """The name of the one of `views` whose rows need this clerk: as many as the badge in the navigation says."""
    coming: str = ""
    """The name of the one of `views` whose rows will need this clerk some day: it stands on Today, without a badge."""
    number: Callable[[R], str] | None = None
    """The number by which people call a row's record, for links; without it they have its key."""

    @property
    def on_today(self) -> tuple[str, ...]:
        """The names of the views that stand on Today until somebody says else."""
        return tuple(name for name in (self.waiting, self.coming) if name)


class PageAction(QAction):
    """A command as the menu and its button show it; what the user may not do stays off, with the reason."""

    reason = ""
    lacks = ""
    """Why it does not fit what is selected."""
    _wanted = True

    def forbid(self, reason: str) -> None:
        """Says why it may not be carried out; "" allows it."""
        self.reason = reason
        self.setToolTip(reason)
        self.setEnabled(self._wanted)

    def setEnabled(self, wanted: bool) -> None:
        """Switches it on only where it is allowed too."""
        self._wanted = wanted
        super().setEnabled(wanted and not self.reason)


class Page(QWidget, Generic[R]):
    """What every page on the screen can do; lists are `ListPage`, other pages are subclasses of this."""

    marked = Signal()
    """Another row is current, or other rows are selected."""
    unsaved_changed = Signal()
    """What `unsaved` says may be something else now."""
    offers_changed = Signal()
    """Other commands and forms are offered now."""

    def __init__(self, spec: PageSpec[R], desk: Desk, shell: Shell) -> None:
        super().__init__()
        self.spec = spec
        self.desk = desk
        self.shell = shell
        self._stale = True
        self._wish: tuple[str, Hashable] | None = None
        self.setAccessibleName(tr(spec.title))
        self.commands: dict[str, PageAction] = {command.key: self._action(command) for command in spec.commands}
        self.forms: dict[str, QAction] = {
            form.key: self._form_action(form, first) for first, form in _first_marked(spec.forms)
        }
        self.list_actions: Sequence[QAction] = ()
        """What can be done with its list, for the menu."""
        self.marked.connect(self.refresh_actions)
        self.marked.connect(self._grant_wish)
        desk.changed.connect(self._note_changes)
        desk.turned.connect(self._note_turn)
        self.follow_rights()

    @property
    def front(self) -> Page[Any]:
        """What one sees of it: the page itself, unless it is made of several."""
        return self

    def reload(self) -> None:
        """Asks again for everything the page shows."""

    def selected(self) -> Sequence[R]:
        """The rows a command works on."""
        return ()

    def incomplete(self) -> str:
        """Why not all rows that are selected are among `selected`; "" when they are."""
        return ""

    def current(self) -> R | None:
        """The row under the cursor."""
        return None

    def go_to(self, identity: Hashable) -> None:
        """Puts the cursor on the row with this identity, as soon as it is there."""

    def open_view(self, name: str) -> None:
        """Shows its list as one of the views says."""

    def carry_out(self, key: str, identity: Hashable) -> None:
        """Carries out a command or form on the row with this identity, as soon as the cursor is there; None for any."""
        self._wish = (key, identity)
        self._grant_wish()

    def _grant_wish(self) -> None:
        if self._wish is None or self._wish[1] not in (None, self.here()):
            return
        key, self._wish = self._wish[0], None
        {**self.commands, **self.forms}[key].trigger()

    def here(self) -> Hashable:
        """The identity of the row under the cursor, for going back to it."""
        row = self.current()
        return None if row is None else row.id

    def outlook(self) -> Any:
        """How one looks at what it shows: view, filters, cursor, selection; None where there is nothing to keep."""
        return None

    def look_again(self, outlook: Any) -> None:
        """Looks at it as one looked at the page before, of the same spec, maybe in another language."""

    def menu_place(self) -> QPoint:
        """Where on the screen a menu for what is selected opens."""
        return self.mapToGlobal(self.rect().center())

    def focus_search(self) -> bool:
        """Puts the cursor into the search field; False when the page has none."""
        return False

    def step(self, by: int) -> None:
        """Goes to the next (1) or previous (-1) record of the list."""

    def arrange(self, room: Arrangement) -> None:
        """Shares the room between list and detail."""

    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return (self,)

    def leave(self) -> bool:
        """Closes the topmost thing on Esc; True when there was one."""
        return False

    def unsaved(self) -> Sequence[str]:
        """What was typed here and is not stored, a sentence each; nobody leaves the page before he gave it up."""
        return ()

    def pending(self) -> Mapping[UUID, Draft]:
        """What was typed into records and is not saved, but kept as drafts; it hinders nobody from leaving the page."""
        return {}

    def keep_typed(self) -> None:
        """Keeps what is being typed into a record as a draft now."""

    def save_pending(self, then: Callable[[bool], object]) -> None:
        """Saves all of it; `then` gets whether that went well."""
        then(True)

    def show_unsaved(self) -> None:
        """Puts the cursor on the first of what `unsaved` tells of."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_actions(self) -> None:
        """Switches commands on and off by what is selected."""
        rows = self.selected()
        for command in self.spec.commands:
            action = self.commands[command.key]
            action.lacks, former = command.lacks(rows), action.lacks
            action.setEnabled(not action.lacks)
            if action.lacks != former:
                action.changed.emit()  # its buttons say another reason
        for form in self.spec.forms:
            self.forms[form.key].setEnabled(bool(rows) or (self.spec.query is None and self.spec.paged is None))

    def follow_rights(self) -> None:
        """Switches off what the user may not do."""
        for command in self.spec.commands:
            self.commands[command.key].forbid(self.shell.forbidden(command.action or command.key))
        self.refresh_actions()

    def bind_plain_keys(self, place: QWidget) -> None:
        """Lets keys that mean something else elsewhere, such as Del, mean a command only with the cursor in `place`."""
        for command in self.spec.commands:
            if command.shortcut.removeprefix("Shift+") in _PLAIN_KEYS:
                self.commands[command.key].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                place.addAction(self.commands[command.key])

    def _action(self, command: Command[R]) -> PageAction:
        action = PageAction(icons.icon(command.icon), escaped(tr(command.title)), self)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda: command.run(self))
        self.addAction(action)
        return action

    def _form_action(self, form: PrintedForm[R], first: bool) -> QAction:
        action = QAction(icons.icon("printer"), f"{escaped(tr(form.title))} …", self)
        if first:
            action.setShortcut(QKeySequence("F7"))
        action.triggered.connect(lambda: self.print_form(form))
        self.addAction(action)
        return action

    def print_form(self, form: PrintedForm[R]) -> None:
        """Opens the preview of a form for the selected rows."""
        self.desk.ask(form.order, tuple(self.selected()), then=self.shell.preview, owner=self)

    def _note_changes(self, kinds: frozenset[str]) -> None:
        if kinds & self.spec.shows:
            self._stale = True
            self._reload_if_seen()

    def _note_turn(self) -> None:
        self._stale = True
        self._reload_if_seen()

    def _reload_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reload_if_seen()


def _first_marked(forms: Sequence[PrintedForm[R]]) -> list[tuple[bool, PrintedForm[R]]]:
    return [(number == 0, form) for number, form in enumerate(forms)]
