"""Remembering what was printed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kammerdesk.base.i18n import N_
from kammerdesk.store.actions import EXAM_DAY, action
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class PrintedOrder:
    """What left the printer or was saved: form, kind and key of the record for each document, and the file's SHA-256.

    The documents of one file share its checksum.
    """

    documents: tuple[tuple[str, str, UUID], ...]
    sha256: str


@action(N_("Print documents"), roles=EXAM_DAY, lasting=True)
def note_printed(work: Work, order: PrintedOrder) -> int:
    """Notes when and by whom documents were printed, so that each record knows. Returns how many."""
    common = {"printed_at": work.now, "printed_by": work.user, "sha256": order.sha256}
    return work.bulk(
        PrintedDocument,
        [{"form": form, "subject_kind": kind, "subject_uid": uid, **common} for form, kind, uid in order.documents],
    )
