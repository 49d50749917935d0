"""A table with its quick filter above and its counts below; knows waiting, emptiness and no hits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.feedback import EmptyState, Remedy, Skeleton
from kammerdesk.ui.kit.table import Table
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, label, row

FILTER_DELAY = 100


class DataTable(QWidget, Generic[R]):
    """What every list in the program is made of."""

    current_changed = Signal()
    selected_changed = Signal()
    opened = Signal()

    def __init__(
        self,
        columns: Sequence[Column[R]],
        name: str,
        empty: EmptyState,
        with_filter: bool = True,
        big: bool = False,
    ) -> None:
        super().__init__()
        self.table: Table[R] = Table(columns, name, big=big)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Filter list (Ctrl+F)"))
        self.search.setAccessibleName(tr("Filter list: {name}").format(name=name))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self._hits = label("", Role.SECONDARY)
        self._foot = label("", Role.SECONDARY)
        self._empty = empty
        self._no_hits = EmptyState("search", "")
        self._stack = QStackedWidget()
        self._waiting = Skeleton()
        for each in (self._waiting, self._empty, self._no_hits, self.table):
            self._stack.addWidget(each)
        self._delay = QTimer(self, singleShot=True, interval=FILTER_DELAY)
        self._delay.timeout.connect(self._filter_now)
        self.search.textChanged.connect(lambda _: self._delay.start())
        self.table.current_changed.connect(self.current_changed)
        self.table.selected_changed.connect(self._count)
        self.table.selected_changed.connect(self.selected_changed)
        self.table.opened.connect(self.opened)
        self.setFocusProxy(self.table)
        body = column(gap=8)
        if with_filter:
            above = row(gap=12)
            above.addWidget(self.search, 3)
            above.addStretch(1)
            above.addWidget(self._hits)
            body.addLayout(above)
        body.addWidget(self._stack, 1)
        body.addWidget(self._foot)
        self.setLayout(body)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows these rows; place, selection, filter and order stay."""
        self.table.set_rows(rows)
        self._choose()

    def _filter_now(self) -> None:
        self.table.filter(self.search.text())
        self._choose()
        shown = len(self.table.rows.shown)
        announce(self.search, trn("{n} hit", "{n} hits", shown).format(n=shown))

    def clear_filter(self) -> None:
        """Shows all rows again."""
        self.search.clear()
        self._delay.stop()
        self._filter_now()
        self.table.setFocus()

    def _choose(self) -> None:
        rows = self.table.rows
        had_focus = self.table.hasFocus()
        if not rows.count:
            self._stack.setCurrentWidget(self._empty)
        elif not rows.shown:
            sentence = tr("No hits for “{text}”.").format(text=self.search.text())
            self._no_hits.say(sentence, Remedy(tr("Clear filter"), self.clear_filter))
            self._stack.setCurrentWidget(self._no_hits)
        else:
            self._stack.setCurrentWidget(self.table)
        if had_focus and self._stack.currentWidget() is not self.table:
            self.search.setFocus()  # else the cursor would leave the page with the table
        self._count()

    def _count(self) -> None:
        rows = self.table.rows
        shown, chosen = len(rows.shown), len(self.table.selected())
        self._hits.setText(tr("{shown} of {count}").format(shown=shown, count=rows.count) if rows.count else "")
        parts = [tr("{n} shown").format(n=shown), tr("{n} selected").format(n=chosen)]
        for each in rows.columns:
            if each.total:
                total = sum(value for row in rows.shown if isinstance(value := each.value(row), int))
                parts.append(tr("Total {column} {sum}").format(column=tr(each.title), sum=total))
        self._foot.setText(" · ".join(parts) if rows.count else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.clear_filter() if not self.search.text() else self.search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._delay.stop()
                self._filter_now()
                self.table.setFocus()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.search.setMinimumWidth(theme.px(160))
            self.search.setMaximumWidth(theme.px(420))
