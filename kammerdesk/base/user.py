"""Who works here, by the name the platform knows."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":

    def _account() -> str:
        return os.getlogin()

else:
    import pwd

    def _account() -> str:
        return pwd.getpwuid(os.getuid()).pw_name


def user_name() -> str:
    """The name of the user's account; "unknown" where there is none, as in a bare container.

    Rights hang on it, so the environment, in which anybody can call himself anything, is not asked.
    """
    try:
        return _account()
    except (OSError, KeyError):
        return "unknown"
