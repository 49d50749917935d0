"""Leads from the bottom line to what it speaks of: what is not saved, what failed, what is under way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.job_list import Jobs
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.status_line import StatusLine
from kammerdesk.ui.kit.toasts import Toasts


class Standing(QObject):
    """Connects the bottom line and the toasts of a window with its long work, its pages and its desk."""

    def __init__(
        self, status: StatusLine, toasts: Toasts, jobs: Jobs, pages: PageStack, desk: Desk, shell: Shell
    ) -> None:
        super().__init__(status)
        self._status = status
        self._toasts = toasts
        self._jobs = jobs
        self._pages = pages
        self._desk = desk
        self._shell = shell
        desk.saving.connect(status.follow)
        desk.not_saved.connect(status.note_failure)
        desk.busy.connect(status.show_busy)
        jobs.changed.connect(self._show_jobs)
        jobs.progressed.connect(self._show_jobs)
        status.jobs_wanted.connect(self.show_jobs)
        status.unsaved_wanted.connect(pages.go_to_unsaved)
        status.failures_wanted.connect(self._show_failures)
        pages.presented.connect(lambda _: QTimer.singleShot(0, toasts, toasts.place))
        self._show_jobs()

    def offer_in(self, menus: Menus) -> None:
        """Puts the list of tasks into the menu."""
        menus.add(menus.tools, tr("Tas&ks and messages"), self.show_jobs, "Ctrl+J", "clock")

    def areas(self) -> list[QWidget]:
        """Where the key that walks through the areas of the window stops after the page."""
        return [*self._toasts.panes(), *self._status.panes()]

    def show_jobs(self) -> None:
        """Shows what is under way and what was; once more goes back."""
        from kammerdesk.ui.kit.jobs_page import JobsPage  # not needed before the first paint

        if isinstance(self._pages.page(), JobsPage):
            self._shell.back()
        else:
            self._toasts.clear()  # all of it stands in the list
            self._shell.open(JobsPage(self._jobs, self._desk, self._shell))

    def _show_jobs(self) -> None:
        self._status.show_jobs(self._jobs.running)

    def _show_failures(self) -> None:
        """Says what could not be saved; whoever still waits for it can have it tried again."""
        from kammerdesk.ui.kit.dialogs import decide  # not needed before the first paint

        failures = list(self._status.failures)
        said = "\n".join(dict.fromkeys(failure.sentence for failure in failures))

        def again() -> None:
            self._status.failures.clear()
            for failure in failures:
                failure.again()

        waiting = any(failure.waits() for failure in failures)
        verb = tr("Try again") if waiting else ""
        decide(self._pages, tr("Saving failed"), said, verb, again, stay=tr("Close"))

    def may_end(self, end: Callable[[], object]) -> bool:
        """Whether nothing runs any more; else asks whether it shall be given up, and calls `end` then."""
        from kammerdesk.ui.kit.dialogs import decide  # not needed before the first paint

        running = self._jobs.running
        if not running:
            return True
        title = trn("{n} task is still under way", "{n} tasks are still under way", len(running))
        said = "\n".join(job.title for job in running)

        stay, verb = tr("Let it go on"), tr("Cancel it and quit")
        decide(self._pages, title.format(n=len(running)), said, verb, partial(self._jobs.give_up, end), stay=stay)
        return False
