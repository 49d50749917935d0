"""Every page opened and closed 200 times in the whole window on demonstration data: does anything stay behind?

python -m tools.bench.openings FOLDER
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from tools.bench import worlds
from tools.bench.measure import PYTHON, run
from tools.bench.report import Line
from tools.bench.switch import settle

SCALE = "small"
TIMES, SETTLED = 200, 40
"""How often each page is opened, and after how often everything that is loaded once counts as loaded."""


def open_and_close(window: Any, entry: Any) -> None:
    """Makes a page anew over the one that is seen, waits for its rows, and takes it away again."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from kammerdesk.ui.kit.list_page import ListPage

    spec = entry.load()
    window.pages.lay_over((spec.view or ListPage)(spec, window.desk, window))
    settle(window)
    window.pages.back()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def weigh() -> tuple[float, int, int]:
    """Memory in MB, widgets and Python objects of this process."""
    from PySide6.QtWidgets import QApplication

    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    return memory, len(QApplication.allWidgets()), len(gc.get_objects())


def main() -> None:
    """Measures once in this process and tells it as JSON."""
    from PySide6.QtWidgets import QApplication

    from kammerdesk.app import build_window, dress
    from kammerdesk.ui.pages import PAGES

    app, folder = QApplication([]), Path(sys.argv[1])
    dress(app, folder)
    window = build_window(folder)
    window.resize(1366, 728)
    window.show()
    settle(window)
    found: dict[str, dict[str, float]] = {}
    for entry in PAGES:
        before = (0.0, 0, 0)
        for number in range(TIMES):
            open_and_close(window, entry)
            if number + 1 == SETTLED:
                before = weigh()
        grown = [now - then for now, then in zip(weigh(), before, strict=True)]
        found[entry.key] = dict(zip(("memory", "widgets", "objects"), grown, strict=True))
        print(entry.key, grown, file=sys.stderr)
    window.end()
    print(json.dumps(found))


def lines(_runs: int) -> tuple[list[Line], list[str]]:
    """What each page leaves behind; one run, for it is long and counts rather than times."""
    folder, _ = worlds.demonstration(SCALE)
    said = run([*PYTHON, "tools.bench.openings", str(folder)], QT_QPA_PLATFORM="offscreen").said
    note = f"Openings: each page made {TIMES} times over another and taken away; grown since the {SETTLED}th time."
    return [
        Line(
            f"page {key} opened and closed {TIMES} times",
            f"{grown['memory']:+.1f} MB, {grown['widgets']:+.0f} widgets, {grown['objects']:+.0f} objects",
            "",
            "",
            "no growth",
        )
        for key, grown in said.items()
    ], [note]


if __name__ == "__main__":
    main()
