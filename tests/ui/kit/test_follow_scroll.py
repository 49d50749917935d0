"""A scroll area that keeps what has the cursor in sight."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.widgets import box

AREA_WIDTH = 400


class LowerWhenNarrower(QVBoxLayout):
    """Needs 300 pixels over the whole width of the area and 100 beside its scroll bar."""

    def hasHeightForWidth(self) -> bool:
        return True

    def minimumHeightForWidth(self, width: int) -> int:
        return 300 if width > AREA_WIDTH - 8 else 100

    def heightForWidth(self, width: int) -> int:
        return self.minimumHeightForWidth(width)


def test_content_that_is_lower_when_narrower_comes_to_rest_and_is_never_cut(qtbot: QtBot) -> None:
    content = LowerWhenNarrower()
    field = QLineEdit()
    content.addWidget(field)
    area = FollowScroll(box(content))
    qtbot.addWidget(area)
    area.show()
    field.setFocus()
    for height in (150, 320, 200, 99, 301, 200):
        area.resize(AREA_WIDTH, height)
        for _ in range(3):
            QCoreApplication.processEvents()
        held = area.widget()
        assert held is not None
        assert held.height() >= content.minimumHeightForWidth(held.width())
