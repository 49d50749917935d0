"""Whether the window may be closed, or made anew: what is being typed is stored before, or given up when asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.standing import Standing


class Leaving:
    """Asks about what would be lost; whoever asks leaves by himself where nothing would."""

    def __init__(self, pages: PageStack, standing: Standing, desk: Desk, window: QWidget) -> None:
        self._pages = pages
        self._standing = standing
        self._desk = desk
        self._window = window

    def may_leave(self, verb: str, anyway: Callable[[], None]) -> bool:
        """Stores what is being typed; False when that failed or something typed is wrong, which is said then.

        `verb` is what the user answers to lose it; `anyway` runs then.
        """
        failures: list[Exception] = []
        note = failures.append
        self._desk.failed.connect(note)
        unsaved = self._pages.settle()
        self._desk.failed.disconnect(note)
        if unsaved:
            self._pages.ask_to_give_up(unsaved, verb, anyway)
        elif failures:
            self._pages.stay()  # what failed stands in a bar or a dialog by now
        return not unsaved and not failures

    def may_close(self, end: Callable[[], None]) -> bool:
        """Asks about work under way and records that are not saved too; `end` closes whatever is lost by it."""
        close = self._window.close
        return self._standing.may_end(close) and self.may_leave(tr("Discard and quit"), end) and self._may_part(end)

    def _may_part(self, end: Callable[[], None]) -> bool:
        """Asks what becomes of records that are not saved; True where there are none."""
        pending = list(self._pages.pending().items())
        if not pending:
            return True
        from kammerdesk.ui.kit.parting import Parting  # not needed before the first paint

        titles = [draft.title for _uid, (_page, draft) in pending]
        uid, (page, _draft) = pending[0]
        save_all = partial(self._pages.save_pending, self._window.close)
        Parting(titles, save_all, partial(self._pages.go, page, uid), end, self._window).open()
        return False
