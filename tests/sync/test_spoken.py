"""Fingerprints in words: easy to tell apart, the same everywhere, and a slip of the ear is found by the check word."""

from __future__ import annotations

from difflib import SequenceMatcher
from hashlib import sha256
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base import paths
from kammerdesk.base.errors import Refused
from kammerdesk.sync.cards import demonstration_card
from kammerdesk.sync.spoken import WORDS, check_value, fingerprint_words, refuse_other_fingerprint, word_list

KEYS = demonstration_card("BS").keys
SAID = fingerprint_words(KEYS)
TEN = st.lists(st.integers(0, 255), min_size=10, max_size=10)


def test_the_list_never_changes() -> None:
    content = paths.resource("fingerprint_words.txt").read_bytes()
    assert sha256(content).hexdigest() == "777c3739fe8012005537d08302a320cf6574ee734d08883cb0c8bafaf2760475"


def test_the_words_are_256_and_none_sounds_like_another() -> None:
    words = [word.lower() for word in word_list()]
    assert len(words) == len({word[:4] for word in words}) == 256
    assert all(word.isascii() and word.isalpha() and 5 <= len(word) <= 11 for word in words)
    near = [pair for pair in combinations(words, 2) if SequenceMatcher(None, *pair).ratio() > 0.85]
    assert near == []


def test_ten_words_stand_for_80_bits_and_the_eleventh_checks_them() -> None:
    assert len(SAID) == WORDS == 11
    assert bytes(word_list().index(word) for word in SAID[:10]) == KEYS.spoken_bytes
    assert fingerprint_words(demonstration_card("LW").keys) != SAID


@given(TEN, st.integers(0, 9), st.integers(1, 255))
def test_every_wrong_word_is_noticed(values: list[int], place: int, change: int) -> None:
    changed = list(values)
    changed[place] ^= change
    assert check_value(changed) != check_value(values)


@given(TEN, st.integers(0, 9), st.integers(0, 9))
def test_every_two_swapped_words_are_noticed(values: list[int], one: int, other: int) -> None:
    swapped = list(values)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert (check_value(swapped) != check_value(values)) == (swapped != values)


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(SAID),
        "-".join(SAID).upper(),
        ", ".join(SAID).lower() + ".",
        "\n".join(f"{n}. {word}" for n, word in enumerate(SAID, 1)),
        KEYS.fingerprint,
        KEYS.fingerprint.replace(" ", "-"),
    ],
)
def test_words_or_digits_are_taken_however_they_were_typed(typed: str) -> None:
    refuse_other_fingerprint(typed, KEYS, "BS")


REFUSED = {
    "": "passt nicht zur Karte",
    "12345": "passt nicht zur Karte",
    " ".join(fingerprint_words(demonstration_card("LW").keys)): "passt nicht zur Karte",
    " ".join(SAID[:10]): "11 Wörter. Eingegeben wurden 10",
    " ".join((SAID[1], SAID[0], *SAID[2:])): "letzte Wort passt nicht",
    " ".join(("Zwibel", *SAID[1:])): "vielleicht „Zwiebel“",
    " ".join((*SAID[:2], "Xylem", *SAID[3:])): "Wort 3, „xylem“",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_whatever_does_not_fit_is_refused_with_its_sentence(typed: str) -> None:
    with pytest.raises(Refused, match=f"(?i){REFUSED[typed]}") as refused:
        refuse_other_fingerprint(typed, KEYS, "BS")
    assert [reason.field for reason in refused.value.reasons] == ["fingerprint"]
