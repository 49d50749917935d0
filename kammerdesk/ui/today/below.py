"""What stands below on Today: deadlines, one's own views, what one edited last, the partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.sync.state import ExchangeState
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Column, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.overview import ViewCount
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.short_table import ShortTable
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, box, column, label
from kammerdesk.ui.today.edited import Edited, edited
from kammerdesk.ui.today.next_day import Deadline
from kammerdesk.ui.today.now import MOST, short_day

SIDE_BY_SIDE = 860
"""Pixels at 100 % from which there are two columns."""


def _deadline_columns(today: Callable[[], date]) -> tuple[Column[Deadline], ...]:
    return (
        Column(key="day", title=N_("Day"), value=lambda row: row.day, text=lambda row: short_day(row.day, today())),
        Column(key="sentence", title=N_("What"), value=lambda row: row.sentence, stretch=True),
    )


def _view_columns(area: Callable[[str], str]) -> tuple[Column[ViewCount], ...]:
    return (
        Column(key="name", title=N_("View"), value=lambda row: row.name, sample="0" * 18, stretch=True),
        Column(key="area", title=N_("Area"), value=lambda row: area(row.page), spare=True),
        Column(key="count", title=N_("Rows"), value=lambda row: row.count, right=True),
    )


def _edited_columns(area: Callable[[str], str]) -> tuple[Column[Edited], ...]:
    return (
        Column(key="title", title=N_("Record"), value=lambda row: row.title, sample="0" * 18, stretch=True),
        Column(key="area", title=N_("Area"), value=lambda row: area(row.page), spare=True),
        Column(key="when", title=N_("When"), value=lambda row: row.when, sample="00.00.0000"),
    )


class Below(QWidget):
    """Two columns where there is room, else one; what has nothing to say is not seen."""

    def __init__(self, page: Page[Any]) -> None:
        super().__init__()
        self._page = page
        self._is_stale = False
        """Whether what one edited last is to be asked for when nothing is more urgent."""
        shell, area = page.shell, page.shell.overview.title
        self.deadlines: ShortTable[Deadline] = ShortTable(_deadline_columns(shell.overview.today), tr("Deadlines"))
        self.later = label("", Role.SECONDARY)
        self.views: ShortTable[ViewCount] = ShortTable(_view_columns(area), tr("My views"))
        self.edited: ShortTable[Edited] = ShortTable(_edited_columns(area), tr("Edited last"))
        self.partners: Content[tuple[ExchangeState, ...]] = Content(_partners)
        self._exchange = Button(tr("Go to the exchange"), partial(shell.go, "sync"))
        self._lay_out()
        self.deadlines.opened.connect(self._open_deadline)
        self.views.opened.connect(self._open_view)
        self.edited.opened.connect(self._open_edited)
        shell.overview.follow(self._show_views)

    def _lay_out(self) -> None:
        self._deadlines = box(column(label(tr("DEADLINES, 30 DAYS"), Role.STRONG), self.deadlines, self.later, gap=6))
        self._views = box(column(label(tr("MY VIEWS"), Role.STRONG), self.views, gap=6))
        self._edited = box(column(label(tr("EDITED LAST"), Role.STRONG), self.edited, gap=6))
        partner = column(label(tr("PARTNER"), Role.STRONG), self.partners, flow(self._exchange), gap=6)
        for part in (self._deadlines, self._views, self._edited):
            part.hide()
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(24)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.addLayout(column(self._deadlines, self._views, None, gap=24), 1)
        self._halves.addLayout(column(self._edited, box(partner), None, gap=24), 1)
        self.setLayout(self._halves)

    def arrange(self, width: int) -> None:
        """Shares so many pixels."""
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(beside if width >= theme.px(SIDE_BY_SIDE) else below)

    def parts(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.deadlines, self.views, self.edited, self.partners

    def reload(self) -> None:
        """Asks for what the other parts of the page do not, at first only when one can work with them."""
        self._is_stale = True
        self._page.shell.overview.look_at_views()
        self._ask_edited()

    def _ask_edited(self) -> None:
        overview = self._page.shell.overview
        if self._is_stale and overview.views is not None:
            self._is_stale = False
            self._page.desk.ask(edited, overview.ways, then=self._show_edited)

    def show_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """The first of them, and how many more there are."""
        later = len(deadlines[MOST:])
        self._deadlines.setVisible(bool(deadlines))
        self.deadlines.set_rows(deadlines[:MOST])
        self.later.setVisible(bool(later))
        self.later.setText(trn("and {n} more line", "and {n} more lines", later).format(n=later))

    def show_partners(self, partners: tuple[ExchangeState, ...]) -> None:
        """How it stands with each."""
        self.partners.show_value(partners or None)

    def _show_views(self) -> None:
        views = self._page.shell.overview.views
        if views is not None:
            self.views.set_rows(views)
            self._views.setVisible(bool(views))
        self._ask_edited()

    def _show_edited(self, rows: Sequence[Edited]) -> None:
        self.edited.set_rows(rows)
        self._edited.setVisible(bool(rows))

    def _open_deadline(self) -> None:
        deadline = self.deadlines.current()
        if deadline is not None:
            self._page.shell.go(deadline.page, deadline.identity)

    def _open_view(self) -> None:
        view = self.views.current()
        if view is not None:
            self._page.shell.go(view.page, view=view.name)

    def _open_edited(self) -> None:
        record = self.edited.current()
        if record is not None:
            self._page.shell.go(record.page, record.identity)


def _partners(states: tuple[ExchangeState, ...]) -> QWidget:
    body = column(gap=6)
    for state in states:
        never = tr("not yet")
        body.addWidget(label(state.name))
        body.addWidget(
            Pairs(
                (tr("Last sent"), words_of(state.last_out) or never),
                (tr("Last received"), words_of(state.last_in) or never),
                (tr("To decide"), str(state.waiting)),
            )
        )
    return box(body)
