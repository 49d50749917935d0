"""A field for a secret: dots instead of letters, nothing tidied, never part of a draft."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from kammerdesk.ui.kit.fields import LineField


class SecretEdit(LineField[str]):
    """Its value is what was typed, blanks and all; "" for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def parse(self, text: str) -> str:
        return text

    def value(self) -> str:
        """What was typed."""
        return self.text()

    def typed(self) -> str:
        """Nothing: a secret is not kept."""
        return ""
