"""Where the palette takes its entries from: the menus with the commands of the page, the pages, the views, the help."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit import icons
from kammerdesk.ui.kit.listed import Listed
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.page import PageAction
from kammerdesk.ui.kit.palette_entries import Entry, Group
from kammerdesk.ui.kit.shared_views import Looks
from kammerdesk.ui.kit.views import ViewShelf
from kammerdesk.ui.kit.widgets import native, plain

COMMANDS_ONLY, NUMBERS_ONLY, HELP_ONLY = ">", "#", "?"
"""What stands before a text to look for one thing only."""

_PREFIXES = (
    (COMMANDS_ONLY, N_("Look for commands only")),
    (NUMBERS_ONLY, N_("Look for numbers only")),
    (HELP_ONLY, N_("Look for help")),
)


class Go(Protocol):
    """The window's way to a page."""

    def __call__(self, key: str, identity: Hashable = None, command: str = "", view: str = "") -> None: ...


def commands(menus: Sequence[QMenu], without: Sequence[str] = ()) -> list[Entry]:
    """Every entry of the menus, those of submenus under their title; not those with one of the given texts."""
    found = [entry for menu in menus for entry in _entries(menu, "")]
    return [entry for entry in found if entry.title not in without]


def _entries(menu: QMenu, above: str) -> Iterator[Entry]:
    for action in menu.actions():
        below = action.menu()
        title = plain(action.text())
        if isinstance(below, QMenu):
            yield from _entries(below, title)
        elif not action.isSeparator() and action.isVisible():
            words = tr("{menu}: {entry}").format(menu=above, entry=title) if above else title
            keys = native(action.shortcut())
            yield Entry(
                Group.COMMANDS, words, right=keys, icon=action.icon(), reason=_reason(action), run=action.trigger
            )


def _reason(action: QAction) -> str:
    if action.isEnabled():
        return ""
    said = action.reason or action.lacks if isinstance(action, PageAction) else ""
    return said or tr("not possible now")


def pages(listed: Sequence[Listed]) -> list[Entry]:
    """The pages, each followed by its tabs."""
    found = []
    for number, page in enumerate(listed, start=1):
        keys = native(f"Ctrl+{number}") if number <= 9 else ""
        found.append(Entry(Group.PAGES, tr(page.title), right=keys, icon=icons.icon(page.icon), place=(page.key, None)))
        for key, title in page.parts:
            place = page.key, (key, None)
            found.append(Entry(Group.PAGES, tr(title), detail=tr(page.title), icon=icons.icon(page.icon), place=place))
    return found


def views(listed: Sequence[Listed], memory: Memory, looks: Looks, go: Go) -> list[Entry]:
    """The views of the lists: one's own, those for all (`looks`), and those a page that was seen comes with."""
    found = []
    for page in listed:
        seen = page.seen
        shelf = ViewShelf(memory, page.key, seen.views if seen is not None else ())
        shelf.share(looks.get(page.key, {}))
        for name in shelf.names():
            run = partial(go, page.key, view=name)
            found.append(Entry(Group.VIEWS, name, detail=tr(page.title), icon=icons.icon(page.icon), run=run))
    return found


def helps(rows: Sequence[tuple[str, str]], show: Callable[[], object], begin: Callable[[str], object]) -> list[Entry]:
    """What stands before a text, and the keys (what, keys), which the page of keys shows."""
    signs = [
        Entry(Group.HELP, f"{sign}  {tr(words)}", icon=icons.icon("search"), run=partial(begin, sign), stays=True)
        for sign, words in _PREFIXES
    ]
    return signs + [Entry(Group.HELP, what, right=keys, icon=icons.icon("help"), run=show) for what, keys in rows]
