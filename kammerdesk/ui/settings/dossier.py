"""Everything about one person, written into a folder for whoever asks for it: PDF to read, JSON for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from kammerdesk.base.i18n import N_, tr
from kammerdesk.office.export import DossierOrder, ExportedDossier, export_dossier, find_person
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.files import choose_folder, openings
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.page import Page


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for whose data, and what for; empty means the person herself, under Art. 15 GDPR."""

    name: str
    purpose: str
    recipient: str


FORM: FormSpec[Asked] = FormSpec(
    key="export_dossier",
    title=N_("Everything about a person"),
    verb=N_("Choose folder …"),
    explanation=N_("As PDF to read and as JSON for other programs; other people are not named in it."),
    fields=(
        FieldSpec(
            key="name",
            title=N_("Name"),
            make=TextEdit,
            required=True,
            hint=N_("For example “Müller, Ada” or “Ada Müller”."),
        ),
        FieldSpec(key="purpose", title=N_("Purpose"), make=TextEdit, hint=N_("Empty: information under Art. 15 GDPR.")),
        FieldSpec(key="recipient", title=N_("Recipient"), make=TextEdit, hint=N_("Empty: the person concerned.")),
    ),
    order=Asked,
    draft=False,
)


def ask_for_dossier(page: Page[Any]) -> None:
    """Asks who it is about, then where the files shall lie."""

    def submit(asked: Asked) -> None:
        page.desk.tend(
            lambda store: store.ask(find_person, asked.name),
            then=partial(go_on, asked),
            refused=dialog.show_refusal,
            finished=dialog.answered,
            owner=dialog,
        )

    def go_on(asked: Asked, person: UUID) -> None:
        dialog.accept()
        write_dossier(page, person, asked.purpose, asked.recipient)

    dialog = FormDialog(FORM, submit, parent=page.window())
    dialog.open()


def write_dossier(page: Page[Any], person: UUID, purpose: str = "", recipient: str = "") -> None:
    """Asks for a folder and writes both files."""

    def write(folder: Path) -> None:
        order = DossierOrder(person, folder, purpose, recipient)
        page.shell.run_job(
            LongWork(
                title=tr("Everything about a person"),
                work=lambda lent: lent.do(export_dossier, order),
                data=Data.SHARED,
                told=_written,
            )
        )

    choose_folder(page, tr("Choose a folder for the files"), write)


def _written(done: ExportedDossier) -> Ending:
    sentence = tr("“{pdf}” and “{json}” written.").format(pdf=done.pdf.name, json=done.json.name)
    return Ending(sentence, remedies=openings(done.pdf))
