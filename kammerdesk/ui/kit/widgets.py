"""Small parts said in one line: labels by role, buttons, lines, panels, columns and rows of widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.theme import Role


def label(text: str = "", role: Role = Role.BODY, wrap: bool = False) -> QLabel:
    """A text in the given role; it is plain text, never read as HTML."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    return made


def escaped(text: str) -> str:
    """A text whose & is meant as & and not as a mnemonic."""
    return text.replace("&", "&&")


def plain(text: str) -> str:
    """The text of a menu entry or button as it is read, without the marks of its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def native(keys: str | QKeySequence) -> str:
    """A key or combination as it is written on the user's keyboard: Ctrl+Return, Strg+Enter."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", tr("Return"))


class Button(QPushButton):
    """A button with a verb; `primary` at most once per page, `big` on the exam day."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        icon: str = "",
        primary: bool = False,
        big: bool = False,
    ) -> None:
        super().__init__(escaped(text))
        if icon:
            self.setIcon(icons.icon(icon, "on_accent" if primary else "text"))
        self.setProperty("primary", primary)
        self.setProperty("big", big)
        self.setAutoDefault(False)
        self._measure()
        if run is not None:
            self.clicked.connect(lambda: run())

    def _measure(self) -> None:
        self.setIconSize(QSize(theme.px(24), theme.px(18)))  # wider than the icon: else it touches the words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button with the cursor, whichever the dialog would press by default."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()


def link(text: str, run: Callable[[], object]) -> Button:
    """A button that looks like a link."""
    made = Button(text, run)
    made.setProperty("link", True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


class ElidedLabel(QLabel):
    """A line that ends in … where it does not fit; the whole text is its tooltip then."""

    def __init__(self, text: str, role: Role = Role.BODY) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        fitting = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if fitting != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), fitting)
        painter.end()


class Icon(QWidget):
    """An icon beside a text; decoration, so it has no name of its own."""

    def __init__(self, name: str, size: int = 18, colour: str = "text") -> None:
        super().__init__()
        self._size = size
        self.show_icon(name, colour)

    def show_icon(self, name: str, colour: str = "text") -> None:
        """Shows another icon; `colour` is a token's or a tone's name."""
        self._name = name
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            painter = QPainter(self)
            icons.paint(painter, self.rect(), self._name, theme.colour(self._colour))
            painter.end()


def name_buttons(field: QLineEdit) -> None:
    """Gives the small buttons inside a field a name for those who hear it: their tooltip; what else empties it."""
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(button.toolTip() or tr("Clear"))


def in_reading_order(splitter: QSplitter) -> None:
    """Puts its parts in the order in which they are read, for Tab and for whoever hears them; Qt has the last first."""
    for place in reversed(range(splitter.count())):
        part = splitter.widget(place)
        if part is not None:
            part.lower()


def line(vertical: bool = False) -> QFrame:
    """A hairline between groups."""
    made = QFrame()
    made.setProperty("line", True)
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def panel() -> QFrame:
    """A white sheet on the grey desk."""
    made = QFrame()
    made.setProperty("panel", True)
    return made


def column(*parts: QWidget | int | None, gap: int = 8, margin: int = 0) -> QVBoxLayout:
    """Widgets below each other; an int is extra space in pixels, None takes what is left."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margin)
    return made


def row(*parts: QWidget | int | None, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """Widgets beside each other; an int is extra space in pixels, None takes what is left."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margin)
    return made


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | int | None, ...], gap: int, margin: int) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)


def box(layout: QVBoxLayout | QHBoxLayout) -> QWidget:
    """A widget that holds a layout."""
    made = QWidget()
    made.setLayout(layout)
    return made
