"""What the drive and the system do to a database, in sentences: the cause and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.steps import Stopped, is_stopped
from kammerdesk.store.generations import BackupFile, newest_backup
from kammerdesk.store.text_triggers import refused_text

_DAMAGED = "malformed", "not a database", "vtable constructor", "is empty"
"""Signs of causes that a backup mends."""

_WORKING = {
    "disk is full": N_("Not saved: there is no space left on the drive. Your entries are still here."),
    "readonly": N_("Not saved: the data folder is write-protected. Your entries are still here."),
    "locked": N_("Not saved: another program is using the data. Please try again."),
    "fts5: corruption": N_("The search index is damaged. Please mend it: kammerdesk check --repair"),
    "malformed": N_("The data are damaged. Please restore a backup."),
    "not a database": N_("The data are damaged. Please restore a backup."),
    "vtable constructor": N_("The data are damaged. Please restore a backup."),
    "disk I/O error": N_("The drive with the data does not answer. Please check it and try again."),
    "unable to open": N_("The drive with the data does not answer. Please check it and try again."),
}

_OPENING = {
    "disk is full": N_("“{file}” cannot be opened: the drive is full. Please make space there, then start again."),
    "readonly": N_(
        "“{file}” cannot be opened: the folder is write-protected. Please allow writing there, then start again."
    ),
    "locked": N_("“{file}” cannot be opened: another program is using it. Please close that, then start again."),
    "malformed": N_("“{file}” is damaged. Please restore a backup."),
    "vtable constructor": N_("“{file}” is damaged. Please restore a backup."),
    "is empty": N_("“{file}” is empty: the data were lost in it. Please restore a backup."),
    "not a database": N_("“{file}” cannot be opened: the key does not fit, or the file is damaged."),
    "disk I/O error": N_(
        "“{file}” cannot be opened: the drive does not answer or is full. Please check it, then start again."
    ),
    "unable to open": N_(
        "“{file}” cannot be opened: the drive is missing, or the folder may not be written to. "
        "Please check both, then start again."
    ),
}


class Damaged(KammerError):
    """Data that a backup mends; `newest` is the newest one beside them, `locked` that another key may open them."""

    def __init__(self, sentence: str, newest: BackupFile | None, locked: bool) -> None:
        super().__init__(sentence)
        self.newest = newest
        self.locked = locked


def while_working(error: Exception, folder: Path) -> Exception:
    """The environment's faults in words; anything else stays what it is. `folder` is that of the data.

    `error` comes from the driver, directly or wrapped by SQLAlchemy. What was stopped did not fail: that is Stopped.
    """
    if is_stopped():
        return Stopped()
    cause = str(error.orig if isinstance(error, DatabaseError) else error)
    if refused := refused_text(cause):
        return KammerError(refused)
    sentence = _sentence(_WORKING, cause)
    return _with_way_out(tr(sentence), cause, folder) if sentence else error


def while_opening(file: Path, error: BaseException | str | None) -> KammerError:
    """Why a database file cannot be opened; `error` is the driver's own, told as it is when its cause is unknown."""
    cause = str(error)
    sentence = _sentence(_OPENING, cause) or N_("“{file}” cannot be opened: {error}.")
    return _with_way_out(tr(sentence).format(file=file, error=error), cause, file.parent)


@contextmanager
def told(file: Path) -> Iterator[None]:
    """What the drive, the system and the driver itself do when a database and the files beside it are looked at."""
    try:
        yield
    except OSError as error:
        raise while_opening(file, "unable to open") from error
    except dbapi2.DatabaseError as error:
        raise while_opening(file, error) from error


def _with_way_out(sentence: str, cause: str, folder: Path) -> KammerError:
    """Names the newest backup where one helps."""
    if not any(sign in cause for sign in _DAMAGED):
        return KammerError(sentence)
    newest, locked = newest_backup(folder), "not a database" in cause
    if newest is None:
        return Damaged(sentence, None, locked)
    way_out = tr("The newest is of {moment}: kammerdesk restore “{file}” --data “{folder}”")
    told = way_out.format(moment=office_text(newest.made_at), file=newest.file, folder=folder)
    return Damaged(f"{sentence} {told}", newest, locked)


def _sentence(causes: dict[str, str], cause: str) -> str | None:
    return next((sentence for sign, sentence in causes.items() if sign in cause), None)
