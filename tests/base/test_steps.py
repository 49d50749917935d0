"""Long work says how far it is and stops where it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.steps import Stopped, Watch, abandonable, counted, is_stopped, share, step, unstoppable, watched


def test_what_nobody_watches_says_nothing_and_never_stops() -> None:
    step(1, 2)
    assert not is_stopped()


def test_a_watch_sees_the_count_and_the_fraction() -> None:
    watch = Watch()
    with watched(watch):
        step(3, 12)
    assert (watch.fraction, watch.count) == (0.25, (3, 12))


def test_a_share_counts_as_its_part_of_the_whole_and_is_not_counted_for_the_user() -> None:
    watch = Watch()
    with watched(watch), share(0.5, 1.0):
        with share(0, 0.5):
            step(1, 2)
        assert watch.fraction == 0.75
    assert (watch.fraction, watch.count) == (1.0, None)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=20))
def test_what_was_reached_never_falls_back_and_is_never_more_than_all(steps: list[tuple[int, int]]) -> None:
    watch, seen = Watch(), [0.0]
    with watched(watch), share(0.2, 0.9):
        for done, total in steps:
            step(done, total)
            seen.append(watch.fraction)
    assert seen == sorted(seen)
    assert seen[-1] <= 0.9


def test_a_stopped_work_ends_at_its_next_step() -> None:
    watch, done = Watch(), []

    def things() -> Iterator[int]:
        for thing in counted(range(5), 5):
            done.append(thing)
            yield thing

    def stop_at_one() -> None:
        for thing in things():
            if thing == 1:
                watch.stop()

    with watched(watch), pytest.raises(Stopped):
        stop_at_one()
    assert done == [0, 1]


def test_what_cannot_be_stopped_is_done_to_its_end() -> None:
    watch = Watch()
    watch.stop()
    with watched(watch):
        with unstoppable():
            step(1, 1)
        with pytest.raises(Stopped):
            step(1, 1)


def test_what_a_library_works_out_is_left_alone_when_nobody_wants_it_any_more() -> None:
    watch, begun, go_on = Watch(), Event(), Event()

    def work() -> int:
        begun.set()
        watch.stop()
        go_on.wait(10)
        return 1

    with watched(watch), pytest.raises(Stopped):
        abandonable(work)
    assert begun.is_set()
    go_on.set()


def test_what_a_library_works_out_or_stumbles_over_comes_back() -> None:
    def stumble() -> int:
        raise ValueError("so nicht")

    assert abandonable(lambda: 42) == 42
    with pytest.raises(ValueError, match="so nicht"):
        abandonable(stumble)
