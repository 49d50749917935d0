"""One furnished demonstration for all pages, copied for each walk, and a window that is walked through."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.store import actions
from tests.ui.office import TODAY, Office
from tools.every_page import Walk
from tools.furnished import create_furnished
from tools.words import catalogue

Begin = Callable[[str], Walk]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both houses with something in every list; only to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    create_furnished(folder, TODAY)
    gc.collect()
    gc.freeze()  # what was loaded until now stays to the end: collecting before each walk need not look at it
    return folder


@pytest.fixture
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of rights names the actions of the house, not those that other tests declared in this process."""
    ours = {message.id for message in catalogue("kammerdesk", "de")}
    declared = {one.name: one for one in actions.declared_actions() if one.words in ours}
    monkeypatch.setattr(actions, "_declared", declared)


@pytest.fixture
def office(only_ours: None, qtbot: QtBot, dressed: QApplication, furnished: Path, tmp_path: Path) -> Iterator[Office]:
    """The whole window on the furnished house in Braunschweig.

    Windows of former tests are rings of Python: left standing, every change of the look would dress them too.
    """
    gc.collect()
    opened = Office(qtbot, Path(shutil.copytree(furnished, tmp_path / "houses")) / "BS")
    yield opened
    opened.close()


@pytest.fixture
def walk(office: Office) -> Walk:
    """A way through everything that is declared."""
    folder = office.folder.parent
    files = {".csv": next(office.folder.glob("*.csv")), ".kdb": next(folder.glob("*_aus_*.kdb"))}
    return Walk(office.window, files)
