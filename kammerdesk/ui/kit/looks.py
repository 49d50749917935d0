"""Colours, size and density as the user chooses them: in the menu, at once, and for the next time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.theme import ZOOMS, Density, Scheme, System


class Looks(QObject):
    """Dresses the program and remembers how; while it looks as the system says, it follows when that changes."""

    changed = Signal()
    """The program looks different now; room is to be shared anew."""

    def __init__(
        self, memory: Memory, parent: QObject, system: Callable[[QApplication], System] = theme.system
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._system = system
        self._soon = QTimer(self, singleShot=True, interval=0)  # a system says one wish in several words
        self._soon.timeout.connect(self._follow)
        hints = _application().styleHints()
        hints.colorSchemeChanged.connect(self._soon.start)
        hints.accessibility().contrastPreferenceChanged.connect(self._soon.start)

    def offer_in(self, menus: Menus) -> None:
        """Puts all of them into the menu."""
        menus.view.addSeparator()
        menus.add(menus.view, tr("&Larger"), partial(self.step, 1), ("Ctrl++", "Ctrl+="), "zoom-in")
        menus.add(menus.view, tr("&Smaller"), partial(self.step, -1), "Ctrl+-", "zoom-out")
        menus.add(menus.view, tr("Nor&mal size"), partial(self.dress, zoom=1.0), "Ctrl+0")
        schemes = (
            (Scheme.SYSTEM, tr("As the system")),
            (Scheme.LIGHT, tr("Light")),
            (Scheme.DARK, tr("Dark")),
            (Scheme.CONTRAST, tr("High contrast")),
        )
        menus.add_choice(
            menus.view, tr("&Colours"), schemes, lambda: theme.look().scheme, lambda each: self.dress(scheme=each)
        )
        densities = (
            (Density.COMPACT, tr("Compact")),
            (Density.STANDARD, tr("Standard")),
            (Density.COMFORTABLE, tr("Comfortable")),
        )
        menus.add_choice(
            menus.view, tr("&Density"), densities, lambda: theme.look().density, lambda each: self.dress(density=each)
        )

    def dress(self, scheme: Scheme | None = None, zoom: float = 0.0, density: Density | None = None) -> None:
        """Changes colours, zoom or density, at once and for the next time."""
        look = theme.look()
        scheme, zoom, density = scheme or look.scheme, zoom or look.zoom, density or look.density
        theme.apply(_application(), scheme, zoom, density, self._system)
        self._soon.stop()  # what the system said meanwhile was heard
        self._memory.keep("look/scheme", scheme.value)
        self._memory.keep("look/zoom", zoom)
        self._memory.keep("look/density", density.name)
        self.changed.emit()

    def step(self, by: int) -> None:
        """Goes to the next larger (1) or smaller (-1) size."""
        here = ZOOMS.index(min(ZOOMS, key=lambda zoom: abs(zoom - theme.look().zoom)))
        self.dress(zoom=ZOOMS[min(max(here + by, 0), len(ZOOMS) - 1)])

    def _follow(self) -> None:
        if theme.look().scheme in (Scheme.SYSTEM, Scheme.CONTRAST):
            self.dress()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
