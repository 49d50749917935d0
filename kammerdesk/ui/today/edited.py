"""What this clerk edited last, to go on with it; never what others did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import WEEKDAYS, format_date, format_time
from kammerdesk.base.finding import Way
from kammerdesk.base.i18n import tr
from kammerdesk.store.house import house_of

EDITED = 8
"""So many records are shown."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A record, the page that shows it, and when it was edited, in words."""

    page: str
    identity: UUID
    title: str
    when: str

    @property
    def id(self) -> tuple[str, UUID]:
        """Page and record."""
        return self.page, self.identity


def edited(session: Any, ways: Sequence[tuple[str, Way]]) -> list[Edited]:
    """The records this user edited last, the newest first."""
    from kammerdesk.store.edits import last_edits  # not before one can begin to work

    today = house_of(session).today
    rows = last_edits(session, ways, EDITED)
    return [Edited(row.page, row.identity, row.title, _when(row.at, today)) for row in rows]


def _when(at: datetime, today: date) -> str:
    """09:38 for today, Fr for the last days, 12.11.2026 for what is longer ago."""
    local = office_time(at)
    days = (today - local.date()).days
    if days <= 0:
        return format_time(local.time())
    return tr(WEEKDAYS[local.weekday()]) if days < len(WEEKDAYS) else format_date(local.date())
