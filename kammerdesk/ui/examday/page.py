"""Exam days: those of the last year and all that are planned; Enter opens one to record it."""

from __future__ import annotations

from kammerdesk.base.dates import format_day
from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.examday import queries
from kammerdesk.examday.queries import ExamDayRow
from kammerdesk.examday.rules import DayState
from kammerdesk.ui.examday.day_page import DayPage
from kammerdesk.ui.examday.overview import DayDetail, state_chip
from kammerdesk.ui.examday.planning import count_words, plan_day
from kammerdesk.ui.examday.printing import gather, gather_folder
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.record_history import history_command
from kammerdesk.ui.kit.views import ListView


class ExamDaysPage(ListPage[ExamDayRow]):
    """The list; Enter opens the day itself."""

    def open_detail(self) -> None:
        _open_day(self)


def _open_day(page: Page[ExamDayRow]) -> None:
    row = page.current()
    if row is not None:
        page.shell.open(DayPage(row, page.desk, page.shell))


def _print_folder(page: Page[ExamDayRow]) -> None:
    row = page.current()
    if row is not None:
        gather(page, tr("Exam folder"), gather_folder, row.id)


COLUMNS: tuple[Column[ExamDayRow], ...] = (
    Column(
        key="day",
        title=N_("Day"),
        value=lambda row: row.day,
        text=lambda row: format_day(row.day),
        sample="Mo, 00.00.0000",
    ),
    Column(key="starts_at", title=N_("Begin"), value=lambda row: row.starts_at, sample="00:00"),
    Column(
        key="committee",
        title=N_("Committee"),
        value=lambda row: spoken_name(row.committee),
        sample="0" * 16,
        stretch=True,
    ),
    Column(key="area", title=N_("Area"), value=lambda row: row.area, spare=True),
    Column(key="room", title=N_("Room"), value=lambda row: row.room, spare=True),
    Column(
        key="candidates",
        title=N_("Candidates"),
        value=lambda row: row.candidates,
        text=lambda row: count_words(row.candidates),
        sample="00 Prüflinge",
    ),
    Column(
        key="state",
        title=N_("Status"),
        value=lambda row: row.state,
        chip=lambda row: state_chip(row.state),
        sample="Ergebnisse fehlen 00000",
    ),
)

UNFINISHED = N_("Results missing")

PAGE: PageSpec[ExamDayRow] = PageSpec(
    key="examday",
    title=N_("Exam days"),
    icon="device-laptop",
    query=queries.recent_exam_days,
    columns=COLUMNS,
    shows=frozenset({"exam_day", "slot", "sitting", "candidate", "person", "exam_result", "printed_document"}),
    commands=(
        Command(
            key="open_exam_day",
            title=N_("Open exam day"),
            run=_open_day,
            shortcut="Ctrl+O",
            needs=Needs.ONE,
            icon="pencil",
        ),
        Command(
            key="print_folder",
            title=N_("Print exam folder …"),
            run=_print_folder,
            action="note_printed",
            shortcut="Ctrl+P",
            needs=Needs.ONE,
            when=lambda row: row.state is not DayState.ELSEWHERE,
            icon="printer",
        ),
        Command(
            key="create_exam_day",
            title=N_("Create exam day …"),
            run=plan_day,
            shortcut="Ctrl+N",
            icon="plus",
            primary=True,
        ),
        history_command("exam_day"),
    ),
    views=(
        ListView(UNFINISHED, filters={"state": N_("=results missing")}),
        ListView(N_("Still to come"), filters={"day": ">=today"}),
    ),
    waiting=UNFINISHED,
    empty=Empty(N_("No exam day in the last year, and none planned."), ("create_exam_day",)),
    detail=DayDetail,
    view=ExamDaysPage,
)
