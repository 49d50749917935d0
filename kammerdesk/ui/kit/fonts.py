"""The text face of the program, loaded from our own resources so that every machine shows the same."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from kammerdesk.base import paths

FAMILY = "Source Sans 3"


def load() -> str:
    """Loads the bundled faces and returns the family to use; the system's own when ours are missing."""
    for file in sorted(paths.resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    if FAMILY in QFontDatabase.families():
        return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
