"""What data protection keeps: what was passed on about whom, what must not be erased yet, and proofs of erasing."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.store.record import Record, field


class DisclosureKind(StrEnum):
    """In which form personal data left the program."""

    DOSSIER = "dossier"
    LIST = "list"
    PRINT = "print"
    BUNDLE = "bundle"


DISCLOSURE_WORDS = {
    DisclosureKind.DOSSIER: N_("Information to the person concerned"),
    DisclosureKind.LIST: N_("List"),
    DisclosureKind.PRINT: N_("Print"),
    DisclosureKind.BUNDLE: N_("Bundle"),
}


class Disclosure(Record):
    """Personal data that left the program in a file; bundles have records of their own (see sync/model.py)."""

    __tablename__ = "disclosure"
    __words__ = N_("Disclosures")
    __title__ = ("kind", "at")

    at: Mapped[datetime] = field(words=N_("Passed on at"), index=True)
    by: Mapped[str] = field(words=N_("Passed on by"))
    kind: Mapped[str] = field(String(16), words=N_("Kind"), values=DISCLOSURE_WORDS)
    subject_kind: Mapped[str] = field(words=N_("Kind of the record"), default="")
    subject_uid: Mapped[UUID | None] = field(words=N_("Record it is about"), index=True)
    persons: Mapped[int] = field(words=N_("Number of persons"))
    purpose: Mapped[str] = field(words=N_("Purpose"))
    recipient: Mapped[str] = field(words=N_("Recipient"))
    file: Mapped[str] = field(words=N_("File"))
    sha256: Mapped[str] = field(String(64), words=N_("Checksum"))


class RetentionHold(Record):
    """A record that must not be erased for a time, such as while a remedy is pending; the period rests meanwhile."""

    __tablename__ = "retention_hold"
    __words__ = N_("Holds against erasing")
    __title__ = ("subject_uid", "since")

    subject_kind: Mapped[str] = field(words=N_("Kind of the record"))
    subject_uid: Mapped[UUID] = field(words=N_("Record it is about"), index=True)
    reason: Mapped[str] = field(words=N_("Reason"))
    since: Mapped[date] = field(words=N_("Since"))
    until: Mapped[date | None] = field(words=N_("Until"))


class ErasureProof(Record):
    """One run of erasing: how many records of which kinds by which rules, and a checksum of their keys; no names.

    `content` is a JSON array of the lines that its paper shows.
    """

    __tablename__ = "erasure_proof"
    __words__ = N_("Proofs of erasing")
    __title__ = ("number",)

    number: Mapped[str] = field(String(16), words=N_("Number"), index=True)
    erased_at: Mapped[datetime] = field(words=N_("Erased at"))
    erased_by: Mapped[str] = field(words=N_("Erased by"))
    records: Mapped[int] = field(words=N_("Number of records"))
    content: Mapped[str] = field(words=N_("Content"))
    digest: Mapped[str] = field(String(64), words=N_("Checksum"))
