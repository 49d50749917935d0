"""Three workstations of one house and a partner: whatever order things come in, all end alike, nothing leaves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.people.model import Person
from kammerdesk.store.backup import make_backup
from kammerdesk.store.erasure import erase
from kammerdesk.store.incarnation import AnewOrder, go_on_as_copy, number_mark
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.restore import RestoreOrder, put_back
from kammerdesk.store.second_workstation import make_workstation
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync import stations as sending_stations
from kammerdesk.sync.agreement import PeerOrder, end_agreement, pause_partner, resume_partner
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.model import ConflictKind, SyncConflict, SyncPeer, SyncScope, SyncSeen, SyncUnknown
from kammerdesk.sync.numbers import own_replica
from kammerdesk.sync.queries import own_card, transfers
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ImportOrder, import_bundle
from kammerdesk.sync.station_folder import house_watch, serve_house
from kammerdesk.sync.station_taking import TakenFromStation, take_from_station
from kammerdesk.sync.stations import stations, wants_writing, write_for_stations
from tests.sync.conftest import Pair, opened_pair
from tests.sync.houses import MARKER, WindableClock
from tests.sync.test_two_houses import rename
from tools.soak.season_faults import export_from_newer_program


@dataclass
class House:
    """Braunschweig's three workstations, Lüneburg-Wolfsburg's one, and the folder between the three."""

    three: list[Store]
    lw: Store
    pair: Pair
    folder: Path

    @property
    def clock(self) -> WindableClock:
        return self.pair.clock

    def write(self, number: int) -> Path:
        """A bundle of one workstation for the others."""
        self.clock.wind(1 / 60)
        return self.three[number].do(write_for_stations, self.folder).value.file

    def take(self, number: int, file: Path) -> TakenFromStation:
        """Takes it in at one of them."""
        return self.three[number].do(take_from_station, file).value

    def settle(self) -> None:
        """All write and all take until nobody waits for anything."""
        for _ in range(6):
            for number, store in enumerate(self.three):
                if store.ask(wants_writing, self.folder):
                    self.write(number)
                for file in sorted(self.folder.glob("BS-BS-*.kdb")):
                    self.take(number, file)
        assert [store.ask(wants_writing, self.folder) for store in self.three] == [False] * 3


@pytest.fixture
def house(pair: Pair, tmp_path: Path) -> Iterator[House]:
    """The second and the third workstation are copies of the first."""
    with opened_house(pair, tmp_path) as made:
        yield made


@contextmanager
def opened_house(pair: Pair, folder: Path) -> Iterator[House]:
    """Three workstations that have exchanged once."""
    place = folder / "haus"
    place.mkdir()
    made = House([pair.bs, *(copied(pair, number) for number in (2, 3))], pair.lw, pair, place)
    made.settle()
    try:
        yield made
    finally:
        for store in made.three[1:]:
            store.close()


def copied(pair: Pair, number: int) -> Store:
    """A workstation made from a copy of the first one's data."""
    folder = pair.folder / f"bs{number}"
    with pair.bs.standing_still():
        shutil.copytree(pair.bs.file.parent, folder)
    store = Store.open(folder, user="kroeger", clock=pair.clock)
    store.do(go_on_as_copy, AnewOrder())
    return store


def records(session: Session) -> dict[tuple[str, UUID], tuple[Any, ...]]:
    """Every record with every field and effective stamp."""
    found = {}
    for table in record_tables(Record.metadata):
        for row in session.execute(select(table)):
            facts = row._mapping
            cells = [facts[c.name] or facts["_c"] if c.name.startswith("_v_") else facts[c.name] for c in table.columns]
            found[str(table.name), facts["uid"]] = tuple(
                cell for cell, c in zip(cells, table.columns, strict=True) if c.name != "_l"
            )
    return found


def inbox(session: Session) -> set[str]:
    return set(session.scalars(select(SyncConflict.id)))


