"""Eyes for what a person would stumble over: each gives a list of faults, empty where all is well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QTabWidget,
    QWidget,
)

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.reflow import arrangement
from tests.ui.keyboard import controls, visible_widgets

LEAST_PAGE = 640, 340
"""Width and height in pixels at 100 % that every page makes do with."""

AROUND_A_DIALOG = 60
"""Pixels at 100 % of the screen that a dialog leaves free, for its title among others."""

ORDINARY = 1280
"""Width in pixels at 100 % of the narrowest window in which a list shows all its columns."""

FRAME = 4
"""Pixels at the edge of a field in which the cursor must be seen."""

NOTICEABLE = 60
"""How far apart two colours are (sum of red, green and blue) before one sees it at a glance."""


def words(widget: QWidget) -> str:
    """A control as a fault names it."""
    said = widget.accessibleName() or (
        widget.text() if isinstance(widget, QAbstractButton | QLabel | QLineEdit) else ""
    )
    return f"{type(widget).__name__} “{said or widget.objectName()}”"


# --- room ---


def too_big(root: QWidget) -> list[str]:
    """Pages and dialogs that need more room than the smallest window has (check 03).

    A page that is higher scrolls; in a wide window it may have list and detail side by side.
    """
    width, height = (theme.px(side) for side in LEAST_PAGE)
    needs: list[tuple[QWidget, QSize]] = [(root, root.minimumSizeHint())] if isinstance(root, QDialog) else []
    if isinstance(root, QMainWindow) and arrangement(root.width(), theme.look().zoom).one_pane:
        holders = [held for held in root.findChildren(FollowScroll) if isinstance(held.content, Page)]
        needs += [(held.content, held.minimumSizeHint()) for held in holders if held.isVisible()]
    return [
        f"{words(widget)} needs {least.width()} × {least.height()}, not {width} × {height}"
        for widget, least in needs
        if least.width() > width or least.height() > height
    ]


def scrolling_sideways(root: QWidget) -> list[str]:
    """Pages and sheets with a horizontal scroll bar (04, 05); tables may have one."""
    return [
        f"{words(area)} scrolls sideways"
        for area in root.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().isVisible()
    ]


def scrolling_for_nothing(root: QWidget) -> list[str]:
    """Dialogs that scroll though the screen has room for all they hold (03)."""
    room = root.screen().availableGeometry().height() - theme.px(AROUND_A_DIALOG)
    if not isinstance(root, QDialog) or root.height() >= room:
        return []
    return [
        f"{words(root)} scrolls and is only {root.height()} high"
        for area in root.findChildren(QScrollArea)
        if area.isVisible() and area.verticalScrollBar().isVisible()
    ]


def lists_scrolling_sideways(root: QWidget) -> list[str]:
    """Lists that do not show all their columns in an ordinary window at 100 % (04)."""
    room = root.width() / theme.look().zoom
    if not isinstance(root, QMainWindow) or room < ORDINARY:
        return []
    return [
        f"{words(table)} scrolls sideways"
        for table in root.findChildren(QTableView)
        if table.isVisible() and table.horizontalScrollBar().isVisible()
    ]


def wrong_in_size(root: QWidget) -> list[str]:
    """Texts that are not as large as the zoom wants them (05); rounding may cost a pixel."""
    sizes = {theme.px(theme.BODY * factor) + by for factor in theme.FACTORS.values() for by in (-1, 0, 1)}
    kinds = (QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QMenuBar, QTabBar)
    return [
        f"{words(widget)} is written in {widget.font().pixelSize()} pixels"
        for widget in visible_widgets(root)
        if isinstance(widget, kinds) and widget.font().pixelSize() not in sizes
    ]


def cut_off(root: QWidget) -> list[str]:
    """Controls and texts that lie partly outside of what holds them (04, 05); what scrolls may lie below."""
    return [f"{words(widget)} {fault}" for widget in _solid(root) if (fault := _lies_outside(widget, root))]


def _solid(root: QWidget) -> Iterator[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QLabel, QComboBox, QTableView)
    for widget in visible_widgets(root):
        if isinstance(widget, kinds) and not _is_inside_of_a_control(widget) and not widget.rect().isEmpty():
            yield widget


def _is_inside_of_a_control(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView | QComboBox | QLineEdit | QTabBar):
            return True
        parent = parent.parentWidget()
    return False


def _lies_outside(widget: QWidget, root: QWidget) -> str:
    rect, here = widget.rect(), widget
    while here is not root and (above := here.parentWidget()) is not None:
        rect = QRect(here.mapTo(above, rect.topLeft()), rect.size())
        holder = above.parentWidget()
        scrolls = isinstance(holder, QAbstractScrollArea) and holder.viewport() is above
        if rect.left() < 0 or rect.right() > above.width() - 1 + (
            above.width() if scrolls and _may_scroll(holder) else 0
        ):
            return f"is cut at a side: {rect.left()}–{rect.right()} in {above.width()}"
        if scrolls:
            return ""
        if rect.top() < 0 or rect.bottom() > above.height() - 1:
            return f"is cut above or below: {rect.top()}–{rect.bottom()} in {above.height()}"
        here = above
    return ""


def _may_scroll(holder: QWidget | None) -> bool:
    return not isinstance(holder, QScrollArea)


def overlapping(root: QWidget) -> list[str]:
    """Neighbours that lie over each other (05)."""
    found = []
    for parent in [root, *visible_widgets(root)]:
        if isinstance(parent, QAbstractScrollArea | QComboBox | QLineEdit | QTabWidget | QTabBar | QMainWindow):
            continue
        beside = [child for child in parent.children() if isinstance(child, QWidget) and _takes_room(child, parent)]
        for number, one in enumerate(beside):
            for other in beside[number + 1 :]:
                if one.geometry().intersects(other.geometry()):
                    found.append(f"{words(one)} and {words(other)} overlap in {type(parent).__name__}")
    return found


def _takes_room(child: QWidget, parent: QWidget) -> bool:
    """What no layout holds floats: toasts for example."""
    layout = parent.layout()
    floats = layout is not None and not _holds(layout, child)
    return child.isVisibleTo(parent) and not child.isWindow() and not floats and not isinstance(child, QSplitterHandle)


def _holds(layout: QLayout, widget: QWidget) -> bool:
    """Whether a layout or one inside it places the widget.

    The items of a layout are not asked for: their Python sides outlive them, and Qt then takes the next widget at the
    same address for one of them.
    """
    return any(each.indexOf(widget) >= 0 for each in (layout, *layout.findChildren(QLayout)))


# --- keyboard ---


def tab_traps(root: QWidget) -> list[str]:
    """Controls that Tab does not reach, or from which it does not go on (11)."""
    wanted = stops(root)
    if len(wanted) < 2:
        return []  # where there is one control only, Tab comes back to it
    start = wanted[0]
    start.setFocus(Qt.FocusReason.TabFocusReason)
    visited: list[QWidget] = []
    for _ in range(3 * len(wanted) + 3):
        here = QApplication.focusWidget()
        if here is None:
            return [f"Tab loses the cursor after {words(visited[-1]) if visited else 'the start'}"]
        if visited and here is start:
            break
        if here not in visited:
            visited.append(here)
        _press_tab(here)
        if QApplication.focusWidget() is here:
            return [f"Tab does not leave {words(here)}"]
    else:
        return [f"Tab does not come back to {words(start)}"]
    return [f"Tab does not reach {words(widget)}" for widget in wanted if widget not in visited]


def _press_tab(here: QWidget) -> None:
    """Once; in a grid one works in, where Tab goes right and then out, at most once for each cell."""
    cells = 0
    if isinstance(here, QTableView) and here.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers:
        cells = here.model().rowCount() * here.model().columnCount()
    for _ in range(1 + cells):
        if QApplication.focusWidget() is here:
            QTest.keyClick(here, Qt.Key.Key_Tab)


def stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at: of radio buttons that belong together only the chosen one, or the first."""
    found: list[QWidget] = []
    groups: dict[object, QRadioButton] = {}
    for widget in controls(root):
        if isinstance(widget, QRadioButton) and widget.autoExclusive():
            key = widget.group() or widget.parentWidget()
            if key not in groups or widget.isChecked():
                groups[key] = widget
        else:
            found.append(widget)
    return found + list(groups.values())


