"""What somebody may have meant by a word that stands nowhere: the most similar one of those that do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from kammerdesk.base.folding import shadow

ALIKE = 0.65
"""From this ratio on (0 to 1, as difflib counts) two words may be meant for each other."""

SHORTEST = 3
"""Letters a word needs to be like another one."""

_WORD = re.compile(r"[^\W\d_]{3,}")


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """Every word of some texts as it is written, by its shadow: Öztürk by ozturk."""
    words = {word for text in texts for word in _WORD.findall(text)}
    return {shadow(word): word for word in sorted(words)}


def closest(typed: str, words: Mapping[str, str]) -> str:
    """The most similar of the words of a vocabulary; "" when none is alike. Equally similar: the first by letters."""
    wanted = shadow(typed)
    if len(wanted) < SHORTEST:
        return ""
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    best, found = ALIKE, ""
    letters = set(wanted)
    for known in sorted(words):
        longer, shorter = max(len(known), len(wanted)), min(len(known), len(wanted))
        if 2 * shorter / (longer + shorter) < best or len(letters.intersection(known)) * 2 < len(letters):
            continue  # most are ruled out so, which is a hundred times as fast as comparing them
        matcher.set_seq1(known)
        if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, words[known]
    return found
