"""The papers of an exam day: gathered in the worker, made in the background, noted when they left the house."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from kammerdesk.base.dates import format_day
from kammerdesk.base.i18n import paper_words, tr, trn
from kammerdesk.base.steps import counted
from kammerdesk.examday.queries import SlotRow
from kammerdesk.examday.service import PrintedOrder, note_printed
from kammerdesk.store.house import house_of
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.jobs import Data, LongWork
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.paper import Paper, PrintItem, PrintOrder
from kammerdesk.ui.kit.tokens import Tone


@dataclass(frozen=True, slots=True)
class Gathered:
    """Documents ready to be made into a file; `items` are the folder's, `titles` by form in the order of printing."""

    title: str
    file_name: str
    items: tuple[Any, ...]
    titles: dict[str, str]
    created: datetime


def gather_folder(session: Any, exam_day_uid: UUID) -> Gathered:
    """Everything that is printed for one exam day."""
    from kammerdesk.examday import papers, queries
    from kammerdesk.examday.forms import FORMS
    from kammerdesk.people.chambers import chambers

    house = house_of(session)
    items = papers.folder(session, exam_day_uid, chambers()[house.chamber], house.today)
    card = queries.exam_day(session, exam_day_uid)
    assert card is not None  # else there were no folder
    words = paper_words()
    return Gathered(
        title=tr("Exam folder {day}, {room}").format(day=format_day(card.day), room=card.room.name),
        file_name=papers.file_name(words("Exam folder"), card.day, card.committee_number or card.committee),
        items=items,
        titles=_titles(items, FORMS),
        created=house.clock.now(),
    )


def gather_results(session: Any, exam_day_uid: UUID, slots: Sequence[SlotRow]) -> Gathered:
    """The confirmations and notices of the slots whose results are announced."""
    from kammerdesk.examday import papers, queries
    from kammerdesk.exams.forms import FORMS
    from kammerdesk.people.chambers import chambers

    house = house_of(session)
    card = queries.exam_day(session, exam_day_uid)
    assert card is not None  # the page shows it
    items = papers.result_items(
        session, exam_day_uid, [slot.id for slot in slots], chambers()[house.chamber], house.today
    )
    words = paper_words()
    name = slots[0].number if len(slots) == 1 else card.committee_number
    return Gathered(
        title=trn("Result to be printed", "{n} results to be printed", len(slots)).format(n=len(slots)),
        file_name=papers.file_name(words("Results"), card.day, name),
        items=items,
        titles=_titles(items, FORMS),
        created=house.clock.now(),
    )


def _titles(items: Sequence[Any], forms: Sequence[Any]) -> dict[str, str]:
    """The titles of the forms as they stand on paper, in the order in which they lie in the folder."""
    words = paper_words()
    known = {form.key: words(form.title) for form in forms}
    return {key: known[key] for key in dict.fromkeys(item.form for item in items)}


def gather(page: Page[Any], title: str, query: Callable[..., Gathered], *args: object) -> None:
    """Gathers papers beside the window, by a query with these arguments, and shows them."""
    page.shell.run_job(
        LongWork(
            title=title,
            work=lambda lent: lent.ask(query, *args),
            data=Data.SHARED,
            then=partial(_show, page),
            owner=page,
        )
    )


def _show(page: Page[Any], gathered: Gathered) -> None:
    """Whoever went on to another page meanwhile is not torn away from it."""
    if page.isVisible():
        preview(page, gathered)
    else:
        sentence = tr("“{title}” is ready.").format(title=gathered.title)
        page.shell.toast(sentence, Tone.OK, Remedy(tr("Show"), partial(preview, page, gathered)))


def preview(page: Page[Any], gathered: Gathered) -> None:
    """Shows what will be printed; what left the house is noted with its records."""
    counts = Counter(item.form for item in gathered.items)
    order = PrintOrder(
        title=gathered.title,
        items=tuple(PrintItem(key=form, title=title, count=counts[form]) for form, title in gathered.titles.items()),
        make=partial(_make, gathered),
        file_name=gathered.file_name,
        printed=_note(page, gathered),
    )
    page.shell.preview(order)


def _make(gathered: Gathered, keys: Sequence[str]) -> Paper:
    from kammerdesk.printing.writer import write_pdf  # reportlab is needed only here

    chosen = _chosen(gathered, keys)
    stream = io.BytesIO()
    documents = (item.document for item in counted(chosen, len(chosen)))
    pages = write_pdf(stream, documents, title=gathered.title, created=gathered.created)
    return Paper(stream.getvalue(), tuple(zip((item.form for item in chosen), pages, strict=True)))


def _chosen(gathered: Gathered, keys: Collection[str]) -> list[Any]:
    return [item for item in gathered.items if item.form in keys]


def _note(page: Page[Any], gathered: Gathered) -> Callable[[Paper, Sequence[int]], object]:
    def note(paper: Paper, places: Sequence[int]) -> None:
        chosen = _chosen(gathered, paper.pages.keys())
        out = tuple((chosen[at].form, chosen[at].subject_kind, chosen[at].subject_uid) for at in places)
        page.desk.do(note_printed, PrintedOrder(out, hashlib.sha256(paper.pdf).hexdigest()))

    return note
