"""Every planted fault is found by its own check; where there is a repair it mends it, and the journal tells of it."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.store.actions import action_named
from kammerdesk.store.checks import MENDABLE, Check
from kammerdesk.store.inspection import INTEGRITY, inspect
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.search import search
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.store.test_history import behind_the_back
from tests.store.test_search import add_people, put_away, uid_of

ALL = {check.name: check for check in (*INTEGRITY, *MENDABLE)}


def found(store: Store, check: Check) -> list[str]:
    return store.ask(lambda session: [fault.sentence for fault in check.find(session, schema())])


def found_by(store: Store) -> dict[str, int]:
    """How many faults each check finds, where it finds any."""
    counts = {name: len(found(store, check)) for name, check in ALL.items()}
    return {name: count for name, count in counts.items() if count}


def entries(session: Session) -> list[str]:
    return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def mend(store: Store, name: str) -> None:
    repair = ALL[name].repair
    assert repair is not None
    store.do(repair, None)


@pytest.fixture
def filled(store: Store) -> Store:
    store.do(add_people, (("Müller", "Ada", "Peine"), ("Schmidt", "Jan", "")))
    return store


def test_honest_work_has_no_faults(filled: Store) -> None:
    filled.do(put_away, uid_of(filled, "Müller"))
    assert found_by(filled) == {}


BROKEN_INDEX = {
    "an entry is missing": "DELETE FROM search_entry WHERE text LIKE '%schmidt%'",
    "an entry is outdated": "UPDATE search_entry SET text = '§person schulze jan' WHERE text LIKE '%schmidt%'",
    "a record is gone": "INSERT INTO search_entry VALUES (99, 'person', 'f', '§person fort', 0)",
    "a kind is gone": "INSERT INTO search_entry VALUES (99, 'ghost', 'f', '§ghost fort', 0)",
    "the index was emptied": "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    "a word is missing": "DELETE FROM search_word WHERE word = 'schmidt'",
    "the index is damaged": "UPDATE search_index_data SET block = x'00112233' WHERE id > 10",
    "the index of words is damaged": "UPDATE search_part_data SET block = x'00112233' WHERE id > 10",
}


@pytest.mark.parametrize("broken", BROKEN_INDEX)
def test_a_broken_search_index_is_found_and_made_anew(filled: Store, broken: str) -> None:
    behind_the_back(filled, BROKEN_INDEX[broken], silently=False)
    assert found_by(filled).keys() == {"search"}
    mend(filled, "search")
    assert found_by(filled) == {}
    assert [hit.title for hit in filled.ask(search, "schmidt jan")] == ["Schmidt, Jan"]
    assert [hit.title for hit in filled.ask(search, "schmitd")] == ["Schmidt, Jan"]
    assert filled.ask(entries)[-1] == "rebuild_search"


def test_a_draft_about_a_record_that_is_gone_is_found_and_discarded(filled: Store) -> None:
    here, gone = uid_of(filled, "Müller"), uid_of(filled, "Schmidt")
    for subject in (here, gone, UUID(int=9), None):
        filled.drafts.keep("person", subject, {})
    filled.do(put_away, gone)
    assert found_by(filled) == {"drafts": 1}
    mend(filled, "drafts")
    assert found_by(filled) == {}
    assert {draft.subject for draft in filled.drafts.all()} == {here, None}


def test_files_left_behind_unfinished_are_found_and_set_aside(filled: Store) -> None:
    folder = filled.file.parent
    old, young = folder / "kammerdesk.db.0011.part", folder / "backups" / "young.part"
    young.parent.mkdir()
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert found(filled, ALL["files"]) == [f"Die Datei „{old.name}“ ist unfertig liegen geblieben."]
    mend(filled, "files")
    assert found_by(filled) == {}
    assert young.exists()
    assert [file.read_bytes() for file in folder.glob(f"quarantine/*/{old.name}")] == [b"half"]


CLOCKS = {
    "no stamp": "UPDATE person SET _c = NULL",
    "a short stamp": "UPDATE person SET _v_name = '00ab' WHERE last_name = 'Müller'",
    "a stamp that is none": "UPDATE person SET _c = upper(_c)",
    "a stamp of the future": "UPDATE person SET _v_address = 'f' || substr(_c, 2) WHERE last_name = 'Müller'",
    "a number no action had": "UPDATE person SET _l = 99",
}


@pytest.mark.parametrize("wrong", CLOCKS)
def test_wrong_clocks_are_found(filled: Store, wrong: str) -> None:
    behind_the_back(filled, CLOCKS[wrong])
    assert found_by(filled) == {"clocks": 1}
    assert len(inspect(filled, schema())) == 1


def test_a_trigger_too_few_or_too_many_is_found(filled: Store) -> None:
    behind_the_back(filled, "DROP TRIGGER search_close", silently=False)
    behind_the_back(filled, "CREATE TRIGGER own AFTER INSERT ON person BEGIN SELECT 1; END", silently=False)
    assert found_by(filled) == {"triggers": 2}


def test_a_reference_to_nothing_is_found(filled: Store) -> None:
    raw = filled._engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys = OFF")
    raw.cursor().execute(f"UPDATE person SET employer_uid = '{UUID(int=1).hex}' WHERE last_name = 'Müller'")
    raw.cursor().execute("PRAGMA foreign_keys = ON")
    raw.close()
    assert found_by(filled) == {"references": 1, "history": 1}


def test_a_changed_journal_is_found_by_its_chain(filled: Store) -> None:
    behind_the_back(filled, "UPDATE journal_entry SET user = 'niemand' WHERE id = 1")
    assert found_by(filled) == {"journal": 1}


def test_every_repair_is_a_declared_action(filled: Store) -> None:
    repairs = [check.repair for check in MENDABLE if check.repair]
    assert [action_named(repair.__name__).words == repair.__name__ for repair in repairs] == [False] * 3


def test_a_repair_is_told_by_the_journal_and_leaves_the_records_alone(filled: Store) -> None:
    before = filled.ask(Session.scalar, select(func.count()).select_from(JournalEntry))
    for name in ("search", "drafts", "files"):
        mend(filled, name)
    assert filled.ask(entries)[before:] == ["rebuild_search", "discard_orphaned_drafts", "set_unfinished_files_aside"]
    assert found_by(filled) == {}


def test_what_a_check_of_the_past_leaves_does_not_disturb_the_next(filled: Store) -> None:
    first = filled.ask(lambda session: next(ALL["history"].find(session, schema()), None))
    assert first is None
    assert found_by(filled) == {}
    assert isinstance(filled.do(_nothing, None).value, Path)


def _nothing(work: Work, _order: None) -> Path:
    return Path(work.user)
