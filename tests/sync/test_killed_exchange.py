"""Killed or without space while bundles go to and fro: nothing is half, and doing it again ends as if nothing was."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ExportOrder, ImportedBundle, ImportOrder, export_bundle, import_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import WindableClock, everything
from tests.sync.test_two_houses import FIRST_BUNDLE, rename

resource = pytest.importorskip("resource", reason="processes are forked, bounded and killed as POSIX knows it")


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def before_the_commit() -> None:
    event.listen(Session, "before_commit", die)


def after_the_commit() -> None:
    event.listen(Session, "after_commit", die)


def before_the_name() -> None:
    Path.replace = die  # type: ignore[method-assign,assignment]


def after_the_name() -> None:
    replace = Path.replace

    def named(self: Path, target: Path) -> NoReturn:
        replace(self, target)
        die()

    Path.replace = named  # type: ignore[method-assign,assignment]


def killed(house: Path, clock: WindableClock, moment: Callable[[], None], act: Callable[[Store], object]) -> bool:
    """Whether a process of its own that does this in a house was killed at a moment; `desk soak` kills at all steps."""
    child = os.fork()
    if child == 0:
        store = Store.open(house, user="kroeger", clock=clock)
        moment()
        try:
            act(store)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize(("moment", "there"), [(before_the_commit, 0), (before_the_name, 0), (after_the_name, 1)])
def test_killed_while_a_bundle_is_written_there_is_a_whole_one_or_none_and_the_exchange_goes_on(
    pair: Pair, moment: Callable[[], None], there: int
) -> None:
    place = pair.folder / "out"
    place.mkdir()
    pair.bs.close()
    assert killed(pair.folder / "bs", pair.clock, moment, lambda store: store.do(export_bundle, ExportOrder(place)))
    pair.bs = Store.open(pair.folder / "bs", user="kroeger", clock=pair.clock)
    assert inspect(pair.bs, schema()) == []
    found = list(place.glob("*.kdb"))
    assert len(found) == there
    for file in found:
        assert pair.lw.do(import_bundle, ImportOrder(file)).value.written == sum(FIRST_BUNDLE.values())
    assert pair.send(pair.bs, pair.lw).written == (0 if there else sum(FIRST_BUNDLE.values()))


@pytest.mark.parametrize(("moment", "is_there"), [(before_the_commit, False), (after_the_commit, True)])
def test_killed_while_a_bundle_is_taken_in_it_is_there_wholly_or_not_at_all_and_again_ends_the_same(
    pair: Pair, moment: Callable[[], None], is_there: bool
) -> None:
    file = pair.export(pair.bs).file
    before = pair.lw.ask(everything)
    pair.lw.close()
    assert killed(pair.folder / "lw", pair.clock, moment, lambda store: store.do(import_bundle, ImportOrder(file)))
    pair.lw = Store.open(pair.folder / "lw", user="thoms", clock=pair.clock)
    assert (pair.lw.ask(everything) == before) is not is_there
    assert inspect(pair.lw, schema()) == []
    assert pair.take_in(pair.lw).written == (0 if is_there else sum(FIRST_BUNDLE.values()))


def take_in_on_a_full_drive(work: Work, order: ImportOrder) -> ImportedBundle:
    pages = work.session.execute(text("PRAGMA page_count")).scalar_one()
    work.session.execute(text(f"PRAGMA max_page_count = {pages}"))
    return import_bundle(work, order)


def test_a_bundle_for_which_there_is_no_space_is_told_and_changes_nothing(pair: Pair) -> None:
    pair.bs.do(rename, (pair.keys["examiner"], "Groß" * 20_000))
    pair.export(pair.bs)
    before = pair.lw.ask(everything)
    with pytest.raises(KammerError, match="kein Platz"):
        pair.lw.do(take_in_on_a_full_drive, ImportOrder(pair.folder / "bundle.kdb"))
    assert pair.lw.ask(everything) == before
    assert inspect(pair.lw, schema()) == []
    pair.lw.close()
    pair.lw = Store.open(pair.folder / "lw", user="thoms", clock=pair.clock)
    assert pair.take_in(pair.lw).written > 0


def test_a_drive_that_refuses_to_write_is_told_and_the_bundle_is_taken_in_afterwards(pair: Pair) -> None:
    pair.export(pair.bs)
    before = pair.lw.ask(everything)
    pair.lw.close()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = Store.open(pair.folder / "lw", user="thoms", clock=pair.clock)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        try:
            store.do(import_bundle, ImportOrder(pair.folder / "bundle.kdb"))
        except KammerError as error:
            os._exit(0 if "Laufwerk" in str(error) else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert pair.lw.ask(everything) == before
    assert pair.take_in(pair.lw).written > 0
    assert inspect(pair.lw, schema()) == []
