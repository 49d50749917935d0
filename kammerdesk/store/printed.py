"""What was printed: every form that left the printer or was saved, so that a record knows when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.store.record import Record, field

FORM_WORDS = {
    "attendance_list": N_("Attendance list"),
    "day_plan": N_("Plan of the day"),
    "door_sign": N_("Door sign"),
    "dossier": N_("Information about stored data"),
    "erasure": N_("Proof of erasing"),
    "fail_notice": N_("Notice of the failed examination"),
    "invitation_examiner": N_("Invitation of examiner"),
    "key_annex": N_("Annex with the keys"),
    "mark_sheet": N_("Mark sheet"),
    "minutes": N_("Minutes of the examination"),
    "pass_confirmation": N_("Confirmation of passing"),
    "recovery_sheet": N_("Recovery sheet"),
    "summons_candidate": N_("Summons"),
}
"""The titles of the forms by their keys: the history names them, and does not load what prints them for that."""


class PrintedDocument(Record):
    """One printed form about one record."""

    __tablename__ = "printed_document"
    __words__ = N_("Printed documents")
    __title__ = ("form", "printed_at")

    form: Mapped[str] = field(words=N_("Printed form"), values=FORM_WORDS)
    subject_kind: Mapped[str] = field(words=N_("Kind of the record"))
    subject_uid: Mapped[UUID] = field(words=N_("Record it is about"), index=True)
    printed_at: Mapped[datetime] = field(words=N_("Printed at"))
    printed_by: Mapped[str] = field(words=N_("Printed by"))
    sha256: Mapped[str] = field(String(64), words=N_("Checksum"))
