"""Tab through everything: Qt would jump from a page to its focus proxy and over all that stands before it.

The order is left to Qt. Asked for the next widget of the chain, PySide takes neighbours for parents, and forgets them
(a menu, the viewport of a scroll area) as soon as one of them is destroyed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@contextmanager
def without_proxies(window: QWidget) -> Iterator[None]:
    """Inside the block no widget of the window hands the cursor on to another, so that Tab walks past none."""
    handing_on = [(widget, widget.focusProxy()) for widget in window.findChildren(QWidget) if widget.focusProxy()]
    for widget, _proxy in handing_on:
        widget.setFocusProxy(None)  # type: ignore[arg-type]  # Qt's stubs forgot that none is allowed
    try:
        yield
    finally:
        for widget, proxy in handing_on:
            widget.setFocusProxy(proxy)


def first_stop(area: QWidget) -> QWidget | None:
    """Where the cursor goes in an area of the window: the area itself, else the first control in it; None without."""
    if area.focusPolicy() is not Qt.FocusPolicy.NoFocus or area.focusProxy() is not None:
        return area
    return next(filter(_takes_cursor, area.findChildren(QWidget)), None)


def _takes_cursor(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None
