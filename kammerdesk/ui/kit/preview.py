"""The print page: contents at the left, the very PDF that is printed or saved at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QSplitter, QVBoxLayout, QWidget

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.contents import Contents
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.files import openings, save_file
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.job_bar import JobBar
from kammerdesk.ui.kit.jobs import Ending, Job, LongWork
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.paper import Paper, PrintOrder
from kammerdesk.ui.kit.pdf_view import Fit, Pdf, PdfView
from kammerdesk.ui.kit.print_run import asked_for, print_pages
from kammerdesk.ui.kit.reflow import Arrangement
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.widgets import Button, column, in_reading_order, label, panel

PATIENCE = 500
"""Milliseconds of making after which one sees how far it is, and how often that is looked at."""

REMAKE_DELAY = 250
"""Milliseconds after the last tick before the paper is made again."""


def _print(page: Page[Any]) -> None:
    if isinstance(page, PreviewPage):
        page.ask_printer()


def _save(page: Page[Any]) -> None:
    if isinstance(page, PreviewPage):
        page.ask_file()


PREVIEW: PageSpec[Any] = PageSpec(
    key="preview",
    title=N_("Print preview"),
    icon="printer",
    commands=(
        Command(key="save_pdf", title=N_("Save as PDF …"), run=_save, shortcut="Ctrl+S", icon="file-type-pdf"),
        Command(key="print", title=N_("Print …"), run=_print, shortcut="Ctrl+P", icon="printer", primary=True),
    ),
)


class PreviewPage(Page[Any]):
    """Shows a print order. The paper is made in the background and again whenever other items are ticked."""

    def __init__(self, order: PrintOrder, desk: Desk, shell: Shell) -> None:
        super().__init__(PREVIEW, desk, shell)
        self.setAccessibleName(order.title)
        self.order = order
        self.paper: Paper | None = None
        self.contents = Contents(order.items)
        self.view = PdfView()
        self._job: Job[Paper] | None = None
        self._wanted: Callable[[], object] | None = None
        """What is done with the paper as soon as it is made."""
        self._printing = False
        self._one_pane = False
        self._where = label("")
        self._bar: JobBar | None = None
        self._below = QVBoxLayout()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._lay_out()
        self._delay = QTimer(self, singleShot=True, interval=REMAKE_DELAY)
        self._delay.timeout.connect(self.remake)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._wait)
        self.contents.changed.connect(self._delay.start)
        self.view.turned.connect(self._show_place)
        self.setFocusProxy(self.contents)
        self.remake()

    def _lay_out(self) -> None:
        left = panel()
        left.setLayout(column(self.contents))
        self._fit = ChoiceBox(((Fit.PAGE, tr("Whole page")), (Fit.WIDTH, tr("Page width")), (Fit.FULL, "100 %")))
        self._fit.setAccessibleName(tr("Zoom"))
        self._fit.edited.connect(lambda: self.view.fit(self._fit.value() or Fit.PAGE))
        back = Button("", partial(self._turn, -1), "chevron-left")
        on = Button("", partial(self._turn, 1), "chevron-right")
        for button, words in ((back, tr("Previous page")), (on, tr("Next page"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        right = QWidget()
        body = column(flow(self._where, back, on, self._fit, right=True), gap=8)
        body.addWidget(self.view, 1)
        right.setLayout(body)
        self._splitter.addWidget(left)
        self._splitter.addWidget(right)
        in_reading_order(self._splitter)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(theme.px(12))
        whole = column(Heading(self, self.order.title), gap=12, margin=16)
        whole.addWidget(self._splitter, 1)
        whole.addLayout(self._below)
        self.setLayout(whole)

    def arrange(self, room: Arrangement) -> None:
        if room.one_pane is not self._one_pane:
            self._one_pane = room.one_pane
            self._fit.set_value(Fit.WIDTH if room.one_pane else Fit.PAGE)
            self.view.fit(Fit.WIDTH if room.one_pane else Fit.PAGE)
        width = self._splitter.width()
        left = min(max(theme.px(420), self.contents.needed_width()), round(width * 0.45))
        self._splitter.setSizes([left, max(1, width - left)])

    def panes(self) -> Sequence[QWidget]:
        return (self.contents, self.view)

    def remake(self) -> None:
        """Makes the paper for what is ticked now."""
        if self._job is not None:
            self._job.stop()
        self._patience.stop()
        self._hide_bar()
        self._wanted = None
        keys = self.contents.chosen()
        self.paper = self._job = None
        self._show_actions()
        if not keys:
            self.view.show_pdf(None)
            self.contents.show_pages({}, 0)
            return
        making = LongWork(
            title=tr("Making the preview"),
            work=partial(self.order.make, keys),
            then=partial(self._take, keys),
            owner=self,
        )
        self._job = Job(making, self)
        self._job.ended.connect(partial(self._end_making, self._job))
        self._job.start()
        self._patience.start()

    def _wait(self) -> None:
        """It takes longer than a moment: shows how far it is."""
        if self._job is None:
            return
        if self._bar is None:
            self._bar = JobBar(self._job)
            self._below.addWidget(self._bar)
        self._bar.look()
        self._patience.start()

    def _end_making(self, job: Job[Paper]) -> None:
        if job is self._job:
            self._job = None
            self._patience.stop()
            self._hide_bar()
        if job.error is not None:
            self.desk.failed.emit(job.error)
        self._show_actions()

    def _hide_bar(self) -> None:
        if self._bar is not None:
            self._bar.deleteLater()
            self._bar = None

    def _take(self, keys: Sequence[str], paper: Paper) -> None:
        if keys != self.contents.chosen():  # other items were ticked since; their paper is under way
            return
        self.paper = paper
        pdf = Pdf(paper.pdf)
        self.view.show_pdf(pdf)
        self.contents.show_pages(paper.pages, len(pdf))
        self._show_actions()
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.isVisible():
            wanted()

    def _show_actions(self) -> None:
        for action in self.commands.values():
            action.setEnabled(self.paper is not None and not self._printing)

    def _show_place(self) -> None:
        count = len(self.view.pdf) if self.view.pdf is not None else 0
        self._where.setText(
            tr("Page {page} of {count}").format(page=self.view.number + 1, count=count) if count else tr("No pages")
        )

    def _turn(self, by: int) -> None:
        self.view.go_to(self.view.number + by)

    # --- out of the house ---

    def ask_file(self) -> None:
        """Asks where to save the PDF."""
        self._when_made(
            lambda: save_file(self, tr("Save as PDF"), self.order.file_name, tr("PDF (*.pdf)"), self.save_to)
        )

    def _when_made(self, run: Callable[[], object]) -> None:
        """Goes on with the paper of what is ticked now; right after a tick that is yet to be made."""
        if self._delay.isActive():
            self._delay.stop()
            self.remake()
        if self.paper is not None:
            run()
        elif self._job is not None:
            self._wanted = run

    def save_to(self, file: Path) -> None:
        """Writes the PDF that is shown."""
        if self.paper is None:
            return
        self.shell.run_job(
            LongWork(
                title=tr("Save: {title}").format(title=self.order.title),
                work=partial(_save_pdf, self.paper.pdf, file),
                told=lambda _: Ending(tr("“{file}” saved.").format(file=file.name), remedies=openings(file)),
                then=self._noting(self.paper, range(sum(self.paper.pages.values()))),
            )
        )

    def ask_printer(self) -> None:
        """Asks for the printer."""
        self._when_made(self._ask_printer)

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.order.title)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(self.view.pdf) if self.view.pdf else 1)
        dialog.finished.connect(lambda code: self.print_on(printer) if code == QDialog.DialogCode.Accepted else None)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Sends the pages shown to a printer; it goes on when one leaves the page."""
        if self.paper is None or self._printing:
            return
        sheets = asked_for(printer, sum(self.paper.pages.values()))
        partly = len(self.paper.whole(sheets)) < len(self.paper.documents)
        self._printing = True
        self._show_actions()
        self.shell.run_job(
            LongWork(
                title=tr("Print: {title}").format(title=self.order.title),
                work=partial(print_pages, self.paper.pdf, printer),
                told=lambda pages: Ending(_printed(pages, partly)),
                stopped=_stopped_printing,
                then=self._noting(self.paper, sheets),
                finished=self._end_printing,
            )
        )

    def _end_printing(self) -> None:
        if shiboken6.isValid(self):
            self._printing = False
            self._show_actions()

    def _noting(self, paper: Paper, sheets: range) -> Callable[[object], object]:
        """Notes which documents went out whole with these pages, whether or not the page is still there then."""
        printed, places = self.order.printed, paper.whole(sheets)
        return lambda _: printed(paper, places) if printed is not None and places else None


def _printed(pages: int, partly: bool) -> str:
    sentence = trn("{n} page went to the printer.", "{n} pages went to the printer.", pages).format(n=pages)
    missing = tr("Papers of which pages are missing are not noted as printed.")
    return f"{sentence} {missing}" if partly else sentence


def _stopped_printing(done: int, total: int) -> str:
    sentence = tr("Stopped: {done} of {total} pages went to the printer; they are not noted as printed.")
    return sentence.format(done=done, total=total)


def _save_pdf(pdf: bytes, file: Path) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(pdf)
        part.replace(file)
    except OSError:
        sentence = tr("“{file}” cannot be saved there. Please choose another folder.").format(file=file.name)
        raise KammerError(sentence) from None
    finally:
        part.unlink(missing_ok=True)
