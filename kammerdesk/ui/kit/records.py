"""What the house knows of single records, as the kit asks for it: a copy to edit, what happened to it, the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol
from uuid import UUID

from kammerdesk.base.differences import Gone, Past, RecordCopy


class Records(Protocol):
    """The records of the house; all but the last are queries."""

    def copy(self, session: Any, kind: str, uid: UUID, entry: int | None = None) -> RecordCopy | None:
        """A record to be edited, as it is now or was right after a journal entry; None when it is removed."""

    def past(self, session: Any, kind: str, uid: UUID) -> Sequence[Past]:
        """What happened to a record, the newest first."""

    def gone(self, session: Any, kind: str, uid: UUID) -> Gone | None:
        """Who removed a record and when; None while it is there."""

    def restoring(self, kind: str, uid: UUID) -> tuple[Callable[[Any, Any], int], Any]:
        """The action that brings a record back from the Papierkorb, and its order."""
