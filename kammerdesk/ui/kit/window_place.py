"""Where the window stood and what it showed, from one start to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMainWindow

from kammerdesk.ui.kit.memory import Memory

LEAST_WIDTH, LEAST_HEIGHT = 760, 480
FIRST_WIDTH, FIRST_HEIGHT = 1366, 728
_GEOMETRY, _PAGE, _FOLDED = "window/geometry", "window/page", "navigation/folded"


class WindowPlace:
    """Remembers place, size and page of a window, and whether its navigation is folded."""

    def __init__(self, window: QMainWindow, memory: Memory) -> None:
        self._window = window
        self._memory = memory
        window.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)

    def restore(self) -> None:
        """Puts the window where it was, on a screen that is there now, however far away the former one was."""
        if not self._window.restoreGeometry(self._memory.bytes(_GEOMETRY)):
            self._window.resize(FIRST_WIDTH, FIRST_HEIGHT)

    def keep(self, page: str) -> None:
        """Notes where the window is, and the page one sees, for the next start."""
        self._memory.keep(_GEOMETRY, self._window.saveGeometry())
        self._memory.keep(_PAGE, page)
        self._memory.flush()

    def page(self, keys: Sequence[str]) -> str:
        """The page that was seen last, if it is still there; else the first."""
        last = self._memory.text(_PAGE)
        return last if last in keys else keys[0]

    @property
    def folded(self) -> bool:
        """Whether the navigation shows icons only, where the width leaves a choice."""
        return self._memory.flag(_FOLDED)

    @folded.setter
    def folded(self, folded: bool) -> None:
        self._memory.keep(_FOLDED, folded)
