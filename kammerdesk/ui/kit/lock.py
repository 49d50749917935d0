"""One window per folder of data: a second one would write over the first without a word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

LOCK_NAME = "window.lock"


def lock_folder(folder: Path) -> QLockFile:
    """Holds the folder as long as the answer lives; raises KammerError when another window holds it.

    What a dead process of this computer left is taken over. A folder that cannot be written to is not locked: there is
    nothing to write over.
    """
    lock = QLockFile(str(folder / LOCK_NAME))
    lock.setStaleLockTime(0)  # a window may be open for days; only the death of its process frees the folder
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        _, computer, _ = lock.getLockInfo()
        sentence = tr("The data in “{folder}” are open in a window already (on {computer}). Please go on there.")
        raise KammerError(sentence.format(folder=folder, computer=computer))
    return lock
