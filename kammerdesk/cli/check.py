"""`check`: is the file whole, does the journal hold, do the rules hold; `self-test`: does this installation work."""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.i18n import tr
from kammerdesk.base.user import user_name
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.compensation.rules.catalogue import law, rule_kinds, tax_limits
from kammerdesk.exams.rules.catalogue import grade_keys, regulations
from kammerdesk.office.checks import Checked, check_house, repair
from kammerdesk.people.chambers import chambers
from kammerdesk.store.checks import Check, Fault
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `check` and `self-test`."""
    check = commands.add_parser("check", help=tr("examines the data: file, journal and rules"))
    check.add_argument("--repair", action="store_true", help=tr("mends what can be mended"))
    add_data_option(check)
    check.set_defaults(handler=run_check)
    self_test = commands.add_parser("self-test", help=tr("examines this installation"))
    self_test.set_defaults(handler=run_self_test)


def run_check(options: argparse.Namespace) -> Answer:
    """Everything that must hold: faults, which make the answer no, and findings, which people have to decide on.

    With --repair faults are mended as far as that is possible, each kind by an action of the journal; what is told are
    the faults that are left.
    """
    with opened(options) as store:
        found = check_house(store, schema())
        repaired = repair(store, found) if options.repair else []
        if repaired:
            found = check_house(store, schema())
    faulty = [each for each in found if each.faults and not each.check.finding]
    findings = [(each.check, fault) for each in found for fault in each.faults if each.check.finding]
    sentences = [fault.sentence for each in faulty for fault in each.faults]
    lines = [tr("Mended: {what}.").format(what=tr(check.words)) for check in repaired]
    return Answer(
        {
            "ok": not faulty,
            "faults": sentences,
            "findings": [_as_data(check, fault) for check, fault in findings],
            "repaired": [check.name for check in repaired],
        },
        [*lines, *sentences, *(fault.sentence for _, fault in findings), _verdict(faulty)],
        ok=not faulty,
    )


def _as_data(check: Check, fault: Fault) -> dict[str, str]:
    uid = str(fault.uid) if fault.uid else ""
    return {"check": check.name, "sentence": fault.sentence, "kind": fault.kind, "uid": uid, **fault.facts}


def _verdict(faulty: Sequence[Checked]) -> str:
    if not faulty:
        return tr("The data are whole.")
    if any(each.check.repair is None for each in faulty):
        return tr("The data are damaged. Please restore a backup.")
    return tr("What was found can be mended. Please call again with --repair.")


def run_self_test(_options: argparse.Namespace) -> Answer:
    """Tries what a broken installation would lack: resources, fonts, catalogue, database engine, paper, window."""
    steps: dict[str, Callable[[], object]] = {
        "chambers": chambers,
        "regulations": regulations,
        "grade keys": grade_keys,
        "compensation": lambda: (law(), rule_kinds(), tax_limits()),
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
