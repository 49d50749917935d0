"""The date field: everything clerks type, a calendar on F4."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton

from kammerdesk.base.clock import SystemClock, office_date
from kammerdesk.base.dates import format_day
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.fields import LineField
from kammerdesk.ui.kit.typed_dates import Lean, parse_typed_date
from kammerdesk.ui.kit.widgets import column, name_buttons


def _today() -> date:
    return office_date(SystemClock())


class DateEdit(LineField[date]):
    """A date; without a year the next such day is meant, or the last with Lean.PAST.

    Strg+. is today, plus and minus step by a day when a date stands there.
    """

    def __init__(self, lean: Lean = Lean.FUTURE, today: Callable[[], date] = _today) -> None:
        super().__init__(17)
        self._lean = lean
        self._today = today
        calendar = self.addAction(icons.icon("calendar", "text2"), QLineEdit.ActionPosition.TrailingPosition)
        calendar.setToolTip(tr("Calendar (F4)"))
        calendar.triggered.connect(self.open_calendar)
        name_buttons(self)

    def parse(self, text: str) -> date:
        return parse_typed_date(text, self._today(), self._lean)

    def words(self, value: date) -> str:
        return format_day(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        elif event.key() == Qt.Key.Key_Period and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose(self._today())
        elif event.text() in ("+", "-") and (full := self._full_date()) is not None:
            self._choose(full + timedelta(days=1 if event.text() == "+" else -1))
        else:
            super().keyPressEvent(event)

    def _full_date(self) -> date | None:
        """The date that stands here written out, so that plus and minus mean a day and not the start of +7."""
        try:
            value = self.value()
        except KammerError:
            return None
        return value if value is not None and str(value.year) in self.text() else None

    def _choose(self, day: date) -> None:
        self.setText(self.words(day))
        self.selectAll()
        self.edited.emit()

    def open_calendar(self) -> None:
        """Shows a month with the numbers of its weeks."""
        if self.isReadOnly():
            return
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("panel", True)
        calendar = _month()
        try:
            shown = self.value() or self._today()
        except KammerError:
            shown = self._today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))

        def take(day: QDate) -> None:
            popup.close()
            self._choose(date(day.year(), day.month(), day.day()))

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        popup.setLayout(column(calendar, margin=theme.px(4)))
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()


def _month() -> QCalendarWidget:
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale())
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
    calendar.setAccessibleName(tr("Calendar"))
    calendar.setMinimumSize(theme.px(340), theme.px(280))
    weekend = QTextCharFormat()
    weekend.setForeground(QColor(theme.colour("text2")))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, weekend)
    for name, icon, words in (
        ("qt_calendar_prevmonth", "chevron-left", tr("Previous month")),
        ("qt_calendar_nextmonth", "chevron-right", tr("Next month")),
    ):
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icons.icon(icon))
            button.setAccessibleName(words)
    return calendar
