"""A draft, the place where drafts lie in the data, and the shelf on which forms find them again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, SignalInstance

READ_AT = ""
"""Among what was typed, the key of the journal entry at which the record was read; no field is called so."""

KEPT_AFTER = 1000
"""Milliseconds after a key within which it is in a draft; a crash costs no more than that."""


class DraftTimer(QTimer):
    """Tells when a draft is to be kept; whoever types on and on does not put it off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, singleShot=True, interval=KEPT_AFTER)

    def note(self) -> None:
        """Something was typed."""
        if not self.isActive():
            self.start()


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the fields of a form of a page, by their keys and as it was typed; `title` is the form's.

    `subject` is the record it is about, None for a new one.
    """

    page: str
    form: str
    title: str
    typed: Mapping[str, str]
    at: datetime
    subject: UUID | None = None

    @property
    def read_at(self) -> int:
        """The journal entry at which the record was read that this was typed upon."""
        return int(self.typed.get(READ_AT) or 0)

    @property
    def fields(self) -> Mapping[str, str]:
        """What was typed, by field."""
        return {key: text for key, text in self.typed.items() if key != READ_AT}


class Drafts(Protocol):
    """Where drafts lie; every method is called in the worker with the open store."""

    def found(self, store: Any) -> Sequence[Draft]:
        """All drafts of this user, the newest first."""

    def keep(self, store: Any, draft: Draft) -> bool:
        """Keeps a draft instead of the former one of the same form and record; False where that was erased."""

    def erased(self, store: Any, subjects: Collection[UUID]) -> Collection[UUID]:
        """Those of the records that were erased for good."""

    def drop(self, store: Any, draft: Draft) -> None:
        """Forgets the draft of this form and record."""


class DraftShelf(Protocol):
    """The drafts of the window, as forms about one record see them."""

    changed: SignalInstance

    def of(self, page: str, form: str) -> Mapping[UUID, Draft]:
        """The drafts of a form by their record."""

    def fresh(self, page: str, form: str) -> Mapping[UUID, Draft]:
        """Those of them that were typed since the program was started."""

    def put(self, draft: Draft) -> None:
        """Keeps a draft instead of the former one; it is written at once."""

    def take_away(self, page: str, form: str, subject: UUID) -> None:
        """Forgets a draft, if there is one."""

    def now(self) -> datetime:
        """This moment."""