def assert_alike(house: House) -> None:
    first = house.three[0]
    assert all(store.ask(records) == first.ask(records) for store in house.three)
    assert all(store.ask(inbox) == first.ask(inbox) for store in house.three)
    for store in (*house.three, house.lw):
        assert store.ask(lambda session: session.execute(text("PRAGMA foreign_key_check")).all()) == []


def test_what_one_writes_the_others_have_with_every_private_field(house: House) -> None:
    uid = house.pair.keys["examiner"]
    house.three[1].do(rename, (uid, "Am zweiten Platz"))
    house.settle()
    assert_alike(house)
    person = house.three[2].ask(lambda session: session.get_one(Person, uid).last_name)
    assert person == "Am zweiten Platz"


def test_each_has_one_file_in_the_folder_and_the_same_keys(house: House) -> None:
    for _ in range(3):
        house.three[0].do(rename, (house.pair.keys["examiner"], f"Groß {house.clock.now():%M}"))
        house.settle()
    assert len(list(house.folder.iterdir())) == 3
    cards = [store.ask(own_card) for store in house.three]
    assert cards[0] is not None
    assert cards == [cards[0]] * 3
    assert [len(store.ask(stations)) for store in house.three] == [3, 3, 3]


def test_two_who_wrote_the_same_unseen_by_each_other_find_it_in_every_inbox(house: House) -> None:
    uid = house.pair.keys["examiner"]
    for number in (0, 1):
        house.clock.wind(0.1)
        house.three[number].do(rename, (uid, f"Platz {number}"))
    house.settle()
    assert_alike(house)
    assert [len(store.ask(open_decisions)) for store in house.three] == [1, 1, 1]


def test_a_partners_bundle_taken_in_by_one_reaches_the_others_and_is_not_asked_for_again(house: House) -> None:
    pair = house.pair
    pair.export(house.three[0], "to_lw.kdb")
    pair.take_in(pair.lw, "to_lw.kdb")
    pair.export(pair.lw, "to_bs.kdb")
    pair.take_in(house.three[1], "to_bs.kdb")
    house.settle()
    assert_alike(house)
    assert all(len(store.ask(transfers)) == 2 for store in house.three)
    known = [store.ask(partner_knowledge) for store in house.three]
    assert known == [known[0]] * 3
    before = house.three[2].ask(records)
    done = pair.take_in(house.three[2], "to_bs.kdb")
    assert (done.written, done.read_before is not None) == (0, True)
    assert house.three[2].ask(records) == before
    (sent,) = [row for row in house.three[2].ask(transfers) if row.outgoing]
    assert sent.acked_at is not None


def partner_knowledge(session: Session) -> tuple[Any, ...]:
    seen = session.execute(select(SyncSeen.replica, SyncSeen.stamp, SyncSeen.upto).where(SyncSeen.chamber == "LW"))
    peer = session.scalars(select(SyncPeer)).one()
    return sorted(map(tuple, seen)), peer.told, peer.receipts, peer.seen


def test_a_further_workstation_is_a_copy_with_a_name_and_numbers_of_its_own(pair: Pair) -> None:
    folder = pair.folder / "zweiter"
    replica = make_workstation(pair.bs, folder)
    second = Store.open(folder, user="kroeger", clock=pair.clock)
    assert second.ask(records) == pair.bs.ask(records)
    assert (second.ask(own_replica), pair.bs.ask(own_replica) != replica) == (replica, True)
    assert (pair.bs.ask(number_mark), second.ask(number_mark)) == ("", replica[:4].upper())
    second.close()
    with pytest.raises(KammerError):
        make_workstation(pair.bs, folder)


def test_a_workstation_set_back_gets_what_it_lost_from_the_others(house: House) -> None:
    uid, second = house.pair.keys["examiner"], house.three[1]
    file = make_backup(second, house.pair.folder / "backups").file
    second.do(rename, (uid, "Nach der Sicherung"))
    house.settle()
    data = second.file.parent
    second.close()
    put_back(RestoreOrder(file, data), schema(), user="kroeger", clock=house.clock)
    house.three[1] = Store.open(data, user="kroeger", clock=house.clock)
    assert house.three[1].ask(lambda session: session.get_one(Person, uid).last_name) == "Groß"
    house.settle()
    assert_alike(house)
    assert house.three[1].ask(lambda session: session.get_one(Person, uid).last_name) == "Nach der Sicherung"


