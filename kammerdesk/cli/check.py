"""`check`: is the file whole, does the journal hold, do the rules hold; `self-test`: does this installation work."""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.clock import office_date
from kammerdesk.base.i18n import tr
from kammerdesk.base.user import user_name
from kammerdesk.base.verdicts import State
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.committees import queries as committees
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.exams.rules.catalogue import grade_keys, regulations
from kammerdesk.people.chambers import chambers
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `check` and `self-test`."""
    check = commands.add_parser("check", help=tr("examines the data: file, journal and rules"))
    add_data_option(check)
    check.set_defaults(handler=run_check)
    self_test = commands.add_parser("self-test", help=tr("examines this installation"))
    self_test.set_defaults(handler=run_self_test)


def run_check(options: argparse.Namespace) -> Answer:
    """Integrity of file, triggers, references and journal (faults), and committees that break a rule (findings)."""
    with opened(options) as store:
        faults = inspect(store, schema())
        today = office_date(store.clock)
        findings = [
            {"committee": row.name, "rule": verdict.rule, "paragraph": verdict.paragraph, "sentence": verdict.sentence}
            for row in store.ask(committees.committees)
            for verdict in check_committee(committees.case_of(row, today))
            if verdict.state is State.BROKEN
        ]
    lines = [
        *faults,
        *(f"{finding['committee']}: {finding['sentence']} ({finding['paragraph']})" for finding in findings),
    ]
    verdict = tr("The data are whole.") if not faults else tr("The data are damaged. Please restore a backup.")
    return Answer({"ok": not faults, "faults": faults, "findings": findings}, [*lines, verdict], ok=not faults)


def run_self_test(_options: argparse.Namespace) -> Answer:
    """Tries what a broken installation would lack: resources, fonts, catalogue, database engine, paper, window."""
    steps: dict[str, Callable[[], object]] = {
        "chambers": chambers,
        "regulations": regulations,
        "grade keys": grade_keys,
        "German words": _german_words,
        "database": _database,
        "paper": _paper,
        "window": _window,
    }
    results = {name: _outcome(step) for name, step in steps.items()}
    ok = not any(results.values())
    return Answer(
        {"ok": ok, "steps": {name: error or "ok" for name, error in results.items()}},
        [f"{name}: {error or 'in Ordnung'}" for name, error in results.items()],
        ok=ok,
    )


def _outcome(step: Callable[[], object]) -> str:
    try:
        step()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _german_words() -> None:
    if tr("Today") != "Heute":
        raise RuntimeError("no German catalogue")


def _database() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder), "BS", schema(), user=user_name(), demonstration=True)
        faults = inspect(store, schema())
        store.close()
    if faults:
        raise RuntimeError(" ".join(faults))


def _paper() -> None:
    from kammerdesk.printing.fonts import Weight, face

    for weight in Weight:
        face(weight)


def _window() -> None:
    if importlib.util.find_spec("PySide6.QtWidgets") is None:
        raise RuntimeError("no Qt")
