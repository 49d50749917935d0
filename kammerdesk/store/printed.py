"""What was printed: every form that left the printer or was saved, so that a record knows when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import Record


class PrintedDocument(Record):
    """One printed form about one record."""

    __tablename__ = "printed_document"

    form: Mapped[str]
    subject_kind: Mapped[str]
    subject_uid: Mapped[UUID] = mapped_column(index=True)
    printed_at: Mapped[datetime]
    printed_by: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
