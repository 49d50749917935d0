"""Who works here, by the name the platform knows."""

from __future__ import annotations

import getpass


def user_name() -> str:
    """The name of the user's account; "unknown" where there is none, as in a bare container."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # KeyError: before Python 3.13
        return "unknown"
