"""Drafts outlive the program, belong to one user, leave no trace in the journal and go with what they are about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.store.drafts import KEPT, Drafts, KeptDraft
from kammerdesk.store.journal import JournalChange, JournalEntry
from kammerdesk.store.store import Store
from tests.store.test_erasure import erase_chosen, furnish
from tests.store.test_search import empty_store

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
UID = UUID(int=7)


def test_a_draft_is_there_after_the_program_is_gone(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    store.drafts.keep("person", UID, {"last_name": "Mül", "birth_date": "1.1."})
    store.drafts.keep("person", None, {"last_name": "Neu"})
    store.close()
    again = Store.open(tmp_path / "bs", user="kroeger", clock=clock)
    assert again.drafts.of("person", UID) == KeptDraft("person", UID, {"last_name": "Mül", "birth_date": "1.1."}, NOW)
    assert again.drafts.of("person", None) == KeptDraft("person", None, {"last_name": "Neu"}, NOW)
    assert again.drafts.of("committee", UID) is None
    again.close()


def test_the_newer_draft_of_a_form_takes_the_place_of_the_older(store: Store) -> None:
    for name in ("M", "Mü"):
        store.drafts.keep("person", UID, {"last_name": name})
    assert [draft.typed for draft in store.drafts.all()] == [{"last_name": "Mü"}]
    store.drafts.drop("person", UID)
    store.drafts.drop("person", UID)
    assert store.drafts.all() == []


def test_drafts_write_nothing_into_the_journal(store: Store) -> None:
    store.drafts.keep("person", None, {"last_name": "Heimlich"})
    store.drafts.drop("person", None)
    for kind in (JournalEntry, JournalChange):
        counted = select(func.count()).select_from(kind)
        assert store.ask(Session.scalar, counted) == 0


def test_nobody_sees_the_drafts_of_another_user(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    store.drafts.keep("person", None, {"last_name": "Meins"})
    other = Store.open(tmp_path / "bs", user="aydin", clock=clock)
    other.drafts.keep("person", None, {"last_name": "Anders"})
    other.drafts.drop("person", None)
    assert other.drafts.all() == []
    assert [draft.typed["last_name"] for draft in store.drafts.all()] == ["Meins"]
    other.close()


def later(store: Store, by: timedelta) -> Drafts:
    return Drafts(store._writer, store.file.parent, store.user, FixedClock(NOW + by), store.writing)


def test_drafts_are_forgotten_after_a_month(store: Store) -> None:
    store.drafts.keep("old", None, {"last_name": "Alt"})
    assert [draft.form for draft in later(store, KEPT).all()] == ["old"]
    past = later(store, KEPT + timedelta(seconds=1))
    assert past.all() == []
    past.keep("new", None, {})
    assert [draft.form for draft in store.drafts.all()] == ["new"]


def test_the_newest_draft_comes_first(store: Store) -> None:
    later(store, timedelta(minutes=1)).keep("second", None, {})
    store.drafts.keep("first", None, {})
    assert [draft.form for draft in later(store, timedelta(minutes=2)).all()] == ["second", "first"]


def test_the_draft_about_an_erased_record_goes_with_it(store: Store) -> None:
    uids = store.do(furnish, None).value
    for name in ("person", "other"):
        store.drafts.keep("person", uids[name], {})
    store.do(erase_chosen, {"person": {uids["person"]}, "appointment": {uids["appointment"]}})
    assert [draft.subject for draft in store.drafts.all()] == [uids["other"]]


def test_what_an_open_form_still_has_of_an_erased_record_is_not_kept(store: Store) -> None:
    uids = store.do(furnish, None).value
    store.do(erase_chosen, {"person": {uids["person"]}, "appointment": {uids["appointment"]}})
    store.drafts.keep("person", uids["person"], {"last_name": "Weber"})
    store.drafts.keep("person", uids["other"], {})
    assert [draft.subject for draft in store.drafts.all()] == [uids["other"]]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=9), st.text(max_size=40), max_size=4), min_size=1, max_size=5))
def test_whatever_is_typed_comes_back_as_it_was(typed: list[dict[str, str]]) -> None:
    with empty_store() as store:
        for number, values in enumerate(typed):
            store.drafts.keep(f"form {number}", None, values)
        assert [draft.typed for draft in sorted(store.drafts.all(), key=lambda draft: draft.form)] == typed
