"""The settings: who works here, what was done, what was thrown away, backups, the key, and the protection of data."""

from __future__ import annotations

from functools import partial
from typing import Any

from kammerdesk.base.i18n import N_
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.tabbed_page import TabbedPage
from kammerdesk.ui.settings import backup_page, journal_page, keys_page, protection_page, trash_page, users_page

PARTS = (users_page.PAGE, journal_page.PAGE, trash_page.PAGE, backup_page.PAGE, keys_page.PAGE, protection_page.PAGE)
PAGE: PageSpec[Any] = PageSpec(
    key="settings",
    title=N_("Settings"),
    icon="settings",
    view=partial(TabbedPage, parts=PARTS),
)
