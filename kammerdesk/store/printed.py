"""What was printed: every form that left the printer or was saved, so that a record knows when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.store.record import Record, field


class PrintedDocument(Record):
    """One printed form about one record."""

    __tablename__ = "printed_document"
    __words__ = N_("Printed documents")
    __title__ = ("form", "printed_at")

    form: Mapped[str] = field(words=N_("Printed form"))
    subject_kind: Mapped[str] = field(words=N_("Kind of the record"))
    subject_uid: Mapped[UUID] = field(words=N_("Record it is about"), index=True)
    printed_at: Mapped[datetime] = field(words=N_("Printed at"))
    printed_by: Mapped[str] = field(words=N_("Printed by"))
    sha256: Mapped[str] = field(String(64), words=N_("Checksum"))
