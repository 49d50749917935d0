"""US-11, the partner sends a bundle: from Today into the exchange, seen before it is taken in, then on both pages.

What it leaves to decide stands on Today here; how that is decided is told in test_us_11_conflicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from kammerdesk.people.model import Person
from kammerdesk.store.work import Work
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle
from kammerdesk.ui.sync.bundle_page import BundlePage
from kammerdesk.ui.sync.page import ExchangePage
from kammerdesk.ui.today.page import TodayPage
from tests.ui.keyboard import CTRL
from tests.ui.office import Office
from tests.ui.stories.story import Story, opened, says, stored

TO_TAKE_IN = 4
"""No conflict, no keys of its own: the page, the file, its name, the verb."""
NEW_NAME, PROPOSED = "Umbenannt", ("Vorschlag", "Gegenvorschlag")


def correct(work: Work, order: None) -> None:
    """The partner corrects the name of an examiner it lends, and of two that are lent to it."""
    lent = work.session.scalars(select(Person).where(Person.home == "LW").order_by(Person.uid)).first()
    assert lent is not None
    lent.last_name = NEW_NAME
    ours = work.session.scalars(select(Person).where(Person.home == "BS").order_by(Person.uid).limit(len(PROPOSED)))
    for person, name in zip(ours, PROPOSED, strict=True):
        person.last_name = name


@pytest.fixture
def bundle(houses: Path) -> Path:
    """What the partner wrote after it had taken in our first bundle."""
    ours, theirs = houses / "hin.kdb", houses / "zurueck.kdb"
    with opened(houses / "BS") as store:
        store.do(export_bundle, ExportOrder(ours))
    with opened(houses / "LW") as store:
        store.do(import_bundle, ImportOrder(ours))
        store.do(correct, None)
        store.do(export_bundle, ExportOrder(theirs))
    return theirs


@pytest.fixture
def office(bundle: Path, qtbot: QtBot, dressed: QApplication, houses: Path) -> Iterator[Office]:
    """The window before the bundle of the partner is read."""
    made = Office(qtbot, houses / "BS")
    yield made
    made.close()


def known(session: Any) -> set[str]:
    """Which of the new names people bear."""
    names = {NEW_NAME, *PROPOSED}
    return set(session.scalars(select(Person.last_name).where(Person.last_name.in_(names))))


def test_a_bundle_is_looked_at_and_taken_in(story: Story, bundle: Path) -> None:
    office = story.office
    story.press(Qt.Key.Key_6, CTRL)
    story.press(Qt.Key.Key_I, CTRL)
    story.choose(bundle)
    page = office.page
    assert isinstance(page, BundlePage)
    assert "Übernehmen: 0 neu, 1 geändert" in says(office)
    assert stored(office, known) == set(), "it is only looked at"
    story.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: isinstance(office.page, ExchangePage))
    assert story.keys <= TO_TAKE_IN
    assert stored(office, known) == {NEW_NAME}
    assert stored(office, lambda session: session.scalar(text("SELECT count(*) FROM sync_in"))) == 1
    assert "Paket der IHK Lüneburg-Wolfsburg übernommen" in says(office)
    story.press(Qt.Key.Key_1, CTRL)
    office.wait(lambda: "Zuletzt erhalten\n23.11.2026" in says(office))
    today = office.page
    assert isinstance(today, TodayPage)
    assert "2 Änderungen" in "".join(task.sentence for task in today.now.table.rows.shown if task.page == "sync")
