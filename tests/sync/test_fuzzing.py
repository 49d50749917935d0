"""A short corpus for what `desk soak` fuzzes for minutes: whatever the bytes are, only typed errors come out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kammerdesk.base.clock import FixedClock
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ImportOrder, establish_demonstration_keys, import_bundle
from tools.soak.fuzz import SEEDS, SHARES
from tools.soak.targets import NOW, TARGETS, behind_the_seal, signed

NEAR = {"merge": 1}
"""How many places of a seed are changed; taking in costs much more than reading."""

FILES = sorted(SEEDS.glob("*/*"))


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def test_every_target_has_seeds_and_a_share_of_the_time() -> None:
    assert set(TARGETS) == set(SHARES) == {file.parent.name for file in FILES}
    assert round(sum(SHARES.values()), 6) == 1
    assert max(file.stat().st_size for file in FILES) < 10_000


def test_the_seeds_come_through_so_that_what_is_near_them_gets_far(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "lw", "LW", schema(), user="fuzz", clock=FixedClock(NOW), demonstration=True)
    store.do(establish_demonstration_keys, None)
    for name in ("all", "newer", "whole-rows"):
        file = tmp_path / name
        file.write_bytes(signed((SEEDS / "merge" / name).read_bytes()))
        with behind_the_seal():
            assert store.do(import_bundle, ImportOrder(file)).value.written > 0
    store.close()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_seed_and_what_is_near_it_bring_out_only_typed_errors(file: Path) -> None:
    target, content = TARGETS[file.parent.name], file.read_bytes()
    target(content)
    for place in range(0, len(content), max(1, len(content) // NEAR.get(file.parent.name, 8))):
        target(content[:place])
        target(content[:place] + b"\xff" + content[place + 1 :])


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(sorted(set(TARGETS) - {"merge"})), st.binary(max_size=200))
def test_any_bytes_bring_out_only_typed_errors(name: str, content: bytes) -> None:
    TARGETS[name](content)
