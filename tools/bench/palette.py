"""The palette over 500,000 people: from the key to the painted answer, beside FTS5 bare on the same file.

python -m tools.bench.palette FOLDER
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from datetime import time as clock_time
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tools.bench.measure import PYTHON, run, taking_turns
from tools.bench.report import Line
from tools.bench.store_world import HOME, USER

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from kammerdesk.base.finding import Found, Question
    from kammerdesk.store.store import Store
    from kammerdesk.ui.kit.palette import Palette
    from kammerdesk.ui.main_window import MainWindow

CANDIDATES = 20_000
DAYS = 120
ROUNDS = 9
NUMBER = "2026-W-0417"
OPENING_AIM, ANSWER_AIM, RATIO_AIM = "at most 60 ms", "at most 100 ms", "at most 1.5"

QUERIES = {
    "surname": "müller",
    "prefix": "sch",
    "two words": "anna web",
    "number": NUMBER,
    "typing error": "schmdit braunschwieg",
    "four words": "Müller Mechatroniker Prüfung Mai",
}
"""What is typed; bare FTS5 can answer the first four."""

BARE = ("surname", "prefix", "two words", "number")
_MATCH = {"surname": "muller*", "prefix": "sch*", "two words": "anna* web*", "number": '"2026 W 0417"'}
_RANKED = "SELECT title, town FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 20"
_ANY = "SELECT title, town FROM bare WHERE bare MATCH ? LIMIT 20"


@cache
def _folder() -> Path:
    """The people of the search benchmark, some of them candidates; and all of them in a bare FTS5 table."""
    from kammerdesk.cli.demo.batches import Batch, fill_demonstration
    from kammerdesk.store.engine import WRITE, open_engine
    from kammerdesk.store.store import Store
    from tools.bench.store_people import people_folder

    folder = HOME / "palette"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(people_folder(), folder)
    with closing(Store.open(folder, user=USER)) as store:
        store.do(fill_demonstration, [Batch(kind, columns) for kind, columns in _examinations(store)])
        engine = open_engine(store.file, store.key).execution_options(**{WRITE: True})
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE VIRTUAL TABLE bare USING fts5(title, town, prefix='2 3')")
            connection.exec_driver_sql(
                "INSERT INTO bare SELECT last_name || ', ' || first_name, town FROM person UNION ALL "
                "SELECT number, '' FROM candidate"
            )
        engine.dispose()
    return folder


def _examinations(store: Store) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Candidates in all occupations, each with an examination on one of many days."""
    from sqlalchemy import select

    from kammerdesk.base.ids import uuid7
    from kammerdesk.committees.model import Committee
    from kammerdesk.examday.model import ExamDay, Slot
    from kammerdesk.exams.model import Candidate, ExamSeason
    from kammerdesk.exams.rules.catalogue import regulations
    from kammerdesk.people.model import Person, Room, Venue

    people = store.ask(lambda session: session.scalars(select(Person.uid).limit(CANDIDATES)).all())
    season, committee, venue, room = (uuid7() for _ in range(4))
    first, learnt = date(2026, 3, 2), sorted(regulations())

    def column(make: Callable[[int], Any], count: int = CANDIDATES) -> list[Any]:
        return [make(number) for number in range(count)]

    def keys(count: int) -> list[UUID]:
        return [uuid7() for _ in range(count)]

    days, candidates = keys(DAYS), keys(CANDIDATES)
    yield ExamSeason, {"uid": [season], "name": ["Winter 2026"], "starts_on": [first], "ends_on": [first]}
    yield Committee, {"uid": [committee], "number": ["BS-1"], "name": ["A"], "occupation": [""], "target_size": [3]}
    yield Venue, {"uid": [venue], "name": ["Haus"]}
    yield Room, {"uid": [room], "venue_uid": [venue], "name": ["1"], "seats": [20]}
    yield (
        Candidate,
        {
            "uid": candidates,
            "number": column(lambda n: f"2026-W-{n:04}"),
            "person_uid": list(people),
            "season_uid": column(lambda n: season),
            "regulation": column(lambda n: learnt[n % len(learnt)]),
        },
    )
    yield (
        ExamDay,
        {
            "uid": days,
            "day": column(lambda n: first + timedelta(days=n), DAYS),
            "committee_uid": [committee] * DAYS,
            "season_uid": [season] * DAYS,
            "regulation": column(lambda n: learnt[n % len(learnt)], DAYS),
            "area": ["A"] * DAYS,
            "room_uid": [room] * DAYS,
            "starts_at": [clock_time(8)] * DAYS,
            "slot_minutes": [30] * DAYS,
        },
    )
    yield (
        Slot,
        {
            "uid": keys(CANDIDATES),
            "exam_day_uid": column(lambda n: days[n % DAYS]),
            "candidate_uid": candidates,
            "starts_at": column(lambda n: clock_time(9)),
            "ends_at": column(lambda n: clock_time(10)),
        },
    )


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """On the wall, and of the processors by all threads of this process."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000


def _medians(times: Mapping[str, Sequence[tuple[float, float]]]) -> dict[str, float]:
    """By name, and by the name with "CPU"; the first time of each is not counted."""
    walls = {name: median(wall for wall, _cpu in each[1:]) for name, each in times.items()}
    return walls | {f"{name} CPU": median(cpu for _wall, cpu in each[1:]) for name, each in times.items()}


def asked(folder: Path) -> dict[str, float]:
    """Our query and the bare one, in turn, over the same file: the medians by query."""
    from kammerdesk.base.finding import Question
    from kammerdesk.store.store import Store
    from kammerdesk.sync.records import schema
    from kammerdesk.ui.pages import find

    schema()
    found: dict[str, list[tuple[float, float]]] = {}
    with closing(Store.open(folder, user=USER)) as store:

        def bare(statement: str, match: str) -> None:
            store.ask(lambda session: session.connection().exec_driver_sql(statement, (match,)).all())

        def note(key: str, work: Callable[[], object]) -> None:
            found.setdefault(key, []).append(_milliseconds(work))

        for _ in range(ROUNDS + 1):
            for name, text in QUERIES.items():
                note(f"ours {name}", partial(store.ask, find, Question(text)))
                if name in BARE:
                    note(f"ranked {name}", partial(bare, _RANKED, _MATCH[name]))
                    note(f"any {name}", partial(bare, _ANY, _MATCH[name]))
    return _medians(found)


def bare_find(session: Any, question: Question) -> Found:
    """What FTS5 bare would find, told as the palette wants it."""
    from kammerdesk.base.finding import Found, Match

    match = next(_MATCH[name] for name in BARE if QUERIES[name] == question.text) if question.text else '""'
    rows = session.connection().exec_driver_sql(_RANKED, (match,)).all()
    return Found(tuple(Match("person", title, town, "people", UUID(int=n)) for n, (title, town) in enumerate(rows)))


def typed(app: QApplication, window: MainWindow, names: Sequence[str]) -> dict[str, float]:
    """From the key to what is painted: opening, and a whole text put into the field at once."""
    from tools.keyboard import press

    times: dict[str, list[tuple[float, float]]] = {}
    for _ in range(ROUNDS + 1):
        for name in names:
            press("Esc")
            times.setdefault("opening", []).append(_milliseconds(partial(_open, app)))
            palette = window.palette_door.palette
            assert palette is not None
            _wait_while(app, lambda: window.desk.is_busy)
            app.clipboard().setText(QUERIES[name])
            for _turn in range(5):
                app.processEvents()  # what opening leaves to be painted
            times.setdefault(name, []).append(_milliseconds(partial(_answer, app, palette)))
            assert palette.list.entries.entries(), name
    return _medians(times) | {"first opening": times["opening"][0][0]}


def _open(app: QApplication) -> None:
    from tools.keyboard import press

    press("Ctrl+K")
    palette = app.activeWindow()
    assert palette is not None
    palette.repaint()
    app.processEvents()


def _answer(app: QApplication, palette: Palette) -> None:
    """Pastes a text by its key, so that no letter before it is asked for, and waits until its lines are painted."""
    from tools.keyboard import press

    press("Ctrl+V")
    _wait_while(app, lambda: palette.is_waiting)
    palette.list.viewport().repaint()


def main() -> None:
    """Measures everything once in this process and tells it as JSON."""
    from PySide6.QtWidgets import QApplication

    from kammerdesk.app import build_window, dress

    folder = Path(sys.argv[1])
    said = asked(folder)
    app = QApplication([])
    dress(app, folder)
    window = build_window(folder)
    window.show()
    window.activateWindow()
    _wait_while(app, lambda: window.pages.page() is None or window.desk.is_busy)
    said |= {f"key {name}": each for name, each in typed(app, window, tuple(QUERIES)).items()}
    window.palette_door.find = bare_find
    said |= {f"bare key {name}": each for name, each in typed(app, window, BARE).items()}
    window.end()
    print(json.dumps(said))


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparisons, in milliseconds on the wall."""
    folder = _folder()
    command = [*PYTHON, "tools.bench.palette", str(folder)]
    (found,) = taking_turns(runs, lambda: run(command, QT_QPA_PLATFORM="offscreen"), warm=False)
    said = found.said
    first = f"the first time, all being loaded: {said['key first opening']:.1f} ms"
    made = [Line("palette opens", _told(said, "key opening"), first, "", OPENING_AIM)]
    for name, text in QUERIES.items():
        ours, bare = f"key {name}", f"bare key {name}"
        peer = f"the same palette on FTS5 bare: {_told(said, bare)}" if bare in said else ""
        aim = f"{ANSWER_AIM}, {RATIO_AIM}" if bare in said else ANSWER_AIM
        made.append(Line(f"key to painted answer, “{text}”", _told(said, ours), peer, _ratio(said, ours, bare), aim))
    for name in BARE:
        ours, ranked, first = f"ours {name}", f"ranked {name}", f"any {name}"
        peer = f"FTS5 bare, ranked: {_told(said, ranked)}; the first 20 it meets: {_told(said, first)}"
        ratio = _ratio(said, ours, ranked)
        made.append(
            Line(f"of this the question, “{QUERIES[name]}”", _told(said, ours), peer, ratio, "(for information)")
        )
    note = (
        f"Palette: 500,000 invented people, {CANDIDATES:,} of them candidates on {DAYS} exam days, in one encrypted"
        " file; from the key that puts the text into the field to the list painted (offscreen), with the worker."
        " FTS5 bare is a table of titles and towns in the same file with an index of prefixes; it knows no umlauts"
        " written out, no numbers without dashes, no typing errors, no records that belong together, and no pages."
    )
    return made, [note]


def _wait_while(app: QApplication, condition: Callable[[], bool]) -> None:
    """Lets the window work, asleep between events as a running program is."""
    from PySide6.QtCore import QEventLoop

    while condition():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _told(said: Mapping[str, float], name: str) -> str:
    return f"{said[name]:.1f} ms ({said[f'{name} CPU']:.1f} CPU)"


def _ratio(said: Mapping[str, float], ours: str, other: str) -> str:
    if other not in said:
        return ""
    return f"{said[ours] / said[other]:.2f} ({said[f'{ours} CPU'] / said[f'{other} CPU']:.2f} CPU)"


if __name__ == "__main__":
    main()
