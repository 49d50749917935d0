"""The lock: everything hidden, nothing lost, no key gets through, only the secret opens it."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.ui.kit.app_lock import AppLock, UnlockDialog
from kammerdesk.ui.kit.dialogs import FormDialog
from tests.ui.keyboard import CTRL, clipped_labels, focused, press, type_text, unnamed_controls
from tests.ui.office import Office

SECRET = "Vier Wörter"


def lock_of(office: Office) -> AppLock:
    assert office.window.app_lock is not None
    return office.window.app_lock


def question(office: Office) -> UnlockDialog:
    """What stands over everything, as soon as nothing is under way any more."""
    lock = lock_of(office)
    office.wait(lambda: lock.question is not None and lock.question.isActiveWindow())
    assert lock.question is not None
    return lock.question


def colours(widget: QWidget) -> set[str]:
    """What can be seen of a widget, coarsely."""
    image: QImage = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


@pytest.fixture
def locking(office: Office) -> Office:
    """An office whose window has a password."""
    office.guard.keep(10, SECRET)
    return office


def unlock(office: Office) -> None:
    question(office)
    type_text(SECRET)
    press(Qt.Key.Key_Return)
    office.wait(lambda: not lock_of(office).is_locked)
    office.activate()


def open_form(office: Office) -> FormDialog[Any]:
    office.show(5)
    office.press(Qt.Key.Key_N, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_control_l_hides_the_window_and_the_secret_brings_it_back_as_it_was(locking: Office) -> None:
    page = locking.show(2)
    before = focused()
    press(Qt.Key.Key_L, CTRL)
    question(locking)
    assert len(colours(locking.window)) == 1
    unlock(locking)
    assert locking.page is page
    assert focused() is before
    assert len(colours(locking.window)) > 1


def test_the_form_that_is_open_stays_as_it_is_beneath(locking: Office) -> None:
    dialog = open_form(locking)
    dialog.form.field("day").setFocus()
    type_text("32.11.")
    assert lock_of(locking).lock()
    question(locking)
    assert len(colours(dialog)) == 1
    unlock(locking)
    assert dialog.isVisible()
    assert dialog.form.typed()["day"] == "32.11."
    assert focused() is dialog.form.field("day")


def test_no_key_gets_through_and_escape_does_not_open(locking: Office) -> None:
    locking.show(2)
    press(Qt.Key.Key_L, CTRL)
    asked = question(locking)
    for key, modifiers in ((Qt.Key.Key_3, CTRL), (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)):
        press(key, modifiers)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    asked.close()
    assert lock_of(locking).question is asked
    assert asked.isVisible()
    assert locking.window.pages.key == "people"
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        assert asked.isAncestorOf(focused())


def test_a_wrong_secret_is_said_and_can_be_typed_again(locking: Office) -> None:
    press(Qt.Key.Key_L, CTRL)
    asked = question(locking)
    type_text("falsch")
    press(Qt.Key.Key_Return)
    locking.wait(asked.sentence.isVisible)
    assert "Kennwort" in asked.sentence.text()
    locking.wait(lambda: not clipped_labels(asked))
    assert unnamed_controls(asked) == []
    unlock(locking)


def test_it_locks_by_itself_and_every_key_puts_it_off(locking: Office) -> None:
    lock = lock_of(locking)
    handle = locking.window.windowHandle()
    locking.guard.keep(7, None)
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert lock.idle.isActive()
    assert lock.idle.interval() == 7 * 60_000
    lock.idle.timeout.emit()
    unlock(locking)
    locking.guard.keep(0, None)
    QTest.keyClick(locking.window.windowHandle(), Qt.Key.Key_Shift)
    assert not lock.idle.isActive()


def test_locked_while_answers_are_under_way_it_locks_after_them_whatever_is_touched(locking: Office) -> None:
    go_on = Event()
    locking.window.desk.prepare(lambda: go_on.wait(60), then=lambda _: None, owner=locking.window)
    press(Qt.Key.Key_L, CTRL)
    assert not lock_of(locking).is_locked
    QTest.keyClick(locking.window.windowHandle(), Qt.Key.Key_Shift)
    go_on.set()
    unlock(locking)


def test_with_nothing_to_unlock_with_it_never_locks_and_says_so(office: Office) -> None:
    press(Qt.Key.Key_L, CTRL)
    assert not lock_of(office).is_locked
    assert "Kennwort" in office.window.toasts.sentences()[0]


def test_a_password_is_chosen_by_keys_and_kept_as_no_more_than_a_seal(office: Office) -> None:
    office.window.lock_menu.choose()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    for word in ("5", SECRET, SECRET[:-1]):
        press(Qt.Key.Key_A, CTRL)
        type_text(word)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)  # on the button by now
    office.wait(lambda: dialog.form.field("repeated").property("wrong"))
    press(Qt.Key.Key_A, CTRL)
    type_text(SECRET)
    press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    assert office.guard.minutes == 5
    assert office.guard.opens(SECRET)
    assert not office.guard.opens(SECRET + "x")
    assert SECRET not in (office.folder / "window.ini").read_text("utf-8")
