"""The candidates of a season, and beside them what their marks amount to."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from kammerdesk.base.i18n import N_, tr
from kammerdesk.exams import queries
from kammerdesk.exams.queries import CandidateRow, ImportPlan, SeasonCandidates
from kammerdesk.people.rules import list_name
from kammerdesk.ui.exams.detail import CandidateDetail, result_chip
from kammerdesk.ui.exams.import_page import ImportPage
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.files import choose_file
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Empty, Page, PageSpec
from kammerdesk.ui.kit.record_history import history_command
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.views import ListView
from kammerdesk.ui.kit.widgets import label, row


class CandidatesPage(ListPage[CandidateRow]):
    """The list with a choice of the season above it."""

    def __init__(self, spec: PageSpec[CandidateRow], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self.season: ChoiceBox[UUID] = ChoiceBox([])
        self.season.setAccessibleName(tr("Exam season"))
        self.season.edited.connect(self.reload)
        beside = label(tr("Exam season"), Role.SECONDARY)
        beside.setBuddy(self.season)
        body = self.layout()
        assert body is not None
        body.insertLayout(1, row(beside, self.season, None))  # type: ignore[attr-defined]  # a column has it

    def reload(self) -> None:
        self.desk.ask(queries.season_candidates, self.season.value(), then=self._show_season)

    def _show_season(self, found: SeasonCandidates) -> None:
        self.season.set_choices([(season.id, season.name) for season in found.seasons])
        self.season.set_value(found.chosen)
        self._show_rows(found.rows)

    def go_to(self, identity: Hashable) -> None:
        """Turns to the season of the candidate, too."""
        super().go_to(identity)
        if isinstance(identity, UUID) and self.here() != identity:
            self.desk.ask(queries.season_of, identity, then=self._turn_to)

    def _turn_to(self, season: UUID | None) -> None:
        if season is not None and season != self.season.value():
            self.season.set_value(season)
            self.reload()


def _choose_file(page: Page[CandidateRow]) -> None:
    kinds = ";;".join((tr("CSV tables (*.csv *.txt)"), tr("All files (*)")))
    dialog = choose_file(page, tr("Choose a file of candidates"), kinds, partial(_judge_file, page))
    dialog.destroyed.connect(page.window().activateWindow)  # not every platform gives the window its focus back


def _judge_file(page: Page[CandidateRow], file: Path) -> None:
    def show(plan: ImportPlan) -> None:
        page.shell.open(ImportPage(file, plan, page.desk, page.shell))

    page.desk.ask(queries.import_plan, file, None, then=show, owner=page)


def _running_candidates(session: Any) -> tuple[CandidateRow, ...]:
    return queries.season_candidates(session, None).rows


COLUMNS: tuple[Column[CandidateRow], ...] = (
    Column(key="number", title=N_("Number"), value=lambda row: row.number),
    Column(
        key="name",
        title=N_("Name"),
        value=lambda row: list_name(row.title, row.first_name, row.last_name),
        sample="0" * 18,
        stretch=True,
    ),
    Column(
        key="result",
        title=N_("Result"),
        value=lambda row: -1 if row.passed is None else int(row.passed),
        chip=lambda row: result_chip(row.passed),
        sample="nicht bestanden 00000",
    ),
    Column(
        key="extra_time",
        title=N_("Extra time"),
        value=lambda row: row.extra_time_percent or None,
        chip=lambda row: Chip(f"+{row.extra_time_percent} %", Tone.INFO) if row.extra_time_percent else None,
    ),
    Column(key="attempt", title=N_("Attempt"), value=lambda row: row.attempt, right=True, spare=True),
    Column(key="company", title=N_("Company"), value=lambda row: row.company or None, spare=True),
    Column(key="occupation", title=N_("Occupation"), value=lambda row: row.occupation, spare=True),
)

PAGE: PageSpec[CandidateRow] = PageSpec(
    key="exams",
    title=N_("Candidates"),
    icon="school",
    query=_running_candidates,
    columns=COLUMNS,
    shows=frozenset({"candidate", "person", "organisation", "exam_season", "area_mark", "exam_result"}),
    persons=len,
    commands=(
        Command(
            key="import_candidates",
            title=N_("Import candidates …"),
            run=_choose_file,
            shortcut="Ctrl+I",
            icon="file-import",
            primary=True,
        ),
        history_command("candidate"),
    ),
    views=(
        ListView(N_("Result open"), filters={"result": N_("=open")}),
        ListView(N_("With extra time"), filters={"extra_time": "not empty"}),
    ),
    empty=Empty(N_("No candidates in this season yet."), ("import_candidates",)),
    detail=CandidateDetail,
    view=CandidatesPage,
    number=lambda row: row.number,
)
