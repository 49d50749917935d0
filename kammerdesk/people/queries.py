"""What is asked of persons and organisations: namesakes, and organisations to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.folding import words_of
from kammerdesk.people.model import Lending, Organisation, Person
from kammerdesk.people.rules import full_name
from kammerdesk.store.search import search

CHOICES = 50
"""So many are offered at once; who looks for another one types more."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody who is known already under a name."""

    uid: UUID
    name: str
    birth_date: date | None
    town: str


def namesakes(session: Session, last_name: str, first_name: str) -> list[Namesake]:
    """Persons of this name however it is written: oeztuerk, ozturk and Öztürk are one."""
    wanted = words_of(last_name), words_of(first_name)
    if not all(wanted):
        return []
    hits = search(session, f"{last_name} {first_name}", kinds={"person"}, limit=CHOICES)
    found = session.scalars(select(Person).where(Person.uid.in_([hit.uid for hit in hits]))).all()
    return [
        Namesake(
            person.uid, full_name(person.title, person.first_name, person.last_name), person.birth_date, person.town
        )
        for person in found
        if (words_of(person.last_name), words_of(person.first_name)) == wanted
    ]


def releases(session: Session) -> Mapping[UUID, tuple[str, ...]]:
    """By person, the chambers at which they may examine besides the one whose record they are."""
    alive = select(Lending.person_uid, Lending.partner).where(Lending.deleted_at.is_(None)).distinct()
    found: dict[UUID, tuple[str, ...]] = {}
    for person, partner in session.execute(alive.order_by(Lending.partner)):
        found[person] = (*found.get(person, ()), partner)
    return found


def organisation_choices(session: Session, text: str) -> list[tuple[UUID, str]]:
    """Organisations whose name or town fits what is typed, with their words; the first by name for an empty text."""
    if text.strip():
        return [(hit.uid, hit.title) for hit in search(session, text, kinds={"organisation"}, limit=CHOICES)]
    first = select(Organisation).where(Organisation.deleted_at.is_(None)).order_by(Organisation.name).limit(CHOICES)
    return [(found.uid, organisation_words(found.name, found.town)) for found in session.scalars(first)]


def organisation_name(session: Session, uid: UUID) -> str:
    """What an organisation is called in a field; "" when there is none with this key."""
    found = session.get(Organisation, uid)
    return organisation_words(found.name, found.town) if found is not None else ""


def organisation_words(name: str, town: str) -> str:
    """Möller Logistik GmbH, Wolfsburg."""
    return ", ".join(filter(None, (name, town)))
