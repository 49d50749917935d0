"""What was typed into a form and is not stored yet: kept while one types, offered again after a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from kammerdesk.base.clock import Clock, office_time
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone

if TYPE_CHECKING:
    from kammerdesk.ui.kit.dialogs import FormDialog

PAUSE = 2000
"""Milliseconds after the last key before a draft is kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the fields of a form of a page, by their keys and as it was typed; `title` is the form's."""

    page: str
    form: str
    title: str
    typed: Mapping[str, str]
    at: datetime


class Drafts(Protocol):
    """Where drafts lie; every method is called in the worker with the open store."""

    def found(self, store: Any) -> Sequence[Draft]:
        """All drafts of this user, the newest first."""

    def keep(self, store: Any, draft: Draft) -> None:
        """Keeps a draft instead of the former one of the same form."""

    def drop(self, store: Any, draft: Draft) -> None:
        """Forgets the draft of this form."""


class DraftBox(QObject):
    """Knows the drafts a crash left, says so once, and looks after the forms that are opened."""

    def __init__(self, drafts: Drafts, desk: Desk, shell: Shell, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._desk = desk
        self._shell = shell
        self._clock = clock
        self._left: dict[tuple[str, str], Draft] = {}
        desk.opened.connect(self._look)

    def _look(self) -> None:
        self._desk.tend(self._drafts.found, then=self._tell)

    def _tell(self, found: Sequence[Draft]) -> None:
        self._left = {(draft.page, draft.form): draft for draft in found}
        if not found:
            return
        named = "; ".join(f"{draft.title}, {self.when(draft.at)}" for draft in found)
        sentence = trn("{n} draft was not stored: {named}.", "{n} drafts were not stored: {named}.", len(found))
        newest = found[0]
        self._shell.inform(
            sentence.format(n=len(found), named=named),
            Tone.INFO,
            Remedy(tr("Go on writing"), partial(self._shell.go, newest.page, None, newest.form)),
        )

    def when(self, at: datetime) -> str:
        """When a draft was kept, as one speaks of it: "gestern 16:58"."""
        moment, now = office_time(at), office_time(self._clock.now())
        time = format_time(moment.time())
        if moment.date() == now.date():
            return tr("today {time}").format(time=time)
        if moment.date() == now.date() - timedelta(days=1):
            return tr("yesterday {time}").format(time=time)
        return f"{format_date(moment)} {time}"

    def attend(self, page: str, dialog: FormDialog[Any]) -> None:
        """Keeps what is typed into a form that was opened just now, and offers what was typed before a crash."""
        key = (page, dialog.objectName())
        keeper = _Keeper(partial(self._draft_of, page, dialog), self._keep, partial(self._drop, key), dialog)
        left = self._left.get(key)
        if left is not None:
            dialog.offer(_Offer(left, self.when(left.at), partial(self._go_on, dialog, left), keeper.forget))

    def _draft_of(self, page: str, dialog: FormDialog[Any]) -> Draft:
        return Draft(page, dialog.objectName(), dialog.windowTitle(), dialog.form.typed(), self._clock.now())

    def _keep(self, draft: Draft) -> None:
        self._left[draft.page, draft.form] = draft
        self._desk.tend(lambda store: self._drafts.keep(store, draft))

    def _drop(self, key: tuple[str, str]) -> None:
        draft = self._left.pop(key, None)
        if draft is not None:
            self._desk.tend(lambda store: self._drafts.drop(store, draft))

    def _go_on(self, dialog: FormDialog[Any], draft: Draft) -> None:
        """Types it in again; a second time when all answers have come, for some fields offer what others ask for."""
        dialog.form.retype(draft.typed, follow=True)
        dialog.form.edited.emit()
        again: Callable[[None], None] = lambda _: dialog.form.retype(draft.typed)  # noqa: E731
        self._desk.prepare(lambda: None, then=again, owner=dialog)


class _Keeper(QObject):
    """Keeps the draft of one form while one types, drops it when the form was stored or given up."""

    def __init__(
        self,
        draft: Callable[[], Draft],
        keep: Callable[[Draft], None],
        drop: Callable[[], None],
        dialog: FormDialog[Any],
    ) -> None:
        super().__init__(dialog)
        self._draft = draft
        self._keep_it = keep
        self._drop = drop
        self._kept = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.keep)
        dialog.form.edited.connect(self._pause.start)
        dialog.finished.connect(self._end)

    def keep(self) -> None:
        """Keeps what stands in the form now."""
        self._kept = True
        self._keep_it(self._draft())

    def forget(self) -> None:
        """The draft a crash left is not wanted."""
        self._drop()

    def _end(self) -> None:
        self._pause.stop()
        if self._kept:
            self._drop()


class _Offer(InfoBar):
    """The bar above a form that offers its draft; it goes as soon as it is answered."""

    def __init__(self, draft: Draft, when: str, go_on: Callable[[], object], discard: Callable[[], object]) -> None:
        sentence = tr("Draft: {when}").format(when=when)
        verbs = (tr("Go on writing"), go_on), (tr("Discard"), discard)
        super().__init__(sentence, Tone.INFO, *(Remedy(verb, partial(self._answer, run)) for verb, run in verbs))

    def _answer(self, run: Callable[[], object]) -> None:
        parent: QWidget | None = self.parentWidget()
        run()
        self.hide()
        if parent is not None:
            parent.setFocus()