def test_what_a_partner_gives_back_of_a_lost_workstation_is_taken_by_another_as_its_own(house: House) -> None:
    pair, uid, second = house.pair, house.pair.keys["examiner"], house.three[1]
    file = make_backup(second, pair.folder / "backups").file
    house.clock.wind(1)
    second.do(rename, (uid, "Nur der Partner hat es"))
    pair.export(second, "to_lw.kdb")
    pair.take_in(pair.lw, "to_lw.kdb")
    data = second.file.parent
    second.close()
    put_back(RestoreOrder(file, data), schema(), user="kroeger", clock=house.clock)
    house.three[1] = Store.open(data, user="kroeger", clock=house.clock)
    house.settle()
    pair.export(house.three[1], "to_lw.kdb")
    pair.take_in(pair.lw, "to_lw.kdb")
    house.clock.wind(1)
    pair.export(pair.lw, "to_bs.kdb")
    assert pair.take_in(house.three[0], "to_bs.kdb").written > 0
    house.settle()
    assert_alike(house)
    assert house.three[2].ask(lambda session: session.get_one(Person, uid).last_name) == "Nur der Partner hat es"
    kinds = {row.reason for store in house.three for row in store.ask(open_decisions)}
    assert kinds <= {ConflictKind.CONFLICT}  # nobody knows what the lost one knew; a proposal it is not


def test_what_was_erased_at_one_is_erased_at_all(house: House) -> None:
    uid = house.three[0].do(add_person, "Löschbar").value
    house.settle()
    house.three[2].do(erase_person, uid)
    house.settle()
    assert_alike(house)
    assert house.three[0].ask(lambda session: session.get(Person, uid)) is None


def add_person(work: Work, name: str) -> UUID:
    person = work.add(Person(last_name=name, first_name="Eva"))
    work.session.flush()
    return person.uid


def erase_person(work: Work, uid: UUID) -> None:
    erase(work, {"person": {uid}})


def test_a_partner_gets_nothing_more_from_three_than_from_one(house: House) -> None:
    pair = house.pair
    for number, store in enumerate(house.three):
        house.clock.wind(1)
        store.do(rename, (pair.keys["examiner"], f"Von {number}"))
        pair.export(store, f"{number}.kdb")
        pair.take_in(pair.lw, f"{number}.kdb")
    house.settle()
    pair.export(house.three[0], "last.kdb")
    pair.take_in(pair.lw, "last.kdb")
    rows = pair.lw.ask(records)
    assert not any(MARKER in str(cell) for row in rows.values() for cell in row if row[1] == "BS")
    assert {key for key, row in rows.items() if row[1] == "BS"} == lw_may_have(house.three[0])


