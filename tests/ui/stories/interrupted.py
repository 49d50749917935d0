"""A clerk who types marks until the power fails: a program of its own that says when the last one is half typed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kammerdesk.app import dress
from kammerdesk.store.lock import lock_window
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.settings.upkeep import WindowGuard
from tests.ui.office import CLOCK, window_on
from tools.keyboard import type_text
from tools.tour.driver import Album, Driver

MARKS = ("77", "87,5", "64")
HALF_A_MARK = "8"
TYPES = "types"


def main(folder: Path) -> int:
    """Opens the day from the list, types three marks and the first figure of a fourth, and waits for the end."""
    app = QApplication([sys.argv[0]])
    dress(app, folder)
    lock = lock_window(folder)
    memory = Memory(folder / "window.ini")
    window = window_on(folder, memory, WindowGuard(folder, memory), "kroeger", CLOCK)
    window.show()
    clerk = Driver(app, window, Album(folder))
    clerk.rest()
    clerk.press("Ctrl+5", "Return")
    for mark in MARKS:
        clerk.type(mark)
        clerk.press("Return")
    type_text(HALF_A_MARK)
    print(TYPES, flush=True)  # noqa: T201  whoever started it listens
    app.exec()
    lock.release()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
