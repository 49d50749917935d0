"""Gives every label of a form its own underlined letter, so that translators need not think of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.widgets import plain

MENUS = (N_("&File"), N_("&Edit"), N_("&View"), N_("&Task"), N_("T&ools"), N_("&Help"))
"""The titles of the menu bar (msgids), whose letters work on every page."""


def menu_letters() -> str:
    """The letters that open a menu, so that no field takes one of them."""
    titles = (tr(title) for title in MENUS)
    return "".join(title[title.index("&") + 1] for title in titles if "&" in title)


def with_mnemonics(texts: Iterable[str], taken: str = "") -> list[str]:
    """The texts with one & each, as early in the text and as different from each other as possible.

    A text for which no letter is left stays without; & in a text is escaped.
    """
    used = set(taken.lower())
    marked = []
    for text in texts:
        place = next((n for n in _candidates(text) if text[n].lower() not in used), None)
        if place is None:
            marked.append(text.replace("&", "&&"))
            continue
        used.add(text[place].lower())
        marked.append(f"{text[:place].replace('&', '&&')}&{text[place:].replace('&', '&&')}")
    return marked


def without_twins(texts: Sequence[str]) -> list[str]:
    """The texts of one menu: where two have the same letter, the later gets another that is free, or none."""
    used: set[str] = set()
    made = []
    for text in texts:
        letter = _letter(text)
        if letter and letter in used:
            (text,) = with_mnemonics([plain(text)], taken="".join(used | _letters(texts)))
            letter = _letter(text)
        used.add(letter)
        made.append(text)
    return made


def _letters(texts: Iterable[str]) -> set[str]:
    return {_letter(text) for text in texts} - {""}


def _letter(text: str) -> str:
    bare = text.replace("&&", "")
    return bare[bare.index("&") + 1 : bare.index("&") + 2].lower() if "&" in bare else ""


def _candidates(text: str) -> list[int]:
    """Places of letters every German keyboard has without a second key: beginnings of words first."""
    letters = [n for n, letter in enumerate(text) if letter.isalpha() and letter.isascii()]
    starts = [n for n in letters if n == 0 or not text[n - 1].isalpha()]
    return starts + [n for n in letters if n not in starts]
