"""Changes one field of many records at once: what it will be is seen before, one action carries it out, one undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QStackedWidget

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Column, R, words_of
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.form import FieldSpec, RecordForm
from kammerdesk.ui.kit.page import Command, Needs, Page
from kammerdesk.ui.kit.short_table import ShortTable
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, box, column, label, row

O = TypeVar("O")  # noqa: E741  the order of an action

PREVIEWED = 6
"""So many rows show what they are and what they will be."""


@dataclass(frozen=True, kw_only=True)
class BulkField(Generic[R]):
    """A field that may be changed for many: how it is typed, what a row says now, how a new value is said."""

    spec: FieldSpec
    now: Callable[[R], str]
    say: Callable[[Any], str] = words_of


@dataclass(frozen=True, kw_only=True)
class BulkEdit(Generic[R, O]):
    """Fields of a page that may be changed for all selected rows.

    `action` is carried out once, with `order(seen, key of the field, value)`; so it is one step to take back. `seen` is
    each row with what it said in the preview: one that says something else by now must be left alone. It returns the
    identities of the rows it changed. `skip` says why a row stays as it is, "" for one that is changed. `title` is a
    msgid, `name` is what a row is called.
    """

    title: str
    fields: Sequence[BulkField[R]]
    action: Callable[[Any, O], Collection[Hashable]]
    order: Callable[[Sequence[tuple[R, str]], str, Any], O]
    name: Callable[[R], str]
    skip: Callable[[R], str] = lambda _: ""
    shortcut: str = ""

    def command(self) -> Command[R]:
        """What a page declares; its right is that of the action."""
        return Command(
            key=self.action.__name__,
            title=self.title,
            run=self._begin,
            shortcut=self.shortcut,
            icon="pencil",
            needs=Needs.SOME,
            header=False,
        )

    def _begin(self, page: Page[R]) -> None:
        """A change of many is never one of a part of them that happens to be in memory."""
        if sentence := page.incomplete():
            page.shell.toast(sentence, Tone.WARN)
        else:
            BulkDialog(self, page, page.selected()).open()


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after."""

    id: int
    name: str
    before: str
    after: str


_COLUMNS: tuple[Column[Change], ...] = (
    Column(key="name", title=N_("Name"), value=lambda change: change.name, stretch=True),
    Column(key="before", title=N_("Before"), value=lambda change: change.before, sample="0" * 14),
    Column(key="after", title=N_("After"), value=lambda change: change.after, sample="0" * 14),
)


