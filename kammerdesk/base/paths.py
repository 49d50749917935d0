"""Where the program's own files lie: in the source tree, or inside the installed package."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "_data"
_HOME = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

DATABASE_NAME = "kammerdesk.db"


def resource(*parts: str) -> Path:
    """The path of a file or folder below `resources/`."""
    return _HOME.joinpath("resources", *parts)


def translations() -> Path:
    """The folder that holds `<language>/LC_MESSAGES/<domain>.mo`."""
    return _HOME / "translations"


def user_data_folder() -> Path:
    """The platform's folder for this user's data, not created yet."""
    from platformdirs import user_data_path

    return user_data_path("KammerDesk", appauthor=False)


def user_state_folder() -> Path:
    """Where the program remembers about this user's data, apart from them; KAMMERDESK_STATE names another folder."""
    from platformdirs import user_state_path

    named = os.environ.get("KAMMERDESK_STATE")
    return Path(named) if named else user_state_path("KammerDesk", appauthor=False)
