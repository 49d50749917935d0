"""Long work beside the window, on 100,000 records: how soon each kind ends when it is stopped, and how long the window
needs to answer a key while a backup, an export and a print of 1,000 pages are under way.

python -m tools.bench.jobs
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from tools.bench.measure import BUILD, PYTHON, Cost, run
from tools.bench.report import Line

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject

    from kammerdesk.ui.kit.jobs import LongWork
    from kammerdesk.ui.main_window import MainWindow

HOME = BUILD / "jobs"
TENTH = 10
ROWS = 100_000
PAGES = 1_000
STOPS = 5
"""So often each kind is stopped, spread over the time it would take."""
BUSY_SECONDS = 15
PAUSE = 0.03
"""Seconds between two keys."""
LIMIT_STOP, LIMIT_KEY = 500, 100
PRINTER_DPI = 600


def make_houses() -> None:
    """Both houses of the demonstration with 100,000 records, made anew."""
    from kammerdesk.cli.demo.creation import create_filled
    from kammerdesk.cli.demo.mass.scale import PAIR
    from kammerdesk.cli.demo.mass.world import mass_portions

    shutil.rmtree(HOME, ignore_errors=True)
    seed, day = 7, date(2026, 11, 2)
    for chamber in ("BS", "LW"):
        create_filled(HOME / chamber, chamber, seed, day, mass_portions(PAIR.shrunk(TENTH), seed, day))


@cache
def paper() -> bytes:
    """A document of so many pages, as the preview has it."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for page in range(PAGES):
        for number in range(50):
            canvas.drawString(
                60, 780 - number * 14, f"{page + 1}.{number}  Bewertungsbogen: Gliederung, Inhalt, Vortrag"
            )
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def printing(target: Path) -> LongWork[int]:
    """All pages to a printer that writes a file."""
    from PySide6.QtPrintSupport import QPrinter

    from kammerdesk.ui.kit.jobs import LongWork
    from kammerdesk.ui.kit.print_run import print_pages

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(PRINTER_DPI)
    return LongWork(title="print", work=partial(print_pages, paper(), printer), stopped=lambda done, total: "")


@cache
def listed() -> list[Any]:
    """100,000 rows."""
    from tools.bench.table import row

    return [row(number) for number in range(ROWS)]


def exporting(target: Path) -> LongWork[int]:
    """A list of 100,000 rows as a workbook."""
    from kammerdesk.ui.kit.jobs import Data, LongWork
    from kammerdesk.ui.kit.list_export import Export
    from tools.bench.table import columns

    export = Export("Liste", target, columns(), lambda _: listed(), None, None)
    return LongWork(title="export", work=export.write, data=Data.SHARED)


def making(_: Path) -> LongWork[Any]:
    """The preview of 1,000 letters."""
    from io import BytesIO

    from kammerdesk.base.clock import SystemClock
    from kammerdesk.base.steps import counted
    from kammerdesk.people.chambers import chambers, letterhead
    from kammerdesk.printing.blocks import Para
    from kammerdesk.printing.documents import Letter
    from kammerdesk.printing.writer import write_pdf
    from kammerdesk.ui.kit.jobs import LongWork

    head = letterhead(chambers()["BS"])
    letter = Letter(head, "Anfrage", ("Frau", "Ada Muster"), (), "Ihre Berufung", (Para("Guten Tag, " * 40),))

    def make() -> Any:
        documents = (letter for letter in counted([letter] * PAGES, PAGES))
        return write_pdf(BytesIO(), documents, title="Anfragen", created=SystemClock().now())

    return LongWork(title="preview", work=make)


def shared(work: Callable[[Any], Any]) -> Callable[[Path], LongWork[Any]]:
    """Work with the store, beside the window."""

    def make(_: Path) -> LongWork[Any]:
        from kammerdesk.ui.kit.jobs import Data, LongWork

        return LongWork(title="shared", work=work, data=Data.SHARED)

    return make


def _back_up(lent: Any) -> Any:
    from kammerdesk.ui.settings.backups import make

    return make(lent)