def test_what_a_newer_program_of_the_house_wrote_waits_for_the_update(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(sending_stations, "SCHEMA_VERSION", 99)
        house.three[0].do(rename, (house.pair.keys["examiner"], "Neuer"))
        file = house.write(0)
    before = house.three[1].ask(records)
    with pytest.raises(KammerError, match="KammerDesk"):
        house.take(1, file)
    assert house.three[1].ask(records) == before


def test_bundles_of_partners_and_of_workstations_are_told_apart(house: House) -> None:
    file = house.write(0)
    with pytest.raises(KammerError, match="in diesem Haus"):
        house.three[1].do(import_bundle, ImportOrder(file))
    house.pair.send(house.three[0], house.lw)
    house.pair.export(house.lw, "to_bs.kdb")
    with pytest.raises(KammerError, match="Partner"):
        house.take(1, house.pair.folder / "to_bs.kdb")


def test_the_folder_of_the_house_is_served_by_itself(house: House) -> None:
    uid = house.pair.keys["examiner"]
    house.three[0].do(rename, (uid, "Von selbst"))
    watches = [house_watch(store, house.folder) for store in house.three]
    for _ in range(6):
        house.clock.wind(1 / 60)
        served = [serve_house(store, watch) for store, watch in zip(house.three, watches, strict=True)]
        assert all(one.refused == [] for one in served)
    assert all(one.written is None and one.taken == [] for one in served)
    assert_alike(house)
    assert house.three[2].ask(lambda session: session.get_one(Person, uid).last_name) == "Von selbst"


def lw_may_have(store: Store) -> set[tuple[str, UUID]]:
    """What is in the partner's scope, as a workstation that has just sent knows."""
    members = select(SyncScope.kind, SyncScope.uid).where(SyncScope.peer == "LW")
    return {(row.kind, row.uid) for row in store.ask(lambda session: session.execute(members).all())}


Step = tuple[str, int, int]
who = st.integers(0, 2)
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("call", "bank", "remove", "add")), who, st.integers(0, 3)),
        st.tuples(st.sampled_from(("write", "take", "take", "lose")), who, st.integers(0, 5)),
        st.tuples(st.sampled_from(("to_lw", "from_lw", "lw_writes")), who, st.integers(0, 3)),
    ),
    min_size=8,
    max_size=25,
)


class Days:
    """Plays the steps: who writes, who reads which of all files that ever lay there, what is lost."""

    def __init__(self, house: House) -> None:
        self.house, self.people, self.count = house, list[UUID](), 0
        self.kept: list[bytes] = []
        for _ in range(3):
            self.people.append(house.three[0].do(add_person, "Anfang").value)
        house.pair.send(house.three[0], house.lw)

    def play(self, step: Step) -> None:
        """One step."""
        name, number, which = step
        house, store = self.house, self.house.three[number]
        self.count += 1
        house.clock.wind(1 / 60)
        if name in ("call", "bank", "remove"):
            store.do(change, (self.people[which % len(self.people)], name, str(self.count)))
        elif name == "add":
            self.people.append(store.do(add_person, f"Neu {self.count}").value)
        elif name == "write":
            self.kept.append(house.write(number).read_bytes())
        elif name == "take" and self.kept:
            file = house.pair.folder / "delivered.kdb"
            file.write_bytes(self.kept[which % len(self.kept)])
            house.take(number, file)
        elif name == "lose":
            for file in sorted(house.folder.glob("*.kdb"))[:which]:
                file.unlink()
        elif name == "to_lw":
            house.pair.export(store, "to_lw.kdb")
            house.pair.take_in(house.lw, "to_lw.kdb")
        elif name == "from_lw":
            house.pair.export(house.lw, "to_bs.kdb")
            house.pair.take_in(store, "to_bs.kdb")
        elif name == "lw_writes":
            house.lw.do(change_somebody, str(self.count))


def change(work: Work, order: tuple[UUID, str, str]) -> None:
    uid, what, value = order
    person = work.session.get(Person, uid)
    if person is not None and what == "remove":
        work.remove(person)
    elif person is not None:
        setattr(person, "phone" if what == "call" else "iban", value)


def change_somebody(work: Work, value: str) -> None:
    person = work.session.scalars(select(Person).where(Person.home == "LW").order_by(Person.uid).limit(1)).one()
    person.phone = value


