"""What a clerk does to persons: create, change, remove."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from kammerdesk.base.contact import parse_iban, parse_mail, parse_phone, parse_postal_code
from kammerdesk.base.dates import format_date
from kammerdesk.base.differences import Saved
from kammerdesk.base.errors import KammerError, Reason, Refused, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name, chambers
from kammerdesk.people.model import Lending, Organisation, Person
from kammerdesk.people.queries import organisation_name
from kammerdesk.people.rules import LONGEST, too_long
from kammerdesk.store.actions import action
from kammerdesk.store.editing import ChangeOrder, change_record, saved
from kammerdesk.store.removal import Removed, remove_with_parts
from kammerdesk.store.undo import current_entry
from kammerdesk.store.work import Work

OLDEST_BIRTH = date(1900, 1, 1)
ADDRESS = frozenset({"street", "postal_code", "town"})
"""What is one thing: half of an old address and half of a new one lead nowhere."""

COMMON = ("employer_uid", "job_title")
"""What several persons may have in common; anything else tells of one alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOrder:
    """A new person of our chamber."""

    last_name: str
    first_name: str
    title: str = ""
    salutation: str = ""
    birth_name: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    phone: str = ""
    mail: str = ""
    employer_uid: UUID | None = None
    job_title: str = ""
    iban: str = ""


@action(N_("Create person"))
def create_person(work: Work, order: PersonOrder) -> UUID:
    """Stores a new person; returns its key. A namesake is no hindrance. Raises Refused beside the fields."""
    person = Person(**asdict(order))
    _refuse(work, person, asdict(order).keys())
    work.add(person)
    work.session.flush()
    return person.uid


@action(N_("Change person"))
def change_person(work: Work, order: ChangeOrder) -> Saved:
    """Changes fields of a person of our chamber; otherwise as `editing.change_record`. Raises Refused."""
    if order.values.keys() - PersonOrder.__dataclass_fields__.keys():
        raise KammerError(tr("Only the fields of the form can be changed here."))
    person = change_record(work, Person, order, together=(ADDRESS,))
    _refuse(work, person, order.values.keys())
    return saved(work, Person, order)


@action(N_("Remove person"))
def remove_person(work: Work, uid: UUID) -> Removed:
    """Puts a person and the appointments into the Papierkorb; refused while anything else stands on them."""
    return remove_with_parts(work, _own_person(work, uid))


@dataclass(frozen=True, slots=True)
class LendingOrder:
    """A person of ours, and the chamber at which they may examine."""

    person: UUID
    partner: str


@dataclass(frozen=True, slots=True)
class Lent:
    """The person in words, and the journal entry that takes it back."""

    title: str
    entry: int


@action(N_("Release to the partner"))
def lend_person(work: Work, order: LendingOrder) -> Lent:
    """Lets a person of ours examine at a partner, which from then on gets name, telephone, mail and employer.

    Raises Refused for a person of another chamber, for what is no other chamber, and when that was done already.
    """
    person = _own_person(work, order.person)
    if order.partner == work.chamber or order.partner not in chambers():
        raise refuse("partner", tr("Please name another chamber."))
    if _lendings(work, order):
        sentence = tr("{person} is released to {chamber} already.")
        raise refuse("", sentence.format(person=_name(person), chamber=chamber_name(order.partner)))
    work.add(Lending(person_uid=person.uid, partner=order.partner))
    return Lent(_name(person), current_entry(work.session))


@action(N_("End the release to the partner"))
def end_lending(work: Work, order: LendingOrder) -> Lent:
    """Lets a person examine only here again; the partner's copy is only to be read from its next bundle on.

    Raises Refused for a person of another chamber, and when nobody had released them.
    """
    person, found = _own_person(work, order.person), _lendings(work, order)
    if not found:
        sentence = tr("{person} is not released to {chamber}.")
        raise refuse("", sentence.format(person=_name(person), chamber=chamber_name(order.partner)))
    for lending in found:
        work.remove(lending)
    return Lent(_name(person), current_entry(work.session))


