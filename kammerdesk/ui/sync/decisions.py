"""What a partner wrote and was not taken over, as a list; Enter leads to the record."""

from __future__ import annotations

from datetime import datetime

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.words import kind_word
from kammerdesk.sync.inbox import DecisionRow
from kammerdesk.sync.model import ConflictKind
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.views import ListView

OPEN = N_("To decide")
VIEWS = (ListView(OPEN),)


def _reason(row: DecisionRow) -> Chip:
    if row.reason is ConflictKind.CONFLICT:
        return Chip(tr("conflict"), Tone.ERR)
    return Chip(tr("proposal"), Tone.WARN)


COLUMNS: tuple[Column[DecisionRow], ...] = (
    Column(key="title", title=N_("Record"), value=lambda row: row.title, sample="0" * 20, stretch=True),
    Column(key="kind", title=N_("Kind of record"), value=lambda row: kind_word(row.kind)),
    Column(key="fields", title=N_("Fields"), value=lambda row: ", ".join(row.fields), sample="0" * 20),
    Column(key="reason", title=N_("Reason"), value=lambda row: row.reason, chip=_reason),
    Column(key="partner", title=N_("Chamber"), value=lambda row: row.partner, spare=True),
    Column(key="found_at", title=N_("Received"), value=lambda row: row.found_at, sample="00.00.0000 00:00", spare=True),
)


def decision_list(shell: Shell, empty: EmptyState) -> DataTable[DecisionRow]:
    """The list of what is to be decided; `empty` is seen where there is nothing."""
    made: DataTable[DecisionRow] = DataTable(COLUMNS, tr(OPEN), empty, with_filter=False)

    def open_record() -> None:
        row = made.table.current()
        page = next((page for page, way in shell.overview.ways if row and way.kind == row.kind and not way.by), "")
        if row is not None and page:
            shell.go(page, row.uid)

    made.opened.connect(open_record)
    return made


def nothing_to_decide(last: datetime | None) -> str:
    """That there are no conflicts, and when bundles were exchanged last."""
    if last is None:
        return tr("No conflicts.")
    return tr("No conflicts. Last exchange {moment}.").format(moment=words_of(last))
