"""The records of committees: the committee itself and the appointments that fill it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.committees.rules.case import BENCH_WORDS, KIND_WORDS, ROLE_WORDS
from kammerdesk.store.record import Record, field, grouped


class Committee(Record):
    """An examination committee or an examiner delegation; a joint one has a host (BBiG § 39(1)) and a partner."""

    __tablename__ = "committee"
    __words__ = N_("Committees")
    __title__ = ("number", "name")

    number: Mapped[str] = field(words=N_("Number"), search=True, index=True)
    name: Mapped[str] = field(words=N_("Name"), search=True)
    occupation: Mapped[str] = field(words=N_("Occupation"), index=True)
    kind: Mapped[str] = field(String(16), words=N_("Kind"), values=KIND_WORDS, default="committee")
    joint: Mapped[bool] = field(words=N_("Joint committee"), default=False)
    host: Mapped[str] = field(String(8), words=N_("Chamber at which it stands"), default="")
    partner: Mapped[str] = field(String(8), words=N_("Partner chamber"), default="")
    target_size: Mapped[int] = grouped("size", words=N_("Number of members"))
    size_basis: Mapped[str] = grouped("size", words=N_("Basis of the size"), default="")
    deviation_reason: Mapped[str] = grouped("deviation", words=N_("Reason for the deviating size"), default="")
    deviation_on: Mapped[date | None] = grouped("deviation", words=N_("Date of the deviating size"))


class Appointment(Record):
    """One person's office in one committee for one term (BBiG § 40)."""

    __tablename__ = "appointment"
    __words__ = N_("Appointments")
    __title__ = ("person_uid", "committee_uid")

    person_uid: Mapped[UUID] = field(ForeignKey("person.uid"), words=N_("Person"), index=True, part=True)
    committee_uid: Mapped[UUID] = field(ForeignKey("committee.uid"), words=N_("Committee"), index=True)
    bench: Mapped[str] = grouped(
        "seat", String(2), words=N_("Group (employers, employees, teachers)"), values=BENCH_WORDS
    )
    role: Mapped[str] = grouped("seat", String(16), words=N_("Role"), values=ROLE_WORDS)
    fields: Mapped[str] = grouped("seat", words=N_("Examination fields"), default="")
    valid_from: Mapped[date] = grouped("term", words=N_("Appointed from"))
    valid_until: Mapped[date] = grouped("term", words=N_("Appointed until"), index=True)
    dismissed_on: Mapped[date | None] = grouped("term", words=N_("Dismissed on"))
    proposed_by_uid: Mapped[UUID | None] = grouped(
        "proposal", ForeignKey("organisation.uid"), words=N_("Proposed by"), index=True
    )
    obligated_on: Mapped[date | None] = grouped("obligation", words=N_("Obligated on"))
