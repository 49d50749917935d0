"""A switch of colours and of language in the whole window on demonstration data, with every page opened before.

python -m tools.bench.switch FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from tools.bench import worlds
from tools.bench.measure import PYTHON, run, taking_turns
from tools.bench.report import Line

SCALE = "small"
TIMES = 6


def painted(window: Any, switch: Callable[[], object]) -> float:
    """Milliseconds of all threads until the page one sees is painted with its rows.

    What is counted beside it, for the navigation say, comes later and disturbs nobody.
    """
    from PySide6.QtCore import QCoreApplication, QEvent

    begun, pages = time.process_time(), window.pages
    switch()
    if window.pages is not pages:
        shown, answered = list[object](), list[object]()
        window.pages.presented.connect(lambda page: shown.append(page) if page is not None else None)
        wait(lambda: shown)
        window.desk.prepare(lambda: None, then=answered.append, owner=window)  # answered after what the page asked
        wait(lambda: answered)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.grab()
    return (time.process_time() - begun) * 1000


def spoken(window: Any, code: str) -> float:
    """A switch of language, and then rest, so that the next one finds nothing under way."""
    taken = painted(window, partial(window.speak, code))
    settle(window)
    return taken


def wait(condition: Callable[[], object]) -> None:
    """Sleeps until it holds; what a busy loop takes would count too."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    flags = QEventLoop.ProcessEventsFlag
    while not condition():
        QApplication.processEvents(flags.AllEvents | flags.WaitForMoreEvents)


def settle(window: Any) -> None:
    """Waits until a page is there and nothing is under way."""
    wait(lambda: window.desk.is_open and not window.desk.is_busy and window.pages.page() is not None)


def main() -> None:
    """Measures everything once in this process and tells it as JSON."""
    from PySide6.QtWidgets import QApplication

    from kammerdesk.app import build_window, dress
    from kammerdesk.ui.kit.theme import Scheme
    from kammerdesk.ui.pages import PAGES

    app, folder = QApplication([]), Path(sys.argv[1])
    dress(app, folder)
    window = build_window(folder)
    window.resize(1366, 728)
    window.show()
    settle(window)
    found: dict[str, float] = {}
    for entry in (*PAGES, PAGES[1]):
        window.go(entry.key)
        settle(window)
    schemes = [(Scheme.DARK, Scheme.LIGHT, Scheme.CONTRAST)[number % 3] for number in range(TIMES)]
    found["theme"] = median(painted(window, partial(window.looks.dress, scheme=each)) for each in schemes)
    window.looks.dress(scheme=Scheme.LIGHT)
    codes = [("en", "de")[number % 2] for number in range(TIMES)]
    speaking: dict[str, float] = {}
    for entry in PAGES:
        window.go(entry.key)
        settle(window)
        speaking[entry.key] = median(spoken(window, code) for code in codes)
    found["language"], found["slowest"] = median(speaking.values()), max(speaking.values())
    window.end()
    print(json.dumps(found))


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """What a switch costs; milliseconds of the processor, painting into memory (offscreen) included."""
    folder, _ = worlds.demonstration(SCALE)
    command = [*PYTHON, "tools.bench.switch", str(folder)]
    (found,) = taking_turns(runs, lambda: run(command, QT_QPA_PLATFORM="offscreen"), warm=False)
    said = found.said

    def line(work: str, key: str) -> Line:
        return Line(work, f"{said[key]:.0f} ms CPU", "", "", "below 300 ms")

    return [
        line("switch of colours, every page open", "theme"),
        line("switch of language, median of the pages", "language"),
        line("switch of language, slowest page", "slowest"),
    ], []


if __name__ == "__main__":
    main()
