"""Prints all documents of one exam day as the program does.

python -m tools.bench.our_papers DATA PDF            the measured work
python -m tools.bench.our_papers DATA PDF CONTENT    the preparation: fills the day, prints once, reads what was drawn
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import SystemClock, office_date
from kammerdesk.examday import papers, queries
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.exams.model import Candidate
from kammerdesk.people.chambers import chambers
from kammerdesk.printing.documents import Document
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from tools.bench.measure import stopwatch

CANDIDATES = 12


def fill_day(work: Work, count: int) -> None:
    """Gives the first exam day so many candidates of its season and regulation, one after the other."""
    day = work.session.scalars(select(ExamDay)).first()
    assert day is not None
    card = queries.exam_day(work.session, day.uid)
    assert card is not None
    taken = {slot.candidate_uid for slot in card.slots}
    more = work.session.scalars(
        select(Candidate)
        .where(Candidate.regulation == day.regulation, Candidate.uid.not_in(taken))
        .order_by(Candidate.number)
        .limit(count - len(taken))
    )
    begin = card.slots[-1].ends_at
    for candidate in more:
        end = (datetime.combine(day.day, begin) + timedelta(minutes=day.slot_minutes)).time()
        work.add(Slot(exam_day_uid=day.uid, candidate_uid=candidate.uid, starts_at=begin, ends_at=end))
        begin = end


def documents_of(session: Session, today: date) -> list[Document]:
    """All documents of the first exam day."""
    day = session.scalars(select(ExamDay.uid)).one()
    chamber = chambers()["BS"]
    return [item.document for item in papers.folder(session, day, chamber, today)]


def main(data: Path, target: Path, content: Path | None) -> None:
    """Asks and prints, for the first time in this process and again; tells the seconds of each."""
    store, clock = Store.open(data, user="bench"), SystemClock()
    if content is not None:
        store.do(fill_day, CANDIDATES)
    with stopwatch() as asked:
        documents = store.ask(documents_of, office_date(clock))
    with stopwatch() as first:
        pages = write_pdf(target, documents, title="Prüfungsmappe", created=clock.now())
    with stopwatch() as again:
        write_pdf(target, documents, title="Prüfungsmappe", created=clock.now())
    if content is not None:
        from tools.bench.content import content_of

        content.write_text(json.dumps(content_of(target)), encoding="utf-8")
    told = {"asked": asked(), "first": first(), "again": again(), "documents": len(pages), "pages": sum(pages)}
    store.close()
    print(json.dumps(told | {"bytes": target.stat().st_size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
