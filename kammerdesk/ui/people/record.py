"""A person as the detail shows and edits it: fields, tabs, header."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.chambers import chamber_name
from kammerdesk.people.queries import organisation_choices, organisation_name
from kammerdesk.people.rules import SALUTATIONS, full_name
from kammerdesk.people.service import change_person
from kammerdesk.store.editing import ChangeOrder
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.date_edit import DateEdit
from kammerdesk.ui.kit.fields import ChoiceBox, TextEdit
from kammerdesk.ui.kit.form import FieldSpec, Group
from kammerdesk.ui.kit.record_spec import Copied, FieldTab, RecordSpec, SheetTab
from kammerdesk.ui.kit.search_edit import SearchEdit
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.typed_dates import Lean
from kammerdesk.ui.kit.written_edits import IbanEdit, MailEdit, PhoneEdit, PostalCodeEdit
from kammerdesk.ui.people.detail import Offices, Origin
from kammerdesk.ui.people.standing import standing_chip

KIND = "person"

FIELDS: Sequence[FieldSpec | Group] = (
    Group(
        N_("Person"),
        (
            FieldSpec(key="last_name", title=N_("Last name"), make=TextEdit, required=True),
            FieldSpec(key="first_name", title=N_("First name"), make=TextEdit, required=True),
            FieldSpec(key="title", title=N_("Title"), make=partial(TextEdit, 12)),
            FieldSpec(
                key="salutation",
                title=N_("Salutation"),
                make=partial(ChoiceBox, [(word, word or "—") for word in SALUTATIONS]),
            ),
        ),
    ),
    Group(
        N_("Contact"),
        (
            FieldSpec(key="phone", title=N_("Telephone"), make=PhoneEdit),
            FieldSpec(key="mail", title=N_("Mail address"), make=MailEdit),
        ),
    ),
    Group(
        N_("Address"),
        (
            FieldSpec(key="street", title=N_("Street"), make=TextEdit),
            FieldSpec(key="postal_code", title=N_("Postal code"), make=PostalCodeEdit),
            FieldSpec(key="town", title=N_("Town"), make=TextEdit),
        ),
    ),
    Group(
        N_("Work"),
        (
            FieldSpec(
                key="employer_uid",
                title=N_("Employer"),
                make=partial(SearchEdit, organisation_choices, organisation_name, N_("Organisations")),
            ),
            FieldSpec(key="job_title", title=N_("Position"), make=TextEdit),
        ),
    ),
    Group(
        N_("Birth"),
        (
            FieldSpec(key="birth_date", title=N_("Date of birth"), make=partial(DateEdit, Lean.PAST)),
            FieldSpec(key="birth_name", title=N_("Name at birth"), make=TextEdit),
            FieldSpec(key="birth_place", title=N_("Place of birth"), make=TextEdit),
        ),
    ),
    Group(N_("Bank"), (FieldSpec(key="iban", title=N_("IBAN"), make=IbanEdit),)),
)


def _chips(row: ExaminerRow) -> Sequence[Chip]:
    partner = () if row.is_ours else (Chip(tr("Partner"), Tone.PARTNER),)
    return standing_chip(row.standing), *partner


def _copied(row: ExaminerRow) -> Sequence[Copied]:
    found = (
        Copied(row.phone, tr("Copy telephone number"), tr("Telephone number copied.")),
        Copied(row.mail, tr("Copy mail address"), tr("Mail address copied.")),
    )
    return [each for each in found if each.text]


def _foreign(row: ExaminerRow) -> str:
    if row.is_ours:
        return ""
    sentence = tr("Record of {chamber}. It came with the exchange; only {chamber} changes it.")
    return sentence.format(chamber=chamber_name(row.home))


RECORD: RecordSpec[ExaminerRow] = RecordSpec(
    kind=KIND,
    words=N_("Change person"),
    change=change_person,
    order=ChangeOrder,
    title=lambda row: full_name(row.title, row.first_name, row.last_name),
    tabs=(
        FieldTab(title=N_("Personal data"), fields=FIELDS, below=Origin),
        SheetTab(title=N_("Appointments"), make=Offices),
    ),
    chips=_chips,
    copied=_copied,
    foreign=_foreign,
)
