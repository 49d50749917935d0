"""Tab through everything: Qt would jump from a page to its focus proxy and over all that stands before it.

The order is that of the tree of widgets, which is the order in which they were laid out. Asked for the chain of focus
or for a focus proxy, PySide would take neighbours for parents and forget, or even destroy, what belongs to neither.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget


def tab_on(window: QWidget, forward: bool) -> bool:
    """Puts the cursor on the next (or previous) control of a window; False when there is no other."""
    here, widgets = window.focusWidget(), _in_order(window)
    place = widgets.index(here) if here in widgets else -1
    round_trip = [*widgets[place + 1 :], *widgets[: max(place, 0)]]
    beyond = (each for each in (round_trip if forward else reversed(round_trip)) if _is_stop(each, window))
    there = next((each for each in beyond if here is None or not each.isAncestorOf(here)), None)
    if there is None:
        return False
    there.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def enter(area: QWidget) -> None:
    """Puts the cursor where an area of a window hands it on to, else on the first control in it."""
    area.setFocus(Qt.FocusReason.TabFocusReason)
    window = area.window()
    if window.focusWidget() is area and area.focusPolicy() is Qt.FocusPolicy.NoFocus:
        first = next((each for each in _in_order(area) if _is_stop(each, window)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)


def _in_order(parent: QWidget) -> list[QWidget]:
    """Everything in a widget in the order of the tree, the titles of tabs before what they show."""
    below = [child for child in parent.children() if isinstance(child, QWidget)]
    below.sort(key=lambda child: not isinstance(child, QTabBar))
    found = []
    for child in below:
        found.append(child)
        found += _in_order(child)  # a generator would hand each widget up through every level
    return found


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisible() and widget.window() is window and not _yields(widget)


def _yields(widget: QWidget) -> bool:
    """Of choices that belong together the chosen one is the stop."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)
