"""Gives every label of a form its own underlined letter, so that translators need not think of it."""

from __future__ import annotations

from collections.abc import Iterable

from kammerdesk.base.i18n import N_, tr

FILE, EDIT, VIEW, TASK, HELP = MENUS = (N_("&File"), N_("&Edit"), N_("&View"), N_("&Task"), N_("&Help"))
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


def _candidates(text: str) -> list[int]:
    """Places of letters every German keyboard has without a second key: beginnings of words first."""
    letters = [n for n, letter in enumerate(text) if letter.isalpha() and letter.isascii()]
    starts = [n for n in letters if n == 0 or not text[n - 1].isalpha()]
    return starts + [n for n in letters if n not in starts]
