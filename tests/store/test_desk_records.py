"""Views for all and tasks that were put off: kept with the data, each taken back like anything else."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from kammerdesk.base.clock import office_date
from kammerdesk.base.errors import Refused
from kammerdesk.store.follow_ups import LONGEST, FollowUpOrder, put_off, put_off_task
from kammerdesk.store.shared_views import SharedViewOrder, remove_shared_view, share_view, shared_views
from kammerdesk.store.store import Store

SUBJECT = UUID("0198c0de-0000-7000-8000-000000000001")


def test_a_view_for_all_is_found_until_it_is_removed(store: Store) -> None:
    store.do(share_view, SharedViewOrder("people", "Läuft aus", '{"words": "AEVO"}'))
    store.do(share_view, SharedViewOrder("people", "Läuft aus", '{"words": "KBM"}'))
    (row,) = store.ask(shared_views)
    assert (row.page, row.name, row.look) == ("people", "Läuft aus", '{"words": "KBM"}')
    store.do(remove_shared_view, ("people", "Läuft aus"))
    store.do(remove_shared_view, ("people", "Läuft aus"))
    assert store.ask(shared_views) == []


def test_a_view_for_all_needs_a_name(store: Store) -> None:
    with pytest.raises(Refused, match="Bitte einen Namen"):
        store.do(share_view, SharedViewOrder("people", "  ", "{}"))


def test_a_task_put_off_stays_away_until_its_day(store: Store) -> None:
    today = store.clock.now().date()
    later, latest = date(today.year + 1, 1, 7), date(today.year + 1, 1, 8)
    store.do(put_off_task, FollowUpOrder("people/1/lapsed", SUBJECT, later))
    store.do(put_off_task, FollowUpOrder("people/1/lapsed", SUBJECT, latest))
    assert store.ask(put_off) == {"people/1/lapsed": latest}


def test_a_task_cannot_be_put_off_to_a_day_that_has_come(store: Store) -> None:
    with pytest.raises(Refused, match="frühestens bis morgen"):
        store.do(put_off_task, FollowUpOrder("people/1/lapsed", SUBJECT, date(2020, 1, 1)))


def test_a_task_cannot_be_put_off_for_ever_by_a_slip_of_the_finger(store: Store) -> None:
    today = office_date(store.clock)
    for until in (today + LONGEST + timedelta(days=1), date(9999, 12, 31)):
        with pytest.raises(Refused, match="höchstens ein Jahr"):
            store.do(put_off_task, FollowUpOrder("people/1/lapsed", SUBJECT, until))
    store.do(put_off_task, FollowUpOrder("people/1/lapsed", SUBJECT, today + LONGEST))
    assert list(store.ask(put_off)) == ["people/1/lapsed"]


def test_what_one_user_put_off_another_still_sees(store: Store) -> None:
    later = date(store.clock.now().year + 1, 1, 7)
    store.do(put_off_task, FollowUpOrder("people/1/lapsed", SUBJECT, later))
    other = Store.open(store.file.parent, user="aydin", clock=store.clock)
    assert other.ask(put_off) == {}
    other.close()
