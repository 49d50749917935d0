"""What personal data left the program, when, to whom and why: files written here, and bundles of the exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action
from kammerdesk.store.protection import DISCLOSURE_WORDS, Disclosure, DisclosureKind
from kammerdesk.store.work import Work
from kammerdesk.sync.queries import transfers
from kammerdesk.sync.scope import PURPOSES


@dataclass(frozen=True, slots=True)
class DisclosureNote:
    """What is to be noted: in which form, about how many persons, what for, to whom, and the file's SHA-256.

    `subject` is kind and key of the one record it is about, if there is one; it is erased together with that.
    """

    kind: DisclosureKind
    persons: int
    purpose: str
    recipient: str
    file: str
    sha256: str
    subject: tuple[str, UUID] | None = None


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One time that personal data left; `words` is the form, `purpose` with the law where it is known."""

    id: UUID
    at: datetime
    by: str
    words: str
    persons: int
    purpose: str
    recipient: str
    file: str
    sha256: str


@action(N_("Note disclosure"), lasting=True)
def note_disclosure(work: Work, note: DisclosureNote) -> UUID:
    """Notes that personal data leave; called inside the action that writes the file, so that none goes unnoted."""
    kind, uid = note.subject or ("", None)
    record = work.add(
        Disclosure(
            at=work.now,
            by=work.user,
            kind=note.kind,
            subject_kind=kind,
            subject_uid=uid,
            persons=note.persons,
            purpose=note.purpose,
            recipient=note.recipient,
            file=note.file,
            sha256=note.sha256,
        )
    )
    work.session.flush()
    return record.uid


def disclosures(session: Session) -> list[DisclosureRow]:
    """Everything that left, the latest first: noted disclosures, and the bundles that were written."""
    noted = session.scalars(select(Disclosure).where(Disclosure.deleted_at.is_(None)))
    rows = [
        DisclosureRow(
            one.uid,
            one.at,
            one.by,
            tr(DISCLOSURE_WORDS[DisclosureKind(one.kind)]),
            one.persons,
            one.purpose,
            one.recipient,
            one.file,
            one.sha256,
        )
        for one in noted
    ]
    for one in transfers(session):
        if one.outgoing:
            purpose = "; ".join(f"{tr(PURPOSES[reason].words)} ({PURPOSES[reason].basis})" for reason in one.reasons)
            words = tr(DISCLOSURE_WORDS[DisclosureKind.BUNDLE])
            rows.append(
                DisclosureRow(
                    one.bundle, one.at, one.by, words, one.persons, purpose, one.partner_name, one.file, one.sha256
                )
            )
    return sorted(rows, key=lambda row: row.at, reverse=True)
