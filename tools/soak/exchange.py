"""The exchange under kills and power cuts: bundles written for a partner, and bundles taken in from it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.people.model import Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.bundle import SUFFIX
from kammerdesk.sync.files import digest, part_of
from kammerdesk.sync.model import SyncOut
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ExportOrder, ImportOrder, establish_demonstration_keys, export_bundle, import_bundle
from tests.sync.houses import everything, furnish

_CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
_FIXED_NAME = f"paket{SUFFIX}"
_BUNDLES = f"first{SUFFIX}", f"second{SUFFIX}"
_EXPECTED = "expected"
"""The file with the states that a house goes through when nothing goes wrong."""

_OF_EACH_ACTION = frozenset({"journal_entry", "journal_change", "sync_clock", "sync_in"})
"""Tables that tell of every action and of every transfer, also of one that changed nothing."""

_RECORDS = tuple(str(table.name) for table in record_tables(Record.metadata))


def prepare_export(house: Path) -> None:
    """Braunschweig with an older bundle of a fixed name, and beside it the partner that will read."""
    _make_both(house, house.with_name("partner"))
    with _opened(house) as store:
        store.do(export_bundle, ExportOrder(_out(house) / _FIXED_NAME))
    _rehearse(house.with_name("partner"), [_out(house) / _FIXED_NAME])


def export(house: Path, say: Callable[[str], None]) -> None:
    """A bundle with a name of its own, and one over the older bundle."""
    with _opened(house) as store:
        for place in (_out(house), _out(house) / _FIXED_NAME):
            say(store.do(export_bundle, ExportOrder(place)).value.sha256)


def export_faults(house: Path, acknowledged: set[str]) -> list[str]:
    """What is wrong with a house that wrote bundles, with the bundles, or with what follows from them."""
    partner = house.with_name("partner")
    with _opened(house) as store:
        found = [f"check: {fault}" for fault in inspect(store, schema())]
        records = store.ask(_recorded)
        found += _faults_of_files(_out(house), records)
        found += [f"lost: {one}" for one in acknowledged - set(records)]
        again = store.do(export_bundle, ExportOrder(_out(house) / _FIXED_NAME)).value.file
    with _opened(partner) as store:
        for file in [*sorted(_out(house).glob(f"*{SUFFIX}")), again]:
            store.do(import_bundle, ImportOrder(file))
        state, expected = store.ask(_state), _expected(partner)[-1]
        found += [f"the partner ends elsewhere: {name}" for name in _RECORDS if state[name] != expected[name]]
    return found


def prepare_import(house: Path) -> None:
    """Lüneburg-Wolfsburg with two bundles that wait, the later one with a change."""
    partner = house.with_name("partner")
    _make_both(partner, house)
    with _opened(partner) as store:
        for name in _BUNDLES:
            store.do(export_bundle, ExportOrder(_out(house) / name))
            store.do(_rename_all, None)
    _rehearse(house, [_out(house) / name for name in _BUNDLES])


def take_in(house: Path, say: Callable[[str], None], bundles: tuple[str, ...] = _BUNDLES) -> None:
    """Both bundles, or some."""
    with _opened(house) as store:
        for name in bundles:
            store.do(import_bundle, ImportOrder(_out(house) / name))
            say(name)


def import_faults(house: Path, acknowledged: set[str]) -> list[str]:
    """What is wrong with a house that took bundles in, or that takes the same ones in again."""
    expected = _expected(house)
    with _opened(house) as store:
        found = [f"check: {fault}" for fault in inspect(store, schema())]
        state = store.ask(_state)
    if state not in expected:
        return [*found, "a bundle is there by half"]
    there = expected.index(state)
    if there < len(acknowledged):
        found.append(f"lost: one of {sorted(acknowledged)}")
    take_in(house, lambda _name: None, _BUNDLES[min(there, 1) :])  # the numbers of records tell of further actions
    with _opened(house) as store:
        state = store.ask(_state)
        found += [f"the house ends elsewhere: {name}" for name in state if state[name] != expected[-1][name]]
    return found


def _make_both(sender: Path, receiver: Path) -> None:
    _out(sender).mkdir()
    for chamber, folder in (("BS", sender), ("LW", receiver)):
        store = Store.create(folder, chamber, schema(), user="soak", clock=_CLOCK, demonstration=True)
        with closing(store):
            store.do(establish_demonstration_keys, None)
            if chamber == "BS":
                store.do(furnish, None)


def _rehearse(house: Path, bundles: list[Path]) -> None:
    """Takes the bundles into a copy of a house, and writes down each state it goes through."""
    copy = house.with_name("rehearsal")
    shutil.copytree(house, copy)
    with _opened(copy) as store:
        states = [store.ask(_state)]
        for file in bundles:
            store.do(import_bundle, ImportOrder(file))
            states.append(store.ask(_state))
    shutil.rmtree(copy)
    house.with_name(_EXPECTED).write_text(json.dumps(states))


def _expected(house: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(house.with_name(_EXPECTED).read_text())
    return found


def _opened(house: Path) -> closing[Store]:
    return closing(Store.open(house, user="soak", clock=_CLOCK))


def _out(house: Path) -> Path:
    """The folder of the bundles."""
    return house.with_name("out")


def _rename_all(work: Work, _order: None) -> None:
    for person in work.session.scalars(select(Person)):
        person.first_name += " Maria"


def _state(session: Session) -> dict[str, str]:
    """A hash for each table but those that tell of each action and transfer."""
    return {
        name: hashlib.sha256(repr(rows).encode()).hexdigest()
        for name, rows in everything(session).items()
        if name not in _OF_EACH_ACTION
    }


def _recorded(session: Session) -> dict[str, str]:
    """Which file each bundle was written to, by its hash, the oldest first."""
    query = select(SyncOut.sha256, SyncOut.file).order_by(SyncOut.stamp)
    return {row.sha256: row.file for row in session.execute(query)}


def _faults_of_files(out: Path, records: dict[str, str]) -> Iterator[str]:
    """Whatever bears a final name must be whole and recorded; what is recorded last lies there, maybe as a part."""
    whole = {file.name: digest(file)[1] for file in out.glob(f"*{SUFFIX}")}
    for name, sha256 in whole.items():
        if sha256 not in records:
            yield f"half, or without its record: {name}"
    for name in set(records.values()):
        last = [sha256 for sha256, file in records.items() if file == name][-1]
        part = part_of(out / name)
        if last != whole.get(name) and not (part.exists() and digest(part)[1] == last):
            yield f"recorded, but nowhere: {name}"
