"""What somebody types to find something: the words of it, and what each may say of a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kammerdesk.base.dates import LONG_WEEKDAYS, MONTHS
from kammerdesk.base.folding import words_of
from kammerdesk.base.i18n import tr

LEAST_LETTERS = 3
"""A beginning shorter than this may mean too much to be taken for a month, a weekday or a kind of thing."""

_DATE = re.compile(r"(\d{1,2})\.(?:(\d{1,2})\.?(\d{4})?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class DayWish:
    """What is known of a day; 0 is anything. Weekdays count from 1, Monday."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that was typed: the words it is looked up by, and what it says of a day, if it may mean one."""

    words: tuple[str, ...]
    wish: DayWish | None = None

    def begins_any(self, *texts: str) -> bool:
        """Whether it is the beginning of a word of these texts, and long enough to be meant so."""
        if len(self.words) != 1 or len(self.words[0]) < LEAST_LETTERS:
            return False
        return any(word.startswith(self.words[0]) for text in texts for word in words_of(text))


def terms_of(text: str) -> list[Term]:
    """The terms of a text, in their order; punctuation between them means nothing."""
    return [Term(words, _wish(part, words)) for part in text.split() if (words := tuple(words_of(part)))]


def begin_words(typed: list[str], text: str) -> bool:
    """Whether every typed word begins a word of a text, in any order: "anm wegn" in "Wegner, Anmeldung"."""
    offered = words_of(text)
    return all(any(word.startswith(one) for word in offered) for one in typed)


def _wish(part: str, words: tuple[str, ...]) -> DayWish | None:
    found = _DATE.fullmatch(part)
    if found is not None:
        day, month, year = (int(number or 0) for number in found.groups())
        return DayWish(year, month, day) if day <= 31 and month <= 12 else None
    if len(words) != 1:
        return None
    if _YEAR.fullmatch(words[0]):
        return DayWish(year=int(words[0]))
    for number in _named(words[0], MONTHS):
        return DayWish(month=number)
    for number in _named(words[0], LONG_WEEKDAYS):
        return DayWish(weekday=number)
    return None


def _named(word: str, names: tuple[str, ...]) -> Iterator[int]:
    """The number of the name that the word begins, in the language of the screen."""
    term = Term((word,))
    return (number for number, name in enumerate(names, start=1) if term.begins_any(tr(name)))
