"""How words are sorted and found in German: ä beside a, ß as ss; oeztuerk, ozturk and Öztürk are one person."""

from __future__ import annotations

import re
import unicodedata

_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_SPELLED_OUT = re.compile(r"([aou])e")


def fold(text: str) -> str:
    """Lower case without accents: Öztürk → ozturk, Straße → strasse, Łódź → lodz."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold()).translate(_STROKES)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def sort_key(text: str) -> tuple[str, str]:
    """The German order of words (DIN 5007-1: ä like a, ß like ss); the text itself decides between equals."""
    return fold(text), text


def haystack(text: str) -> str:
    """A text prepared for `Needle.found_in`: folded, and once more with ae, oe, ue as a, o, u."""
    folded = fold(text)
    loose = _SPELLED_OUT.sub(r"\1", folded)
    return f"{folded}\n{loose}"


class Needle:
    """What somebody typed into a search field: every word must occur somewhere, in any order."""

    def __init__(self, typed: str) -> None:
        words = fold(typed).split()
        self._words = [(word, _SPELLED_OUT.sub(r"\1", word)) for word in words]

    def __bool__(self) -> bool:
        return bool(self._words)

    def found_in(self, prepared: str) -> bool:
        """Whether all words occur in a text prepared by `haystack`."""
        return all(word in prepared or loose in prepared for word, loose in self._words)
