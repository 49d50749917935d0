"""A clerk who types and does not save: a program of its own that says what stands in the fields once it is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kammerdesk.app import dress
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.draft_shelf import DraftTimer
from kammerdesk.ui.kit.form import RecordForm
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.settings.upkeep import WindowGuard
from tests.ui.office import CLOCK, window_on
from tools.keyboard import type_text
from tools.tour.driver import Album, Driver

EDITS, CREATES = "edits", "creates"


def into_a_record(clerk: Driver, window: MainWindow) -> RecordForm:
    """Types into the first examiner of ours."""
    clerk.press("Ctrl+2")
    page = window.pages.page()
    assert isinstance(page, ListPage)
    assert isinstance(page.detail, RecordEditor)
    page.go_to(next(row.id for row in page.list.table.rows.shown if row.is_ours))
    clerk.rest()
    clerk.press("Return", "Ctrl+A")
    type_text("Zwölftausend")
    clerk.press("Tab", "Ctrl+A")
    type_text("Öznur")
    return next(iter(page.detail.fields.forms.values()))


def into_a_new_one(clerk: Driver, window: MainWindow) -> RecordForm:
    """Types into the form for an exam day, in one field what makes no sense yet."""
    clerk.press("Ctrl+5", "Ctrl+N")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    for key, text in (("day", "32.11."), ("aids", "Taschenrechner")):
        dialog.form.field(key).setFocus()
        type_text(text)
    clerk.rest()
    return dialog.form


def main(folder: Path, what: str) -> int:
    """Types, waits until all of it is kept, says what stands there, and waits for the end."""
    app = QApplication([sys.argv[0]])
    dress(app, folder)
    memory = Memory(folder / "window.ini")
    window = window_on(folder, memory, WindowGuard(folder, memory), "kroeger", CLOCK)
    window.show()
    clerk = Driver(app, window, Album(folder))
    clerk.rest()
    form: Any = {EDITS: into_a_record, CREATES: into_a_new_one}[what](clerk, window)
    watch = QTimer(window, interval=20)

    def tell() -> None:
        waiting = any(timer.isActive() for timer in window.findChildren(DraftTimer))
        if window.drafts._left and not waiting and not window.desk.is_busy:
            watch.stop()
            print(json.dumps(form.typed()), flush=True)  # noqa: T201  whoever started it listens

    watch.timeout.connect(tell)
    watch.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
