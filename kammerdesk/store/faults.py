"""What the drive and the system do to a database, in sentences: the cause and what to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DatabaseError

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr

_WORKING = {
    "disk is full": N_("Not saved: there is no space left on the drive. Your entries are still here."),
    "readonly": N_("Not saved: the data folder is write-protected. Your entries are still here."),
    "locked": N_("Not saved: another program is using the data. Please try again."),
    "malformed": N_("The data are damaged. Please restore a backup."),
    "not a database": N_("The data are damaged. Please restore a backup."),
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
    "not a database": N_("“{file}” cannot be opened: the key does not fit, or the file is damaged."),
    "disk I/O error": N_(
        "“{file}” cannot be opened: the drive does not answer or is full. Please check it, then start again."
    ),
    "unable to open": N_(
        "“{file}” cannot be opened: the drive is missing, or the folder may not be written to. "
        "Please check both, then start again."
    ),
}


def while_working(error: DatabaseError) -> Exception:
    """The environment's faults in words; anything else stays what it is."""
    sentence = _sentence(_WORKING, str(error.orig))
    return KammerError(tr(sentence)) if sentence else error


def while_opening(file: Path, error: BaseException | None) -> KammerError:
    """Why a database file cannot be opened; `error` is the driver's own, told as it is when its cause is unknown."""
    sentence = _sentence(_OPENING, str(error)) or N_("“{file}” cannot be opened: {error}.")
    return KammerError(tr(sentence).format(file=file, error=error))


def _sentence(causes: dict[str, str], cause: str) -> str | None:
    return next((sentence for sign, sentence in causes.items() if sign in cause), None)
