"""Today: what needs this clerk, the next exam day, what is coming, and how it stands with the partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from kammerdesk.base.dates import LONG_WEEKDAYS, WEEKDAYS, format_date
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.store.house import house_of
from kammerdesk.sync.state import ExchangeState, exchange_states
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.short_table import ShortTable
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, link, panel, row
from kammerdesk.ui.today.next_day import Check, Coming, Deadline, NextDay, coming
from kammerdesk.ui.today.tasks import Task, committee_tasks, first_tasks, in_order

MOST = 7
"""Lines shown at first; all others on demand."""
SIDE_BY_SIDE = 860
"""Pixels at 100 % from which deadlines and partner stand beside each other."""


@dataclass(frozen=True, slots=True)
class Start:
    """What Today shows at once."""

    today: date
    tasks: tuple[Task, ...]
    partners: tuple[ExchangeState, ...]


def start(session: Any) -> Start:
    """Everything that is found quickly at any size of the house."""
    return Start(house_of(session).today, tuple(first_tasks(session)), tuple(exchange_states(session)))


def due_chip(task: Task) -> Chip:
    """When it is due, as near as one speaks of it."""
    match task.left:
        case None:
            return Chip(tr("open"), Tone.NEUTRAL)
        case left if left < 0:
            return Chip(tr("overdue"), Tone.ERR)
        case 0:
            return Chip(tr("today"), Tone.WARN)
        case 1:
            return Chip(tr("tomorrow"), Tone.WARN)
        case left if left <= 14:
            return Chip(tr("in {n} days").format(n=left), Tone.INFO)
    return Chip(format_date(task.due), Tone.INFO)


TASK_COLUMNS: tuple[Column[Task], ...] = (
    Column(key="sentence", title=N_("What"), value=lambda task: task.sentence, sample="0" * 56, stretch=True),
    Column(key="due", title=N_("Due"), value=lambda task: task.due, chip=due_chip, sample="00 überfällig 00"),
    Column(key="verb", title=N_("Next step"), value=lambda task: task.verb, spare=True),
)
DEADLINE_COLUMNS: tuple[Column[Deadline], ...] = (
    Column(key="day", title=N_("Day"), value=lambda row: row.day, text=lambda row: _short(row.day)),
    Column(key="sentence", title=N_("What"), value=lambda row: row.sentence, stretch=True),
)


def _short(day: date) -> str:
    return f"{tr(WEEKDAYS[day.weekday()])}, {day:%d.%m.}"


class TodayPage(Page[Task]):
    """Asks three times, the quick things first, so that one can begin before the committees are judged."""

    def __init__(self, spec: PageSpec[Task], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self._first: tuple[Task, ...] = ()
        self._judged: list[Task] | None = None
        self._all = False
        self.heading = Heading(self)
        self.title = label("", Role.STRONG)
        self.tasks: ShortTable[Task] = ShortTable(TASK_COLUMNS, tr("Now"))
        self.tasks.opened.connect(self._open_task)
        self.tasks.selected_changed.connect(self.marked)
        self.nothing = label("", wrap=True)
        self.more = link("", self._show_all)
        self.next_day: Content[NextDay] = Content(self._next_day)
        self.deadlines_title = label(tr("DEADLINES, 30 DAYS"), Role.STRONG)
        self.deadlines: ShortTable[Deadline] = ShortTable(DEADLINE_COLUMNS, tr("Deadlines"))
        self.deadlines.opened.connect(self._open_deadline)
        self.later = label("", Role.SECONDARY)
        self.partners: Content[tuple[ExchangeState, ...]] = Content(self._partners)
        self._sheet = QScrollArea()
        self._lay_out()
        self.setFocusProxy(self._sheet)

    def _lay_out(self) -> None:
        now = column(self.title, self.tasks, self.nothing, flow(self.more), gap=6)
        coming = column(self.deadlines_title, self.deadlines, self.later, None, gap=6)
        exchange = Button(tr("Go to the exchange"), partial(self.shell.go, "sync"))
        partner = column(label(tr("PARTNER"), Role.STRONG), self.partners, flow(exchange), None, gap=6)
        self._coming = box(coming)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(24)
        self._halves.addWidget(self._coming, 3)
        self._halves.addWidget(box(partner), 2)
        body = column(gap=16)
        body.addLayout(now)
        body.addWidget(self.next_day)
        body.addLayout(self._halves)
        body.addStretch(1)
        body.setContentsMargins(0, 0, 8, 0)
        inner = box(body)
        inner.setProperty("scrolled", True)
        self._sheet.setWidgetResizable(True)
        self._sheet.setAccessibleName(tr("Today"))
        self._sheet.setWidget(inner)
        whole = column(self.heading, gap=12, margin=16)
        whole.addWidget(self._sheet, 1)
        self.setLayout(whole)
        for part in (self.tasks, self.nothing, self.more, self._coming):
            part.hide()

    def reload(self) -> None:
        self.desk.ask(start, then=self._show_start)
        self.desk.ask(coming, then=self._show_coming)
        self.desk.ask(committee_tasks, then=self._show_judged)

    def current(self) -> Task | None:
        return self.tasks.current() if hasattr(self, "tasks") else None

    def panes(self) -> Sequence[QWidget]:
        return self.tasks, self.next_day, self.deadlines, self.partners

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = True  # meanwhile it may have become another day

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(beside if wide else below)

    # --- what needs this clerk ---

    def _show_start(self, found: Start) -> None:
        today = found.today
        weekday, week = tr(LONG_WEEKDAYS[today.weekday()]), today.isocalendar().week
        words = tr("Today · {weekday}, {day} · week {week}")
        self.heading.title.setText(words.format(weekday=weekday, day=format_date(today), week=week))
        self._first = found.tasks
        self.partners.show_value(found.partners or None)
        self._show_tasks()

    def _show_judged(self, tasks: list[Task]) -> None:
        self._judged = tasks
        self._show_tasks()

    def _show_all(self) -> None:
        self._all = True
        self._show_tasks()
        self.tasks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tasks(self) -> None:
        tasks = in_order([*self._first, *(self._judged or ())])
        shown = tasks if self._all else tasks[:MOST]
        self.title.setText(tr("NOW ({n})").format(n=len(tasks)))
        self.tasks.set_rows(shown)
        self.tasks.setVisible(bool(tasks))
        self.nothing.setVisible(not tasks and self._judged is not None)
        self.more.setText(tr("Show all {n}").format(n=len(tasks)))
        self.more.setVisible(len(shown) < len(tasks))
        self._settle_focus(self.tasks if tasks else self._sheet)

    def _settle_focus(self, first: QWidget) -> None:
        """The cursor belongs on the tasks; where there are none, it can only scroll."""
        waiting = self._sheet.hasFocus() or self.tasks.hasFocus()
        self._sheet.setFocusPolicy(Qt.FocusPolicy.StrongFocus if first is self._sheet else Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(first)
        if waiting:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_task(self) -> None:
        task = self.tasks.current()
        if task is not None:
            self.shell.go(task.page, task.identity)

    # --- what is coming ---

    def _show_coming(self, found: Coming) -> None:
        self.next_day.show_value(found.next_day)
        shown, later = found.deadlines[:MOST], found.deadlines[MOST:]
        self._coming.setVisible(bool(shown))
        self.deadlines.set_rows(shown)
        self.later.setVisible(bool(later))
        self.later.setText(trn("and {n} more line", "and {n} more lines", len(later)).format(n=len(later)))
        self.nothing.setText(_nothing_due(found.deadlines))

    def _open_deadline(self) -> None:
        deadline = self.deadlines.current()
        if deadline is not None:
            self.shell.go(deadline.page, deadline.identity)

    def _next_day(self, day: NextDay) -> QWidget:
        sheet = panel()
        body = column(gap=8, margin=16)
        body.addWidget(label(day.heading, Role.STRONG))
        body.addWidget(label(day.words, Role.SUBTITLE, wrap=True))
        body.addWidget(flow(*(_check(check) for check in day.checks if check.tone is Tone.OK), gap=16))
        for check in day.checks:
            if check.tone is not Tone.OK:
                body.addWidget(_check(check, wrap=True))
        buttons: list[QWidget] = []
        if day.ours:
            printing = partial(self.shell.go, "examday", day.id, "print_folder")
            buttons.append(Button(tr("Print exam folder"), printing, icon="printer", primary=True))
        buttons.append(Button(tr("View exam day"), partial(self.shell.go, "examday", day.id)))
        if day.others:
            more = trn("{n} more exam day on this day", "{n} more exam days on this day", day.others)
            buttons.append(link(more.format(n=day.others), partial(self.shell.go, "examday", day.id)))
        body.addWidget(flow(*buttons))
        sheet.setLayout(body)
        return sheet

    # --- the partner ---

    def _partners(self, states: tuple[ExchangeState, ...]) -> QWidget:
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


def _check(check: Check, wrap: bool = False) -> QWidget:
    line = row(Icon(check.tone.icon, 18, check.tone.value), gap=6)
    line.addWidget(label(check.sentence, wrap=wrap), 1)
    return box(line)


def _nothing_due(deadlines: Sequence[Deadline]) -> str:
    if not deadlines:
        return tr("Nothing is due today.")
    first = deadlines[0]
    sentence = tr("Nothing is due today. Next: {day} {sentence}.")
    return sentence.format(day=_short(first.day), sentence=first.sentence)


PAGE: PageSpec[Task] = PageSpec(
    key="today",
    title=N_("Today"),
    icon="home",
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
        }
    ),
    view=TodayPage,
)
