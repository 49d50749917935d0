"""Dialogs for files start where users keep their files, not in the folder of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.files import choose_file, choose_folder, save_file


@pytest.fixture
def documents() -> Iterator[Path]:
    """The user's folder of documents, which a bare system may lack."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    if made:
        folder.rmdir()


def test_dialogs_start_in_the_documents(qtbot: QtBot, documents: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    for dialog in (
        choose_file(parent, "Datei", "CSV (*.csv)", print),
        save_file(parent, "Sichern", "Liste.csv", "CSV (*.csv)", print),
        choose_folder(parent, "Ordner", print),
    ):
        assert Path(dialog.directory().absolutePath()) == documents
        dialog.close()


def test_the_proposed_name_is_kept(qtbot: QtBot, documents: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = save_file(parent, "Sichern", "Liste.csv", "CSV (*.csv)", print)
    assert dialog.selectedFiles() == [str(documents / "Liste.csv")]
    dialog.close()
