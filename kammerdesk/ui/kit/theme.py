"""How the program looks: scheme, zoom and density in one place; every size in the code is `px(n)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.ui.kit import fonts, high_contrast, qss
from kammerdesk.ui.kit.style import DeskStyle
from kammerdesk.ui.kit.tokens import DARK, LIGHT, Tokens, Tone

BODY = 15
"""Pixels of body text at 100 %: capitals of Source Sans 3 are 0.66 em high, so 15 px read like 14 px elsewhere."""

ZOOMS = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Scheme(StrEnum):
    """Light, dark or of high contrast, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Density(Enum):
    """Height of a table row and of a control in pixels at 100 %."""

    COMPACT = (26, 28)
    STANDARD = (32, 32)
    COMFORTABLE = (40, 40)


class Role(StrEnum):
    """What a text is for; decides size and weight."""

    CAPTION = "caption"
    BODY = "body"
    STRONG = "strong"
    SECONDARY = "secondary"
    SUBTITLE = "subtitle"
    TITLE = "title"
    EXAM = "exam"
    EXAM_BIG = "exam_big"


FACTORS = {
    Role.CAPTION: 0.87,
    Role.BODY: 1.0,
    Role.STRONG: 1.0,
    Role.SECONDARY: 1.0,
    Role.SUBTITLE: 1.14,
    Role.TITLE: 1.43,
    Role.EXAM: 1.21,
    Role.EXAM_BIG: 1.71,
}
_HEAVY = (Role.STRONG, Role.SUBTITLE, Role.TITLE, Role.EXAM_BIG)


@dataclass(frozen=True, slots=True)
class System:
    """What the system wishes; `palette` are its own colours."""

    dark: bool
    contrast: bool
    palette: QPalette


@dataclass(frozen=True, slots=True)
class Look:
    """What is switched on now."""

    tokens: Tokens = LIGHT
    scheme: Scheme = Scheme.SYSTEM
    zoom: float = 1.0
    density: Density = Density.STANDARD
    family: str = ""

    @property
    def row(self) -> int:
        """Height of a table row in pixels."""
        return round(self.density.value[0] * self.zoom)

    @property
    def control(self) -> int:
        """Height of a field or button in pixels."""
        return round(self.density.value[1] * self.zoom)


_current = [Look()]


def look() -> Look:
    """What is switched on now."""
    return _current[0]


def px(pixels: float) -> int:
    """Pixels at 100 % as pixels at the present zoom."""
    return round(pixels * _current[0].zoom)


def colour(name: str) -> str:
    """The present colour of a token ("text2") or of a tone ("err")."""
    tokens = _current[0].tokens
    return tokens.ink(Tone(name)) if name in tokens.tones else str(getattr(tokens, name))


def font(role: Role = Role.BODY) -> QFont:
    """The face for a role at the present zoom, with figures of equal width."""
    face = QFont(_current[0].family)
    face.setPixelSize(px(BODY * FACTORS[role]))
    face.setWeight(QFont.Weight.DemiBold if role in _HEAVY else QFont.Weight.Normal)
    face.setFeature(QFont.Tag("tnum"), 1)
    return face


EXAM_ROW = 44
"""Height in pixels at 100 % of what is operated on the exam day, by people who do so four days a year."""


def row_height(big: bool) -> int:
    """Height of a table row in pixels, by density or, when `big`, as the exam day needs it."""
    return px(EXAM_ROW) if big else look().row


def apply(
    app: QApplication,
    scheme: Scheme = Scheme.SYSTEM,
    zoom: float = 1.0,
    density: Density = Density.STANDARD,
    ask: Callable[[QApplication], System] | None = None,
) -> None:
    """Dresses the whole program; may be called again at any time to switch. `ask` says what the system wishes."""
    family = look().family or fonts.load()
    if not isinstance(app.style(), DeskStyle) and app.property("dressed") is None:
        app.setStyle(DeskStyle())
        app.setProperty("dressed", True)
    DeskStyle.zoom = zoom
    tokens = _tokens(app, scheme, ask or system)
    _current[0] = Look(tokens, scheme, zoom, density, family)
    DeskStyle.sheet = ""
    windows = [widget for widget in app.topLevelWidgets() if widget.parentWidget() is None]
    for window in windows:
        window.setStyleSheet("")  # else every widget is dressed for the palette, for the face, and for the sheet
    app.setPalette(palette(tokens))
    app.setFont(font())
    _reach_unseen(app)
    DeskStyle.sheet = qss.sheet(tokens, px, look().control)
    for window in windows:
        window.setStyleSheet(DeskStyle.sheet)


def _reach_unseen(app: QApplication) -> None:
    """Gives the face of the program to widgets that were never shown; without a sheet Qt tells only the others."""
    size = app.font().pixelSize()
    for widget in app.allWidgets():
        if widget.font().pixelSize() != size and not widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
            widget.setFont(QFont())  # whose face is that of its parent, in the end of the program


def system(app: QApplication) -> System:
    """What the system wishes now."""
    hints = app.styleHints()
    hints.unsetColorScheme()
    wanted = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    if wanted:
        app.setPalette(QPalette())  # ours hides the system's
    return System(hints.colorScheme() is Qt.ColorScheme.Dark, wanted, app.palette())


def _tokens(app: QApplication, scheme: Scheme, ask: Callable[[QApplication], System]) -> Tokens:
    if scheme in (Scheme.LIGHT, Scheme.DARK):
        dark = scheme is Scheme.DARK
        wanted = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        app.styleHints().setColorScheme(wanted)  # only the window frame heeds it; inside, our own palette rules
        return DARK if dark else LIGHT
    wish = ask(app)
    if wish.contrast:
        return high_contrast.tokens_of(wish.palette, wish.dark)
    if scheme is Scheme.CONTRAST:
        return high_contrast.WHITE_ON_BLACK if wish.dark else high_contrast.BLACK_ON_WHITE
    return DARK if wish.dark else LIGHT


def palette(tokens: Tokens) -> QPalette:
    """The tokens as a palette, with a Disabled group, else a disabled button looks enabled."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.subtle,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.PlaceholderText: tokens.placeholder,
        role.ToolTipBase: tokens.header,
        role.ToolTipText: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.subtle,
        role.Mid: tokens.border,
        role.Dark: tokens.control,
        role.Shadow: tokens.control,
    }
    made = QPalette()
    for each, colour in colours.items():
        made.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(tokens.window))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.border))
    return made


def mark(widget: QWidget, **properties: object) -> None:
    """Sets properties the style sheet asks for (role="title", primary=True …) and lets the sheet look again."""
    changed = [name for name, value in properties.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
