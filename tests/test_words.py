"""Every word of screen and paper has its German, with the same placeholders; nothing is translated that is not used."""

from __future__ import annotations

import re

import pytest

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


def test_german_is_what_the_screen_speaks_by_default() -> None:
    assert tr("Today") == "Heute"


def test_paper_finds_words_of_data_in_the_catalogue_of_the_screen() -> None:
    assert paper_words()("Passport") == "Reisepass"
    assert paper_words("xx")("Passport") == "Passport"
