"""How far long work is: in words and as a bar beside them, with a button to stop it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.jobs import Job, State
from kammerdesk.ui.kit.widgets import Button, label, row

_WHOLE = 100
_NARROW, _WIDE = 48, 160


def far(job: Job[Any]) -> str:
    """How far a job is, in words: counted where it counts, else in parts of a hundred; never all of it."""
    if job.state is State.STOPPING:
        return tr("Stopping …")
    if job.watch.count is not None:
        done, total = job.watch.count
        return tr("{done} of {total}").format(done=_number(done), total=_number(total))
    if not job.watch.fraction:
        return tr("under way")
    return tr("{n} %").format(n=percent(job))


def percent(job: Job[Any]) -> int:
    """From 0 to 99: what is not over is not done."""
    return min(int(job.watch.fraction * _WHOLE), _WHOLE - 1)


def stop_verb(job: Job[Any]) -> str:
    """What stopping it means: nothing of it remains, or parts do."""
    return tr("Stop") if job.keeps_parts else tr("Cancel")


class ProgressBar(QProgressBar):
    """Follows one job after the other; without an end in sight it only moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setRange(0, 0)
        self._measure()

    def _measure(self) -> None:
        self.setMinimumWidth(theme.px(_NARROW))
        self.setMaximumWidth(theme.px(_WIDE))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()

    def follow(self, job: Job[Any]) -> None:
        """Shows how far a job is."""
        self.setRange(0, _WHOLE if job.watch.fraction else 0)
        self.setValue(percent(job))
        self.setAccessibleName(job.title)
        self.setAccessibleDescription(far(job))


class JobBar(QWidget):
    """One job, for the place where one waits for it; ask it to look again as often as it seems fit."""

    def __init__(self, job: Job[Any]) -> None:
        super().__init__()
        self._job = job
        self._text = label(job.title)
        self._bar = ProgressBar()
        self.stop = Button(stop_verb(job), self._stop)
        self.stop.setAccessibleName(f"{stop_verb(job)}: {job.title}")
        self.setLayout(row(self._bar, self._text, None, self.stop, gap=12))
        self.look()

    def look(self) -> None:
        """Shows how far it is now."""
        self._bar.follow(self._job)
        self._text.setText(far(self._job))
        self.stop.setEnabled(self._job.state is State.RUNNING)

    def _stop(self) -> None:
        self._job.stop()
        self.look()


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")  # a thin space, which every language reads
