"""What a window remembers from one start to the next: place, page, zoom, scheme, density."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

from kammerdesk.ui.kit.theme import ZOOMS, Density, Scheme

E = TypeVar("E", bound=Enum)


class Memory:
    """A small file beside the data; what is unreadable in it counts as not said."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def folder(self) -> Path:
        """Where the data lie."""
        return Path(self._settings.fileName()).parent

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        return str(self._settings.value(key, default))

    def flag(self, key: str, default: bool = False) -> bool:
        """A remembered yes or no."""
        return self.text(key, str(default).lower()) == "true"

    def bytes(self, key: str) -> QByteArray:
        """A remembered state of Qt's; empty when there is none."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: str | bool | float | QByteArray) -> None:
        """Remembers a value."""
        self._settings.setValue(key, str(value).lower() if isinstance(value, bool) else value)

    def flush(self) -> None:
        """Writes the file now."""
        self._settings.sync()

    @property
    def zoom(self) -> float:
        """The zoom factor; 1.0 when nothing sensible is remembered."""
        try:
            wanted = float(self.text("look/zoom", "1"))
        except ValueError:
            return 1.0
        return min(ZOOMS, key=lambda zoom: abs(zoom - wanted))

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the system says."""
        return self._choice(Scheme, "look/scheme", Scheme.SYSTEM)

    @property
    def density(self) -> Density:
        """How close the rows stand."""
        name = self.text("look/density", Density.STANDARD.name)
        return Density.__members__.get(name, Density.STANDARD)

    def _choice(self, kind: type[E], key: str, default: E) -> E:
        try:
            return kind(self.text(key, default.value))
        except ValueError:
            return default
