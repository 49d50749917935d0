"""What the chain of the journal covers: everything that decides what an entry means, and what was blanked."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from kammerdesk.store.erasure import erase
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.store.test_store import add_person


def forge(work: Work, statement: str) -> None:
    """Changes the journal past its triggers."""
    for trigger in ("journal_entry_closed", "journal_change_no_update"):
        work.session.execute(text(f"DROP TRIGGER {trigger}"))
    work.session.execute(text(statement))


def erase_person(work: Work, uid: UUID) -> None:
    erase(work, {"person": {uid}})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET lasting = 1 WHERE id = 1",
        "UPDATE journal_entry SET reason = 'Antrag' WHERE id = 1",
        "UPDATE journal_entry SET reason = '', salt = NULL, erased = hex(randomblob(32)) WHERE id = 1",
        "UPDATE journal_entry SET reason = 'Antrag', erased = hex(randomblob(32)) WHERE id = 1",
        "UPDATE journal_change SET after = jsonb('[]') WHERE entry_id = 1",
        # an erased change keeps no values: the digest left of them must not vouch for others
        "UPDATE journal_change SET after = jsonb('[]') WHERE entry_id = 2 AND operation = 'insert'",
        "UPDATE journal_entry SET reason = 'Antrag' WHERE id = 2",
    ],
)
def test_whatever_is_changed_in_an_entry_is_found(store: Store, statement: str) -> None:
    store.do(add_person, "Müller", reason="Anmeldung")
    gone = store.do(add_person, "Schulze", reason="Anmeldung Schulze").value
    store.do(erase_person, gone)
    assert inspect(store, schema()) == []
    store.do(forge, statement)
    number = 2 if "= 2" in statement else 1
    assert any(f"Eintrag {number} " in fault for fault in inspect(store, schema()))
