"""Where the command line has passphrases from: the environment, or the terminal, where nothing typed is shown."""

from __future__ import annotations

import getpass
import os
import sys

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

VARIABLE = "KAMMERDESK_PASSPHRASE"
NEW_VARIABLE = "KAMMERDESK_NEW_PASSPHRASE"
TRIES = 3


class Passphrase:
    """Asks for the passphrase of the data, and remembers what was answered for the rest of the command."""

    def __init__(self) -> None:
        self._said: str | None = os.environ.get(VARIABLE)
        self._tries = TRIES if self._said is not None else 0

    def __call__(self, again: bool) -> str:
        """The passphrase; `again` after a wrong one. Raises KammerError after too many, or when nobody can be asked."""
        if self._said is None or again:
            self._said = self._typed(again)
        return self._said

    def _typed(self, again: bool) -> str:
        if self._tries == TRIES:
            raise KammerError(tr("The passphrase is wrong. The data stay closed."))
        self._tries += 1
        return _hidden(tr("Wrong. Passphrase: ") if again else tr("Passphrase: "), VARIABLE)


def new_passphrase() -> str:
    """A new passphrase, typed twice; raises KammerError when the two differ, or when nobody can be asked."""
    given = os.environ.get(NEW_VARIABLE)
    if given is not None:
        return given
    first = _hidden(tr("New passphrase: "), NEW_VARIABLE)
    if _hidden(tr("Once more: "), NEW_VARIABLE) != first:
        raise KammerError(tr("The two passphrases differ. Nothing was changed."))
    return first


def _hidden(prompt: str, variable: str) -> str:
    if not sys.stdin.isatty():
        sentence = tr("The passphrase is missing. Please call in a terminal, or set {variable}.")
        raise KammerError(sentence.format(variable=variable))
    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt):
        raise KammerError(tr("Broken off. Nothing was changed.")) from None
