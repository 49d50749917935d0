"""Hiding the window, in the menu: now, and after how many minutes with which password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.app_lock import AppLock, Guard
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone


class LockMenu:
    """Both entries of the menu; with nothing to unlock with, it says so instead."""

    def __init__(self, lock: AppLock, guard: Guard, desk: Desk, shell: Shell, window: QWidget) -> None:
        self._lock = lock
        self._guard = guard
        self._desk = desk
        self._shell = shell
        self._window = window

    def offer_in(self, menus: Menus) -> None:
        """Puts them into the menu."""
        menus.add(menus.file, tr("&Lock"), self.lock, "Ctrl+L", "lock")
        menus.add(menus.tools, tr("L&ock of the window …"), self.choose)

    def lock(self) -> None:
        """Hides the window at once."""
        if not self._lock.lock():
            words = tr("There is no password yet to unlock with.")
            self._shell.toast(words, Tone.INFO, Remedy(tr("Choose a password …"), self.choose))

    def choose(self) -> None:
        """Asks after how many minutes the window is hidden, and for the password that opens it."""
        from kammerdesk.ui.kit.lock_form import choose_lock  # not needed before the first paint

        choose_lock(self._guard, self._desk, self._shell, self._window)
