"""Tab through everything: Qt would jump from a page to its focus proxy and over all that stands before it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget


def tab_on(window: QWidget, forward: bool) -> bool:
    """Puts the cursor on the next (or previous) control of a window; False when there is no other."""
    here = window.focusWidget() or window
    there = neighbour(here, forward)
    while there is not here and not _is_stop(there, window):
        there = neighbour(there, forward)
    if there is here:
        return False
    there.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def neighbour(widget: QWidget, forward: bool = True) -> QWidget:
    """The next (or previous) widget in the order of Tab, whether it takes the cursor or not.

    Asking makes PySide take the widget for a child of its neighbour, so that it would forget the widget, and with the
    menu bar all menus, when the neighbour is destroyed; therefore its parent is said again.
    """
    found = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
    widget.setParent(widget.parentWidget())
    return found or widget


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    """One whose focus proxy takes the cursor is none: the proxy itself is."""
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    takes_it = by_tab and widget.focusProxy() is None and not _yields(widget)
    return takes_it and widget.isEnabled() and _is_seen(widget, window)


def _yields(widget: QWidget) -> bool:
    """Of choices that belong together the chosen one is the stop."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    return widget is not window and widget.window() is window and widget.isVisible()