def _own_person(work: Work, uid: UUID) -> Person:
    person = work.get(Person, uid)
    if person.home != work.chamber:
        raise refuse("", tr("This record belongs to the partner chamber; only that one changes it."))
    return person


def _lendings(work: Work, order: LendingOrder) -> Sequence[Lending]:
    """Two workstations may have released the same person at the same time."""
    there = Lending.person_uid == order.person, Lending.partner == order.partner, Lending.deleted_at.is_(None)
    return work.session.scalars(select(Lending).where(*there, Lending.home == work.chamber)).all()


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}"


@dataclass(frozen=True, slots=True)
class PersonsOrder:
    """One of COMMON becomes `value` for all these persons; `seen` is what it said for each when that was decided."""

    seen: Mapping[UUID, str]
    field: str
    value: Any


@action(N_("Change several persons"))
def change_persons(work: Work, order: PersonsOrder) -> frozenset[UUID]:
    """Changes our persons among these; returns their keys. Those of the partner, removed ones and those that do not say
    any more what was seen stay as they are. Raises Refused for an organisation that is gone."""
    if order.field not in COMMON:
        raise KammerError(tr("Only employer and position can be changed for several persons at once."))
    value = order.value if order.field == "employer_uid" else order.value or ""
    if isinstance(value, UUID) and not _is_there(work, value):
        raise refuse("employer_uid", tr("This organisation no longer exists. Please choose another one."))
    if sentence := too_long(order.field, str(value or "")):
        raise refuse(order.field, sentence)
    ours = select(Person).where(Person.uid.in_(order.seen), Person.home == work.chamber, Person.deleted_at.is_(None))
    people = work.session.scalars(ours).all()
    as_seen = [person for person in people if _words(work, person, order.field) == order.seen[person.uid]]
    for person in as_seen:
        setattr(person, order.field, value)
    return frozenset(person.uid for person in as_seen)


def _words(work: Work, person: Person, field: str) -> str:
    """What one of COMMON says in a list."""
    if field == "employer_uid":
        return organisation_name(work.session, person.employer_uid) if person.employer_uid else ""
    return str(getattr(person, field))


_WRITTEN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("postal_code", parse_postal_code),
    ("phone", parse_phone),
    ("mail", parse_mail),
    ("iban", parse_iban),
)


def _refuse(work: Work, person: Person, written: Collection[str]) -> None:
    """What was written must be right; what stood there before, from a file or the partner, hinders no other change."""
    reasons = [reason for reason in _objections(work, person) if reason.field in written]
    if reasons:
        raise Refused(reasons)


def _objections(work: Work, person: Person) -> Iterator[Reason]:
    if not person.last_name.strip():
        yield Reason("last_name", tr("Please enter the last name."))
    if not person.first_name.strip():
        yield Reason("first_name", tr("Please enter the first name."))
    if person.birth_date is not None and not OLDEST_BIRTH <= person.birth_date <= work.today:
        sentence = tr("{day} cannot be a date of birth. Allowed are days from {first} to today.")
        words = sentence.format(day=format_date(person.birth_date), first=format_date(OLDEST_BIRTH))
        yield Reason("birth_date", words)
    for field in LONGEST:
        if sentence := too_long(field, getattr(person, field, "")):
            yield Reason(field, sentence)
    for field, parse in _WRITTEN:
        text = getattr(person, field)
        try:
            if text:
                parse(text)
        except KammerError as error:
            yield Reason(field, str(error))
    if person.employer_uid is not None and not _is_there(work, person.employer_uid):
        yield Reason("employer_uid", tr("This organisation no longer exists. Please choose another one."))


def _is_there(work: Work, uid: UUID) -> bool:
    found = work.session.get(Organisation, uid)
    return found is not None and found.deleted_at is None
