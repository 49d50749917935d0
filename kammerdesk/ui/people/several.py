"""Employer or position for several persons at once."""

from __future__ import annotations

from functools import partial

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.queries import organisation_choices, organisation_name
from kammerdesk.people.rules import list_name
from kammerdesk.people.service import PersonsOrder, change_persons
from kammerdesk.ui.kit.bulk import BulkEdit, BulkField
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.form import FieldSpec
from kammerdesk.ui.kit.search_edit import SearchEdit

CHANGE_SEVERAL: BulkEdit[ExaminerRow, PersonsOrder] = BulkEdit(
    title=N_("Change several …"),
    fields=(
        BulkField(
            spec=FieldSpec(
                key="employer_uid",
                title=N_("Employer"),
                make=partial(SearchEdit, organisation_choices, organisation_name, "organisation"),
            ),
            now=lambda row: row.employer,
        ),
        BulkField(
            spec=FieldSpec(key="job_title", title=N_("Position"), make=TextEdit),
            now=lambda row: row.job_title,
        ),
    ),
    action=change_persons,
    order=lambda seen, field, value: PersonsOrder({row.id: words for row, words in seen}, field, value),
    name=lambda row: list_name(row.title, row.first_name, row.last_name),
    skip=lambda row: "" if row.is_ours else tr("record of the partner"),
    shortcut="Ctrl+Shift+M",
)
