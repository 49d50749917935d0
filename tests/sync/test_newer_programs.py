"""Another version on the other side: what is not known here is kept and taken in later; weaker ways are refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.ids import uuid7
from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.aside import aside
from kammerdesk.sync.model import SyncConflict, SyncPeer, SyncUnknown
from kammerdesk.sync.service import ImportOrder, import_bundle
from kammerdesk.sync.unknown import kept_frames
from tests.conftest import NOW
from tests.sync.conftest import Pair
from tests.sync.forging import ENCODER, STAMP, Forgery, frame, head
from tests.sync.houses import everything
from tests.sync.test_two_houses import FIRST_BUNDLE

UID = uuid7()
LATER = f"{int(STAMP[:12], 16) + 1:012x}{STAMP[12:]}"
NAMES = ["last_name", "first_name"]


def newer(**changes: Any) -> dict[str, Any]:
    """The head of a bundle of a newer program."""
    return head(**{"format": 2, "schema": 99, "to_l": 7} | changes)


def person_row(stamp: str = STAMP, wish: str = "vegetarisch") -> list[Any]:
    return [UID, "BS", STAMP, STAMP, "Neuer", "Jan", "von", stamp, wish, 7, STAMP, "05"]


GROUPS = [["name", [*NAMES, "particle"]], ["wishes", ["meal", "seats"]], ["contact", ["phone"]]]


def taken(pair: Pair, frames: list[bytes], **changes: Any) -> Any:
    file = Forgery(newer(**changes), frames).write(pair.folder / "newer.kdb")
    return pair.lw.do(import_bundle, ImportOrder(file)).value


def kept(session: Session) -> dict[tuple[str, str], tuple[str, Any]]:
    rows = session.execute(select(SyncUnknown.__table__))
    return {(row.kind, row.group): (row.stamp, msgspec.msgpack.decode(row.frame)[2][0][4:]) for row in rows}


def someone(session: Session) -> Any:
    return session.execute(select(Person.__table__).where(Person.uid == UID)).one()


def test_fields_groups_and_kinds_that_are_not_known_are_kept_and_the_rest_is_taken(pair: Pair) -> None:
    wish = [uuid7(), "BS", STAMP, STAMP, "Fensterplatz"]
    done = taken(pair, [frame("person", GROUPS, [person_row()]), frame("exam_wish", [["core", ["text"]]], [wish])])
    assert {count.kind: count.added for count in done.counts} == {"person": 1}
    assert (pair.lw.ask(someone).last_name, pair.lw.ask(someone).phone) == ("Neuer", "05")
    assert pair.lw.ask(kept) == {
        ("person", "name"): (STAMP, ["von"]),
        ("person", "wishes"): (STAMP, ["vegetarisch", 7]),
        ("exam_wish", "core"): (STAMP, ["Fensterplatz"]),
    }
    assert taken(pair, [frame("person", GROUPS, [person_row()])]).written == 0


def test_only_a_later_version_takes_the_place_of_what_is_kept(pair: Pair) -> None:
    taken(pair, [frame("person", GROUPS, [person_row(LATER, "vegan")])])
    taken(pair, [frame("person", GROUPS, [person_row()])])
    assert pair.lw.ask(kept)["person", "wishes"] == (LATER, ["vegan", 7])


def test_what_is_kept_is_passed_on_as_it_came(pair: Pair) -> None:
    packed = frame("exam_wish", [["core", ["text"]]], [[UID, "BS", STAMP, STAMP, "Fensterplatz"]])
    taken(pair, [packed])
    passed = pair.lw.ask(lambda s: list(kept_frames(s.connection(), "BS", lambda stamp: stamp == STAMP)))
    assert [(one.kind, one.packed) for one in passed] == [("exam_wish", packed)]
    assert pair.lw.ask(lambda s: list(kept_frames(s.connection(), "BS", lambda stamp: stamp > STAMP))) == []


def own_person(work: Work, _order: None) -> Person:
    """A person of Lüneburg-Wolfsburg's own."""
    person = Person(uid=UID, home=work.chamber, last_name="Eigener", first_name="Ute")
    work.session.add(person)
    return person


def test_what_a_partner_writes_into_our_record_is_kept_beside_what_its_house_said_of_its_own(pair: Pair) -> None:
    pair.lw.do(own_person, None)
    theirs = [UID, "LW", STAMP, LATER, "vegan", 7]
    not_theirs = [UID, "LW", STAMP, f"{STAMP[:16]}{'d' * 16}", "Fleisch", 9]
    for row in (theirs, not_theirs):
        taken(pair, [frame("person", [["wishes", ["meal", "seats"]]], [row])], stamp=LATER, brings={"c" * 16: LATER})
    assert pair.lw.ask(kept) == {("person", "wishes"): (LATER, ["vegan", 7])}


