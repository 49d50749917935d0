"""Faults planted in a copy of the exchange are found by what must always hold; else that would prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from kammerdesk.store import journal
from kammerdesk.store.stamps import next_stamp
from kammerdesk.sync import decision, numbers
from tests.sync.test_replicas import Season, Step, houses, templates

__all__ = ["templates"]

SEASONS = 60
"""So many seasons are played before a fault counts as not found."""

NAMES = (*("write",) * 5, *("send",) * 4, "keep", "fall_back")


def played(seed: int) -> list[Step]:
    """A season of two houses that write much into few records and are set back, which follows from its number alone."""
    source = Random(seed)
    return [(source.choice(NAMES), source.randrange(2), source.randrange(2), source.randrange(2)) for _ in range(30)]


def holds(templates: dict[str, Path], seed: int, *, honestly: bool = True) -> bool:
    """Whether everything holds that must, in one season."""
    with houses(templates, 2) as made:
        season = Season(made, honestly=honestly)
        try:
            for step in played(seed):
                season.play(step)
            season.check()
        except AssertionError:
            return False
    return True


def without_replica(last: str | None, now: datetime, _replica: str) -> str:
    return next_stamp(last, now, "0" * 16)


FAULTS: dict[str, tuple[int, Callable[[pytest.MonkeyPatch], None]]] = {
    "numbers moved over gaps": (9, lambda patch: patch.setattr(numbers, "_stands_on", lambda *_: True)),
    "no detection of concurrent writing": (2, lambda patch: patch.setattr(decision, "are_concurrent", lambda *_: 0)),
    "stamps without the replica": (2, lambda patch: patch.setattr(journal, "next_stamp", without_replica)),
}
"""How each is planted, and the first of the seasons that finds it, so that the search is short."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, templates: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first, plant = FAULTS[fault]
    plant(monkeypatch)
    assert not all(holds(templates, seed) for seed in range(first, first + SEASONS))


def test_a_house_set_back_that_goes_on_under_its_old_name_is_found(templates: dict[str, Path]) -> None:
    assert not all(holds(templates, seed, honestly=False) for seed in range(7, 7 + SEASONS))


def test_without_a_fault_the_same_seasons_hold(templates: dict[str, Path]) -> None:
    assert all(holds(templates, seed) for seed in (2, 7, 9))
