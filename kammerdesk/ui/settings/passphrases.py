"""Who is asked for the passphrase of the data: the user, once, as long as the program runs."""

from __future__ import annotations

from functools import partial

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.questions import Questions


class PassphraseAsker:
    """What the store calls in the worker where the key is sealed.

    What opened the data before is tried first, so that nobody types it again when they are closed for a moment.
    """

    def __init__(self, questions: Questions, known: str = "") -> None:
        self._questions = questions
        self._known = known
        self._is_recalled = False

    def expect(self, passphrase: str) -> None:
        """A passphrase that was chosen just now."""
        self._known = passphrase

    def __call__(self, again: bool) -> str:
        """The passphrase; `again` says that the last one was wrong. Raises KeyMissing when the user gives up."""
        from kammerdesk.store.keys import KeyMissing  # so that the recovery sheet is offered to whoever forgot it
        from kammerdesk.ui.settings.opening import PassphraseDialog

        if self._known and not again:
            self._is_recalled = True
            return self._known
        wrong = again and not self._is_recalled  # nobody has typed what was recalled just now
        self._known, self._is_recalled = "", False
        given_up = tr("The data stay locked: no passphrase was given.")
        try:
            self._known = self._questions.ask(partial(PassphraseDialog, wrong), given_up)
        except KammerError as error:
            raise KeyMissing(str(error)) from None
        return self._known
