"""What is known of a record, to be read: names at the left, values at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import label


class Pairs(QWidget):
    """Rows of a name and a value (texts in the user's language); a row without a value is left out."""

    def __init__(self, *pairs: tuple[str, str | QWidget]) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(pair for pair in pairs if pair[1] != ""):
            side = Qt.AlignmentFlag.AlignTop if isinstance(value, str) else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(label(name, Role.SECONDARY), number, 0, side)
            grid.addWidget(label(value, wrap=True) if isinstance(value, str) else value, number, 1)
        self.setLayout(grid)
