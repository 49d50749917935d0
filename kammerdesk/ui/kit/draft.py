"""What was typed into a form and is not stored yet: kept while one types, offered again after a crash."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kammerdesk.base.clock import Clock, office_time
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.draft_shelf import Draft, Drafts, DraftTimer
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone

if TYPE_CHECKING:
    from kammerdesk.ui.kit.dialogs import FormDialog

_Key = tuple[str, str, UUID | None]
"""Page, form and record of a draft."""


class DraftBox(QObject):
    """Knows the drafts a crash left, says so once, and looks after the forms that are opened.

    Without a place for them in the data they last as long as the window. It is the `DraftShelf` of forms about records.
    """

    changed = Signal()
    """Other drafts lie here now."""

    def __init__(self, drafts: Drafts | None, desk: Desk, shell: Shell, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._desk = desk
        self._shell = shell
        self._clock = clock
        self._left: dict[_Key, Draft] = {}
        self._fresh: set[_Key] = set()
        desk.opened.connect(self._look)
        desk.changed.connect(self._look_for_erased)

    def _look(self) -> None:
        if self._drafts is not None:
            self._desk.tend(self._drafts.found, then=self._tell)
            self._look_for_erased()

    def _look_for_erased(self) -> None:
        """What was typed about a record that was erased meanwhile goes with it."""
        subjects = {subject for _page, _form, subject in self._left if subject is not None}
        if self._drafts is not None and subjects:
            self._desk.tend(partial(_erased, self._drafts, subjects), then=self._forget)

    def _forget(self, erased: Collection[UUID]) -> None:
        gone = [key for key in self._left if key[2] in erased]
        for key in gone:
            del self._left[key]
            self._fresh.discard(key)
        if gone:
            self.changed.emit()

    def _tell(self, found: Sequence[Draft]) -> None:
        self._left = {_key(draft): draft for draft in found} | {key: self._left[key] for key in self._fresh}
        self.changed.emit()
        if not found:
            return
        named = "; ".join(f"{draft.title}, {self.when(draft.at)}" for draft in found)
        sentence = trn("{n} draft was not stored: {named}.", "{n} drafts were not stored: {named}.", len(found))
        newest = found[0]
        self._shell.inform(
            sentence.format(n=len(found), named=named),
            Tone.INFO,
            Remedy(tr("Go on writing"), partial(self._open, newest)),
        )

    def _open(self, draft: Draft) -> None:
        self._shell.go(draft.page, draft.subject, draft.form if draft.subject is None else "")

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
        key = (page, dialog.objectName(), None)
        keeper = _Keeper(partial(self._draft_of, page, dialog), self._keep, partial(self._drop, key), dialog)
        left = self._left.get(key)
        if left is not None:
            dialog.offer(_Offer(left, self.when(left.at), partial(self._go_on, dialog, left), keeper.forget))

    def _draft_of(self, page: str, dialog: FormDialog[Any]) -> Draft:
        return Draft(page, dialog.objectName(), dialog.windowTitle(), dialog.form.typed(), self._clock.now())

    def _keep(self, draft: Draft) -> None:
        self._left[_key(draft)] = draft
        if self._drafts is not None:
            self._desk.tend(partial(_kept, self._drafts, draft), then=self._forget)

    def _drop(self, key: _Key) -> None:
        draft = self._left.pop(key, None)
        self._fresh.discard(key)
        if draft is not None and self._drafts is not None:
            self._desk.tend(partial(_dropped, self._drafts, draft))

    # --- the shelf ---

    def of(self, page: str, form: str) -> Mapping[UUID, Draft]:
        """The drafts of a form by their record."""
        return {
            draft.subject: draft
            for draft in self._left.values()
            if draft.subject is not None and (draft.page, draft.form) == (page, form)
        }

    def fresh(self, page: str, form: str) -> Mapping[UUID, Draft]:
        """Those of them that were typed since the program was started."""
        return {uid: draft for uid, draft in self.of(page, form).items() if _key(draft) in self._fresh}

    def put(self, draft: Draft) -> None:
        """Keeps a draft instead of the former one; it is written at once."""
        self._fresh.add(_key(draft))
        self._keep(draft)
        self.changed.emit()

    def take_away(self, page: str, form: str, subject: UUID) -> None:
        """Forgets a draft, if there is one."""
        if (page, form, subject) in self._left:
            self._drop((page, form, subject))
            self.changed.emit()

    def now(self) -> datetime:
        """This moment."""
        return self._clock.now()

    def _go_on(self, dialog: FormDialog[Any], draft: Draft) -> None:
        """Types it in again; a second time when all answers have come, for some fields offer what others ask for."""
        dialog.form.retype(draft.typed, follow=True)
        dialog.form.edited.emit()
        again: Callable[[None], None] = lambda _: dialog.form.retype(draft.typed)  # noqa: E731
        self._desk.prepare(lambda: None, then=again, owner=dialog)


def _key(draft: Draft) -> _Key:
    return draft.page, draft.form, draft.subject


def _kept(drafts: Drafts, draft: Draft, store: Any) -> Collection[UUID]:
    """Keeps it; returns its record where that was erased."""
    kept = drafts.keep(store, draft)
    return () if kept or draft.subject is None else (draft.subject,)


def _erased(drafts: Drafts, subjects: Collection[UUID], store: Any) -> Collection[UUID]:
    return drafts.erased(store, subjects)


def _dropped(drafts: Drafts, draft: Draft, store: Any) -> None:
    drafts.drop(store, draft)


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
        self._pause = DraftTimer(self)
        self._pause.timeout.connect(self.keep)
        dialog.form.edited.connect(self._pause.note)
        dialog.put_aside.connect(self._put_aside)
        dialog.finished.connect(self._end)

    def keep(self) -> None:
        """Keeps what stands in the form now."""
        self._kept = True
        self._keep_it(self._draft())

    def forget(self) -> None:
        """The draft a crash left is not wanted."""
        self._drop()

    def _put_aside(self) -> None:
        """The form is closed for a while only."""
        self.keep()
        self._kept = False

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
