"""How one looks at a list, beyond the life of its widgets: they may be made anew in another language."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from kammerdesk.base.conditions import Kind
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.views import ListView

Words = Mapping[str, Callable[[], str]]
"""What words of the language at that time are called in the present one."""

_PART = re.compile(r'(!?=?)("?)(.*)\2')


@dataclass(frozen=True, slots=True)
class Outlook:
    """The view (`name` is the same in every language, `saved` what it says), how the list looks, cursor, selection.

    `words` are by column those its filter may be made of.
    """

    name: str
    saved: ListView
    look: ListView
    here: Hashable
    selected: frozenset[Hashable]
    words: Mapping[str, Words]

    def retold(self, view: ListView) -> ListView:
        """A view whose filters say the same in the present language; what was typed freely stays as it was typed."""
        return replace(view, filters={key: _retold(text, self.words[key]) for key, text in view.filters.items()})


def outlook_of(seen: DataTable[R]) -> Outlook:
    """How one looks at a list now."""
    look, saved, here = seen.look(), seen.views.current, seen.view.current()
    selected = frozenset(row.id for row in seen.view.selected())
    words = {key: _words(seen, key) for key in {*look.filters, *saved.filters}}
    return Outlook(seen.views.stable_name, saved, look, None if here is None else here.id, selected, words)


def look_again(seen: DataTable[R], outlook: Outlook) -> None:
    """Looks at a list as at the one before; cursor and selection have to wait for its rows."""
    seen.views.resume(outlook.name, outlook.retold(outlook.saved), outlook.retold(outlook.look))


def _words(seen: DataTable[R], key: str) -> Words:
    """The words in the cells of a column, and what the views say that the list comes with."""
    source = seen.view.source
    column = next((each for each in source.columns if each.key == key), None)
    words: dict[str, Callable[[], str]] = {}
    if column is not None and source.kind(key) is Kind.TEXT:
        for row in source.read_rows():
            words.setdefault(column.words(row), partial(column.words, row))
    return words | {tr(msgid): partial(tr, msgid) for msgid in seen.views.given_filters(key)}


def _retold(text: str, words: Words) -> str:
    return words[text]() if text in words else "; ".join(_retold_part(part, words) for part in text.split("; "))


def _retold_part(part: str, words: Words) -> str:
    found = _PART.fullmatch(part)
    if found is None or found[3] not in words:
        return part
    return f"{found[1]}{found[2]}{words[found[3]]()}{found[2]}"
