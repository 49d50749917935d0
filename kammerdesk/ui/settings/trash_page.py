"""The Papierkorb: what was thrown away in the last thirty days, and how it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kammerdesk.base.i18n import N_, trn
from kammerdesk.store.house import house_of
from kammerdesk.store.record import record_tables
from kammerdesk.store.trash import RestoreOrder, TrashRow, restore_removed, trash
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.page import Command, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.tokens import Tone

SOON = 7
"""Days before something is gone for good from which this is said in amber."""


@dataclass(frozen=True, slots=True)
class TrashLine:
    """A line of the table."""

    row: TrashRow

    @property
    def id(self) -> UUID:
        """The key of the record."""
        return self.row.uid


def _trash(session: Any) -> list[TrashLine]:
    return [TrashLine(row) for row in trash(session, house_of(session).today)]


def _days(line: TrashLine) -> Chip:
    days = line.row.days_left
    return Chip(trn("{n} day", "{n} days", days).format(n=days), Tone.WARN if days <= SOON else Tone.NEUTRAL)


def _bring_back(page: Page[TrashLine]) -> None:
    row = page.selected()[0].row

    def say(count: int) -> None:
        said = trn("“{title}” is back.", "“{title}” is back, with {more} more.", count)
        page.shell.toast(said.format(title=row.title, more=count - 1))

    page.desk.do(restore_removed, RestoreOrder(row.kind, row.uid), then=say, owner=page)


PAGE: PageSpec[TrashLine] = PageSpec(
    key="trash",
    title=N_("Trash"),
    icon="trash",
    query=_trash,
    columns=(
        Column(key="title", title=N_("Name"), value=lambda line: line.row.title, sample="0" * 18, stretch=True),
        Column(key="kind", title=N_("Kind"), value=lambda line: line.row.words),
        Column(key="at", title=N_("Removed at"), value=lambda line: line.row.removed_at, sample="00.00.0000 00:00"),
        Column(key="by", title=N_("Removed by"), value=lambda line: line.row.removed_by, spare=True),
        Column(key="days", title=N_("Left"), value=lambda line: line.row.days_left, chip=_days, sample="00 Tage 00000"),
    ),
    shows=frozenset(table.name for table in record_tables(schema())),
    commands=(
        Command(
            key="restore_removed",
            title=N_("Bring back"),
            run=_bring_back,
            shortcut="F8",
            icon="restore",
            needs=Needs.ONE,
            primary=True,
        ),
    ),
    empty=Empty(N_("The trash is empty.")),
)
