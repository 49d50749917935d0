"""A new person: the form, and the hint that somebody of this name is known already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.queries import Namesake, namesakes
from kammerdesk.people.service import PersonOrder, create_person
from kammerdesk.ui.kit.dialogs import FormDialog, fill_in
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.form import FormSpec
from kammerdesk.ui.kit.page import Command, Page
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.people.record import FIELDS

HINT_DELAY = 250
"""Milliseconds after the last letter of a name before it is looked up; the hint must be there within half a second."""

FORM: FormSpec[PersonOrder] = FormSpec(
    key=create_person.__name__,
    title=N_("New person"),
    verb=N_("Create"),
    fields=FIELDS,
    order=PersonOrder,
)


class NamesakeHint(QObject):
    """Looks up the name while it is typed; what it says hinders nobody."""

    def __init__(self, page: Page[ExaminerRow], dialog: FormDialog[PersonOrder]) -> None:
        super().__init__(dialog)
        self._page = page
        self._dialog = dialog
        self._asked = "", ""
        self._delay = QTimer(self, singleShot=True, interval=HINT_DELAY)
        self._delay.timeout.connect(self._ask)
        dialog.form.edited.connect(self._follow)

    def _name(self) -> tuple[str, str]:
        typed = self._dialog.form.typed()
        return typed["last_name"].strip(), typed["first_name"].strip()

    def _follow(self) -> None:
        if self._name() != self._asked:
            self._delay.start()

    def _ask(self) -> None:
        self._asked = name = self._name()
        self._page.desk.ask(namesakes, *name, then=partial(self._tell, name), owner=self)

    def _tell(self, name: tuple[str, str], found: Sequence[Namesake]) -> None:
        if name == self._asked:
            self._dialog.hint(self._bar(found) if found else None)

    def _bar(self, found: Sequence[Namesake]) -> InfoBar:
        known = "; ".join(_words(each) for each in found[:3])
        view = Remedy(tr("Look at it"), partial(self._view, found[0].uid))
        anyway = Remedy(tr("Create anew all the same"), self._go_on)
        return InfoBar(tr("There is already {known}.").format(known=known), Tone.INFO, view, anyway)

    def _view(self, uid: UUID) -> None:
        self._dialog.put_by()
        self._page.shell.go(self._page.spec.key, uid)

    def _go_on(self) -> None:
        self._dialog.hint(None)
        self._dialog.form.field("title").setFocus()


def _words(known: Namesake) -> str:
    born = tr("born {year}").format(year=known.birth_date.year) if known.birth_date else ""
    facts = ", ".join(filter(None, (born, known.town)))
    return f"{known.name} ({facts})" if facts else known.name


def open_new_person(page: Page[ExaminerRow]) -> None:
    """Opens the form; afterwards the cursor is on the new person."""

    def show(uid: UUID) -> None:
        page.shell.toast(tr("Person created."))
        page.go_to(uid)

    dialog = fill_in(page, FORM, create_person, start={"salutation": ""}, then=show)
    NamesakeHint(page, dialog)


CREATE: Command[ExaminerRow] = Command(
    key=create_person.__name__,
    title=N_("New person"),
    run=open_new_person,
    shortcut="Ctrl+N",
    icon="plus",
    primary=True,
)
