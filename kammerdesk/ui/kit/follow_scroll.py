"""A scroll area that keeps what has the cursor in sight, however the cursor came there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from kammerdesk.ui.kit import theme


class _Content(QWidget):
    """Asks for the least height its parts need; a scroll area would ask wrapping texts for what they would like.

    The height suffices with the scroll bar and without it. Were it that for the width of the moment, content that is
    lower when it is narrower would make the bar come and go without end, each within the other.
    """

    def __init__(self, inner: QWidget, area: QScrollArea) -> None:
        super().__init__()
        self._inner, self._area = inner, area
        inner.setParent(self)

    def sizeHint(self) -> QSize:
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        hint, layout = self._inner.minimumSizeHint(), self._inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            room, bar = self._area.maximumViewportSize().width(), self._area.verticalScrollBar().sizeHint().width()
            widths = {max(width, hint.width()) for width in (room, room - bar)}
            hint.setHeight(max(layout.minimumHeightForWidth(width) for width in widths))
        return hint

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what is inside needs another room now; the scroll area hears it from here
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inner.setGeometry(self.rect())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # texts wrap otherwise now


class FollowScroll(QScrollArea):
    """Gives its content the whole width; the content scrolls only where the room is lower than it needs."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = content
        content.setProperty("scrolled", True)
        # kept here too: Qt's own parent of it, the viewport, is not known to Python
        self._held = _Content(content, self)
        self._held.setProperty("scrolled", True)
        self.setWidget(self._held)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()  # its own least width is that of its content
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its content: sideways nothing scrolls."""
        least = self._held.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(least, super().minimumSizeHint().height())

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Scrolls as little as shows the whole widget, the top of one that is higher than the room."""
        content = self.widget()
        if now is None or content is None or not content.isAncestorOf(now):
            return
        top = now.mapTo(content, QPoint(0, 0)).y()
        bar, room, air = self.verticalScrollBar(), self.viewport().height(), theme.px(4)
        lowest = min(top, top + now.height() + air - room)
        bar.setValue(min(max(bar.value(), lowest), max(0, top - air)))

    def _follow_again(self) -> None:
        self._follow(None, self.window().focusWidget())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() is QEvent.Type.Resize:
            self._follow_again()
        return done