class BulkDialog(QDialog, Generic[R, O]):
    """The field, the new value, the first rows before and after, the number on the button."""

    def __init__(self, edit: BulkEdit[R, O], page: Page[R], rows: Sequence[R]) -> None:
        super().__init__(page.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = tr(edit.title).rstrip(" …")
        self.setWindowTitle(title)
        self._edit = edit
        self._page = page
        self._skipped = [(edit.name(each), reason) for each in rows if (reason := edit.skip(each))]
        self._rows = [each for each in rows if not edit.skip(each)]
        self._waiting = False
        self._typed: set[int] = set()
        """Fields somebody typed into; one that was only looked at empties nothing."""
        self.field: ChoiceBox[int] = ChoiceBox(
            [(number, tr(each.spec.title)) for number, each in enumerate(edit.fields)]
        )
        self.field.setAccessibleName(tr("Field"))
        self.field.activated.connect(self._turn)
        self._forms = [self._form(each) for each in edit.fields]
        self._stack = QStackedWidget()
        for form in self._forms:
            self._stack.addWidget(form)
        self.preview: ShortTable[Change] = ShortTable(_COLUMNS, tr("Preview"))
        self.said = label("", wrap=True)
        self.verb = Button("", self.finish, primary=True)
        self._lay_out(title)
        self._turn(0)

    def _form(self, field: BulkField[R]) -> RecordForm:
        form = RecordForm([field.spec], desk=self._page.desk)
        form.edited.connect(self._note_typing)
        form.finished.connect(self.finish)
        form.ended.connect(lambda: self.verb.setFocus(Qt.FocusReason.TabFocusReason))
        return form

    def _lay_out(self, title: str) -> None:
        middle = column(gap=theme.px(12))
        if len(self._edit.fields) > 1:
            middle.addWidget(self.field)
        middle.addWidget(self._stack)
        for form in self._forms:
            middle.addWidget(form.summary)
        middle.addWidget(label(tr("Preview"), Role.STRONG))
        middle.addWidget(self.preview)
        middle.addWidget(self.said)
        middle.addStretch(1)
        body = column(label(title, Role.TITLE), gap=theme.px(12), margin=theme.px(24))
        body.addWidget(FollowScroll(box(middle)), 1)
        body.addLayout(row(None, Button(tr("Cancel"), self.reject), self.verb))
        self.setLayout(body)
        self.resize(theme.px(640), body.sizeHint().height())

    def _turn(self, number: int) -> None:
        self._stack.setCurrentWidget(self._forms[number])
        self._forms[number].focus_first()
        self._preview()

    def _chosen(self) -> BulkField[R]:
        return self._edit.fields[self._stack.currentIndex()]

    def _after(self) -> str:
        """What the rows will say; a record is called what the field shows. Raises KammerError for what is mistyped."""
        chosen = self._chosen()
        field = self._forms[self._stack.currentIndex()].field(chosen.spec.key)
        value = field.value()  # type: ignore[attr-defined]  # every field of a form has one
        return field.text().strip() if isinstance(field, QLineEdit) and isinstance(value, UUID) else chosen.say(value)

    def _note_typing(self) -> None:
        self._typed.add(self._stack.currentIndex())
        self._preview()

    def _preview(self) -> None:
        chosen = self._chosen()
        try:
            after = self._after() if self._stack.currentIndex() in self._typed else None
        except KammerError:
            after = None
        changed = [] if after is None else [each for each in self._rows if chosen.now(each) != after]
        shown = changed[:PREVIEWED]
        self.preview.set_rows(
            [Change(n, self._edit.name(each), chosen.now(each), after or tr("(empty)")) for n, each in enumerate(shown)]
        )
        self.preview.setVisible(bool(shown))
        self.said.setText(self._sentence(len(changed)))
        self.verb.setText(trn("Change {n}", "Change {n}", len(changed)).format(n=len(changed)))

    def _sentence(self, changed: int) -> str:
        parts = [trn("{n} row will be changed.", "{n} rows will be changed.", changed).format(n=changed)]
        same = len(self._rows) - changed
        if same:
            parts.append(trn("{n} already says so.", "{n} already say so.", same).format(n=same))
        if self._skipped:
            count = len(self._skipped)
            skipped = trn("{n} is left out: {reason}", "{n} are left out: {reason}", count)
            reasons = sorted({reason for _, reason in self._skipped})
            parts.append(skipped.format(n=count, reason="; ".join(reasons)))
        return " ".join(parts)

    def finish(self) -> None:
        """Checks the value and carries out the action for all rows that would say something else."""
        if self._stack.currentIndex() not in self._typed:
            self.said.setText(tr("Please enter the new value first."))
            return
        values = None if self._waiting else self._forms[self._stack.currentIndex()].values()
        if values is None:
            return
        chosen = self._chosen()
        value, after = values[chosen.spec.key], self._after()
        changed = [each for each in self._rows if chosen.now(each) != after]
        if not changed:
            self.said.setText(tr("Nothing would be changed: please give another value."))
            return
        self._waiting = True
        self._page.desk.do(
            self._edit.action,
            self._edit.order([(each, chosen.now(each)) for each in changed], chosen.spec.key, value),
            then=lambda done: self._succeed(changed, done),
            refused=self._show_refusal,
            finished=self._answered,
            owner=self,
        )

    def _answered(self) -> None:
        self._waiting = False

    def _show_refusal(self, refused: Refused) -> None:
        self._forms[self._stack.currentIndex()].show_reasons(refused.reasons)

    def _succeed(self, wanted: Sequence[R], changed: Collection[Hashable]) -> None:
        overtaken = [self._edit.name(each) for each in wanted if each.id not in changed]
        skipped = [*self._skipped, *((name, tr("changed or removed by somebody else meanwhile")) for name in overtaken)]
        words = tr("{n} changed").format(n=len(changed))
        self.accept()
        if not skipped:
            self._page.shell.toast(words)
            return
        reasons = [tr("{name}: {reason}").format(name=name, reason=reason) for name, reason in skipped]
        left_out = tr("{n} left out").format(n=len(skipped))
        words = f"{words} · {left_out}"
        shell = self._page.shell
        shell.toast(words, Tone.OK, Remedy(tr("Details"), lambda: shell.inform("\n".join(reasons), Tone.INFO)))
