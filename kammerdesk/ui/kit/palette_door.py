"""The ways into the palette: Ctrl+K, the menu, the field-like button at the top; and what it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from kammerdesk.base.finding import Found, Match, Question
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import icons
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.listed import Listed
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.palette_button import KEYS, WORDS, PaletteButton
from kammerdesk.ui.kit.recent import Recent, Visited, named
from kammerdesk.ui.kit.shared_views import Looks
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.upkeep import Upkeep
from kammerdesk.ui.kit.widgets import plain

if TYPE_CHECKING:
    from kammerdesk.ui.kit.palette import Palette, Take
    from kammerdesk.ui.kit.palette_entries import Entry, Place

LAST = 8
"""So many things an empty field shows."""


class PaletteDoor:
    """Belongs to one window, which is the shell of its pages; `upkeep` says how the data are asked."""

    def __init__(
        self,
        window: QWidget,
        shell: Shell,
        menus: Menus,
        pages: PageStack,
        listed: Sequence[Listed],
        desk: Desk,
        upkeep: Upkeep,
        show_keys: Callable[[], object],
    ) -> None:
        self._window = window
        self._shell = shell
        self._menus = menus
        self._pages = pages
        self._listed = {page.key: page for page in listed}
        self._desk = desk
        self.find = upkeep.find
        self._titles = upkeep.titles
        self._show_keys = show_keys
        self.palette: Palette | None = None
        """The one that was opened last."""

    def offer_in(self, menus: Menus, button: PaletteButton) -> None:
        """Puts it into the menu and behind the button."""
        menus.add(menus.edit, tr(WORDS), self.open, KEYS, "search")
        button.clicked.connect(self.open)

    def open(self) -> None:
        """Opens the palette over the window."""
        from kammerdesk.ui.kit.palette import Offer, Palette  # not needed before the first paint

        note = "" if self._desk.as_of is None else tr("Records are those of today: opening one leads back to today.")
        find = self._ask if self.find is not None else None
        offer = Offer(self._at_hand(), find, self._go, self._go_apart, note)
        self.palette = Palette(offer, self._window)
        self._fetch_recent(self.palette)
        self._fetch_views(self.palette)
        if self.find is not None:  # what the first answer needs is loaded while one types
            self._desk.ask(self.find, Question(""), then=_nothing, owner=self.palette, now=True)
        self.palette.appear()

    def look_for(self, text: str) -> None:
        """Opens the palette with a text in its field."""
        self.open()
        self._begin(text)

    def _at_hand(self) -> list[Entry]:
        from kammerdesk.ui.kit.help_page import other_keys
        from kammerdesk.ui.kit.palette_sources import commands, helps, pages

        menus, listed = self._menus, list(self._listed.values())
        without = [plain(tr(WORDS)), *(tr(page.title) for page in listed)]
        found = commands(menus.by_use, without)
        keys = [(row.what, row.keys) for row in other_keys()]
        return [*found, *pages(listed), *helps(keys, self._show_keys, self._begin)]

    def _begin(self, sign: str) -> None:
        if self.palette is not None:
            self.palette.field.setText(sign)

    # --- what has to be asked for ---

    def _fetch_recent(self, palette: Palette) -> None:
        visited = Recent(self._shell.memory).last(LAST)
        if self._titles is not None and visited:
            self._desk.ask(
                named, visited, self._titles, then=partial(self._add_recent, palette), owner=palette, now=True
            )

    def _add_recent(self, palette: Palette, visited: Sequence[Visited]) -> None:
        from kammerdesk.ui.kit.palette_entries import Entry, Group

        palette.add(
            [
                Entry(
                    Group.RECENT, one.title, right=tr(page.title), icon=icons.icon(page.icon), place=(one.page, one.uid)
                )
                for one in visited
                if (page := self._listed.get(one.page)) is not None
            ]
        )

    def _fetch_views(self, palette: Palette) -> None:
        if self._shell.sharing is None:
            self._add_views(palette, {})
        else:
            self._desk.ask(self._shell.sharing.read, then=partial(self._add_views, palette), owner=palette, now=True)

    def _add_views(self, palette: Palette, looks: Looks) -> None:
        from kammerdesk.ui.kit.palette_sources import views

        palette.add(views(list(self._listed.values()), self._shell.memory, looks, self._shell.go))

    def _ask(self, question: Question, take: Take, finished: Callable[[], None]) -> None:
        assert self.find is not None
        then = partial(self._answer, take)
        self._desk.ask(self.find, question, then=then, finished=finished, owner=self.palette, now=True)

    def _answer(self, take: Take, found: Found) -> None:
        take([self._record(match) for match in found.matches], found.more)

    def _record(self, match: Match) -> Entry:
        from kammerdesk.ui.kit.palette_entries import Entry, Group

        page = self._listed.get(match.page)
        return Entry(
            Group.NUMBERS if match.exact else Group.RECORDS,
            match.title,
            match.detail,
            right=tr(page.title) if page is not None else "",
            icon=icons.icon(page.icon if page is not None else "user"),
            reason="" if page is not None else tr("on no list"),
            place=(match.page, match.identity),
            first=match.by_name,
        )

    # --- what is opened ---

    def _go(self, place: Place) -> None:
        self._return_to_today()
        self._shell.go(*place)

    def _return_to_today(self) -> None:
        """What was found is as it is now; the past may not even have had it."""
        if self._desk.as_of is not None:
            self._desk.turn_to(None)
            self._shell.toast(tr("You see today’s data again."), Tone.INFO)

    def _go_apart(self, place: Place) -> None:
        self._return_to_today()
        page, identity = place
        if isinstance(identity, UUID):
            self._desk.prepare(self._listed[page].load, then=partial(self._show_apart, place), owner=self._window)
        else:
            self._go(place)

    def _show_apart(self, place: Place, spec: PageSpec[Any]) -> None:
        if spec.detail is None:
            self._go(place)
        else:
            self._pages.show_apart(spec, place[1])


def _nothing(_found: Found) -> None:
    """The answer to the question that only loads what the others need."""
