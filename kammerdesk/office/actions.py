"""Where the house declares its actions: the journal keeps their names only, and words and rights stand in the rooms."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "kammerdesk.store.users",
    "kammerdesk.store.shared_views",
    "kammerdesk.store.follow_ups",
    "kammerdesk.store.undo",
    "kammerdesk.store.trash",
    "kammerdesk.store.erasure",
    "kammerdesk.store.incarnation",
    "kammerdesk.store.search",
    "kammerdesk.store.checks",
    "kammerdesk.people.service",
    "kammerdesk.exams.service",
    "kammerdesk.examday.service",
    "kammerdesk.sync.service",
    "kammerdesk.sync.agreement",
    "kammerdesk.sync.declining",
    "kammerdesk.sync.resolving",
    "kammerdesk.sync.key_annex",
    "kammerdesk.sync.stations",
    "kammerdesk.sync.station_taking",
    "kammerdesk.sync.hub",
    "kammerdesk.office.house_keys",
    "kammerdesk.office.recovery",
    "kammerdesk.office.retention",
    "kammerdesk.office.disclosures",
    "kammerdesk.office.export",
    "kammerdesk.office.lists",
)


def declare_actions() -> None:
    """Makes every action of the house known; call it before telling of the journal or taking back what is in it."""
    for module in MODULES:
        import_module(module)
