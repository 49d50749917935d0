"""The day turns while the window is open: whoever shows what is due asks again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from kammerdesk.base.clock import OFFICE_ZONE, Clock, office_date

LONGEST = 15 * 60 * 1000
"""Milliseconds after which the clock is looked at in any case: a machine that slept does not count them all."""


class DayTurn(QObject):
    """Says when another day has begun in the office, by the given clock."""

    turned = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._today = office_date(clock)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._wait()

    def look(self) -> None:
        """Looks at the clock."""
        today = office_date(self._clock)
        is_other = today != self._today
        self._today = today
        self._wait()
        if is_other:
            self.turned.emit()

    def _wait(self) -> None:
        midnight = datetime.combine(self._today + timedelta(days=1), time.min, OFFICE_ZONE)
        left = midnight - self._clock.now()
        self._timer.start(max(1, min(LONGEST, int(left.total_seconds() * 1000) + 1)))