def against_reading_order(root: QWidget) -> list[str]:
    """Panes side by side that Tab, and who hears them, meets from the last to the first (11)."""
    found = []
    for splitter in root.findChildren(QSplitter):
        panes = [splitter.widget(place) for place in range(splitter.count())]
        if [child for child in splitter.children() if child in panes] != panes:
            found.append(f"the panes of {words(splitter)} are in another order than one sees them")
    return found


def unnamed_buttons(root: QWidget) -> list[str]:
    """Small buttons, such as those inside fields, that nobody could name who hears them (29)."""
    buttons = [widget for widget in visible_widgets(root) if isinstance(widget, QAbstractButton)]
    return [f"{type(b).__name__} in {words(b.parentWidget() or root)}" for b in buttons if not _is_named(b)]


def _is_named(button: QAbstractButton) -> bool:
    interface = QAccessible.queryAccessibleInterface(button)
    return interface is not None and bool(interface.text(QAccessible.Text.Name).strip())


def tables_that_take_tab(root: QWidget) -> list[str]:
    """Read-only tables in which Tab walks through cells (12)."""
    return [
        f"{words(table)} takes Tab"
        for table in root.findChildren(QTableView)
        if table.tabKeyNavigation() and table.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers
    ]


def invisible_focus(root: QWidget) -> list[str]:
    """Controls that look the same with and without the cursor (13); the caret alone does not count."""
    reached = stops(root)
    if len(reached) < 2:
        return []
    found = []
    for widget in reached:
        other = reached[0] if widget is not reached[0] else reached[1]
        other.setFocus(Qt.FocusReason.TabFocusReason)
        without = _look(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        proxy = widget.focusProxy()
        if not widget.hasFocus() and not (proxy is not None and proxy.hasFocus()):
            found.append(f"{words(widget)} does not take the cursor")
        elif not _differ(without, _look(widget), widget, 2 * min(widget.width(), widget.height())):
            found.append(f"{words(widget)} does not show the cursor")
    return found


def _look(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _differ(one: QImage, other: QImage, widget: QWidget, enough: int) -> bool:
    """Whether enough pixels differ noticeably; of fields one types into only the frame counts, without the caret."""
    frame = FRAME if isinstance(widget, QLineEdit | QPlainTextEdit) else 0
    width, height = min(one.width(), other.width()), min(one.height(), other.height())
    count = 0
    for y in range(height):
        before, after = _line(one, y), _line(other, y)
        if before == after:
            continue
        inside = frame <= y < height - frame
        columns = (*range(frame), *range(width - frame, width)) if frame and inside else range(width)
        count += sum(_apart(before, after, x) >= NOTICEABLE for x in columns)
        if count >= enough:
            return True
    return False


def _line(image: QImage, y: int) -> bytes:
    return bytes(memoryview(image.constScanLine(y)))  # type: ignore[arg-type]  # Qt's stubs do not know it is a buffer


def _apart(one: bytes, other: bytes, x: int) -> int:
    place = 4 * x
    if one[place : place + 3] == other[place : place + 3]:
        return 0  # most are: only the frame differs
    return sum(abs(one[place + by] - other[place + by]) for by in range(3))


def twice_the_same_letter(root: QWidget) -> list[str]:
    """Letters that two controls, two menus or two entries of one menu share, so that Alt and the letter toggles."""
    found = _shared(f"{type(root).__name__}", _marked_texts(root))
    for menu in root.findChildren(QMenu):
        if menu.menuAction().isVisible():
            found += _shared(f"menu “{menu.title()}”", [a.text() for a in menu.actions() if a.isVisible()])
    return found


def _marked_texts(root: QWidget) -> list[str]:
    texts = [widget.text() for widget in visible_widgets(root) if isinstance(widget, QAbstractButton)]
    texts += [widget.text() for widget in visible_widgets(root) if isinstance(widget, QLabel) and widget.buddy()]
    texts += [box.title() for box in visible_widgets(root) if isinstance(box, QGroupBox)]
    if isinstance(root, QMainWindow):
        texts += [action.text() for action in root.menuBar().actions() if action.isVisible()]
    return texts


def _shared(where: str, texts: Iterable[str]) -> list[str]:
    by_letter = defaultdict(set)
    for text in texts:
        letter = QKeySequence.mnemonic(text).toString()
        if letter:
            by_letter[letter].add(text)
    return [f"{where}: {letter} is {sorted(shared)}" for letter, shared in by_letter.items() if len(shared) > 1]


def changed_by_the_wheel(root: QWidget) -> list[str]:
    """Fields without the cursor that a turn of the mouse wheel changes (32)."""
    found = []
    for widget in visible_widgets(root):
        if isinstance(widget, QComboBox | QLineEdit) and widget.isEnabled() and not _is_inside_of_a_control(widget):
            if widget.hasFocus():
                root.setFocus()
            before = _value(widget)
            for by in (-120, 120, 120):
                _turn_wheel(widget, by)
                if _value(widget) != before:
                    found.append(f"{words(widget)} is changed by the wheel")
                    break
    return found


def _value(widget: QComboBox | QLineEdit) -> str:
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def _turn_wheel(widget: QWidget, by: int) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        widget.mapToGlobal(centre),
        QPoint(0, by),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# --- questions ---

NO_ANSWERS = {"ja", "nein", "ok", "okay", "yes", "no"}


def empty_answers(root: QWidget) -> list[str]:
    """Buttons that say Ja, Nein or OK instead of what they do, and boxes made of nothing else (42)."""
    found = [f"{words(box)} is a message box" for box in [root, *root.findChildren(QMessageBox)] if _is_box(box)]
    buttons = [widget for widget in visible_widgets(root) if isinstance(widget, QAbstractButton)]
    return found + [words(b) for b in buttons if b.text().replace("&", "").strip().lower() in NO_ANSWERS]


def _is_box(widget: QWidget) -> bool:
    return isinstance(widget, QMessageBox)
