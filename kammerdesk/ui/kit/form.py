"""The one form, described as data: labels with letters, errors under the fields, Enter to the next field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kammerdesk.base.errors import KammerError, Reason
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.field_box import FieldBox
from kammerdesk.ui.kit.fields import UNSAVED, FieldWidget, LineField, has_own_step
from kammerdesk.ui.kit.habits import enter_goes_on
from kammerdesk.ui.kit.mnemonics import menu_letters, with_mnemonics
from kammerdesk.ui.kit.search_edit import SearchEdit
from kammerdesk.ui.kit.summary import Summary, go_to
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import label

O = TypeVar("O")  # noqa: E741  the order a form makes

LABELS_BESIDE = 350
"""Width in pixels at 100 % from which labels stand beside their fields: what a detail of 400 leaves to its form."""
WIDEST = 640
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field: `key` is its name in the order and in `Reason.field`, `title` and `hint` are msgids."""

    key: str
    title: str
    make: Callable[[], QWidget]
    required: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading (msgid) over fields that belong together."""

    title: str
    fields: Sequence[FieldSpec]


@dataclass(frozen=True, kw_only=True)
class FormSpec(Generic[O]):
    """A form that makes an order: `order` is called with the values as keywords; `title` and `verb` are msgids.

    What is typed into it is kept as a draft, except with `draft` off, where it is a secret or about one record. A form
    whose key is that of the command that opens it is opened again from its draft.
    """

    key: str
    title: str
    verb: str
    fields: Sequence[FieldSpec | Group]
    order: Callable[..., O]
    explanation: str = ""
    draft: bool = True


class RecordForm(QWidget):
    """Fields one below the other. It checks how things are written, never rules: those are the services'.

    Whoever shows the form shows its `summary` too, where it cannot be scrolled away. `desk` is for fields that search
    the data. With `marking` a line stands beside every field that says something else than at the beginning.
    """

    edited = Signal()
    finished = Signal()
    """Strg+Enter or Strg+S: what stands here shall be stored."""
    ended = Signal()
    """Enter in the last field."""

    def __init__(
        self,
        fields: Sequence[FieldSpec | Group],
        start: Mapping[str, Any] | None = None,
        desk: Desk | None = None,
        marking: bool = False,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._marking = marking
        groups = [each if isinstance(each, Group) else Group("", [each]) for each in fields]
        specs = [spec for group in groups for spec in group.fields]
        self._boxes = {spec.key: self._box(spec) for spec in specs}
        self._labels: list[QLabel] = []
        self._layout = QFormLayout()
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._layout.setContentsMargins(0, 0, 0, 0)
        titles = iter(with_mnemonics((tr(spec.title) for spec in specs), taken=menu_letters()))
        for group in groups:
            if group.title:
                self._layout.addRow(label(tr(group.title), Role.SUBTITLE))
            for spec in group.fields:
                self._add(spec, next(titles))
        if any(spec.required for spec in specs):
            self._layout.addRow("", label(tr("* required"), Role.CAPTION))
        self.summary = Summary()
        self.setLayout(self._layout)
        self.setMaximumWidth(theme.px(WIDEST))
        self._saved: dict[str, Any] = {}
        self.set_values(start or {})

    def _box(self, spec: FieldSpec) -> FieldBox:
        box = FieldBox(tr(spec.title), spec.make(), spec.required, tr(spec.hint), self._marking)
        box.widget.setObjectName(spec.key)
        box.widget.installEventFilter(self)
        if isinstance(box.widget, SearchEdit):
            box.widget.desk = self._desk
        box.cleared.connect(partial(self._let_go, box))
        box.field.edited.connect(self._mark)
        box.field.edited.connect(self.edited)
        return box

    def _add(self, spec: FieldSpec, title: str) -> None:
        beside = QLabel(f"{title} *" if spec.required else title)
        beside.setBuddy(self._boxes[spec.key].widget)
        self._labels.append(beside)
        self._layout.addRow(beside, self._boxes[spec.key])

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Shows these values; they are the ones `changes` compares with."""
        for key, box in self._boxes.items():
            if key in values:
                box.field.set_value(values[key])
            box.clear()
        self._saved = self._raw_values()
        self._mark()
        self._say(())

    def _raw_values(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {key: _raw_value(box.field) for key, box in self._boxes.items()}

    def changed(self) -> list[str]:
        """The keys of the fields that say something else than at the beginning."""
        now = self._raw_values()
        return [key for key in now if now[key] != self._saved[key]]

    def changes(self) -> int:
        """How many they are."""
        return len(self.changed())

    def follow(self, values: Mapping[str, Any]) -> None:
        """Shows values in the fields nobody typed into; all of them are what `changes` compares with from now on."""
        typed = self.changed()
        for key in self._boxes.keys() & values.keys():
            if key not in typed:
                self._boxes[key].field.set_value(values[key])
            self._saved[key] = values[key] if key in typed else _raw_value(self._boxes[key].field)
        self._mark()

    @property
    def has_one_field(self) -> bool:
        """Whether there is nothing else to fill in."""
        return len(self._boxes) == 1

    def has(self, key: str) -> bool:
        """Whether one of its fields has this key."""
        return key in self._boxes

    def _mark(self) -> None:
        if self._marking and self._saved:
            changed = self.changed()
            for key, box in self._boxes.items():
                box.mark_changed(key in changed)

    def lock(self, locked: bool) -> None:
        """Lets everything be read and copied but not changed, or changed again."""
        for box in self._boxes.values():
            if isinstance(box.widget, QLineEdit | QPlainTextEdit):
                box.widget.setReadOnly(locked)
            else:
                box.widget.setEnabled(not locked)

    def values(self, only: Collection[str] | None = None) -> dict[str, Any] | None:
        """The values by key, or `only` these; None when something is missing or makes no sense, which is shown then."""
        boxes = {key: box for key, box in self._boxes.items() if only is None or key in only}
        wrong = [box for box in boxes.values() if not box.check()]
        self._say(wrong)
        return None if wrong else {key: box.field.value() for key, box in boxes.items()}

    def typed(self) -> dict[str, str]:
        """What stands in the fields by their keys, as it was typed."""
        return {key: box.field.typed() for key, box in self._boxes.items()}

    def retype(self, typed: Mapping[str, str], follow: bool = False) -> None:
        """Types it again; with `follow` as by hand, so that fields that depend on others follow."""
        for key, box in self._boxes.items():
            if key in typed:
                box.field.retype(typed[key])
                if follow:
                    box.field.edited.emit()

    def show_reasons(self, reasons: Iterable[Reason]) -> None:
        """Shows why an order was refused, beside the fields; what belongs to no field stands below them."""
        whole: list[str] = []
        beside: dict[str, list[Reason]] = defaultdict(list)
        for reason in reasons:
            if reason.field in self._boxes:
                beside[reason.field].append(reason)
            else:
                whole.append(reason.sentence)
        for key, said in beside.items():
            self._boxes[key].show_reasons(said)
        self._say([self._boxes[key] for key in beside], whole)

    def field(self, key: str) -> QWidget:
        """The field with this key."""
        return self._boxes[key].widget

    def focus_first(self) -> None:
        """Puts the cursor into the first empty required field, else into the first."""
        empty = [
            box
            for box in self._boxes.values()
            if box.required and self._raw_values()[box.widget.objectName()] in (None, "")
        ]
        free = [box for box in (*empty, *self._boxes.values()) if box.widget.isEnabled()]
        if free:
            free[0].widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _say(self, wrong: Sequence[FieldBox], whole: Sequence[str] = ()) -> None:
        self.summary.say(wrong, whole)
        if wrong:
            go_to(wrong[0])

    def _let_go(self, box: FieldBox) -> None:
        self.summary.let_go(box)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo) and self._takes_back(watched):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() is QEvent.Type.KeyPress:
                self._take_back(watched.objectName())
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in (*_ENTER, Qt.Key.Key_S):
                self.finished.emit()
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in _ENTER and plain and not isinstance(watched, QPlainTextEdit):
                if isinstance(watched, SearchEdit) and watched.wants_enter():
                    return False
                if enter_goes_on():
                    self._go_on(watched)
                return True
        return False

    def _takes_back(self, field: QObject) -> bool:
        """Whether what was typed there is not saved, and the field itself knows no way back any more."""
        return bool(field.property(UNSAVED)) and not has_own_step(field)

    def _take_back(self, key: str) -> None:
        """Shows what is stored in a field again."""
        box, saved = self._boxes[key], self._saved[key]
        if isinstance(box.widget, LineField) and isinstance(saved, str):
            box.field.retype(saved)  # also what makes no sense
        else:
            box.field.set_value(saved)
        box.field.edited.emit()

    def _go_on(self, here: QObject) -> None:
        widgets = [box.widget for box in self._boxes.values() if box.widget.isEnabled()]
        after = widgets[widgets.index(here) + 1 :] if here in widgets else []
        if after:
            after[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.ended.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._layout.invalidate()  # Qt has placed the fields by heights it reckoned before a sentence was added

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_labels"):
            self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= theme.px(LABELS_BESIDE)
        policy = QFormLayout.RowWrapPolicy
        self._layout.setRowWrapPolicy(policy.DontWrapRows if beside else policy.WrapAllRows)
        self._layout.setVerticalSpacing(theme.px(8))
        self._layout.setHorizontalSpacing(theme.px(12))
        for each in self._labels:
            each.setFixedHeight(theme.look().control if beside else each.sizeHint().height())
        self.setMaximumWidth(theme.px(WIDEST))


def _raw_value(field: FieldWidget) -> Any:
    """The value of a field; what cannot be understood counts as typed, and so is no change where it stood before."""
    try:
        return field.value()
    except KammerError:
        return field.typed()