def older_program(work: Work, home: str) -> None:
    """As if the groups of a person had come when this program did not know them yet."""
    for group, fields, values in (("name", NAMES, ["Neuer", "Jan"]), ("contact", ["phone"], ["05"])):
        packed = ENCODER.encode(["person", [[group, fields]], [[UID, home, STAMP, LATER, *values]]])
        facts = {"kind": "person", "uid": UID, "group": group, "home": home, "stamp": LATER, "frame": packed}
        facts |= {"signer": "BS", "bundle": UID, "since": NOW}
        work.session.execute(insert(SyncUnknown).values(facts))


def test_after_the_update_what_was_kept_is_taken_in(pair: Pair) -> None:
    pair.lw.do(older_program, "BS")
    pair.send(pair.bs, pair.lw)
    assert (pair.lw.ask(someone).last_name, pair.lw.ask(someone).phone, pair.lw.ask(someone).home) == (
        *("Neuer", "05"),
        "BS",
    )
    assert pair.lw.ask(kept) == {}


def proposals(session: Session) -> list[tuple[str, str, bool]]:
    found = session.scalars(select(SyncConflict).where(SyncConflict.uid == UID, SyncConflict.reason == "proposal"))
    return sorted((one.signer, one.group, "Neuer" in one.values or "05" in one.values) for one in found)


def test_after_the_update_what_a_partner_wrote_into_our_record_is_a_proposal(pair: Pair) -> None:
    taken(pair, [], stamp=LATER, brings={"c" * 16: LATER})
    pair.lw.do(own_person, None)
    pair.lw.do(older_program, "LW")
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(someone).last_name == "Eigener"
    assert pair.lw.ask(proposals) == [("BS", "contact", True), ("BS", "name", True)]
    assert pair.lw.ask(kept) == {}


REFUSED = {
    "a private kind": lambda: frame("exam_result", [["decision", ["passed"]]], []),
    "a private field": lambda: frame("person", [["name", NAMES], ["bank", ["iban"]]], []),
    "a known field in an unknown group": lambda: frame("person", [["name", NAMES], ["wishes", ["iban"]]], []),
    "a clock as a field": lambda: frame("person", [["name", [*NAMES, "_l"]]], []),
    "a field of sql": lambda: frame("person", [["name", [*NAMES, "x) --"]]], []),
    "a kind of sql": lambda: frame("x; DROP TABLE person", [["core", ["text"]]], []),
    "an unknown field without a value": lambda: frame("person", GROUPS, [person_row()[:-4]]),
    "an unknown field with a stamp that is none": lambda: frame("person", GROUPS, [person_row("x" * 32)]),
    "an unknown field with U+0000": lambda: frame("person", GROUPS, [person_row(wish="ve\0gan")]),
    "an unknown field from the future": lambda: frame("person", GROUPS, [person_row("f" * 32)]),
    "nested values without end": lambda: b"\x93\xa9exam_wish\x91\x92\xa4core\x91\xa4text" + b"\x91" * 500_000,
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_newer_program_may_not_send_either(what: str, pair: Pair) -> None:
    before = pair.lw.ask(everything)
    with pytest.raises(KammerError):
        taken(pair, [REFUSED[what]()])
    assert pair.lw.ask(everything) == before


def test_a_program_of_our_version_may_send_nothing_unknown(pair: Pair) -> None:
    with pytest.raises(KammerError):
        taken(pair, [frame("person", GROUPS, [person_row()])], schema=1)


def test_another_format_is_refused_with_the_version_to_install(pair: Pair) -> None:
    file = Forgery(head(format=3, program="2.4.1")).write(pair.folder / "newer.kdb")
    with pytest.raises(KammerError, match=r"2\.4\.1"):
        pair.lw.do(import_bundle, ImportOrder(file))


def floor(work: Work, suite: int) -> None:
    work.session.execute(update(SyncPeer).where(SyncPeer.chamber == "BS").values(suite=suite))


def suite_of(store: Store) -> int:
    return store.ask(lambda session: session.get_one(SyncPeer, "BS").suite)


def test_the_suite_of_a_partner_never_goes_down(pair: Pair) -> None:
    assert suite_of(pair.lw) == 2
    pair.lw.do(floor, 3)
    pair.export(pair.bs)
    with pytest.raises(KammerError, match="BS"):
        pair.take_in(pair.lw)
    assert suite_of(pair.lw) == 3


def test_a_bundle_from_the_future_waits_beside_the_data_until_it_can_be_read(pair: Pair) -> None:
    pair.clock.wind(25)
    file = pair.export(pair.bs).file
    pair.clock.wind(-25)
    for _ in range(2):
        with pytest.raises(KammerError):
            pair.take_in(pair.lw)
    (waiting,) = pair.lw.ask(aside)
    assert waiting.file.read_bytes() == file.read_bytes()
    file.unlink()
    with pytest.raises(KammerError):
        pair.lw.do(import_bundle, ImportOrder(waiting.file))
    pair.clock.wind(2)
    assert pair.lw.do(import_bundle, ImportOrder(waiting.file)).value.written == sum(FIRST_BUNDLE.values())
    assert pair.lw.ask(aside) == []


def test_a_damaged_bundle_is_not_put_aside(pair: Pair) -> None:
    file = pair.export(pair.bs).file
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(KammerError):
        pair.take_in(pair.lw)
    assert pair.lw.ask(aside) == []
