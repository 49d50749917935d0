"""The languages of the screen: one folder of translations each, and English without any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kammerdesk.base.i18n import DEFAULT_LANGUAGE, language, language_name, languages, tr, use_language


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    yield
    use_language(DEFAULT_LANGUAGE)


def test_german_comes_with_a_catalogue_and_english_needs_none() -> None:
    assert languages() == ("de", "en")
    assert [language_name(code) for code in languages()] == ["Deutsch", "English"]


def test_the_screen_changes_its_language() -> None:
    assert (language(), tr("Today")) == ("de", "Heute")
    use_language("en")
    assert (language(), tr("Today")) == ("en", "Today")


def test_an_unknown_language_falls_back_to_english() -> None:
    use_language("tlh")
    assert tr("Today") == "Today"
