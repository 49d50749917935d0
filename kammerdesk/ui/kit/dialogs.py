"""Dialogs: a form that makes an order and carries it out, and a decision with verbs on its buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.form import FormSpec, RecordForm
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, column, label, row

O = TypeVar("O")  # noqa: E741  the order a form makes
T = TypeVar("T")


class FormDialog(QDialog, Generic[O]):
    """Shows a form; `submit` gets the order and says by `done_with` or `show_refusal` how it went."""

    put_aside = Signal()
    """It closes for a while only; what was typed is wanted again."""

    def __init__(
        self,
        spec: FormSpec[O],
        submit: Callable[[O], object],
        start: Mapping[str, Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
        desk: Desk | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(spec.key)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(spec.title))
        self._spec = spec
        self._submit = submit
        self._fixed = fixed or {}
        self._waiting = self._edited = False
        self._hint: QWidget | None = None
        self.form = RecordForm(spec.fields, start, desk)
        self.verb = Button(tr(spec.verb), self.finish, primary=True)
        self.verb.setToolTip(tr("Ctrl+Return"))
        self.form.finished.connect(self.finish)
        self.form.edited.connect(self._note_edit)
        self.form.ended.connect(self._end)
        self._body = QVBoxLayout()
        self._lay_out()
        self.form.focus_first()

    def _lay_out(self) -> None:
        scroll = FollowScroll(self.form)
        body = self._body
        body.setContentsMargins(*(theme.px(24),) * 4)
        body.setSpacing(theme.px(16))
        body.addWidget(label(tr(self._spec.title), Role.TITLE))
        if self._spec.explanation:
            body.addWidget(label(tr(self._spec.explanation), Role.SECONDARY, wrap=True))
        body.addWidget(scroll, 1)
        body.addWidget(self.form.summary)
        body.addLayout(row(None, Button(tr("Cancel"), self._give_up), self.verb))
        self.setLayout(body)
        width = theme.px(560)
        whole = body.totalHeightForWidth(width) if body.hasHeightForWidth() else body.totalSizeHint().height()
        inner = width - 2 * theme.px(24)
        fields = self.form.heightForWidth(inner) if self.form.hasHeightForWidth() else self.form.sizeHint().height()
        wanted = whole - scroll.sizeHint().height() + fields + theme.px(24)  # one line more, for what is wrong
        screen = self.screen().availableGeometry().height() - theme.px(60)
        self.resize(width, min(wanted, max(theme.px(360), screen)))

    def offer(self, bar: QWidget) -> None:
        """Shows a bar above the form, such as one with a draft."""
        self._body.insertWidget(1, bar)

    def hint(self, bar: QWidget | None) -> None:
        """Shows a bar below the form, such as one about a namesake, instead of the former one; it hinders nothing."""
        if self._hint is not None:
            self._hint.hide()
            self._hint.deleteLater()
        self._hint = bar
        if bar is not None:
            self._body.insertWidget(self._body.indexOf(self.form.summary), bar)

    def put_by(self) -> None:
        """Closes for a while: what was typed is offered when the form is opened again."""
        self.put_aside.emit()
        self._give_up()

    def _note_edit(self) -> None:
        self._edited = True

    def _give_up(self) -> None:
        super().reject()

    def reject(self) -> None:
        """Esc and the cross: a slip of the finger must not cost what was typed; Cancel says what it does."""
        if self._edited:
            sentence = tr("What you have entered here is not saved yet.")
            decide(self, tr("Not everything is saved"), sentence, tr("Discard"), self._give_up)
        else:
            self._give_up()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _end(self) -> None:
        """Enter in the only field means the verb; after several, the button comes first: nothing is saved by a slip."""
        if self.form.has_one_field:
            self.finish()
        else:
            self.verb.setFocus(Qt.FocusReason.TabFocusReason)

    def finish(self) -> None:
        """Checks the form and gives the order on; a second time only after the first was answered."""
        values = None if self._waiting else self.form.values()
        if values is not None:
            self._waiting = True
            self._submit(self._spec.order(**values, **self._fixed))

    def show_refusal(self, refused: Refused) -> None:
        """Shows why not; the dialog stays open."""
        self.form.show_reasons(refused.reasons)

    def answered(self) -> None:
        """The order was answered, well or not; another may be given."""
        self._waiting = False


def fill_in(
    page: Page[R],
    spec: FormSpec[O],
    action: Callable[[Any, O], T],
    *,
    start: Mapping[str, Any] | None = None,
    fixed: Mapping[str, Any] | None = None,
    then: Callable[[T], object] | None = None,
) -> FormDialog[O]:
    """Opens a form over a page and carries out its order with `action`; refusals are shown beside the fields.

    `start` fills fields, `fixed` adds values to the order that nobody types; `then` gets what the action returned.
    """

    def submit(order: O) -> None:
        page.desk.do(action, order, then=succeed, refused=dialog.show_refusal, finished=dialog.answered, owner=dialog)

    def succeed(value: T) -> None:
        dialog.accept()
        if then is not None:
            then(value)

    dialog = FormDialog(spec, submit, start, fixed, page.window(), page.desk)
    if spec.draft:
        page.shell.attend(page.spec.key, dialog)
    dialog.open()
    return dialog


class Decision(QDialog):
    """A question whose answer cannot be undone: the consequence in words, the verb on the button, Cancel preset.

    `stay` is what the other button says instead of Cancel; without a verb it is the only one.
    """

    def __init__(
        self, title: str, consequence: str, verb: str, run: Callable[[], object], parent: QWidget, stay: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        cancel = Button(stay or tr("Cancel"), self.reject)
        cancel.setDefault(True)
        self.accepted.connect(run)
        body = column(gap=theme.px(16), margin=theme.px(24))
        body.addLayout(row(Icon(Tone.WARN.icon, 28, Tone.WARN.value), label(title, Role.TITLE), None, gap=12))
        said = label(consequence, wrap=True)
        said.setMinimumWidth(theme.px(420))
        body.addWidget(said)
        body.addLayout(row(None, cancel, *([Button(verb, self.accept)] if verb else [])))
        self.setLayout(body)
        cancel.setFocus()


def decide(
    parent: QWidget, title: str, consequence: str, verb: str, run: Callable[[], object], stay: str = ""
) -> Decision:
    """Asks before something that cannot be taken back; texts are in the user's language already."""
    dialog = Decision(title, consequence, verb, run, parent.window(), stay)
    dialog.open()
    return dialog
