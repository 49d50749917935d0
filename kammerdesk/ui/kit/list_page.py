"""The page most subjects need: a list, and beside it what is known of the row under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.draft_shelf import Draft
from kammerdesk.ui.kit.feedback import EmptyState, Remedy
from kammerdesk.ui.kit.heading import ActionButton, Heading
from kammerdesk.ui.kit.outlook import Outlook, look_again, outlook_of
from kammerdesk.ui.kit.page import Needs, Page, PageSpec
from kammerdesk.ui.kit.paged_model import PagedModel
from kammerdesk.ui.kit.reflow import Arrangement
from kammerdesk.ui.kit.row_keys import MANY, RowKeys
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.table import Table
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.totals import heading_words
from kammerdesk.ui.kit.view_sharing import ViewSharing
from kammerdesk.ui.kit.views import ViewShelf
from kammerdesk.ui.kit.widgets import column, in_reading_order, panel

DETAIL_DELAY = 120
"""Milliseconds before the detail follows the cursor, so that it does not flicker under a held arrow key."""


class ListPage(Page[R], Generic[R]):
    """Made from a `PageSpec` with `query` and `columns`."""

    def __init__(self, spec: PageSpec[R], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        paged = PagedModel(spec.columns, spec.paged, desk) if spec.paged is not None else None
        shelf = ViewShelf(shell.memory, spec.key, spec.views, spec.on_today)
        self.list: DataTable[R] = DataTable(
            spec.columns, tr(spec.title), self._empty_state(), shelf=shelf, paged=paged, today=shell.overview.today
        )
        self.list.tools.widen()
        self.list_actions = self.list.tools.actions
        self._acted = self._changed = False
        """Whether a command of this page was given since its rows were read, and whether the data changed meanwhile:
        what goes by one's own command needs no telling, nor what goes because one looks for something else."""
        self._wanted: Hashable = None
        self._chosen: frozenset[Hashable] = frozenset()
        """The rows that shall be selected as soon as they are there."""
        self._one_pane = False
        self._arranged: tuple[Arrangement, float] | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.px(8))
        self._splitter.addWidget(self.list)
        self._follow = QTimer(self, singleShot=True, interval=DETAIL_DELAY)
        self._follow.timeout.connect(self._show_detail)
        self.detail = spec.detail(self) if spec.detail is not None else None
        self._beside = QStackedWidget()
        self._overview = EmptyState(spec.icon, "")
        """What stands in the place of the detail while the cursor is on no row."""
        self._sheet = self._detail_sheet()
        self.list.current_changed.connect(self._follow.start)
        self.list.selected_changed.connect(self.marked)
        self.list.opened.connect(self.open_detail)
        self._serve_list()
        sharing = shell.sharing
        if sharing is not None:
            ViewSharing(spec.key, sharing, self.list.views, desk, shell)
        self._heading = Heading(self, back=self._back_to_list)
        body = column(self._heading, gap=12, margin=16)
        body.addWidget(self._splitter, 1)
        self.setLayout(body)
        self.setFocusProxy(self.list)

    def _serve_list(self) -> None:
        self.list.told.connect(self._tell)
        self.list.export_wanted.connect(self._export)
        self.list.view.source.arrived.connect(self._show_arrived)
        if isinstance(self.list.view, Table):
            self.list.view.vanished.connect(self._tell_vanished)
        for action in self.commands.values():
            action.triggered.connect(self._note_command)
        self.bind_plain_keys(self.list.view)
        with_rows = [self.commands[each.key] for each in self.spec.commands if each.needs is not Needs.NOTHING]
        self.list.row_actions = (*self._opening(), *self.list.row_actions, *with_rows, *self.forms.values())
        many = [command for command in self.spec.commands if command.needs is Needs.SOME]
        self.list.foot.offer_for_many([ActionButton(self.commands[each.key], each.icon) for each in many])

    def _opening(self) -> Sequence[QAction]:
        if self.detail is None:
            return ()
        opening = QAction(tr("&Open"), self)
        opening.setShortcut(Qt.Key.Key_Enter)
        opening.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown only: the table itself hears the key
        opening.triggered.connect(self.open_detail)
        return (opening,)

    def _export(self, suffix: str, everything: bool) -> None:
        from kammerdesk.ui.kit.list_export import ListExporter  # not needed before the first paint

        ListExporter(self, self.list).export(suffix, everything)

    def _tell(self, sentence: str, remedy: Remedy | None) -> None:
        self.shell.toast(sentence, Tone.INFO, *([remedy] if remedy is not None else []))

    def _note_changes(self, kinds: frozenset[str]) -> None:
        self._changed = self._changed or bool(kinds & self.spec.shows)
        super()._note_changes(kinds)

    def _note_command(self) -> None:
        self._acted = True

    def _tell_vanished(self, gone: list[R]) -> None:
        if self._acted or not self._changed:
            return
        if len(gone) > 1:
            message = trn(
                "{n} selected row is not in this list any more.",
                "{n} selected rows are not in this list any more.",
                len(gone),
            )
            self._tell(message.format(n=len(gone)), None)
        else:
            name = self.spec.columns[0].words(gone[0])
            self._tell(tr("“{name}” is not in this list any more.").format(name=name), None)

    def _empty_state(self) -> EmptyState:
        actions = [self.commands[key] for key in self.spec.empty.commands]
        remedies = [Remedy(action.text(), action.trigger) for action in actions]
        return EmptyState(self.spec.icon, tr(self.spec.empty.sentence), *remedies)

    def _detail_sheet(self) -> QWidget | None:
        if self.detail is None:
            return None
        sheet = panel()
        self.detail.unsaved_changed.connect(self._follow_unsaved)
        body: QWidget = self.detail
        if not self.detail.scrolls:
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            self.detail.setProperty("scrolled", True)
            scroll.setWidget(self.detail)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            body = scroll
        self._beside.addWidget(body)
        self._beside.addWidget(self._overview)
        self._beside.addWidget(QWidget())
        sheet.setLayout(column(self._beside, margin=1))
        self._splitter.addWidget(sheet)
        in_reading_order(self._splitter)
        self._splitter.splitterMoved.connect(self._keep_pulled)
        self._splitter.setStretchFactor(0, 1)
        return sheet

    def give_detail_away(self) -> QWidget:
        """The detail and what it lies on, to be shown elsewhere; it follows the row all the same."""
        assert self._sheet is not None
        sheet, self._sheet = self._sheet, None
        return sheet

    def _follow_unsaved(self) -> None:
        if self.detail is not None:
            self.list.mark_rows(self.detail.marked())
        self.unsaved_changed.emit()

    def pending(self) -> Mapping[UUID, Draft]:
        return self.detail.pending() if self.detail is not None else {}

    def keep_typed(self) -> None:
        if self.detail is not None:
            self.detail.keep_typed()

    def save_pending(self, then: Callable[[bool], object]) -> None:
        if self.detail is not None:
            self.detail.save_pending(then)
        else:
            then(True)

    def reload(self) -> None:
        if isinstance(self.list.view.source, PagedModel):
            self.list.view.source.reload()
        elif self.spec.query is not None:
            self.desk.ask(self.spec.query, then=self._show_rows)

    def _show_rows(self, rows: Sequence[R]) -> None:
        self.list.set_rows(rows)
        self._acted = self._changed = False
        if len(rows) > MANY:
            keys = RowKeys(rows, self.spec.columns)
            self.desk.prepare(keys.prepare, then=self.list.table.rows.take_keys, owner=self)
        self._show_arrived()

    def _show_arrived(self) -> None:
        if self._wanted is not None and self.list.go_to(self._wanted):
            self._wanted = None
        if len(self._chosen) > 1:
            self.list.view.select(self._chosen)
        self._chosen = frozenset()
        self._show_detail()

    def _show_detail(self) -> None:
        if self.detail is None:
            return
        row = self.current()
        if row is None:
            self._say_overview()
        had_cursor = row is None and self._beside.isAncestorOf(self.window().focusWidget() or self)
        rows = self.list.view.source.count
        self._beside.setCurrentIndex(0 if row is not None else 1 if rows else 2)  # an empty list says so itself
        if had_cursor:
            self.list.setFocus()
        self.detail.show_row(row)

    def _say_overview(self) -> None:
        """On the heading of a group, what is in it; else that a row is to be chosen."""
        group = self.list.view.groups.heading()
        if group is not None:
            verb = tr("Open group") if group.closed else tr("Close group")
            self._overview.say(heading_words(group), Remedy(verb, self._toggle_group))
        else:
            self._overview.say(tr("Choose a row to see more of it here."))

    def _toggle_group(self) -> None:
        self.list.view.groups.toggle()
        self._say_overview()

    def selected(self) -> Sequence[R]:
        return self.list.view.selected() if hasattr(self, "list") else ()

    def incomplete(self) -> str:
        return self.list.view.incomplete()

    def current(self) -> R | None:
        return self.list.view.current()

    def go_to(self, identity: Hashable) -> None:
        if not self.list.go_to(identity):
            self._wanted = identity

    def open_view(self, name: str) -> None:
        self.list.views.open(name)

    def outlook(self) -> Outlook:
        return outlook_of(self.list)

    def look_again(self, outlook: Outlook) -> None:
        look_again(self.list, outlook)
        self._chosen = outlook.selected
        self.go_to(outlook.here)

    def menu_place(self) -> QPoint:
        return self.list.view.menu_place()

    def focus_search(self) -> bool:
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()
        return True

    def step(self, by: int) -> None:
        self.list.view.step(by)

    def panes(self) -> Sequence[QWidget]:
        return (self.list,) if self._sheet is None else (self.list, self._sheet)

    def arrange(self, room: Arrangement) -> None:
        arranged = (room, theme.look().zoom)
        if self._sheet is None or arranged == self._arranged:
            return  # what the user pulled the splitter to stays until the room is another
        self._arranged = arranged if self.isVisible() else None
        self._one_pane = room.one_pane
        self._sheet.setVisible(not room.one_pane)
        self.list.setVisible(True)
        self._heading.back.hide()
        if not room.one_pane:
            detail = theme.px(self._pulled() or room.detail)
            self._splitter.setSizes([max(1, self._splitter.width() - detail), detail])

    def _pulled(self) -> int:
        """The width the user gave the detail, in pixels at 100 %; 0 as long as he did not."""
        kept = self.shell.memory.text(f"splitter/{self.spec.key}", "0")
        return int(kept) if kept.isdecimal() else 0

    def _keep_pulled(self) -> None:
        width = round(self._splitter.sizes()[1] / theme.look().zoom)
        self.shell.memory.keep(f"splitter/{self.spec.key}", str(width))

    def open_detail(self) -> None:
        """Puts the cursor into the detail; in a narrow window the detail takes the place of the list."""
        if self._sheet is None or self.detail is None or self.current() is None:
            return
        self._show_detail()
        if self._one_pane:
            self._sheet.show()
            self.list.hide()
            self._heading.back.show()
        self.detail.focus_first()
        if not self.detail.isAncestorOf(self.window().focusWidget() or self):
            self.detail.focusNextChild()

    def leave(self) -> bool:
        if self._sheet is not None and self._sheet.isAncestorOf(self.window().focusWidget() or self):
            self._back_to_list()
            return True
        return False

    def _back_to_list(self) -> None:
        """The cursor goes to the row whose detail it was; in a narrow window the list comes back in its place."""
        if self._sheet is not None:
            self.list.show()
            self._sheet.setVisible(not self._one_pane)
            self._heading.back.hide()
            self.list.view.setFocus()
