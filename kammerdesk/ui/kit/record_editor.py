"""A record in the detail of a page: edited in place, saved by one key, never lost, never locked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Generic
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.differences import Gone, Overtaken, RecordCopy, Saved, after_choice
from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.compare_view import Choice, compare
from kammerdesk.ui.kit.draft_shelf import READ_AT, Draft, DraftTimer
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.history_tab import HistoryTab
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Detail, Needs, Page
from kammerdesk.ui.kit.record_draft import RecordDraft
from kammerdesk.ui.kit.record_fields import RecordFields
from kammerdesk.ui.kit.record_header import RecordHeader
from kammerdesk.ui.kit.record_messages import RecordMessages
from kammerdesk.ui.kit.record_spec import FieldTab, RecordSpec, SheetTab
from kammerdesk.ui.kit.save_bar import SAVE_KEY, SaveBar
from kammerdesk.ui.kit.saving_all import SavingAll
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import box, column, escaped, row


class RecordEditor(Detail[R], Generic[R]):
    """Follows the row; what was typed and not saved stays as a draft and is offered when one comes back."""

    scrolls = True

    def __init__(self, spec: RecordSpec[R], page: Page[R]) -> None:
        super().__init__()
        self._spec = spec
        self._page = page
        self._row: R | None = None
        self._copy: RecordCopy | None = None
        self._bar: InfoBar | None = None
        self._draft: Draft | None = None
        """The one that is offered now; until it is answered nothing else can be typed."""
        self._declined: Draft | None = None
        """The one that was not wanted here; another window may go on laying it there."""
        self._share = RecordDraft(page.shell.shelf, *self._place)
        self._waiting = False
        self._again = False
        """Whether to save once more as soon as what is under way is stored."""
        self._messages = RecordMessages(spec, page)
        self._details: list[Detail[R]] = []
        self.header = RecordHeader(spec, page)
        self.fields: RecordFields[R] = RecordFields(spec.tabs, page.desk, self)
        self.tabs = QTabWidget()
        self.save_bar = SaveBar(self.discard, self.save)
        self._bars = column(gap=theme.px(8))
        self._pause = DraftTimer(self)
        self._lay_out()
        self._pause.timeout.connect(self.keep_typed)
        self.fields.edited.connect(self._note_edit)
        self.fields.finished.connect(self.save)
        self.fields.ended.connect(lambda: self.save_bar.save.setFocus(Qt.FocusReason.TabFocusReason))
        page.shell.shelf.changed.connect(self._follow_shelf)
        if spec.change.__name__ in page.commands:
            page.commands[spec.change.__name__].changed.connect(self._judge)
        self.show_row(None)

    def _lay_out(self) -> None:
        for tab in self._spec.tabs:
            self.tabs.addTab(FollowScroll(self._tab(tab)), escaped(tr(tab.title)))
        history: HistoryTab[R] = HistoryTab(self._spec.kind, self._page)
        self._details.append(history)
        self.tabs.addTab(FollowScroll(_padded(history)), tr("History"))
        body = column(gap=theme.px(8), margin=theme.px(12))
        body.addWidget(self.header)
        body.addLayout(self._bars)
        body.addWidget(self.tabs, 1)
        for form in self.fields.forms.values():
            body.addWidget(form.summary)
        body.addWidget(self.save_bar)
        self.setLayout(body)
        self.setFocusProxy(self.tabs)

    def _tab(self, tab: FieldTab[R] | SheetTab[R]) -> QWidget:
        if isinstance(tab, SheetTab):
            made = tab.make(self._page)
            self._details.append(made)
            return _padded(made)
        beside = row()
        beside.addWidget(self.fields.forms[tab.title], 1)
        beside.addStretch()
        parts: list[QWidget] = [box(beside)]  # a column would reckon the height of the form for its own, greater width
        if tab.below is not None:
            below = tab.below(self._page)
            self._details.append(below)
            parts.append(below)
        return _padded(*parts)

    # --- which record is shown ---

    def show_row(self, row: R | None) -> None:
        former, self._row = self._row, row
        other = former is None or row is None or row.id != former.id
        if other and former is not None:
            self._leave(former)
        self.header.show_row(row)
        for detail in self._details:
            detail.show_row(row)
        self.tabs.setEnabled(row is not None)
        self._judge()
        if row is not None and not self._is_dirty():
            self._read()

    def _leave(self, former: R) -> None:
        """Another record is shown: what was typed stays as a draft."""
        was_dirty = self._is_dirty()
        self.keep_typed()
        self._share.let_go()
        self._copy = None
        self._show_bar(None)
        self._draft = self._declined = None
        self.fields.show({})
        if was_dirty and isinstance(former.id, UUID):
            self._messages.tell_gone(former.id, self)

    def _read(self) -> None:
        records, uid = self._page.shell.records, self._uid()
        if records is not None and uid is not None:
            then = partial(self._show, uid)
            self._page.desk.ask(records.copy, self._spec.kind, uid, None, then=then, owner=self)

    def _show(self, uid: UUID, copy: RecordCopy | None) -> None:
        if uid != self._uid() or copy is None or self._is_dirty():
            return
        if copy != self._copy:
            self._copy = copy
            self.fields.show(copy.values)
        self._offer_draft()
        self._judge()

    def _uid(self) -> UUID | None:
        return self._row.id if self._row is not None and isinstance(self._row.id, UUID) else None

    # --- whether it can be changed ---

    def _why_locked(self) -> str:
        """Why nothing can be changed, for good or for now."""
        if self._row is None:
            return ""
        return self._spec.foreign(self._row) or self._page.shell.forbidden(self._spec.change.__name__)

    def _judge(self) -> None:
        reason = self._why_locked()
        self.fields.lock(bool(reason) or self._copy is None or self._draft is not None)
        self.save_bar.setVisible(self._row is not None)
        self.save_bar.show_reason(reason)
        self._count()

    def _is_dirty(self) -> bool:
        return self._copy is not None and bool(self.fields.changed())

    def _note_edit(self) -> None:
        self._count()
        self._pause.note()

    def _count(self) -> None:
        self.save_bar.show_count(len(self.fields.changed()) if self._copy is not None else 0)
        self.unsaved_changed.emit()

    # --- drafts ---

    @property
    def _place(self) -> tuple[str, str]:
        return self._page.spec.key, self._spec.change.__name__

    def keep_typed(self) -> None:
        """Keeps what is not saved as a draft now."""
        self._pause.stop()
        if self._copy is not None and self._draft is None:
            self._share.keep(self._copy, self.fields.typed())

    def pending(self) -> Mapping[UUID, Draft]:
        fresh = dict(self._page.shell.shelf.fresh(*self._place))
        if self._copy is not None and self._is_dirty():
            fresh[self._copy.uid] = self._share.draft(self._copy, self.fields.typed())
        return fresh

    def marked(self) -> Sequence[UUID]:
        """The records with something typed and not saved, also from the last time."""
        return [*{**self._page.shell.shelf.of(*self._place), **self.pending()}]

    def _follow_shelf(self) -> None:
        if self._copy is not None and self._is_dirty() and self._share.is_missing(self._copy, self.fields.typed()):
            self._pause.note()
        self._offer_draft()
        self.unsaved_changed.emit()

    def _offer_draft(self) -> None:
        """Offers the draft of this record, while nobody types into it."""
        uid = self._uid()
        if self._copy is None or uid is None or self._is_dirty() or self._why_locked():
            return
        draft = self._page.shell.shelf.of(*self._place).get(uid)
        if draft is not None and self._declined is not None and draft.fields == self._declined.fields:
            draft = None
        if draft == self._draft:
            return
        self._draft = draft
        if draft is None:
            self._show_bar(None)
        else:
            sentence = tr("Unsaved changes: {when}").format(when=self._when(draft))
            ways = Remedy(tr("Go on"), self.resume), Remedy(tr("Discard"), self._drop_draft)
            self._show_bar(InfoBar(sentence, Tone.INFO, *ways, narrow=True))
        self._judge()

    def _when(self, draft: Draft) -> str:
        moment, now = office_time(draft.at), office_time(self._page.shell.shelf.now())
        time = format_time(moment.time())
        return time if moment.date() == now.date() else f"{format_date(moment)} {time}"

    def resume(self) -> None:
        """Goes on with the draft, upon the version it was typed on."""
        draft, records = self._draft, self._page.shell.records
        if draft is not None and draft.subject is not None and records is not None:
            then = partial(self._go_on, draft)
            self._page.desk.ask(records.copy, self._spec.kind, draft.subject, draft.read_at, then=then, owner=self)

    def _go_on(self, draft: Draft, base: RecordCopy | None) -> None:
        if base is None or self._copy is None or draft != self._draft:
            return
        before = {key: value for key, value in base.values.items() if key in draft.fields}
        self._copy = RecordCopy(base.uid, base.title, base.home, base.entry, {**self._copy.values, **before})
        self._draft = None
        self._share.take_on(draft)
        self._show_bar(None)
        self._judge()
        self.fields.show(self._copy.values)
        self.fields.retype(draft.fields)
        self._focus_fields()

    def _drop_draft(self) -> None:
        uid = self._uid()
        if uid is not None:
            self._declined = self._draft
            self._page.shell.shelf.take_away(*self._place, uid)
        self._focus_fields()

    def forget(self, uid: UUID) -> None:
        """What was typed into this record is not wanted, because it is removed by the one who typed it."""
        if uid == self._uid():
            self._copy = None
        self._page.shell.shelf.take_away(*self._place, uid)

    def _show_bar(self, bar: InfoBar | None) -> None:
        if self._bar is not None:
            self._bar.hide()
            self._bar.deleteLater()
        self._bar = bar
        if bar is not None:
            self._bars.addWidget(bar)
            announce(bar, bar.sentence)

    def _end_bar(self) -> None:
        if shiboken6.isValid(self):  # whoever ends it may have outlived it
            self._show_bar(None)

    def focus_first(self) -> None:
        """The cursor goes to what has to be answered, else into the first field, else to the tabs."""
        if self._bar is not None:
            self._bar.setFocus(Qt.FocusReason.TabFocusReason)
            self._bar.focusNextChild()
        else:
            self._focus_fields()

    def _focus_fields(self) -> None:
        forms = list(self.fields.forms.values())
        shown = next((form for form in forms if form.isVisible()), None)
        if shown is not None:
            shown.focus_first()
        else:
            self.tabs.tabBar().setFocus(Qt.FocusReason.TabFocusReason)

    # --- saving ---

    def discard(self) -> None:
        """Shows what is stored again; what was typed comes back by one press."""
        copy = self._copy
        if copy is None or not self._is_dirty():
            return
        typed = self.fields.typed()
        self.fields.show(copy.values)
        self.keep_typed()
        self._count()
        self._read()
        self._focus_fields()
        again = Remedy(tr("Undo it"), lambda: self._type_again(copy, typed))
        self._page.shell.toast(tr("Changes discarded."), Tone.INFO, again)

    def _type_again(self, copy: RecordCopy, typed: Mapping[str, str]) -> None:
        if self._copy is not None and self._copy.uid == copy.uid:
            self.fields.retype(typed)
            self._focus_fields()

    def save(self) -> None:
        """Stores the changed fields, after what is being stored; says so when there is nothing to store."""
        reason = self._why_locked()
        if self._row is None or self._copy is None:
            return
        if self._waiting:
            self._again = True
            return
        if reason or not self._is_dirty():
            self._page.shell.toast(reason or tr("No changes"), Tone.INFO)
            return
        values = self.fields.values()
        if values is not None:
            self._send(self._copy, values, {})

    def _send(
        self, copy: RecordCopy, values: Mapping[str, Any], given_up: Mapping[str, Any], compared: bool = False
    ) -> None:
        """Orders the change; when versions were `compared`, all fields show afterwards what is stored."""
        self._waiting = True
        typed = None if compared else self.fields.typed()
        self._page.desk.do(
            self._spec.change,
            self._spec.order(copy.uid, copy.entry, values, given_up),
            then=partial(self._saved, copy, values, typed),
            refused=partial(self._refused, copy, values),
            finished=self._answered,
            owner=self,
        )

    def _answered(self) -> None:
        self._waiting = False

    def _saved(
        self, copy: RecordCopy, values: Mapping[str, Any], typed: Mapping[str, str] | None, saved: Saved
    ) -> None:
        """`typed` is what stood in the fields when it was ordered; None where versions were compared since."""
        entry = copy.entry if saved.unseen else saved.entry
        if typed is None and copy.uid == self._uid():
            self._pause.stop()
            self._copy = None
            self._share.keep(copy, {})
            self._judge()  # what one typed now, the stored version would overwrite
            self._read()
        elif self._copy is copy:
            self._copy = stored = replace(copy, entry=entry, values={**copy.values, **values})
            self.fields.follow(values)
            self.keep_typed()
            self._count()
            self._follow_saved(stored)
        else:
            self._keep_rest(copy.uid, typed, entry)
        self._messages.tell_saved(copy, saved)
        again, self._again = self._again, False
        if again and self._is_dirty():
            self.save()

    def _keep_rest(self, uid: UUID, typed: Mapping[str, str] | None, entry: int) -> None:
        """Of the draft of a record one has left, what was typed after saving was ordered."""
        shelf = self._page.shell.shelf
        draft = shelf.of(*self._place).get(uid)
        texts = draft.fields if draft is not None and typed is not None else {}
        rest = {key: text for key, text in texts.items() if typed is not None and typed.get(key) != text}
        if draft is not None and rest:
            shelf.put(replace(draft, typed={**rest, READ_AT: str(entry)}))
        else:
            shelf.take_away(*self._place, uid)

    def _follow_saved(self, stored: RecordCopy) -> None:
        """Shows what else was changed meanwhile; what somebody typed on is compared with what is stored now."""
        records = self._page.shell.records

        def follow(copy: RecordCopy | None) -> None:
            if copy is not None and self._copy is stored and not self._waiting:  # else the next saving follows
                self._copy = copy
                self.fields.follow(copy.values)
                self._count()

        if records is not None:
            self._page.desk.ask(records.copy, self._spec.kind, stored.uid, None, then=follow, owner=self)

    def _refused(self, copy: RecordCopy, values: Mapping[str, Any], refused: Refused) -> None:
        self._again = False  # first there is something to answer
        if copy.uid != self._uid():
            self._messages.tell_refused(copy, refused)
        elif isinstance(refused, Overtaken):
            compare(self._page, refused.comparison, partial(self._decide, copy, values, refused))
        elif isinstance(refused, Gone):
            self.keep_typed()
            ways = self._messages.ways_back(refused, copy.uid, self._end_bar)
            self._show_bar(InfoBar(str(refused), Tone.WARN, *ways, narrow=True))
        else:
            self.fields.show_reasons(refused.reasons)

    def _decide(self, copy: RecordCopy, values: Mapping[str, Any], overtaken: Overtaken, choice: Choice) -> None:
        wanted, given_up = after_choice(values, overtaken.comparison, choice)
        now = RecordCopy(copy.uid, copy.title, copy.home, overtaken.entry, copy.values)
        self._send(now, wanted, given_up, compared=True)

    def save_pending(self, then: Callable[[bool], object]) -> None:
        self.keep_typed()
        drafts = list(self.pending().values())
        self._copy = None
        self._judge()  # what one typed meanwhile would be lost

        def end(well: bool) -> None:
            self._read()
            then(well)

        SavingAll(self._spec, self._page, end, self).begin(drafts)


def editor_of(spec: RecordSpec[R]) -> Callable[[Page[R]], RecordEditor[R]]:
    """The detail of a page whose rows are such records."""
    return partial(RecordEditor, spec)


def saving_command(spec: RecordSpec[R]) -> Command[R]:
    """What a page declares beside it, so that saving stands in the menu."""

    def save(page: Page[R]) -> None:
        if isinstance(page, ListPage) and isinstance(page.detail, RecordEditor):
            page.detail.save()

    return Command(
        key=spec.change.__name__,
        title=N_("Save changes"),
        run=save,
        shortcut=SAVE_KEY,
        icon="device-floppy",
        needs=Needs.ONE,
        header=False,
    )


def _padded(*parts: QWidget) -> QWidget:
    body = column(*parts, gap=theme.px(16), margin=theme.px(4))
    body.addStretch(1)
    return box(body)
