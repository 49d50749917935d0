"""The fields of a record, in one or several tabs, as one: what was changed, what is typed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic

from PySide6.QtCore import QObject, Signal

from kammerdesk.base.errors import Reason
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.form import RecordForm
from kammerdesk.ui.kit.record_spec import FieldTab, SheetTab


class RecordFields(QObject, Generic[R]):
    """The forms of a record; nothing here knows where they stand."""

    edited = Signal()
    finished = Signal()
    ended = Signal()

    def __init__(self, tabs: Sequence[FieldTab[R] | SheetTab[R]], desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        own = [tab for tab in tabs if isinstance(tab, FieldTab)]
        self.forms = {tab.title: RecordForm(tab.fields, desk=desk, marking=True) for tab in own}
        for form in self.forms.values():
            form.edited.connect(self.edited)
            form.finished.connect(self.finished)
            form.ended.connect(self.ended)

    def show(self, values: Mapping[str, Any]) -> None:
        """Shows what is stored."""
        for form in self.forms.values():
            form.set_values(values)

    def follow(self, values: Mapping[str, Any]) -> None:
        """Shows what is stored in the fields nobody typed into, and compares with it from now on."""
        for form in self.forms.values():
            form.follow(values)

    def changed(self) -> list[str]:
        """The keys of the fields that are not saved."""
        return [key for form in self.forms.values() for key in form.changed()]

    def values(self) -> dict[str, Any] | None:
        """The values of the changed fields; None when one makes no sense, which is shown then."""
        found: dict[str, Any] = {}
        for form in self.forms.values():
            values = form.values(only=form.changed())
            if values is None:
                return None
            found |= values
        return found

    def typed(self) -> dict[str, str]:
        """What stands in the changed fields, as it was typed."""
        changed = self.changed()
        return {key: text for form in self.forms.values() for key, text in form.typed().items() if key in changed}

    def retype(self, typed: Mapping[str, str]) -> None:
        """Types it again."""
        for form in self.forms.values():
            form.retype(typed, follow=True)

    def show_reasons(self, reasons: Iterable[Reason]) -> None:
        """Shows why the order was refused, beside the fields; the rest below the first form."""
        waiting = list(reasons)
        for form in reversed(self.forms.values()):
            own = [each for each in waiting if form.has(each.field)]
            waiting = [each for each in waiting if each not in own]
            first = form is next(iter(self.forms.values()))
            form.show_reasons([*own, *waiting] if first else own)

    def lock(self, locked: bool) -> None:
        """Lets them be read but not changed, or changed again."""
        for form in self.forms.values():
            form.lock(locked)
