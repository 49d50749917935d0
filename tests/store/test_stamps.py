"""Stamps never run backwards, whatever the wall clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.store.stamps import STAMP_LENGTH, next_stamp, stamp_milliseconds

REPLICA = "0123456789abcdef"
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  bounds


@given(st.lists(MOMENTS, min_size=2, max_size=30))
def test_each_stamp_is_greater_than_the_one_before(moments: list[datetime]) -> None:
    stamps: list[str] = []
    for moment in moments:
        stamps.append(next_stamp(stamps[-1] if stamps else None, moment, REPLICA))
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == len(stamps)
    assert all(len(stamp) == STAMP_LENGTH for stamp in stamps)


def test_a_full_counter_carries_into_the_milliseconds() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    full = f"{int(moment.timestamp() * 1000):012x}ffff{REPLICA}"
    after = next_stamp(full, moment - timedelta(days=1), REPLICA)
    assert after > full
    assert stamp_milliseconds(after) == stamp_milliseconds(full) + 1
