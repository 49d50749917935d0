"""A table with its filters above and its counts below; knows waiting, emptiness and no hits."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Generic

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QWidget

from kammerdesk.base.clock import SystemClock, office_date
from kammerdesk.base.conditions import Total
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.feedback import EmptyState, Remedy, Skeleton
from kammerdesk.ui.kit.filter_chips import FilterChips
from kammerdesk.ui.kit.filter_row import FILTER_DELAY, FilterRow
from kammerdesk.ui.kit.list_foot import ListFoot
from kammerdesk.ui.kit.list_tools import ListTools
from kammerdesk.ui.kit.paged_model import PagedModel
from kammerdesk.ui.kit.sum_row import SumRow
from kammerdesk.ui.kit.table import BaseTable, Table
from kammerdesk.ui.kit.table_menu import NO_GROUPS, add_groups, add_totals, choose_columns, column_menu, row_menu
from kammerdesk.ui.kit.table_model import RowMark
from kammerdesk.ui.kit.theme import Density, Role
from kammerdesk.ui.kit.view_menu import ViewMenu
from kammerdesk.ui.kit.views import ListView, ViewShelf
from kammerdesk.ui.kit.widgets import Button, box, column, label, name_buttons, row

LEAST_HEIGHT = 110
"""Pixels at 100 % that stay for the rows in the smallest window."""

LOW = 260
"""Pixels at 100 % below which there is no room for everything."""


def _today() -> date:
    return office_date(SystemClock())


class DataTable(QWidget, Generic[R]):
    """What every list in the program is made of; one without filters has no tools either."""

    current_changed = Signal()
    selected_changed = Signal()
    opened = Signal()
    told = Signal(str, object)
    """A sentence about the list, and a Remedy or None."""
    export_wanted = Signal(str, bool)
    """The list as a file with this suffix; with all columns, or with those one sees."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        name: str,
        empty: EmptyState,
        with_filter: bool = True,
        big: bool = False,
        shelf: ViewShelf | None = None,
        paged: PagedModel[R] | None = None,
        today: Callable[[], date] = _today,
    ) -> None:
        super().__init__()
        self.name = name
        self.view: BaseTable[R] = Table(columns, name, big=big) if paged is None else BaseTable(paged, name, big=big)
        self.search = self._search_field(name)
        self.filters = FilterRow(self.view, today)
        self.chips = FilterChips()
        self.views = ViewMenu(self, shelf, self)
        self.foot: ListFoot[R] = ListFoot(self.view)
        self.tools = ListTools(self)
        self.row_actions: Sequence[QAction] = ()
        """What can be done with the rows selected."""
        self._hits = label("", Role.SECONDARY)
        self._empty = empty
        self._no_hits = EmptyState("search", "")
        self.sums = SumRow(self.view, self.view.source)
        self._listed = box(column(self.view, self.sums, gap=0))
        self._stack = QStackedWidget()
        self._waiting = Skeleton()
        for each in (self._waiting, self._empty, self._no_hits, self._listed):
            self._stack.addWidget(each)
        self._delay = QTimer(self, singleShot=True, interval=FILTER_DELAY)
        self._density = ""
        self._has_arrived = False
        self.setFocusProxy(self.view)
        self._lay_out(with_filter)
        self._listen()
        if with_filter:
            self._offer_tools()
            self.views.begin()

    @property
    def table(self) -> Table[R]:
        """The table, where its rows are in memory."""
        assert isinstance(self.view, Table)
        return self.view

    def _search_field(self, name: str) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText(tr("Filter list (Ctrl+F)"))
        search.setAccessibleName(tr("Filter list: {name}").format(name=name))
        search.setClearButtonEnabled(True)
        sign = search.addAction(icons.icon("search", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setToolTip(search.placeholderText())
        name_buttons(search)
        search.installEventFilter(self)
        return search

    def _lay_out(self, with_filter: bool) -> None:
        body = column(gap=8)
        if with_filter:
            above = row(gap=8)
            above.addWidget(self.search, 3)
            above.addWidget(self.views.button)
            above.addWidget(Button(tr("+ Filter"), self.toggle_filters))
            above.addStretch(1)
            above.addWidget(self._hits)
            body.addLayout(above)
            body.addWidget(self.chips)
        else:
            aside = QWidget(self)  # what no list holds, its own signals would keep alive for ever
            aside.hide()
            for unseen in (self.search, self.views.button, self._hits, self.chips):
                unseen.setParent(aside)
        body.addWidget(self._stack, 1)
        body.addWidget(self.foot)
        self.setLayout(body)

    def _listen(self) -> None:
        view = self.view
        self._delay.timeout.connect(self._filter_now)
        self.search.textChanged.connect(lambda _: self._delay.start())
        view.current_changed.connect(self.current_changed)
        view.selected_changed.connect(self._count)
        view.selected_changed.connect(self.selected_changed)
        view.opened.connect(self.opened)
        view.wanted_changed.connect(self.views.follow)
        view.columns.changed.connect(self.views.follow)
        view.source.arrived.connect(self._arrive)
        view.source.summed.connect(self.views.follow)
        view.menu_wanted.connect(lambda number, place: self._column_menu(number, self).popup(place))
        view.row_menu_wanted.connect(self._open_row_menu)
        self.filters.changed.connect(self._filter_now)
        self.filters.judged.connect(self._show_chips)
        self.chips.removed.connect(lambda key: self.filters.put(key, ""))
        self.chips.cleared.connect(self.clear_filter)
        self.views.told.connect(self.told)
        view.told.connect(lambda sentence: self.told.emit(sentence, None))

    def _offer_tools(self) -> None:
        add, foot = self.tools.add, self.foot
        copy = add(tr("&Copy rows"), self.view.copy, "Ctrl+C", "copy", self.view)
        self.row_actions = (copy,)
        add(tr("&Select all"), self.view.selectAll, "Ctrl+A", "", self.view)
        add(tr("Fi&lter row"), self.toggle_filters, "Ctrl+Shift+L")
        add(tr("Clear all filters"), self.clear_filter, "Ctrl+Shift+Backspace")
        chooser = add(tr("Col&umns …"), lambda: choose_columns(self.view, self))
        to_excel = add(tr("E&xport to Excel …"), self._exporter(".xlsx"), "Ctrl+Shift+E", "file-export")
        to_csv = add(tr("Export as CS&V …"), self._exporter(".csv"), "", "file-export")
        whole = add(tr("Export all colu&mns to Excel …"), self._exporter(".xlsx", everything=True), "", "file-export")
        foot.offer(copy, chooser, to_excel, to_csv, whole)

    def _exporter(self, suffix: str, everything: bool = False) -> Callable[[], None]:
        return lambda: self.export_wanted.emit(suffix, everything)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows these rows; place, selection, filter and order stay."""
        self.table.set_rows(rows, self.filters.conditions if self.filters.texts() else None)
        self._arrive()

    def mark_rows(self, identities: Iterable[Hashable], icon: str = "pencil", words: str = "") -> None:
        """Marks the rows with these identities, and no others, by an icon in the first cell; a screen reader says
        `words`, by default that they are not saved. Stays while rows are read again, filtered and sorted."""
        mark = RowMark(icon, words or tr("not saved"))
        self.view.mark_rows(dict.fromkeys(identities, mark))

    # --- views ---

    def look(self) -> ListView:
        """How the list is looked at now."""
        wanted = self.view.wanted
        return ListView(
            "",
            self.view.columns.choice,
            self.search.text(),
            self.filters.texts(),
            wanted.sort,
            self._density,
            wanted.group,
            self.view.source.totals,
        )

    def look_like(self, view: ListView) -> None:
        """Looks as a view says; where a list is too long for its groups, that is told."""
        if view.group and not self.view.source.can_group:
            self.told.emit(tr(NO_GROUPS), None)
        self._density = view.density
        self.view.density = Density[view.density] if view.density else None
        self.view.measure()
        self.view.columns.choose(view.columns)
        self.search.blockSignals(True)
        self.search.setText(view.words)
        self.search.blockSignals(False)
        self.view.source.want_totals(self._possible(view.totals))
        # also tells the quick filter which columns there are
        self.view.want(replace(self.view.wanted, sort=view.sort, group=view.group))
        self.filters.set_texts(view.filters)

    def set_total(self, key: str, total: Total | None) -> None:
        """Lets a figure stand below a column; None takes it away."""
        others = {each: kind for each, kind in self.view.source.totals.items() if each != key}
        self.view.source.want_totals(others if total is None else {**others, key: total})

    def _possible(self, totals: Mapping[str, Total]) -> dict[str, Total]:
        known = {column.key for column in self.view.source.columns}
        return {key: total for key, total in totals.items() if key in known}

    # --- filters ---

    def toggle_filters(self) -> None:
        """Opens the filter row, or closes it when the cursor is in it."""
        focus = self.window().focusWidget()
        if self.filters.isVisible() and focus is not None and self.filters.isAncestorOf(focus):
            self.filters.close_row()
        elif self.view.source.count:
            self._stack.setCurrentWidget(self._listed)
            self.filters.open()
        self._choose()

    def _filter_now(self) -> None:
        self._delay.stop()
        wanted = replace(self.view.wanted, words=self.search.text(), conditions=self.filters.conditions())
        if wanted != self.view.wanted:
            self.view.want(wanted)
            shown = self.view.source.shown_count
            announce(self.search, trn("{n} hit", "{n} hits", shown).format(n=shown))
        self.views.follow()
        self._choose()

    def clear_filter(self) -> None:
        """Shows all rows again."""
        self.search.clear()
        self.filters.set_texts({})
        self._filter_now()
        self.view.setFocus()

    def _show_chips(self) -> None:
        problem = self.filters.problem()
        titles = {column.key: tr(column.title) for column in self.view.source.columns}
        texts = {key: (titles[key], text) for key, text in self.filters.texts().items()}
        sentence = ""
        if problem is not None:
            key, said = problem
            texts.pop(key)
            sentence = tr("{column}: {text}").format(column=titles[key], text=said)
            if sentence != self.chips.sentence.text():
                announce(self.search, sentence, urgent=True)
        self.chips.show_filters(texts, sentence)

    def _arrive(self) -> None:
        self._has_arrived = True
        self._choose()

    def _choose(self) -> None:
        """Shows the rows, or why there are none; before the first answer nobody knows, and the cursor waits."""
        source = self.view.source
        had_focus = self.view.hasFocus()
        if not self._has_arrived:
            self._stack.setCurrentWidget(self._waiting)
        elif not source.count:
            self._stack.setCurrentWidget(self._empty)
        elif not source.shown_count and not self.filters.isVisible():
            self._say_no_hits(self.search.text())
            self._stack.setCurrentWidget(self._no_hits)
        else:
            self._stack.setCurrentWidget(self._listed)
        if had_focus and self._stack.currentWidget() in (self._empty, self._no_hits):
            self.search.setFocus()  # else the cursor would leave the page with the table
        self._show_chips()
        self._share_height()
        self._count()

    def _say_no_hits(self, words: str) -> None:
        sentence = tr("No hits for “{text}”.").format(text=words) if words else tr("No hits for these filters.")
        remedies = [Remedy(tr("Clear filter"), self.clear_filter)]
        meant = self.table.rows.suggestion(words) if words and isinstance(self.view, Table) else None
        if meant is not None:
            question = tr("Did you mean “{text}” ({n})?").format(text=meant[0], n=meant[1])
            remedies.append(Remedy(question, partial(self._search_for, meant[0])))
        self._no_hits.say(sentence, *remedies)

    def _search_for(self, words: str) -> None:
        self.search.setText(words)
        self._filter_now()
        self.view.setFocus()

    def _count(self) -> None:
        shown, count = self.view.source.shown_count, self.view.source.count
        self._hits.setText(tr("{shown} of {count}").format(shown=shown, count=count) if count else "")
        self.foot.count()
        self.sums.refresh()

    def _column_menu(self, number: int, parent: QWidget) -> QMenu:
        key = self.view.source.columns[number].key
        menu = column_menu(self.view, key, parent)
        add_groups(menu, self.view, key)
        add_totals(menu, self.view.source, key, partial(self.set_total, key))
        menu.addSeparator()
        menu.addAction(tr("&Filter by this column"), lambda: self.filters.open(key))
        menu.addAction(tr("Col&umns …"), lambda: choose_columns(self.view, self))
        return menu

    def _open_row_menu(self, number: int, place: QPoint) -> None:
        menu = row_menu(self, self.row_actions)
        inner = self._column_menu(number, menu)
        inner.setTitle(tr("Column “{title}”").format(title=tr(self.view.source.columns[number].title)))
        menu.addSeparator()
        menu.addMenu(inner)
        menu.popup(place)

    def go_to(self, identity: Hashable) -> bool:
        """Puts the cursor on the row with this identity, for which filters give way; False when it is not there."""
        if isinstance(self.view, Table) and self.view.rows.hides(identity):
            self.clear_filter()
        return self.view.go_to(identity)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear() if self.search.text() else self.view.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._filter_now()
                self.view.setFocus()
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """In a low window the rows go first: counts stand above too, and tools are on the menu."""
        low = bool(self.tools.actions) and self.height() < theme.px(LOW)
        self.foot.setVisible(not low)
        self.chips.make_way(low and self.filters.isVisible())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.search.setMinimumWidth(theme.px(160))
            self.search.setMaximumWidth(theme.px(420))
            self._stack.setMinimumHeight(theme.px(LEAST_HEIGHT))
            self.filters.restyle()
            self._share_height()
