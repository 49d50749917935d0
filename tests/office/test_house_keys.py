"""The head changes and protects the key of the house, and the journal knows it; nobody else does."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from kammerdesk.base.errors import KammerError
from kammerdesk.base.user import user_name
from kammerdesk.office.house_keys import change_house_key, protect_house_key
from kammerdesk.store import keys
from kammerdesk.store.actions import Role
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.keys import Protection
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role


def test_a_change_of_key_stands_in_the_journal_with_its_fingerprints(store: Store, tmp_path: Path) -> None:
    store.close()
    changed = change_house_key(tmp_path / "bs")
    with closing(Store.open(tmp_path / "bs", user="kroeger")) as opened:
        query = select(JournalEntry.reason).where(JournalEntry.action == "note_key_change")
        assert opened.ask(lambda session: session.scalars(query).all()) == [
            f"von {changed.former} zu {changed.current}"
        ]


def test_only_the_head_changes_or_protects_the_key(store: Store, tmp_path: Path) -> None:
    store.do(give_role, RoleOrder(user_name(), Role.CLERK))
    store.close()
    before = keys.stored_key(tmp_path / "bs")
    with pytest.raises(KammerError, match="Schlüssel wechseln"):
        change_house_key(tmp_path / "bs")
    with pytest.raises(KammerError, match="Schlüssel schützen"):
        protect_house_key(tmp_path / "bs", "vier lange Wörter")
    assert keys.stored_key(tmp_path / "bs") == before
    assert keys.protection(tmp_path / "bs") is Protection.FILE
