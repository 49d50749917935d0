"""Saves what was typed into several records and left as drafts, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Generic

from PySide6.QtCore import QObject

from kammerdesk.base.differences import RecordCopy, Saved
from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.draft_shelf import Draft
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.record_fields import RecordFields
from kammerdesk.ui.kit.record_spec import RecordSpec
from kammerdesk.ui.kit.tokens import Tone


class SavingAll(QObject, Generic[R]):
    """Stops at the first record that cannot be saved, shows that one and says why; `then` gets how it ended."""

    def __init__(self, spec: RecordSpec[R], page: Page[R], then: Callable[[bool], object], parent: QObject) -> None:
        super().__init__(parent)
        self._spec = spec
        self._page = page
        self._then = then
        self._waiting: list[Draft] = []
        self._fields: RecordFields[R] | None = None

    def begin(self, drafts: Sequence[Draft]) -> None:
        """Saves these."""
        self._waiting = list(drafts)
        self._next()

    def _next(self) -> None:
        records = self._page.shell.records
        if not self._waiting or records is None:
            self._end(True)
            return
        draft = self._waiting.pop(0)
        assert draft.subject is not None  # only drafts about records are waiting
        with self._ending(draft):
            kind, subject, read_at = self._spec.kind, draft.subject, draft.read_at
            then, refused = partial(self._try, draft), partial(self._refused, draft)
            self._page.desk.ask(records.copy, kind, subject, read_at, then=then, refused=refused, owner=self)

    def _try(self, draft: Draft, base: RecordCopy | None) -> None:
        if base is None:
            self._fail(draft, tr("The record is no longer there."))
            return
        with self._ending(draft):
            self._fields = RecordFields(self._spec.tabs, self._page.desk, self)
            self._fields.show(base.values)
            self._fields.retype(draft.fields)
            values = self._fields.values()
            if values is None:
                self._fail(draft, tr("Something in it cannot be understood yet."))
                return
            order = self._spec.order(base.uid, base.entry, values, {})
            saved, refused = partial(self._saved, draft), partial(self._refused, draft)
            self._page.desk.do(self._spec.change, order, then=saved, refused=refused, owner=self)

    @contextmanager
    def _ending(self, draft: Draft) -> Iterator[None]:
        """An error of ours ends the saving too, else the record would stay locked; it is reported all the same."""
        try:
            yield
        except Exception:
            self._fail(draft, tr("Not saved because of an error in the program. Your entry is still here."))
            raise

    def _saved(self, draft: Draft, _saved: Saved) -> None:
        if draft.subject is not None:
            self._page.shell.shelf.take_away(draft.page, draft.form, draft.subject)
        self._next()

    def _refused(self, draft: Draft, refused: Refused) -> None:
        self._fail(draft, str(refused))

    def _fail(self, draft: Draft, reason: str) -> None:
        shell: Any = self._page.shell
        shell.inform(tr("“{record}”: {reason}").format(record=draft.title, reason=reason), Tone.WARN)
        shell.go(self._page.spec.key, draft.subject)
        self._end(False)

    def _end(self, well: bool) -> None:
        self._then(well)
        self.deleteLater()
