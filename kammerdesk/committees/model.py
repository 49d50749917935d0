"""The records of committees: the committee itself and the appointments that fill it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import Record, grouped


class Committee(Record):
    """An examination committee or an examiner delegation; a joint one has a host (BBiG § 39(1)) and a partner."""

    __tablename__ = "committee"

    number: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    occupation: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16), default="committee")
    joint: Mapped[bool] = mapped_column(default=False)
    host: Mapped[str] = mapped_column(String(8), default="")
    partner: Mapped[str] = mapped_column(String(8), default="")
    target_size: Mapped[int] = grouped("size")
    size_basis: Mapped[str] = grouped("size", default="")
    deviation_reason: Mapped[str] = grouped("deviation", default="")
    deviation_on: Mapped[date | None] = grouped("deviation")


class Appointment(Record):
    """One person's office in one committee for one term (BBiG § 40)."""

    __tablename__ = "appointment"

    person_uid: Mapped[UUID] = mapped_column(ForeignKey("person.uid"), index=True)
    committee_uid: Mapped[UUID] = mapped_column(ForeignKey("committee.uid"), index=True)
    bench: Mapped[str] = grouped("seat", String(2))
    role: Mapped[str] = grouped("seat", String(16))
    fields: Mapped[str] = grouped("seat", default="")
    valid_from: Mapped[date] = grouped("term")
    valid_until: Mapped[date] = grouped("term", index=True)
    dismissed_on: Mapped[date | None] = grouped("term")
    proposed_by_uid: Mapped[UUID | None] = grouped("proposal", ForeignKey("organisation.uid"))
    obligated_on: Mapped[date | None] = grouped("obligation")
