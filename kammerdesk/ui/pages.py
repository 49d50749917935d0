"""Every page, in the order of the navigation; a page's module is imported when the page is first shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from kammerdesk.base.finding import Found, Question, Way
from kammerdesk.base.i18n import N_
from kammerdesk.ui.kit.page import PageSpec


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page before it is loaded; `title` is a msgid, `module` has the declaration in its `PAGE`.

    `finds` are the records that are opened here, so that the palette and links know without loading the page; `search`
    is a module whose `find` looks for some of them in a way of its own (see `store.finding.Search`). `parts` are the
    tabs of a page made of pages: their keys and titles. `link` is its word in links, German in every language.
    """

    key: str
    title: str
    icon: str
    module: str
    finds: tuple[Way, ...] = ()
    search: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    link: str = ""

    def load(self) -> PageSpec[Any]:
        """Imports the module and returns its declaration."""
        spec = import_module(self.module).PAGE
        assert isinstance(spec, PageSpec), self.module
        return spec

    @property
    def seen(self) -> PageSpec[Any] | None:
        """The declaration, if the module was imported already."""
        return self.load() if self.module in sys.modules else None


PAGES = (
    PageEntry("today", N_("Today"), "home", "kammerdesk.ui.today.page", link="heute"),
    PageEntry(
        "people",
        N_("Examiners"),
        "users-group",
        "kammerdesk.ui.people.page",
        finds=(Way("person", where="appointment.person_uid"), Way("person"), Way("appointment", "person_uid")),
        link="person",
    ),
    PageEntry(
        "committees",
        N_("Committees"),
        "scale",
        "kammerdesk.ui.committees.page",
        finds=(Way("committee"),),
        link="ausschuss",
    ),
    PageEntry(
        "exams",
        N_("Candidates"),
        "school",
        "kammerdesk.ui.exams.page",
        finds=(
            Way("candidate"),
            Way("person", "candidate.person_uid"),
            Way("slot", "candidate_uid"),
            Way("area_mark", "candidate_uid"),
            Way("exam_result", "candidate_uid"),
        ),
        search="kammerdesk.examday.queries.finding",
        link="pruefling",
    ),
    PageEntry(
        "examday",
        N_("Exam day"),
        "device-laptop",
        "kammerdesk.ui.examday.page",
        finds=(Way("exam_day"), Way("sitting", "exam_day_uid")),
        link="pruefungstag",
    ),
    PageEntry("sync", N_("Exchange"), "refresh", "kammerdesk.ui.sync.page", link="abgleich"),
    PageEntry(
        "settings",
        N_("Settings"),
        "settings",
        "kammerdesk.ui.settings.page",
        parts=(
            ("users", N_("Users")),
            ("journal", N_("Journal")),
            ("trash", N_("Trash")),
            ("backups", N_("Backups")),
            ("keys", N_("Key")),
            ("protection", N_("Data protection")),
        ),
        link="einstellungen",
    ),
)


def find(session: Any, question: Question) -> Found:
    """The records for a line of text, with the pages that show them; a query, called in the worker."""
    from kammerdesk.store import finding  # the window starts without the data

    ways = [(entry.key, way) for entry in PAGES for way in entry.finds]
    searches = [import_module(entry.search).find for entry in PAGES if entry.search]
    return finding.find(session, question, finding.Sources(ways, searches))


def linked(session: Any, page: str, name: str) -> Sequence[UUID]:
    """The rows of a page that a link means; a query, called in the worker."""
    from kammerdesk.store import linking  # the window starts without the data

    ways = [(entry.key, way) for entry in PAGES if entry.key == page for way in entry.finds]
    return linking.linked(session, name, ways)
