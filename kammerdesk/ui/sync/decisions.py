"""What is to be decided in the exchange, and what was; Enter lays both versions side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.words import kind_word
from kammerdesk.sync.inbox import AnswerRow, DecisionRow
from kammerdesk.sync.model import ConflictKind
from kammerdesk.sync.settlement import BUNDLE, OUTCOME_WORDS, Outcome
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.views import ListView

OPEN = N_("To decide")
DECIDED = N_("Decided")
VIEWS = (ListView(OPEN),)


def _reason(row: DecisionRow) -> Chip:
    if row.reason is ConflictKind.CONFLICT:
        return Chip(tr("conflict"), Tone.ERR)
    return Chip(tr("proposal"), Tone.WARN)


def _whose(row: DecisionRow) -> Chip:
    return Chip(tr("we"), Tone.INFO) if row.is_ours else Chip(tr("the partner"), Tone.PARTNER)


def _outcome(row: AnswerRow) -> Chip:
    tone = Tone.ERR if row.outcome in (Outcome.DECLINED, Outcome.REFUSED) else Tone.OK
    return Chip(tr(OUTCOME_WORDS[row.outcome]), tone)


def _kind(row: AnswerRow) -> str:
    return tr("Bundle") if row.kind == BUNDLE else kind_word(row.kind)


COLUMNS: tuple[Column[DecisionRow], ...] = (
    Column(key="title", title=N_("Record"), value=lambda row: row.title, sample="0" * 20, stretch=True),
    Column(key="kind", title=N_("Kind of record"), value=lambda row: kind_word(row.kind)),
    Column(key="fields", title=N_("Fields"), value=lambda row: ", ".join(row.fields), sample="0" * 20),
    Column(key="reason", title=N_("Reason"), value=lambda row: row.reason, chip=_reason),
    Column(key="whose", title=N_("Decides"), value=lambda row: row.is_ours, chip=_whose),
    Column(key="partner", title=N_("Chamber"), value=lambda row: row.partner, spare=True),
    Column(key="found_at", title=N_("Received"), value=lambda row: row.found_at, sample="00.00.0000 00:00", spare=True),
)

ANSWER_COLUMNS: tuple[Column[AnswerRow], ...] = (
    Column(key="at", title=N_("Time"), value=lambda row: row.at, sample="00.00.0000 00:00"),
    Column(key="title", title=N_("Record"), value=lambda row: row.title, sample="0" * 20, stretch=True),
    Column(key="kind", title=N_("Kind of record"), value=_kind, spare=True),
    Column(key="outcome", title=N_("Decision"), value=lambda row: row.outcome, chip=_outcome),
    Column(key="by", title=N_("By"), value=lambda row: tr("us") if row.from_us else row.partner),
    Column(key="reason", title=N_("Reason"), value=lambda row: row.reason, sample="0" * 24, stretch=True),
)


def decision_list(open_row: Callable[[DecisionRow], object], empty: EmptyState) -> DataTable[DecisionRow]:
    """The list of what is to be decided; `empty` is seen where there is nothing."""
    made: DataTable[DecisionRow] = DataTable(COLUMNS, tr(OPEN), empty, with_filter=False)

    def open_current() -> None:
        row = made.table.current()
        if row is not None:
            open_row(row)

    made.opened.connect(open_current)
    return made


def answer_list() -> DataTable[AnswerRow]:
    """The list of what was decided, here and there."""
    empty = EmptyState("circle-check", tr("Nothing was decided yet."))
    return DataTable(ANSWER_COLUMNS, tr(DECIDED), empty, with_filter=False)


def nothing_to_decide(last: datetime | None) -> str:
    """That there are no conflicts, and when bundles were exchanged last."""
    if last is None:
        return tr("No conflicts.")
    return tr("No conflicts. Last exchange {moment}.").format(moment=words_of(last))