def _write_bundle(lent: Any) -> Any:
    from kammerdesk.sync.service import ExportOrder, export_bundle

    return lent.do(export_bundle, ExportOrder(HOME / f"{time.monotonic_ns()}.kdb"))


def _take_in(lent: Any) -> Any:
    from kammerdesk.sync.service import ImportOrder, import_bundle

    return lent.do(import_bundle, ImportOrder(HOME / "from_lw.kdb"))


def _look_into(lent: Any) -> Any:
    from kammerdesk.sync.queries import preview_bundle

    return lent.ask(preview_bundle, HOME / "from_lw.kdb")


def trying_out(_: Path) -> LongWork[Any]:
    """The rehearsal of a backup."""
    from kammerdesk.store.generations import newest_backup
    from kammerdesk.ui.kit.jobs import LongWork
    from kammerdesk.ui.settings.backups import try_out

    newest = newest_backup(HOME / "BS")
    assert newest is not None
    key = (HOME / "BS" / "kammerdesk.key").read_text(encoding="ascii").strip()
    return LongWork(title="trial", work=partial(try_out, newest.file, [key]))


def changing_key(_: Path) -> LongWork[Any]:
    """A new key for the data, with a backup before."""
    from kammerdesk.office.house_keys import change_house_key
    from kammerdesk.ui.kit.jobs import Data, LongWork

    return LongWork(title="key", work=partial(change_house_key, HOME / "BS"), data=Data.ALONE)


KINDS: dict[str, Callable[[Path], LongWork[Any]]] = {
    "print of 1,000 pages": printing,
    "preview of 1,000 letters": making,
    "export of 100,000 rows": exporting,
    "backup": shared(_back_up),
    "trial restore": trying_out,
    "bundle, writing": shared(_write_bundle),
    "bundle, looking into": shared(_look_into),
    "bundle, taking in": shared(_take_in),
    "change of key": changing_key,
}
FULL = {"print of 1,000 pages": 8.0}
"""Seconds that stand for the whole of what would take too long to wait for."""


@dataclass(slots=True)
class Watcher:
    """A window on the data, and how it is waited for."""

    window: MainWindow
    ends: list[float] = field(default_factory=list)

    def pump(self, until: Callable[[], bool], seconds: float = 300.0) -> None:
        """Lets the window live until something is so."""
        from PySide6.QtCore import QCoreApplication, QEventLoop

        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def carry_out(self, work: LongWork[Any], stop_after: float | None) -> float | None:
        """Seconds the whole work takes or, stopped after a while, until it has ended; None when it was over by then."""
        jobs = self.window.jobs
        begun = time.monotonic()
        jobs.run(work)
        if stop_after is None:
            self.pump(lambda: not jobs.running)
            return time.monotonic() - begun
        self.pump(lambda: not jobs.running or time.monotonic() - begun >= stop_after)
        if not jobs.running:
            return None
        begun = time.monotonic()
        jobs.stop(jobs.running[0])
        self.pump(lambda: not jobs.running)
        return time.monotonic() - begun

    def rest(self) -> None:
        """Waits until every answer is there."""
        self.pump(lambda: self.window.pages.page() is not None and not self.window.desk.is_busy)


def stops(watcher: Watcher) -> dict[str, float]:
    """Per kind the longest time in milliseconds from stopping to the end."""
    found: dict[str, float] = {}
    for name, make in KINDS.items():
        target = HOME / "target.bin"
        whole = FULL.get(name) or watcher.carry_out(make(target), None) or 0.0
        watcher.rest()
        latencies = []
        for number in range(STOPS):
            latency = watcher.carry_out(make(target), whole * (number + 0.5) / STOPS)
            latencies += [latency] if latency is not None else []
            watcher.rest()
        found[name] = max(latencies) * 1000
        print(f"{name}: {whole:.1f} s whole, stopped {[round(one * 1000) for one in latencies]} ms", file=sys.stderr)
    return found


