"""Without its own fonts and icons the program is plain, but it runs; the log says it once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.base.logs import FILE, FOLDER, Event, Log
from kammerdesk.ui.kit import absent, fonts, icons
from kammerdesk.ui.kit.absent import Absent
from kammerdesk.ui.kit.widgets import Button


@pytest.mark.parametrize("broken", [False, True])
def test_without_a_font_that_can_be_read_it_takes_that_of_the_system(
    dressed: QApplication, tmp_path: Path, broken: bool
) -> None:
    if broken:
        (tmp_path / "SourceSans3-Regular.ttf").write_bytes(b"no font")
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    assert fonts.load(tmp_path) == system


def test_an_icon_that_is_missing_is_empty_and_its_button_keeps_its_name(qtbot: QtBot, dressed: QApplication) -> None:
    button = Button("Speichern", icon="no-such-icon")
    qtbot.addWidget(button)
    button.show()
    image = icons.icon("no-such-icon").pixmap(24, 24).toImage()
    assert {image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)} == {0}
    assert button.text() == "Speichern"
    assert not button.grab().isNull()


def test_the_log_has_one_line_for_each_kind_without_a_text(dressed: QApplication, tmp_path: Path) -> None:
    log, told = Log(tmp_path), list[Absent]()
    fonts.load(tmp_path)
    absent.tell(lambda kind: log.event(Event.FILE_ABSENT, kind=kind))
    absent.tell(told.append)
    for name in ("no-such-icon", "nor-this-one"):
        icons.icon(name).pixmap(24, 24)
    fonts.load(tmp_path)
    lines = (tmp_path / FOLDER / FILE).read_text(encoding="utf-8").splitlines()
    assert sorted(line.rpartition(" ")[2] for line in lines) == ["kind=font", "kind=icon"]
    assert sorted(told) == [Absent.FONT, Absent.ICON]
