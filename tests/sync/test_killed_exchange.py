"""Killed or without space while bundles go to and fro: nothing is half, and doing it again ends as if nothing was."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest
from sqlalchemy import text

from kammerdesk.base.errors import KammerError
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ImportedBundle, ImportOrder, import_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import everything
from tests.sync.test_two_houses import rename
from tools.soak import power
from tools.soak.deaths import die_everywhere

NAMES_GIVEN = "r"
"""The steps at which files get their name; `desk soak` dies at all steps."""


@pytest.mark.skipif(power.can_run() is not None, reason="the shim that counts the steps cannot be made here")
def test_killed_when_a_file_gets_its_name_the_exchange_goes_on_as_if_nothing_had_happened(
    tmp_path: Path,
) -> None:
    (export,) = die_everywhere(tmp_path / "soak", ("export",), NAMES_GIVEN)
    assert export.faults == []
    assert export.steps >= 2


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