def keys(watcher: Watcher) -> dict[str, float]:
    """The longest and the median time in milliseconds from a key to its effect, while three works are under way."""
    from statistics import median

    from PySide6.QtWidgets import QApplication

    window = watcher.window
    window.go("people")
    watcher.rest()
    works = (printing(HOME / "busy.pdf"), exporting(HOME / "busy.xlsx"), shared(_back_up)(HOME))
    table = QApplication.focusWidget()
    assert table is not None
    probe = Probe(table)
    for work in works:
        window.jobs.run(work)
    begun = time.monotonic()
    while time.monotonic() - begun < BUSY_SECONDS:
        watcher.pump(lambda: False, 0.5)
        if len(window.jobs.running) < len(works):  # the quick ones begin again
            names = {job.title for job in window.jobs.running}
            for work in (exporting(HOME / "busy.xlsx"), shared(_back_up)(HOME)):
                if work.title not in names:
                    window.jobs.run(work)
    found = probe.end()
    for job in window.jobs.running:
        job.stop()
    watcher.pump(lambda: not window.jobs.running)
    return {"key": max(found), "key_median": median(found), "keys": len(found)}


class Probe:
    """Presses arrow keys from another thread and notes when each has had its effect, painting included."""

    def __init__(self, target: Any) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
        from PySide6.QtGui import QKeyEvent

        listed()
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)  # the first makes more
        times: list[float] = []
        pressed: list[float] = []

        class Eye(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() is QEvent.Type.KeyPress and pressed:
                    begun = pressed.pop(0)
                    QTimer.singleShot(0, self, lambda: times.append((time.perf_counter() - begun) * 1000))
                return False

        self._times = times
        self._eye = Eye()
        self._target = target
        self._over = Event()
        target.installEventFilter(self._eye)

        def press() -> None:
            dice = random.Random(7)
            while not self._over.wait(PAUSE):
                key = Qt.Key.Key_Down if dice.random() < 0.6 else Qt.Key.Key_Up
                pressed.append(time.perf_counter())
                event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
                QCoreApplication.postEvent(target, event)

        self._thread = Thread(target=press, daemon=True)
        self._thread.start()

    def end(self) -> list[float]:
        """What it took, in milliseconds."""
        self._over.set()
        self._thread.join()
        self._target.removeEventFilter(self._eye)
        return self._times


def main() -> None:
    """Measures everything once in this process and tells it as JSON."""
    from contextlib import closing

    from PySide6.QtWidgets import QApplication

    from kammerdesk.app import build_window, dress
    from kammerdesk.store.store import Store
    from kammerdesk.sync.service import ExportOrder, export_bundle

    make_houses()
    with closing(Store.open(HOME / "LW", user="bench")) as store:
        store.do(export_bundle, ExportOrder(HOME / "from_lw.kdb"))
    app = QApplication([])
    dress(app, HOME / "BS")
    window = build_window(HOME / "BS")
    window.show()
    window.activateWindow()
    watcher = Watcher(window)
    watcher.rest()
    answered = keys(watcher)
    print(json.dumps({**answered, "stops": stops(watcher)}))
    window.end()


def lines(_runs: int) -> tuple[list[Line], list[str]]:
    """Measured once: the longest of many is what counts."""
    cost: Cost = run([*PYTHON, "tools.bench.jobs"], QT_QPA_PLATFORM="offscreen")
    said = cost.said
    made = [
        Line(
            "a key, while backup, export and print run",
            f"{said['key']:.0f} ms (median {said['key_median']:.1f} ms)",
            "",
            "",
            f"at most {LIMIT_KEY} ms",
        )
    ]
    made += [
        Line(f"stopping: {name}", f"{longest:.0f} ms", "", "", f"at most {LIMIT_STOP} ms")
        for name, longest in said["stops"].items()
    ]
    note = (
        f"Jobs: the window on a house of 100,000 records; each kind stopped up to {STOPS} times, spread over its time;"
        f" {said['keys']} keys pressed within {BUSY_SECONDS} s; the longest of each. The printer writes a file at"
        f" {PRINTER_DPI} dpi."
    )
    return made, [note]


if __name__ == "__main__":
    main()
