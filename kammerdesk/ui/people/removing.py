"""Into the Papierkorb with a person, at once, with the way back in the message."""

from __future__ import annotations

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.service import remove_person
from kammerdesk.store.removal import Removed
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Needs, Page
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.kit.tokens import Tone


def _remove(page: Page[ExaminerRow]) -> None:
    person = page.selected()[0]

    def tell(removed: Removed) -> None:
        if isinstance(page, ListPage) and isinstance(page.detail, RecordEditor):
            page.detail.forget(person.id)
        more = removed.count - 1
        said = tr("“{record}” lies in the trash.")
        if more:
            said = trn(
                "“{record}” lies in the trash, with {n} appointment.",
                "“{record}” lies in the trash, with {n} appointments.",
                more,
            )
        undo = Remedy(tr("Undo it"), lambda: page.shell.take_back(removed.entry, tr("Remove person")))
        page.shell.toast(said.format(record=removed.title, n=more), Tone.OK, undo)

    page.desk.do(remove_person, person.id, then=tell, owner=page)


REMOVE: Command[ExaminerRow] = Command(
    key=remove_person.__name__,
    title=N_("Remove person"),
    run=_remove,
    shortcut="Del",
    icon="trash",
    needs=Needs.ONE,
    when=lambda row: row.is_ours,
    header=False,
)
