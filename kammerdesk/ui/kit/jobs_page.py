"""Ctrl+J: what runs, how far it is, what came of the rest, and what was said; everything can be stopped or opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.job_bar import JobBar, far, stop_verb
from kammerdesk.ui.kit.job_list import Jobs, Said
from kammerdesk.ui.kit.jobs import Job, State
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Detail, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, column, label, row

_STATES = {
    State.RUNNING: (N_("under way"), Tone.INFO),
    State.STOPPING: (N_("Stopping …"), Tone.INFO),
    State.DONE: (N_("done"), Tone.OK),
    State.STOPPED: (N_("stopped"), Tone.WARN),
    State.FAILED: (N_("failed"), Tone.ERR),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A line of the list: a job under way (and when it began), one that ended (and when), or what was said."""

    id: int
    at: datetime | None
    title: str
    state: State
    tone: Tone
    sentence: str
    remedies: tuple[Remedy, ...] = ()


def _running(job: Job[Any]) -> JobRow:
    return JobRow(-id(job), job.began, job.title, job.state, Tone.INFO, far(job))


def _ended(said: Said) -> JobRow:
    tone = said.ending.tone if said.state is State.DONE else _STATES[said.state][1]
    title = said.title or tr("Message")
    return JobRow(said.id, said.at, title, said.state, tone, said.ending.sentence, said.ending.remedies)


def _chip(row: JobRow) -> Chip:
    noted = row.state is State.DONE and row.tone is not Tone.OK
    return Chip(tr("note") if noted else tr(_STATES[row.state][0]), row.tone)


class JobDetail(Detail[JobRow]):
    """The whole sentence, and what can be done: stop it, open what it made, read why it failed."""

    def __init__(self, page: Page[JobRow]) -> None:
        super().__init__()
        assert isinstance(page, JobsPage)
        self._page = page
        self._bar: JobBar | None = None
        self._content: Content[JobRow] = Content(self._sheet)
        body = column(self._content, margin=16)
        body.addStretch(1)
        self.setLayout(body)

    def show_row(self, row: JobRow | None) -> None:
        shown = self._content.value
        if row is not None and shown is not None and (row.id, row.state) == (shown.id, shown.state):
            if self._bar is not None:
                self._bar.look()
            return
        self._bar = None
        self._content.show_value(row)

    def _sheet(self, shown: JobRow) -> Any:
        from kammerdesk.ui.kit.widgets import box

        body = column(label(shown.title, Role.SUBTITLE, wrap=True), gap=12)
        job = self._page.job_of(shown)
        if job is not None:
            self._bar = JobBar(job)
            body.addWidget(self._bar)
        else:
            body.addWidget(label(shown.sentence, wrap=True))
        if shown.remedies:
            body.addLayout(row(*(Button(each.verb, each.run) for each in shown.remedies), None))
        return box(body)


class JobsPage(ListPage[JobRow]):
    """Lies over the page one works on; the same key or Esc leads back."""

    def __init__(self, jobs: Jobs, desk: Desk, shell: Shell) -> None:
        self.jobs = jobs
        super().__init__(JOBS, desk, shell)
        jobs.changed.connect(self.reload)
        jobs.progressed.connect(self.reload)

    def reload(self) -> None:
        """Shows how everything stands now; nobody has to be asked."""
        running = [_running(job) for job in self.jobs.running]
        self._show_rows([*running, *(_ended(said) for said in reversed(self.jobs.history))])
        self.refresh_actions()

    def job_of(self, row: JobRow | None) -> Job[Any] | None:
        """The job a line is about, while it is under way."""
        return next((job for job in self.jobs.running if row is not None and -id(job) == row.id), None)

    def refresh_actions(self) -> None:
        super().refresh_actions()
        job = self.job_of(self.current()) if hasattr(self, "list") else None
        self.commands["stop_job"].setText(stop_verb(job) if job is not None else tr("Cancel"))

    def stop_current(self) -> None:
        """Stops the job under the cursor."""
        job = self.job_of(self.current())
        if job is not None:
            self.jobs.stop(job)

    def use_result(self) -> None:
        """Does the first of what can be done with the line under the cursor."""
        row = self.current()
        if row is not None and row.remedies:
            row.remedies[0].run()


def _stop(page: Page[JobRow]) -> None:
    assert isinstance(page, JobsPage)
    page.stop_current()


def _use(page: Page[JobRow]) -> None:
    assert isinstance(page, JobsPage)
    page.use_result()


JOBS: PageSpec[JobRow] = PageSpec(
    key="jobs",
    title=N_("Tasks and messages"),
    icon="clock",
    columns=(
        Column(key="at", title=N_("Time"), value=lambda row: row.at, sample="00.00.0000 00:00"),
        Column(key="title", title=N_("What"), value=lambda row: row.title, sample="0" * 20),
        Column(key="state", title=N_("Status"), value=lambda row: row.state.value, chip=_chip, sample="0" * 14),
        Column(key="sentence", title=N_("How it stands"), value=lambda row: row.sentence, stretch=True),
    ),
    commands=(
        Command(
            key="use_result",
            title=N_("Open result"),
            run=_use,
            shortcut="Ctrl+O",
            icon="pencil",
            needs=Needs.ONE,
            when=lambda row: bool(row.remedies),
        ),
        Command(
            key="stop_job",
            title=N_("Cancel"),
            run=_stop,
            shortcut="Del",
            icon="x",
            needs=Needs.ONE,
            when=lambda row: row.state is State.RUNNING,
        ),
    ),
    empty=Empty(N_("Nothing has happened yet.")),
    detail=JobDetail,
)
