"""The fingerprint of keys in words for the telephone: ten words of a list for 80 bits, and one that checks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from kammerdesk.base import paths
from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.sync.seal import PublicKeys

WORDS = 11
"""Ten that stand for a byte each, and the check word."""

_FIELD = 0x11D
"""x⁸ + x⁴ + x³ + x² + 1, primitive: the powers of x are all 255 values but 0."""


@cache
def word_list() -> tuple[str, ...]:
    """The 256 words, part of the format of the key card: they are never changed."""
    return tuple(paths.resource("fingerprint_words.txt").read_text(encoding="utf-8").split())


def fingerprint_words(keys: PublicKeys) -> tuple[str, ...]:
    """The eleven words of a fingerprint."""
    values = keys.spoken_bytes
    return tuple(word_list()[value] for value in (*values, check_value(values)))


def check_value(values: Iterable[int]) -> int:
    """A sum over GF(256) that weighs each place: it notices every wrong value and every two that were swapped."""
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total


def refuse_other_fingerprint(typed: str, keys: PublicKeys, chamber: str) -> None:
    """Raises Refused, field "fingerprint", unless what was read out and typed is that of these keys.

    Digits or words; blanks, dashes and large letters do not matter. A word that does not fit the others is named before
    anybody suspects the card.
    """
    if any(letter.isalpha() for letter in typed):
        fits = _heard(typed) == fingerprint_words(keys)
    else:
        fits = _digits(typed) == _digits(keys.fingerprint)
    if not fits:
        raise refuse(
            "fingerprint",
            tr("The fingerprint does not fit the card. Do not use it; ask {chamber} by telephone.").format(
                chamber=chamber_name(chamber)
            ),
        )


def _heard(typed: str) -> tuple[str, ...]:
    """The words that were typed, as they stand in the list; raises Refused when they cannot be a fingerprint."""
    known = {word.lower(): word for word in word_list()}
    found = ["".join(filter(str.isalpha, part)).lower() for part in typed.replace("-", " ").split()]
    found = [word for word in found if word]
    for place, word in enumerate(found, 1):
        if word not in known:
            raise refuse("fingerprint", _unknown(place, word, known))
    if len(found) != WORDS:
        sentence = tr("The fingerprint has {words} words. {given} were typed.")
        raise refuse("fingerprint", sentence.format(words=WORDS, given=len(found)))
    words = tuple(known[word] for word in found)
    values = [word_list().index(word) for word in words]
    if check_value(values[:-1]) != values[-1]:
        raise refuse(
            "fingerprint",
            tr("The last word does not fit the others: one was misheard or left out. Please compare them again."),
        )
    return words


def _unknown(place: int, word: str, known: dict[str, str]) -> str:
    near: Sequence[str] = get_close_matches(word, known, n=1)
    if near:
        sentence = tr("Word {n}, “{word}”, does not occur in fingerprints. Perhaps it is “{near}”?")
        return sentence.format(n=place, word=word, near=known[near[0]])
    return tr("Word {n}, “{word}”, does not occur in fingerprints. Please have it read out again.").format(
        n=place, word=word
    )


def _doubled(value: int) -> int:
    return value << 1 ^ (_FIELD if value & 0x80 else 0)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
