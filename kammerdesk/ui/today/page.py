"""Today: what needs this clerk, the next exam day, what is coming, one's own views and work, and the partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from kammerdesk.base.dates import LONG_WEEKDAYS, format_date
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.house import house_of
from kammerdesk.sync.state import ExchangeState, exchange_states
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.page import Command, Needs, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.views import ListView
from kammerdesk.ui.kit.widgets import box, column
from kammerdesk.ui.today.below import Below
from kammerdesk.ui.today.day_sheet import day_sheet
from kammerdesk.ui.today.next_day import Coming, Deadline, NextDay, coming
from kammerdesk.ui.today.now import Now, put_off_some_days, put_off_until, short_day
from kammerdesk.ui.today.tasks import Task, committee_tasks, first_tasks


@dataclass(frozen=True, slots=True)
class Start:
    """What Today shows at once."""

    today: date
    tasks: tuple[Task, ...]
    partners: tuple[ExchangeState, ...]


def start(session: Any) -> Start:
    """Everything that is found quickly at any size of the house."""
    return Start(house_of(session).today, tuple(first_tasks(session)), tuple(exchange_states(session)))


class TodayPage(Page[Task]):
    """Asks several times, the quick things first, so that one can begin before the committees are judged."""

    def __init__(self, spec: PageSpec[Task], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self.today = date.min
        self._first: tuple[Task, ...] = ()
        self._judged: list[Task] | None = None
        self.heading = Heading(self)
        self.now = Now(self)
        self.now.table.selected_changed.connect(self.marked)
        self.now.settled.connect(self._settle_focus)
        self.next_day: Content[NextDay] = Content(partial(day_sheet, shell))
        self.below = Below(self)
        self._sheet = QScrollArea()
        self._sheet.setProperty("reads", True)
        self._lay_out()
        self.bind_plain_keys(self.now.table)
        self.setFocusProxy(self._sheet)

    def _lay_out(self) -> None:
        body = column(self.now, self.next_day, self.below, None, gap=16)
        body.setContentsMargins(0, 0, 8, 0)
        inner = box(body)
        inner.setProperty("scrolled", True)
        self._sheet.setWidgetResizable(True)
        self._sheet.setAccessibleName(tr("Today"))
        self._sheet.setWidget(inner)
        whole = column(self.heading, gap=12, margin=16)
        whole.addWidget(self._sheet, 1)
        self.setLayout(whole)

    def reload(self) -> None:
        self.desk.ask(start, then=self._show_start)
        self.desk.ask(coming, then=self._show_coming)
        self.desk.ask(committee_tasks, then=self._show_judged)
        self.below.reload()

    def current(self) -> Task | None:
        return self.now.table.current() if hasattr(self, "now") else None

    def selected(self) -> Sequence[Task]:
        return self.now.table.selected() if hasattr(self, "now") else ()

    def open_view(self, name: str) -> None:
        self.now.show_all()

    def panes(self) -> Sequence[QWidget]:
        return self.now.table, self.next_day, *self.below.parts()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = True  # meanwhile other things may have been done, or it has become another day

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.below.arrange(self.width())

    def _show_start(self, found: Start) -> None:
        self.today = found.today
        weekday, week = tr(LONG_WEEKDAYS[self.today.weekday()]), self.today.isocalendar().week
        words = tr("Today · {weekday}, {day} · week {week}")
        self.heading.title.setText(words.format(weekday=weekday, day=format_date(self.today), week=week))
        self._first = found.tasks
        self.below.show_partners(found.partners)
        self._show_tasks()

    def _show_coming(self, found: Coming) -> None:
        self.next_day.show_value(found.next_day)
        self.below.show_deadlines(found.deadlines)
        self.now.nothing.setText(_nothing_due(found.deadlines, self.today))

    def _show_judged(self, tasks: list[Task]) -> None:
        self._judged = tasks
        self._show_tasks()

    def _show_tasks(self) -> None:
        self.now.show_tasks([*self._first, *(self._judged or ())], complete=self._judged is not None)

    def _settle_focus(self) -> None:
        """The cursor belongs on the lines; where there are none, it can only scroll."""
        first: QWidget = self.now.table if self.now.table.rows.shown else self._sheet
        waiting = self._sheet.hasFocus() or self.now.table.hasFocus()
        self._sheet.setFocusPolicy(Qt.FocusPolicy.StrongFocus if first is self._sheet else Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(first)
        if waiting:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def _nothing_due(deadlines: Sequence[Deadline], today: date) -> str:
    if not deadlines:
        return tr("Nothing is due today.")
    first = deadlines[0]
    sentence = tr("Nothing is due today. Next deadline: {day} {sentence}.")
    return sentence.format(day=short_day(first.day, today), sentence=first.sentence)


def _day_of(page: Page[Task]) -> date:
    assert isinstance(page, TodayPage)
    return page.today


ALL = N_("All lines")

PAGE: PageSpec[Task] = PageSpec(
    key="today",
    title=N_("Today"),
    icon="home",
    commands=(
        Command(
            key="put_off_task",
            title=N_("Put off for 7 days"),
            run=lambda page: put_off_some_days(page, _day_of(page)),
            shortcut="Space",
            needs=Needs.ONE,
            icon="clock",
            header=False,
        ),
        Command(
            key="put_off_until",
            title=N_("Put off until …"),
            run=lambda page: put_off_until(page, partial(_day_of, page)),
            shortcut="Shift+Space",
            needs=Needs.ONE,
            icon="calendar",
            header=False,
            action="put_off_task",
        ),
    ),
    shows=frozenset(
        {
            "appointment",
            "committee",
            "person",
            "exam_day",
            "sitting",
            "slot",
            "exam_result",
            "printed_document",
            "sync_in",
            "sync_out",
            "follow_up",
        }
    ),
    views=(ListView(ALL),),
    waiting=ALL,
    view=TodayPage,
)
