"""What a clerk does to persons: create, change, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from kammerdesk.base.contact import parse_iban, parse_mail, parse_phone, parse_postal_code
from kammerdesk.base.dates import format_date
from kammerdesk.base.differences import Saved
from kammerdesk.base.errors import KammerError, Reason, Refused, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.actions import action
from kammerdesk.store.editing import ChangeOrder, change_record, saved
from kammerdesk.store.removal import Removed, remove_with_parts
from kammerdesk.store.work import Work

OLDEST_BIRTH = date(1900, 1, 1)
ADDRESS = frozenset({"street", "postal_code", "town"})
"""What is one thing: half of an old address and half of a new one lead nowhere."""


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
    _refuse(work, person)
    work.add(person)
    work.session.flush()
    return person.uid


@action(N_("Change person"))
def change_person(work: Work, order: ChangeOrder) -> Saved:
    """Changes fields of a person of our chamber; otherwise as `editing.change_record`. Raises Refused."""
    if order.values.keys() - PersonOrder.__dataclass_fields__.keys():
        raise KammerError(tr("Only the fields of the form can be changed here."))
    person = change_record(work, Person, order, together=(ADDRESS,))
    _refuse(work, person)
    return saved(work, Person, order)


@action(N_("Remove person"))
def remove_person(work: Work, uid: UUID) -> Removed:
    """Puts a person and the appointments into the Papierkorb; refused while anything else stands on them."""
    person = work.get(Person, uid)
    if person.home != work.chamber:
        raise refuse("", tr("This record belongs to the partner chamber; only that one changes it."))
    return remove_with_parts(work, person)


_WRITTEN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("postal_code", parse_postal_code),
    ("phone", parse_phone),
    ("mail", parse_mail),
    ("iban", parse_iban),
)


def _refuse(work: Work, person: Person) -> None:
    reasons = list(_objections(work, person))
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
    for field, parse in _WRITTEN:
        text = getattr(person, field)
        try:
            if text:
                parse(text)
        except KammerError as error:
            yield Reason(field, str(error))
    if person.employer_uid is not None:
        employer = work.session.get(Organisation, person.employer_uid)
        if employer is None or employer.deleted_at is not None:
            yield Reason("employer_uid", tr("This organisation no longer exists. Please choose another one."))
