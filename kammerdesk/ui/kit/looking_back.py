"""The data as of a day: chosen in a dialog, said in a bar as long as it lasts, ended by its button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from kammerdesk.base.clock import Clock, end_of_day, office_date, office_time
from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import box, column


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Show the data as they were at the end of this day."""

    day: date


class LookingBack(QObject):
    """Turns the desk to a day and back to today; with the program ends the look back too."""

    def __init__(self, desk: Desk, pages: PageStack, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._pages = pages
        self._clock = clock
        self._window = window
        self._back: QAction | None = None
        self.bar: Content[date] = Content(self._bar)
        self.bar.hide()
        desk.turned.connect(self._show)
        self._show()

    def offer_in(self, menus: Menus) -> None:
        """Puts both ways into the menu."""
        menus.add(menus.view, tr("&State of a day …"), self.choose, "Ctrl+Shift+H", "history")
        self._back = menus.add(menus.view, tr("Back to &today"), self.end)
        self._back.setEnabled(self._desk.as_of is not None)

    def choose(self) -> None:
        """Asks for the day."""
        from kammerdesk.ui.kit.date_edit import DateEdit  # not needed before the first paint
        from kammerdesk.ui.kit.dialogs import FormDialog
        from kammerdesk.ui.kit.form import FieldSpec, FormSpec
        from kammerdesk.ui.kit.typed_dates import Lean

        today = partial(office_date, self._clock)
        form = FormSpec(
            key="choose_day",
            title=N_("State of a day"),
            verb=N_("Show"),
            explanation=N_(
                "Every list shows itself as it was known at the end of that day. Nothing can be changed meanwhile. What"
                " was erased by law since does not come back."
            ),
            fields=(FieldSpec(key="day", title=N_("Day"), make=partial(DateEdit, Lean.PAST, today), required=True),),
            order=DayOrder,
            draft=False,
        )

        def submit(order: DayOrder) -> None:
            dialog.answered()
            if order.day > today():
                dialog.show_refusal(
                    refuse("day", tr("This day is still to come. Please take today or an earlier day."))
                )
            else:
                dialog.accept()
                self.turn_to(order.day)

        dialog = FormDialog(form, submit, parent=self._window)
        dialog.open()

    def turn_to(self, day: date) -> None:
        """Shows the data as of the end of a day; today is the present."""
        self._pages.uncover(partial(self.look_at, day))

    def look_at(self, day: date | None) -> None:
        """Shows the data as of the end of a day, or the present, where nothing lies above the pages."""
        is_past = day is not None and day < office_date(self._clock)
        self._desk.turn_to(end_of_day(day) if day is not None and is_past else None)

    def end(self) -> None:
        """Shows the present again."""
        self._pages.uncover(partial(self.look_at, None))

    def _show(self) -> None:
        moment = self._desk.as_of
        self.bar.show_value(None if moment is None else office_time(moment).date())
        self.bar.setVisible(moment is not None)
        if self._back is not None:
            self._back.setEnabled(moment is not None)

    def _bar(self, day: date) -> QWidget:
        sentence = tr("State of {day} – read only").format(day=format_date(day))
        bar = InfoBar(sentence, Tone.WARN, Remedy(tr("Back to today"), self.end))
        announce(self._window, sentence)
        body = column(bar)
        body.setContentsMargins(16, 12, 16, 0)
        return box(body)
