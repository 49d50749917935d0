"""US-07, print everything for tomorrow: from Today to the spooler, every paper of the day noted as printed.

The list of printers beside the preview (W10), what is missing with its two ways out, and reprinting only what has
changed come with issue 8; until then the dialog of the system asks for the printer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.examday.model import ExamDay
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.today.page import TodayPage
from tests.ui.keyboard import CTRL
from tests.ui.office import TODAY, Office
from tests.ui.stories.story import KEYS_PER_CLICK, Story, opened, says, stored

CLICKS = 2


def move_to_tomorrow(work: Work, order: None) -> None:
    """The exam day of the demonstration is the one of tomorrow."""
    work.session.scalars(select(ExamDay)).one().day = TODAY + timedelta(days=1)


@pytest.fixture
def office(qtbot: QtBot, dressed: QApplication, houses: Path) -> Iterator[Office]:
    """The window on the eve of an exam day."""
    with opened(houses / "BS") as store:
        store.do(move_to_tomorrow, None)
    made = Office(qtbot, houses / "BS")
    yield made
    made.close()


def printed(session: Any) -> list[tuple[str, Any]]:
    """Form and record of every paper that left the house."""
    return [(form, uid) for form, uid in session.execute(select(PrintedDocument.form, PrintedDocument.subject_uid))]


def test_the_folder_of_tomorrow_goes_to_the_printer_with_two_presses(story: Story, tmp_path: Path) -> None:
    office = story.office
    today = office.page
    assert isinstance(today, TodayPage)
    office.wait(lambda: today.next_day.value is not None)
    assert "MORGEN: PRÜFUNGSTAG" in says(office)
    assert "Prüfungsmappe noch nicht gedruckt" in says(office)

    story.press(Qt.Key.Key_F6)
    story.press(Qt.Key.Key_Space)
    preview = office.page
    assert isinstance(preview, PreviewPage)
    office.wait(lambda: preview.paper is not None)
    story.press(Qt.Key.Key_P, CTRL)
    story.send_to(tmp_path / "spooler.pdf")
    story.press(Qt.Key.Key_Return)

    assert story.keys <= CLICKS * KEYS_PER_CLICK
    assert preview.paper is not None
    papers = sum(item.count for item in preview.order.items)
    assert len(stored(office, printed)) == papers
    folder = pypdfium2.PdfDocument(tmp_path / "spooler.pdf")
    assert len(folder) == sum(preview.paper.pages.values())
    folder.close()
    assert f"{sum(preview.paper.pages.values())} Seiten an den Drucker gegeben" in says(office)
    office.activate()
    story.press(Qt.Key.Key_1, CTRL)
    office.wait(lambda: "Prüfungsmappe gedruckt am 23.11.2026 um 09:00" in says(office))
