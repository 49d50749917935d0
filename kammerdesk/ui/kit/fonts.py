"""The text face of the program, loaded from our own resources so that every machine shows the same."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from kammerdesk.base import paths
from kammerdesk.ui.kit import absent
from kammerdesk.ui.kit.absent import Absent

FAMILY = "Source Sans 3"


def load(folder: Path | None = None) -> str:
    """Loads the bundled faces and returns the family to use; the system's own when ours are missing or unreadable."""
    loaded = {
        family
        for file in sorted((folder or paths.resource("fonts")).glob("*.ttf"))
        for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    }
    if FAMILY in loaded:
        return FAMILY
    absent.note(Absent.FONT)
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
