"""Writes letters as the program would: asks the database, prints one tagged file, notes what was printed.

python -m tools.bench.our_letters DATA PDF COUNT
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import SystemClock
from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.rules.case import ROLE_WORDS
from kammerdesk.examday.service.printing import PrintedOrder, note_printed
from kammerdesk.people.chambers import chambers, letterhead
from kammerdesk.people.model import Person
from kammerdesk.people.rules import address_lines
from kammerdesk.printing.blocks import Block, Facts, Para
from kammerdesk.printing.documents import Letter, Letterhead
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.store import Store
from tools.bench.letter import FACTS, FACTS_AFTER, PARAGRAPHS, REFERENCE, SUBJECT, TITLE, Fields


def recipients(session: Session, count: int) -> list[Fields]:
    """So many examiners with an address whose appointments end first."""
    found = session.execute(
        select(Person, Committee.name, Appointment.role, Appointment.valid_until)
        .join(Appointment, Appointment.person_uid == Person.uid)
        .join(Committee, Appointment.committee_uid == Committee.uid)
        .where(Person.street != "", Person.deleted_at.is_(None), Appointment.deleted_at.is_(None))
        .order_by(Appointment.valid_until, Person.last_name)
        .limit(count)
    )
    return [_fields(person, committee, role, until) for person, committee, role, until in found]


def _fields(person: Person, committee: str, role: str, until: date) -> Fields:
    names = (person.salutation, person.title, person.first_name, person.last_name)
    address = address_lines(*names, person.street, person.postal_code, person.town)
    polite = " ".join(filter(None, (person.title, person.last_name)))
    greeting = {"Herr": "Sehr geehrter Herr", "Frau": "Sehr geehrte Frau"}.get(person.salutation, "Guten Tag")
    return Fields(
        person.uid,
        address=address,
        greeting=f"{greeting} {polite},",
        committee=committee,
        role=tr(ROLE_WORDS[role]),
        until=format_date(until),
    )


def letters(people: Sequence[Fields], head: Letterhead) -> Iterator[Letter]:
    """The letters, one by one."""
    for one in people:
        blocks: list[Block] = [Para(one.filled(text)) for text in PARAGRAPHS]
        blocks.insert(FACTS_AFTER, Facts(tuple((label, one.filled(value)) for label, value in FACTS)))
        yield Letter(head, TITLE, one.address, REFERENCE, SUBJECT, tuple(blocks))


def main(data: Path, target: Path, count: int) -> None:
    """Asks, prints, notes; tells how many letters and pages."""
    store = Store.open(data, user="bench")
    people = store.ask(recipients, count)
    head = letterhead(chambers()[store.chamber])
    pages = write_pdf(target, letters(people, head), title=TITLE, created=SystemClock().now())
    checksum = hashlib.sha256(target.read_bytes()).hexdigest()
    noted = store.do(note_printed, PrintedOrder(tuple(("enquiry", "person", one.uid) for one in people), checksum))
    store.close()
    print(json.dumps({"letters": noted.value, "pages": sum(pages), "bytes": target.stat().st_size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
