"""Words of the screen and words of the paper: two gettext domains, German by default."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache

from kammerdesk.base import paths

DEFAULT_LANGUAGE = "de"

Words = Callable[[str], str]
"""Translates one English msgid; forms receive it so that paper may speak another language than the screen."""


@cache
def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    return gettext.translation(domain, paths.translations(), [language], fallback=True)


_screen: list[str] = [DEFAULT_LANGUAGE]


def use_language(language: str) -> None:
    """Sets the language of the screen for this process; an unknown one falls back to the English msgids."""
    _screen[0] = language


def languages() -> tuple[str, ...]:
    """The languages the screen can speak: one for each folder of translations, and English, which needs none."""
    folders = (file.parents[1].name for file in paths.translations().glob("*/LC_MESSAGES/kammerdesk.mo"))
    return tuple(sorted({"en", *folders}))


def language_name(code: str) -> str:
    """What a language calls itself: "Deutsch" for "de"."""
    return "English" if code == "en" else _catalogue("kammerdesk", code).gettext(N_("Name of this language"))


def language() -> str:
    """The language of the screen, such as "de"."""
    return _screen[0]


def tr(msgid: str) -> str:
    """The screen's word for an English msgid."""
    return _catalogue("kammerdesk", _screen[0]).gettext(msgid) if msgid else ""


def trn(singular: str, plural: str, n: int) -> str:
    """The screen's words for a counted thing; the caller formats `{n}` in."""
    return _catalogue("kammerdesk", _screen[0]).ngettext(singular, plural, n)


def N_(msgid: str) -> str:
    """Marks a msgid for extraction where it is declared as data and translated later, where it is shown."""
    return msgid


@cache
def paper_words(language: str = DEFAULT_LANGUAGE) -> Words:
    """The words of printed forms in the given language.

    Words of data that stand on the screen too ("Vorsitz", "Reisepass") are found in the screen's catalogue of that
    language, so that they are translated once.
    """
    forms = gettext.translation("forms", paths.translations(), [language], fallback=True)
    forms.add_fallback(_catalogue("kammerdesk", language))
    return forms.gettext
