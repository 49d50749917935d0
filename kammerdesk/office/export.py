"""Writes what is stored about a person as a PDF to read and a JSON for programs, and notes that it left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.folding import words_of
from kammerdesk.base.i18n import N_, paper_words, tr
from kammerdesk.office.disclosures import DisclosureNote, note_disclosure
from kammerdesk.office.dossier import SUBJECT, dossier, dossier_data
from kammerdesk.office.forms import dossier as form
from kammerdesk.people.chambers import chambers, letterhead
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.actions import action
from kammerdesk.store.protection import DisclosureKind
from kammerdesk.store.search import search
from kammerdesk.store.titles import record_title
from kammerdesk.store.work import Work
from kammerdesk.sync.files import name_part, part_of, spoken_faults, written_part

_NAMED = 10
"""How many people of the same name are listed."""


@dataclass(frozen=True, slots=True)
class DossierOrder:
    """Write everything about this person into a folder; for what purpose, and who gets it."""

    person: UUID
    out: Path
    purpose: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class ExportedDossier:
    """The files that were written, with their SHA-256, and how many records they tell of."""

    person: UUID
    name: str
    pdf: Path
    pdf_sha256: str
    json: Path
    json_sha256: str
    records: int


def find_person(session: Session, text: str) -> UUID:
    """The one person with this key or name, live or, by key, removed; raises KammerError when it is not one."""
    try:
        return UUID(text)
    except ValueError:
        pass
    typed = words_of(text)
    hits = search(session, text, kinds={SUBJECT}, limit=_NAMED)
    named = [hit for hit in hits if all(_begins_one(word, words_of(hit.title)) for word in typed)]  # no similar names
    found = [hit for hit in named if sorted(words_of(hit.title)) == sorted(typed)] or named
    if not found:
        raise KammerError(tr("Nobody called “{name}” was found.").format(name=text))
    if len(found) > 1:
        names = "; ".join(f"{hit.title} ({hit.uid})" for hit in found)
        raise KammerError(tr("Several people are called so. Please give the key of one: {names}.").format(names=names))
    return found[0].uid


def _begins_one(word: str, words: Iterable[str]) -> bool:
    return any(other.startswith(word) for other in words)


@action(N_("Export everything about a person"), lasting=True)
def export_dossier(work: Work, order: DossierOrder) -> ExportedDossier:
    """Writes the dossier as PDF and JSON, and the disclosure; the files appear with the commit.

    Their names say nothing of the person. Raises KammerError when there is no such person or nowhere to write.
    """
    told = dossier(work.session, order.person)
    with spoken_faults(order.out):
        order.out.mkdir(parents=True, exist_ok=True)
    stem = f"Auskunft-{office_time(work.now):%Y%m%d-%H%M}-{order.person.hex[-8:]}"
    paper = BytesIO()
    sheet = form.FORM.build(told, letterhead(chambers()[work.chamber]), paper_words())
    write_pdf(paper, [sheet], title=sheet.title, created=work.now)
    text = json.dumps(dossier_data(told), ensure_ascii=False, indent=2).encode()
    pdf = _write(work, order, order.out / f"{stem}.pdf", paper.getvalue())
    data = _write(work, order, order.out / f"{stem}.json", text)
    name = record_title(work.session, SUBJECT, order.person)
    return ExportedDossier(order.person, name, *pdf, *data, told.records)


def _write(work: Work, order: DossierOrder, file: Path, content: bytes) -> tuple[Path, str]:
    """Writes a file that gets its name only when the disclosure is stored; returns it with its SHA-256."""
    with written_part(file) as raw:
        raw.write(content)
    event.listen(work.session, "after_commit", lambda _session: name_part(file), once=True)
    event.listen(work.session, "after_rollback", lambda _session: part_of(file).unlink(missing_ok=True), once=True)
    sha256 = hashlib.sha256(content).hexdigest()
    purpose = order.purpose or tr("Information under Art. 15 GDPR")
    recipient = order.recipient or tr("the person concerned")
    subject = (SUBJECT, order.person)
    note_disclosure(work, DisclosureNote(DisclosureKind.DOSSIER, 1, purpose, recipient, file.name, sha256, subject))
    return file, sha256
