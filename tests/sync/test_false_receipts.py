"""A partner that says to have more from us than is here: its word alone makes nothing of what it sends our own."""

from __future__ import annotations

from uuid import UUID

from kammerdesk.people.model import Person
from kammerdesk.store.incarnation import claimed
from kammerdesk.store.stamps import next_stamp
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.store.work import Work
from kammerdesk.sync.numbers import own_replica
from kammerdesk.sync.service import ImportOrder, import_bundle
from kammerdesk.sync.standing import peer_standing
from tests.sync.conftest import Pair
from tests.sync.forging import STAMP, Forgery, frame, head
from tests.sync.test_two_houses import person


def own_person(work: Work, name: str) -> UUID:
    """A person of the house's own; the key."""
    found = work.add(Person(last_name=name, first_name="Ute"))
    work.session.flush()
    return found.uid


def test_who_only_says_to_have_more_of_us_cannot_write_into_our_records(pair: Pair) -> None:
    uid, own = pair.lw.do(own_person, "Eigener").value, pair.lw.ask(own_replica)
    pair.clock.wind(1)
    unknown = next_stamp(None, pair.clock.now(), own)
    pair.clock.wind(1)
    about = {"format": 2, "schema": SCHEMA_VERSION}
    receipt = Forgery(head(to_l=7, receipts={own: 10**9}, **about))
    pair.lw.do(import_bundle, ImportOrder(receipt.write(pair.folder / "receipt.kdb")))
    assert pair.lw.ask(claimed, "BS") == [own]
    assert pair.lw.ask(peer_standing, "BS").claims
    row = [uid, "LW", STAMP, unknown, "Untergeschoben", "Ute"]
    packed = frame("person", [["name", ["last_name", "first_name"]]], [row])
    given_back = Forgery(head(from_l=7, to_l=8, stamp=unknown, **about), [packed])
    pair.lw.do(import_bundle, ImportOrder(given_back.write(pair.folder / "back.kdb")))
    assert pair.lw.ask(person, uid).last_name == "Eigener"
