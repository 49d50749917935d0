"""Every word of screen and paper has its German, with the same placeholders; nothing is translated that is not used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from kammerdesk.base import paths
from kammerdesk.base.i18n import paper_words, tr
from tools.words import DOMAINS, MsgId, catalogue, languages, msgids, translations

PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def wanted(domain: str) -> set[MsgId]:
    return {message for _file, _line, message in msgids(domain)}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", languages())
def test_the_catalogue_has_exactly_the_words_of_the_source(domain: str, language: str) -> None:
    stored = {message.id for message in catalogue(domain, language) if message.id}
    used = wanted(domain)
    assert stored - used == set(), "no longer used: run tools/words.py"
    assert used - stored == set(), "not in the catalogue: run tools/words.py"


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", languages())
def test_every_word_is_translated_with_its_placeholders(domain: str, language: str) -> None:
    for message in catalogue(domain, language):
        if not message.id:
            continue
        sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        targets = translations(message)
        assert all(targets), f"untranslated: {sources[0]}"
        known = set(PLACEHOLDER.findall(sources[-1]))
        for target in targets:
            assert set(PLACEHOLDER.findall(target)) <= known, f"strange placeholder: {target}"
        assert set(PLACEHOLDER.findall(targets[-1])) == known, f"placeholder lost: {targets[-1]}"


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", languages())
def test_counted_words_have_every_form_of_the_language(domain: str, language: str) -> None:
    stored = catalogue(domain, language)
    for message in stored:
        if isinstance(message.id, tuple):
            forms = translations(message)
            assert len(forms) == stored.num_plurals, message.id[0]
            assert forms[0] != forms[-1] or message.id[0] == message.id[1] or "{n}" in forms[0], message.id[0]
        else:
            assert isinstance(message.string, str), message.id


@pytest.mark.parametrize("font", sorted(paths.resource("fonts").glob("*.ttf")), ids=lambda file: file.stem)
def test_the_fonts_can_show_every_character_of_every_word(font: Path) -> None:
    known = TTFont(font.stem, str(font)).face.charToGlyph
    said = {
        letter: text
        for domain in DOMAINS
        for language in languages()
        for message in catalogue(domain, language)
        for text in (*((message.id,) if isinstance(message.id, str) else message.id), *translations(message))
        for letter in text
        if letter.isprintable()
    }
    assert "ß" in said
    assert {letter: text for letter, text in said.items() if ord(letter) not in known} == {}


def test_german_is_what_the_screen_speaks_by_default() -> None:
    assert tr("Today") == "Heute"


def test_paper_finds_words_of_data_in_the_catalogue_of_the_screen() -> None:
    assert paper_words()("Passport") == "Reisepass"
    assert paper_words("xx")("Passport") == "Passport"
