"""`print-day`: everything that is printed for the exam days of a date, as files in a folder."""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kammerdesk.base.clock import office_date
from kammerdesk.base.dates import format_day
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import paper_words, tr, trn
from kammerdesk.cli import inputs
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.examday import papers, queries
from kammerdesk.examday.forms import FORMS
from kammerdesk.examday.papers import FolderItem
from kammerdesk.examday.queries import ExamDayRow
from kammerdesk.examday.service import PrintedOrder, note_printed
from kammerdesk.people.chambers import chambers
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.store import Store

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

A_WEEK = timedelta(days=7)
NAMED_DAYS = 3
"""How many exam days, from a week before on, are named where there is none on the date."""


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file that was written; `form` is empty for a whole folder."""

    file: Path
    form: str
    documents: int
    pages: int
    sha256: str


def register(commands: Commands) -> None:
    """Adds `print-day DATE`."""
    parser = commands.add_parser("print-day", help=tr("prints everything for the exam days of a date"))
    parser.add_argument("date", metavar="DATE", help=tr("such as 24.11.2026 or 2026-11-24"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=tr("folder for the PDF files"))
    add_data_option(parser)
    parser.set_defaults(handler=run)


def run(options: argparse.Namespace) -> Answer:
    """One file with everything and one for each form, for every exam day of the date that is ours."""
    day = inputs.day(options.date)
    with opened(options) as store:
        rows = _days(store, day)
        _make_folder(options.out)
        names = _names(rows)
        files = [file for row in rows for file in _print(store, row, names[row.id], options.out)]
    folders = [file for file in files if not file.form]
    documents, pages = sum(file.documents for file in folders), sum(file.pages for file in folders)
    summary = trn("{n} exam day", "{n} exam days", len(rows)).format(n=len(rows))
    return Answer(
        {
            "date": day.isoformat(),
            "days": len(rows),
            "documents": documents,
            "pages": pages,
            "files": [_as_data(file) for file in files],
        },
        [
            *(f"{file.file.name}: {_counts(file.documents, file.pages)}" for file in files),
            f"{summary}: {_counts(documents, pages)}.",
        ],
    )


def _days(store: Store, day: date) -> Sequence[ExamDayRow]:
    found = [row for row in store.ask(queries.exam_days, day, day) if row.home == store.chamber]
    if found:
        return found
    sentence = tr("There is no exam day on {day}.").format(day=format_day(day))
    near = store.ask(queries.exam_days, day - A_WEEK)
    named = dict.fromkeys(format_day(row.day) for row in near if row.home == store.chamber)
    if named:
        sentence += " " + tr("The nearest ones: {days}.").format(days="; ".join(list(named)[:NAMED_DAYS]))
    raise KammerError(sentence)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KammerError(tr("“{file}” cannot be written: {cause}").format(file=folder, cause=error.strerror)) from None


def _names(rows: Sequence[ExamDayRow]) -> dict[UUID, str]:
    """What the files of each day are called: the committee's number, with the time where it examines twice."""
    days = Counter(row.committee_uid for row in rows)
    return {
        row.id: f"{_short(row)}_{row.starts_at:%H%M}_{row.room}" if days[row.committee_uid] > 1 else _short(row)
        for row in rows
    }


def _short(row: ExamDayRow) -> str:
    return row.committee_number or row.committee


def _print(store: Store, row: ExamDayRow, name: str, folder: Path) -> Iterable[PrintedFile]:
    items = store.ask(papers.folder, row.id, chambers()[store.chamber], office_date(store.clock))
    words = paper_words()
    whole = _write(store, folder / papers.file_name(words("Exam folder"), row.day, name), "", items)
    documents = tuple((item.form, item.subject_kind, item.subject_uid) for item in items)
    store.do(note_printed, PrintedOrder(documents, whole.sha256))
    yield whole
    for form in FORMS:
        same = [item for item in items if item.form == form.key]
        if same:
            yield _write(store, folder / papers.file_name(words(form.title), row.day, name), form.key, same)


def _write(store: Store, file: Path, form: str, items: Sequence[FolderItem]) -> PrintedFile:
    documents = (item.document for item in items)
    try:
        pages = write_pdf(file, documents, title=file.stem.replace("_", " "), created=store.clock.now())
    except OSError as error:
        raise KammerError(tr("“{file}” cannot be written: {cause}").format(file=file, cause=error.strerror)) from None
    return PrintedFile(file, form, len(items), sum(pages), hashlib.sha256(file.read_bytes()).hexdigest())


def _as_data(file: PrintedFile) -> dict[str, object]:
    return {
        "file": str(file.file),
        "form": file.form,
        "documents": file.documents,
        "pages": file.pages,
        "sha256": file.sha256,
    }


def _counts(documents: int, pages: int) -> str:
    counted = trn("{n} document", "{n} documents", documents).format(n=documents)
    paged = trn("{n} page", "{n} pages", pages).format(n=pages)
    return f"{counted} · {paged}"
