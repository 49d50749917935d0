"""How words are sorted and found in German: ä beside a, ß as ss; oeztuerk, ozturk and Öztürk are one person."""

from __future__ import annotations

import unicodedata
from functools import cache

_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ß": "ss"}
_ACCENTS = range(0x0300, 0x0370)
_LATIN = (*range(0x00DF, 0x0250), *range(0x1E00, 0x1F00))


def _plain(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


@cache
def _table() -> dict[int, str | None]:
    """Every letter of European names at once: a table is ten times as fast as taking each text apart."""
    accents = {chr(n): None for n in _ACCENTS}
    return str.maketrans(accents | {chr(n): _plain(chr(n).casefold()) for n in _LATIN} | _STROKES)


def fold(text: str) -> str:
    """Lower case without accents: Öztürk → ozturk, Straße → strasse, Łódź → lodz."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    folded = lowered.translate(_table())
    return folded if folded.isascii() else _plain(folded.casefold()).translate(_table())


def sort_key(text: str) -> tuple[str, str]:
    """The German order of words (DIN 5007-1: ä like a, ß like ss); the text itself decides between equals."""
    return fold(text), text


def haystack(text: str) -> str:
    """A text prepared for `Needle.found_in`: folded, and once more with ae, oe, ue as a, o, u."""
    folded = fold(text)
    return f"{folded}\n{_loosened(folded)}"


def _loosened(folded: str) -> str:
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")


class Needle:
    """What somebody typed into a search field: every word must occur somewhere, in any order."""

    def __init__(self, typed: str) -> None:
        words = fold(typed).split()
        self._words = [(word, _loosened(word)) for word in words]

    def __bool__(self) -> bool:
        return bool(self._words)

    def found_in(self, prepared: str) -> bool:
        """Whether all words occur in a text prepared by `haystack`."""
        return all(word in prepared or loose in prepared for word, loose in self._words)
