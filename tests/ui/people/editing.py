"""The people page as tests of editing use it: its editor, its fields, another clerk's desk over the same file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.service import change_person
from kammerdesk.store.editing import ChangeOrder, record_copy
from kammerdesk.store.store import Store
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.record_editor import RecordEditor
from tests.ui.keyboard import CTRL, press, type_text
from tests.ui.office import CLOCK, Office


class People:
    """The page, on the first examiner of ours."""

    def __init__(self, office: Office) -> None:
        self.office = office
        page = office.show(2)
        assert isinstance(page, ListPage)
        self.page: ListPage[ExaminerRow] = page
        ours = [row for row in page.list.table.rows.shown if row.is_ours and row.phone]
        self.first, self.second = ours[:2]
        self.go(self.first)

    @property
    def editor(self) -> RecordEditor[ExaminerRow]:
        """The detail."""
        assert isinstance(self.page.detail, RecordEditor)
        return self.page.detail

    def go(self, row: ExaminerRow) -> None:
        """Puts the cursor on a row and waits for its record."""
        self.page.go_to(row.id)
        self.office.wait(lambda: self.shows(row))

    def shows(self, row: ExaminerRow) -> bool:
        """Whether the editor shows the record of a row."""
        copy = self.editor._copy
        return not self.office.window.desk.is_busy and copy is not None and copy.uid == row.id

    def field(self, key: str) -> QLineEdit:
        """A field of the form."""
        found = next(form for form in self.editor.fields.forms.values()).field(key)
        assert isinstance(found, QLineEdit)
        return found

    def type(self, key: str, text: str) -> None:
        """Types into a field instead of what stands there."""
        self.field(key).setFocus(Qt.FocusReason.TabFocusReason)
        press(Qt.Key.Key_A, CTRL)
        press(Qt.Key.Key_Delete)
        type_text(text)

    def save(self) -> None:
        """Presses the key."""
        self.office.press(Qt.Key.Key_S, CTRL)

    def values(self, row: ExaminerRow | None = None) -> dict[str, Any]:
        """What is stored of a person."""
        uid = (row or self.first).id
        copy = self.office.ask(lambda session: record_copy(session, "person", uid))
        assert copy is not None
        return copy.values

    def said(self) -> str:
        """What the save bar says."""
        return self.editor.save_bar.said.text()


def change_elsewhere(office: Office, uid: UUID, **values: Any) -> None:
    """Another clerk at another desk over the same file changes a person."""
    store = Store.open(office.folder, user="aydin", clock=CLOCK)
    try:
        copy = store.ask(record_copy, "person", uid)
        assert copy is not None
        store.do(change_person, ChangeOrder(uid, copy.entry, values))
    finally:
        store.close()
