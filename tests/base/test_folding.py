"""Words are folded alike however they were typed: umlauts, ß, accents, composed or not, with and without dashes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.folding import fold, shadow, words_of

ANY = st.text(max_size=40)
LETTERS = st.text(alphabet="aeounläöüßéçğıİ -", max_size=30)


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert shadow(shadow(text)) == shadow(text)


@given(ANY)
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert shadow(composed) == shadow(decomposed)


@given(st.lists(ANY, max_size=3))
def test_a_shadow_is_words_of_letters_and_digits_only(values: list[str]) -> None:
    words = shadow(*values).split(" ")
    assert words == [""] or all(word.isalnum() for word in words)


@given(ANY)
def test_what_is_typed_is_in_the_shadow_of_the_same_text(text: str) -> None:
    assert set(words_of(text)) <= set(shadow(text).split())


@given(LETTERS, st.data())
def test_the_beginning_of_a_word_stays_its_beginning(text: str, data: st.DataObject) -> None:
    word = text.replace(" ", "").replace("-", "")
    begun = words_of(word[: data.draw(st.integers(0, len(word)))])
    assert not begun or "".join(words_of(word)).startswith(begun[0])


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Müller", ("muller", "mueller", "müller", "MÜLLER", "Mu\u0308ller")),
        ("Mueller", ("müller", "muller", "MUELLER")),
        ("Öztürk", ("oeztuerk", "ozturk", "oezturk", "ÖZTÜRK")),
        ("Yılmaz", ("yilmaz", "YILMAZ", "Yılmaz")),
        ("İpek", ("ipek", "Ipek", "İPEK")),
        ("Straße", ("strasse", "STRASSE", "STRAẞE")),
        ("Łódź", ("lodz",)),
    ],
)
def test_a_word_is_found_in_every_spelling(stored: str, typed: tuple[str, ...]) -> None:
    assert {tuple(words_of(each)) for each in typed} == {(shadow(stored),)}


def test_what_is_written_in_one_is_found_with_and_without_its_signs() -> None:
    assert shadow("A-27-02", "Müller-Lang", None, "") == "a 27 02 a2702 muller lang mullerlang"
