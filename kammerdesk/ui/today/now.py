"""What is to be done now: the lines, and the ways to do them or to put them off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kammerdesk.base.dates import WEEKDAYS, format_date
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.store.follow_ups import FollowUpOrder, put_off_task
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.short_table import ShortTable
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label, link
from kammerdesk.ui.today.tasks import Task, in_order

MOST = 7
"""Lines shown at first; all others on demand."""
DAYS = 7
"""For so many days a line is put off unless one says else."""


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


def short_day(day: date, today: date) -> str:
    """Mo, 30.11.; with its year where that is not the present one."""
    written = f"{day:%d.%m.}" if day.year == today.year else format_date(day)
    return f"{tr(WEEKDAYS[day.weekday()])}, {written}"


def _columns(area: Callable[[str], str]) -> tuple[Column[Task], ...]:
    return (
        Column(key="sentence", title=N_("What"), value=lambda task: task.sentence, sample="0" * 56, stretch=True),
        Column(key="due", title=N_("Due"), value=lambda task: task.due, chip=due_chip, sample="00 überfällig 00"),
        Column(key="area", title=N_("Area"), value=lambda task: area(task.page), spare=True),
    )


class Now(QWidget):
    """The first lines, all on demand; `page` is the one it stands on."""

    settled = Signal()
    """There are lines now, or none any more."""

    def __init__(self, page: Page[Task]) -> None:
        super().__init__()
        self._page = page
        self._tasks: list[Task] = []
        self._all = False
        self.title = label("", Role.STRONG)
        self.table: ShortTable[Task] = ShortTable(_columns(page.shell.overview.title), tr("Now"))
        self.table.setAccessibleDescription(tr("Return opens, Space puts off for {n} days").format(n=DAYS))
        self.table.opened.connect(self._open)
        self.nothing = label("", wrap=True)
        self.more = link("", self.show_all)
        self.put_off = label("", Role.SECONDARY, wrap=True)
        body = column(self.title, self.table, self.nothing, flow(self.more), self.put_off, gap=6)
        self.setLayout(body)
        for part in (self.table, self.nothing, self.more, self.put_off):
            part.hide()

    def show_tasks(self, tasks: list[Task], complete: bool) -> None:
        """Shows these tasks but for those that are put off; `complete` says that no more are to come."""
        self._tasks = in_order(tasks)
        open_tasks = [task for task in self._tasks if task.until is None]
        later = [task.until for task in self._tasks if task.until is not None]
        shown = open_tasks if self._all else open_tasks[:MOST]
        self.title.setText(tr("NOW ({n})").format(n=len(open_tasks)))
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown and complete)
        self.more.setText(tr("Show all {n}").format(n=len(open_tasks)))
        self.more.setVisible(len(shown) < len(open_tasks))
        self.put_off.setVisible(bool(later))
        if later:
            words = trn("{n} line put off until {day}", "{n} lines put off, the next until {day}", len(later))
            self.put_off.setText(
                words.format(n=len(later), day=short_day(min(later), self._page.shell.overview.today()))
            )
        self.settled.emit()

    def show_all(self) -> None:
        """Shows every line, with the cursor on the first."""
        self._all = True
        self.show_tasks(self._tasks, self.nothing.isVisible())
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        task, shell = self.table.current(), self._page.shell
        if task is not None and task.waiting:
            shell.go(task.page, view=shell.overview.waiting_view(task.page))
        elif task is not None:
            shell.go(task.page, task.identity, task.command)


def put_off_some_days(page: Page[Task], today: date) -> None:
    """Puts the current line off for as long as usual."""
    task = page.current()
    if task is not None:
        order = FollowUpOrder(task.key, task.subject, today + timedelta(days=DAYS))
        page.desk.do(put_off_task, order, then=partial(_say, page, order.until), owner=page)


def put_off_until(page: Page[Task], today: Callable[[], date]) -> None:
    """Asks until which day the current line shall be put off."""
    from kammerdesk.ui.kit.date_edit import DateEdit  # not needed before the first paint
    from kammerdesk.ui.kit.dialogs import fill_in
    from kammerdesk.ui.kit.form import FieldSpec, FormSpec
    from kammerdesk.ui.kit.typed_dates import Lean

    task = page.current()
    if task is None:
        return

    def order(until: date) -> FollowUpOrder:
        return FollowUpOrder(task.key, task.subject, until)

    field = FieldSpec(key="until", title=N_("Until"), make=partial(DateEdit, Lean.FUTURE, today), required=True)
    form = FormSpec(
        key="put_off_until", title=N_("Put off"), verb=N_("Put off"), fields=(field,), order=order, draft=False
    )
    start = {"until": today() + timedelta(days=DAYS)}
    fill_in(page, form, put_off_task, start=start, then=lambda entry: _say(page, None, entry))


def _say(page: Page[Task], until: date | None, entry: int) -> None:
    day = "" if until is None else short_day(until, page.shell.overview.today())
    sentence = tr("Put off until {day}.").format(day=day) if day else tr("Put off.")
    take_back = partial(page.shell.take_back, entry, tr("Put off task"))
    page.shell.toast(sentence, Tone.OK, Remedy(tr("Undo"), take_back))