@settings(
    max_examples=int(os.environ.get("KAMMERDESK_EXAMPLES", "2")),
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(played=steps)
def test_in_any_order_with_losses_and_repeats_all_workstations_end_alike(
    furnished: tuple[Path, dict[str, UUID]], tmp_path_factory: pytest.TempPathFactory, played: list[Step]
) -> None:
    folder, keys = furnished
    place = tmp_path_factory.mktemp("days")
    with opened_pair(folder, keys, place) as pair, opened_house(pair, place) as house:
        days = Days(house)
        for step in played:
            days.play(step)
        house.settle()
        assert_alike(house)
        for store in house.three:
            assert store.ask(partner_knowledge) == house.three[0].ask(partner_knowledge)
        pair.export(house.three[2], "end.kdb")
        pair.take_in(house.lw, "end.kdb")
        assert lw_may_have(house.three[2]) == {key for key, row in pair.lw.ask(records).items() if row[1] == "BS"}


def test_a_workstation_restored_from_before_its_clock_stood_years_ahead_is_heard_again(house: House) -> None:
    uid, second = house.pair.keys["examiner"], house.three[1]
    file = make_backup(second, house.pair.folder / "backups").file
    house.clock.wind(24 * 700)
    second.do(rename, (uid, "In zwei Jahren"))
    house.clock.wind(-24 * 700)
    data = second.file.parent
    second.close()
    put_back(RestoreOrder(file, data), schema(), user="kroeger", clock=house.clock)
    house.three[1] = Store.open(data, user="kroeger", clock=house.clock)
    house.three[1].do(rename, (uid, "Heute"))
    house.settle()
    assert_alike(house)
    assert house.three[0].ask(lambda session: session.get_one(Person, uid).last_name) == "Heute"


def test_a_later_version_of_what_nobody_knows_here_reaches_all(house: House) -> None:
    pair = house.pair
    pair.send(house.three[0], pair.lw)
    for number in (0, 1):
        house.clock.wind(1)
        export_from_newer_program(pair.lw, pair.folder / f"newer{number}.kdb", "BS", f"Wunsch {number}")
        pair.take_in(house.three[number], f"newer{number}.kdb")
        house.settle()
    kept = [store.ask(unknown_frames) for store in house.three]
    assert any(b"Wunsch 1" in frame for frame in kept[0])
    assert kept == [kept[0]] * 3


def unknown_frames(session: Session) -> set[bytes]:
    return set(session.scalars(select(SyncUnknown.frame)))


def standing(session: Session) -> str:
    return session.get_one(SyncPeer, "LW").state


def test_the_later_decision_to_pause_or_to_go_on_with_a_partner_counts_at_every_workstation(house: House) -> None:
    house.three[0].do(pause_partner, PeerOrder("LW"))
    house.clock.wind(1)
    first = house.write(0)
    assert [house.take(number, first).replica for number in (1, 2)]
    assert [store.ask(standing) for store in house.three] == ["paused"] * 3
    house.three[1].do(end_agreement, PeerOrder("LW"))
    house.clock.wind(1)
    house.three[2].do(resume_partner, PeerOrder("LW"))
    earlier, later = house.write(1), house.write(2)
    house.take(2, earlier)
    house.take(1, later)
    house.take(0, later)
    house.take(0, earlier)
    assert [store.ask(standing) for store in house.three] == ["active"] * 3


@pytest.mark.parametrize(("decide", "state"), [(pause_partner, "paused"), (end_agreement, "ended")])
def test_a_decision_about_a_partner_reaches_the_others_though_nothing_else_was_written(
    house: House, decide: Any, state: str
) -> None:
    house.clock.wind(3)
    house.three[1].do(decide, PeerOrder("LW"))
    house.clock.wind(-3)
    assert [store.ask(wants_writing, house.folder) for store in house.three] == [False, True, False]
    house.settle()
    assert [store.ask(standing) for store in house.three] == [state] * 3


def test_where_an_agreement_was_ended_no_workstation_sends_anything_any_more(house: House) -> None:
    assert house.pair.export(house.three[0]).kinds != {}
    house.three[0].do(end_agreement, PeerOrder("LW"))
    house.settle()
    assert house.pair.export(house.three[1]).kinds == {}


def test_who_takes_up_an_exchange_again_is_not_overruled_by_the_clock_of_whoever_paused_it(house: House) -> None:
    house.clock.wind(3)
    house.three[0].do(pause_partner, PeerOrder("LW"))
    house.clock.wind(-2.5)
    house.settle()
    house.three[1].do(resume_partner, PeerOrder("LW"))
    house.settle()
    assert [store.ask(standing) for store in house.three] == ["active"] * 3
    house.three[2].do(end_agreement, PeerOrder("LW"))
    house.settle()
    assert [store.ask(standing) for store in house.three] == ["ended"] * 3
