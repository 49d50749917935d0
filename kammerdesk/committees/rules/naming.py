"""How a committee is called where the word committee stands before its name anyway."""

from __future__ import annotations

import re

_GENERIC = re.compile(r"^(Gemeinsamer )?Prüfungsausschuss (?=\S)")


def spoken_name(name: str) -> str:
    """A committee's name as it follows "der Prüfungsausschuss": without those words of its own."""
    return _GENERIC.sub("", name)
