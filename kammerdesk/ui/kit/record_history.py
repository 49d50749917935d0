"""The command that leads from a record to everything that was ever done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kammerdesk.base.i18n import N_
from kammerdesk.ui.kit.page import Command, Needs, Page

JOURNAL = "settings", "journal"
"""The page, and its tab, that tells what was done."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A record whose history is wanted."""

    kind: str
    uid: UUID


def history_command(kind: str) -> Command[Any]:
    """For a list whose rows are records of this kind, with their key as identity."""

    def show(page: Page[Any]) -> None:
        place, tab = JOURNAL
        page.shell.go(place, (tab, RecordKey(kind, page.selected()[0].id)))

    return Command(
        key="show_history",
        title=N_("History"),
        run=show,
        shortcut="Ctrl+H",
        icon="history",
        needs=Needs.ONE,
        header=False,
    )
