"""The ways links take: out of the program on the clipboard, and into it, to a row, a view or a page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from html import escape
from typing import Any
from uuid import UUID

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.copying import put_on_clipboard
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.links import Link, Linked, link_to, parse_link
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.looking_back import LookingBack
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone

RowsFor = Callable[[Any, str, str], Sequence[UUID]]
"""A query: the rows of a page (its key) for the number or key of a record."""

_QUOTED = 120
"""So many characters of a link are said: as long as it takes to tell one from another."""


class LinkDoor(QObject):
    """Follows links and makes them; `search` opens the search with a text."""

    def __init__(
        self,
        pages: PageStack,
        entries: Sequence[Linked],
        rows_for: RowsFor | None,
        looking_back: LookingBack,
        search: Callable[[str], object],
        desk: Desk,
        shell: Shell,
        room: QWidget,
    ) -> None:
        super().__init__(room)
        self._pages = pages
        self._entries = {entry.link: entry for entry in entries if entry.link}
        self._rows_for = rows_for
        self._looking_back = looking_back
        self._search = search
        self._desk = desk
        self._shell = shell

    def offer_in(self, menus: Menus) -> None:
        """Puts copying into the menu."""
        menus.add(menus.edit, tr("Copy lin&k"), self.copy, "Ctrl+Shift+C", "link")

    # --- out ---

    def copy(self) -> None:
        """Puts the link to the row one is on, or to the page, on the clipboard: as text, and with its title as HTML."""
        place = self._pages.whereabouts().place
        entry = next((each for each in self._entries.values() if each.key == place.key), None)
        if entry is None:
            self._shell.toast(tr("There are no links to this page."))
            return
        title, link = self._here(entry, place.identity)
        data = QMimeData()
        data.setText(str(link))
        data.setHtml(f'<a href="{escape(str(link))}">{escape(title)}</a>')
        put_on_clipboard(data)
        self._shell.toast(tr("Link copied: {link}").format(link=link))

    def _here(self, entry: Linked, identity: Hashable) -> tuple[str, Link]:
        """What one is on, and its link."""
        page, moment, title = self._pages.page(), self._desk.as_of, tr(entry.title)
        day = office_time(moment).date() if moment is not None else None
        row = page.current() if page is not None and page.spec.key == entry.key else None
        if page is None or row is None or not isinstance(identity, UUID):
            return title, link_to(entry, identity, day=day)
        spec = page.spec
        named = f"{spec.columns[0].words(row)} – {title}" if spec.columns else title
        return named, link_to(entry, identity, spec.number(row) if spec.number is not None else "", day)

    # --- in ---

    def follow(self, text: str) -> None:
        """Goes where a link leads; where it leads nowhere, a page says so."""
        if QApplication.activeModalWidget() is not None:
            go_on = Remedy(tr("Follow the link"), partial(self._shell.follow, text))
            sentence = tr("A link came in while a dialog was open: {link}").format(link=shorten(text, _QUOTED))
            self._shell.inform(sentence, Tone.INFO, go_on)
            return
        try:
            link = parse_link(text)
        except KammerError as error:
            self._miss(str(error), text)
            return
        entry = self._entries.get(link.word)
        if entry is None:
            self._miss(tr("There is no page “{word}” here.").format(word=link.word), link.name or link.word)
        else:
            self._pages.uncover(partial(self._go, entry, link))

    def _go(self, entry: Linked, link: Link) -> None:
        self._looking_back.look_at(link.day)
        if link.view:
            self._shell.go(entry.key, view=link.view)
            self._later(2, partial(self._check_view, entry, link))
        elif not link.name:
            self._shell.go(entry.key)
        elif link.name in dict(entry.parts):
            self._shell.go(entry.key, (link.name, None))
        elif self._rows_for is not None:
            self._desk.ask(self._rows_for, entry.key, link.name, then=partial(self._arrive, entry, link), owner=self)
        else:
            self._arrive(entry, link, ())

    def _arrive(self, entry: Linked, link: Link, rows: Sequence[UUID]) -> None:
        if len(rows) == 1:
            self._shell.go(entry.key, rows[0])
        elif rows:
            sentence = tr("“{name}” was given more than once. Please look for the one you mean.")
            self._miss(sentence.format(name=link.name), link.name)
        else:
            sentence = tr("“{name}” is not to be found under {page}, or you may not see it.")
            self._miss(sentence.format(name=link.name, page=tr(entry.title)), link.name)

    def _check_view(self, entry: Linked, link: Link) -> None:
        page = self._pages.page()
        is_shown = isinstance(page, ListPage) and page.list.views.current.name == link.view
        if self._pages.key == entry.key and not is_shown:
            sentence = tr("There is no view “{view}” under {page}.").format(view=link.view, page=tr(entry.title))
            self._miss(sentence, link.view)

    def _later(self, times: int, run: Callable[[], None]) -> None:
        """Runs when what was asked is answered, and what was asked on the answers."""
        go_on = partial(self._later, times - 1, run) if times else run
        self._desk.prepare(lambda: None, then=lambda _: go_on(), owner=self)

    def _miss(self, sentence: str, wanted: str) -> None:
        self._later(0, partial(self._show_miss, sentence, wanted))  # the page beneath is there by then

    def _show_miss(self, sentence: str, wanted: str) -> None:
        from kammerdesk.ui.kit.not_found_page import NotFoundPage  # not needed before the first paint

        look = Remedy(tr("Search …"), partial(self._search, wanted))
        self._shell.open(NotFoundPage(sentence, self._desk, self._shell, look))
