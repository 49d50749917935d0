"""What is said about a record outside its fields: that it was saved, refused, or is gone, with the ways back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic
from uuid import UUID

from PySide6.QtCore import QObject

from kammerdesk.base.differences import Gone, RecordCopy, Saved
from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.record_spec import RecordSpec
from kammerdesk.ui.kit.tokens import Tone


class RecordMessages(Generic[R]):
    """Speaks for the records of a page; its bars and their remedies may outlive the page."""

    def __init__(self, spec: RecordSpec[R], page: Page[R]) -> None:
        self._spec = spec
        self._desk = page.desk
        self._shell = page.shell
        self._key = page.spec.key

    def tell_saved(self, copy: RecordCopy, saved: Saved) -> None:
        """It is stored; and who had changed other fields meanwhile."""
        shell, words = self._shell, tr(self._spec.words)
        undo = Remedy(tr("Undo it"), lambda: shell.take_back(saved.entry, words))
        shell.toast(tr("“{record}” saved.").format(record=copy.title), Tone.OK, undo)
        if saved.beside:
            users = ", ".join(saved.beside)
            shell.toast(tr("Changes of {users} taken over.").format(users=users), Tone.INFO)

    def tell_refused(self, copy: RecordCopy, refused: Refused) -> None:
        """A record one has left could not be stored."""
        view = Remedy(tr("Look at it"), lambda: self._shell.go(self._key, copy.uid))
        self._shell.inform(tr("“{record}”: {reason}").format(record=copy.title, reason=refused), Tone.WARN, view)

    def tell_gone(self, uid: UUID, owner: QObject) -> None:
        """Tells of a record that disappeared while somebody typed into it; says nothing while it is there."""

        def tell(gone: Gone | None) -> None:
            if gone is not None:
                self._shell.inform(str(gone), Tone.WARN, *self.ways_back(gone, uid))

        if self._shell.records is not None:
            self._desk.ask(self._shell.records.gone, self._spec.kind, uid, then=tell, owner=owner, now=True)

    def ways_back(self, gone: Gone, uid: UUID, then: Callable[[], object] | None = None) -> Sequence[Remedy]:
        """What brings a record back, where something can; `then` is called when it is back."""
        return [Remedy(tr("Bring back"), lambda: self._bring_back(uid, then))] if gone.in_trash else []

    def _bring_back(self, uid: UUID, then: Callable[[], object] | None) -> None:
        if self._shell.records is None:
            return

        def done(_count: int) -> None:
            if then is not None:
                then()
            self._shell.toast(tr("The record is back."))
            self._shell.go(self._key, uid)

        self._desk.do(*self._shell.records.restoring(self._spec.kind, uid), then=done)
