"""Examiners of both chambers: who may examine, where, until when, and how to reach them."""

from __future__ import annotations

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees import queries
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.committees.rules.case import BENCH_WORDS
from kammerdesk.people.rules import list_name
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.page import Empty, PageSpec
from kammerdesk.ui.kit.record_editor import editor_of, saving_command
from kammerdesk.ui.kit.record_history import history_command
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.views import ListView
from kammerdesk.ui.people.creating import CREATE
from kammerdesk.ui.people.lending import END_LENDING, LEND
from kammerdesk.ui.people.record import KIND, RECORD
from kammerdesk.ui.people.removing import REMOVE
from kammerdesk.ui.people.several import CHANGE_SEVERAL
from kammerdesk.ui.people.standing import ORDER, standing_chip


def _committee(row: ExaminerRow) -> str:
    more = row.committee_count - 1
    return f"{row.committee_number} +{more}" if more > 0 else row.committee_number


def _partner(row: ExaminerRow) -> Chip | None:
    return None if row.is_ours else Chip(tr("Partner"), Tone.PARTNER)


def _bench(row: ExaminerRow) -> str:
    if not row.bench:
        return tr("not appointed yet")
    return tr("{group} ({code})").format(group=tr(BENCH_WORDS[row.bench]), code=row.bench)


EXPIRED, ENDING = N_("Appointment expired"), N_("Appointment ends soon")

PAGE: PageSpec[ExaminerRow] = PageSpec(
    key="people",
    title=N_("Examiners"),
    icon="users-group",
    query=queries.examiners,
    columns=(
        Column(
            key="name",
            title=N_("Name"),
            value=lambda row: f"{row.last_name}, {row.first_name}",
            text=lambda row: list_name(row.title, row.first_name, row.last_name),
            stretch=True,
        ),
        Column(key="bench", title=N_("Gr."), value=lambda row: row.bench, heading=_bench),
        Column(
            key="committee",
            title=N_("Committee"),
            value=lambda row: row.committee_number,
            text=_committee,
            heading=lambda row: row.committee_number,
        ),
        Column(key="until", title=N_("Ends on"), value=lambda row: row.valid_until, sample="00.00.0000"),
        Column(
            key="standing",
            title=N_("Status"),
            value=lambda row: ORDER.index(row.standing),
            chip=lambda row: standing_chip(row.standing),
        ),
        Column(key="chamber", title=N_("Chamber"), value=lambda row: 0 if row.is_ours else 1, chip=_partner),
        Column(key="phone", title=N_("Telephone"), value=lambda row: row.phone or None, spare=True),
    ),
    commands=(
        CREATE,
        saving_command(RECORD),
        CHANGE_SEVERAL.command(),
        history_command(KIND),
        LEND,
        END_LENDING,
        REMOVE,
    ),
    shows=frozenset({"person", "appointment", "committee", "organisation", "lending"}),
    persons=len,
    views=(
        ListView(EXPIRED, filters={"standing": N_("=expired"), "chamber": "empty"}, sort=(("until", False),)),
        ListView(
            ENDING,
            filters={"standing": N_("=ending soon"), "chamber": "empty"},
            sort=(("until", False),),
        ),
        ListView(N_("By group"), group="bench"),
    ),
    waiting=EXPIRED,
    coming=ENDING,
    empty=Empty(N_("No examiners yet."), (CREATE.key,)),
    detail=editor_of(RECORD),
)
