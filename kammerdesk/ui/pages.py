"""Every page, in the order of the navigation; a page's module is imported when the page is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from kammerdesk.base.i18n import N_
from kammerdesk.ui.kit.page import PageSpec


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page before it is loaded; `title` is a msgid, `module` has the declaration in its `PAGE`."""

    key: str
    title: str
    icon: str
    module: str

    def load(self) -> PageSpec[Any]:
        """Imports the module and returns its declaration."""
        spec = import_module(self.module).PAGE
        assert isinstance(spec, PageSpec), self.module
        return spec


PAGES = (
    PageEntry("today", N_("Today"), "home", "kammerdesk.ui.today.page"),
    PageEntry("people", N_("Examiners"), "users-group", "kammerdesk.ui.people.page"),
    PageEntry("committees", N_("Committees"), "scale", "kammerdesk.ui.committees.page"),
    PageEntry("exams", N_("Candidates"), "school", "kammerdesk.ui.exams.page"),
    PageEntry("examday", N_("Exam day"), "device-laptop", "kammerdesk.ui.examday.page"),
    PageEntry("sync", N_("Exchange"), "refresh", "kammerdesk.ui.sync.page"),
    PageEntry("settings", N_("Settings"), "settings", "kammerdesk.ui.settings.page"),
)
