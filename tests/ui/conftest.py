"""A dressed, German-speaking application, and a window over a small world of invented people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.base.clock import FixedClock
from kammerdesk.cli.demo.creation import create_demonstration
from kammerdesk.ui.kit import language, theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.garbage import MainThreadGarbage
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.main_window import MainWindow
from tests.ui import demo
from tests.ui.office import Office


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says with every window what it does not know (size hints, raising); that is no finding."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application as app.py prepares it."""
    language.speak(qapp)
    theme.apply(qapp, theme.Scheme.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _garbage_on_the_main_thread(dressed: QApplication) -> Iterator[None]:
    """Before it, what former tests left to be deleted goes: else every change of the look would dress it too."""
    collector = MainThreadGarbage(dressed)
    dressed.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    yield
    collector.end()
    collector.deleteLater()


@pytest.fixture(autouse=True)
def _plain_look(dressed: QApplication) -> Iterator[None]:
    yield
    look = theme.look()
    if (look.zoom, look.scheme, look.density) != (1.0, theme.Scheme.LIGHT, theme.Density.STANDARD):
        theme.apply(dressed, theme.Scheme.LIGHT)


@pytest.fixture
def people() -> demo.ListStore:
    """The data behind the window."""
    return demo.ListStore()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """What the window remembers."""
    return Memory(tmp_path / "window.ini")


@pytest.fixture
def window(qtbot: QtBot, people: demo.ListStore, memory: Memory) -> Iterator[MainWindow]:
    """A shown window with the demonstration page loaded."""
    clock = FixedClock(datetime(2026, 11, 23, 8, 42, tzinfo=UTC))
    made = MainWindow(Desk(lambda: people), memory, demo.facts, demo.ENTRIES, clock, demo.BADGES)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    qtbot.waitUntil(lambda: made.pages.page() is not None and not made.desk.is_busy)
    yield made
    made.end()


@pytest.fixture(scope="session")
def demonstrations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both houses of the demonstration on Monday 23.11.2026, in the folders BS and LW; only to be copied."""
    folder = tmp_path_factory.mktemp("demonstrations")
    for chamber in ("BS", "LW"):
        create_demonstration(folder / chamber, chamber, "small", 7, date(2026, 11, 23))
    return folder


@pytest.fixture
def houses(demonstrations: Path, tmp_path: Path) -> Path:
    """Copies of both houses, for one test to change."""
    return Path(shutil.copytree(demonstrations, tmp_path / "houses"))


@pytest.fixture
def office(qtbot: QtBot, dressed: QApplication, houses: Path) -> Iterator[Office]:
    """The whole window on the house in Braunschweig."""
    opened = Office(qtbot, houses / "BS")
    yield opened
    opened.close()
