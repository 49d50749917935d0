"""A decision settles what its decider had before it, and hides nobody's words that were read elsewhere or later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.differences import Side
from kammerdesk.base.errors import Refused
from kammerdesk.people.model import Person
from kammerdesk.store.second_workstation import make_workstation
from kammerdesk.store.stamps import next_stamp, stamp_before
from kammerdesk.store.store import Store
from kammerdesk.sync.inbox import open_decisions, undecided
from kammerdesk.sync.resolving import (
    DeclineOrder,
    ResolveOrder,
    accept_proposal,
    decline_proposal,
    note_conflict,
    resolve_conflict,
)
from kammerdesk.sync.scope import POLICIES, Policy
from kammerdesk.sync.settlement import Settlement
from kammerdesk.sync.station_taking import take_from_station
from kammerdesk.sync.stations import write_for_stations
from tests.conftest import NOW
from tests.sync.conftest import Pair
from tests.sync.disputes import call, cross
from tests.sync.test_two_houses import rename
from tests.sync.test_unheard import name_in, the_only
from tests.sync.test_workstations import House, house

__all__ = ["house"]


def waiting(store: Store) -> set[str]:
    return {row.id for row in store.ask(undecided)}


def write_names(house: House) -> None:
    """The second place writes B, the third C, the first A, each unseen by the others; the first hears of B only."""
    files = {}
    for number, name in ((1, "B"), (2, "C"), (0, "A")):
        house.clock.wind(0.1)
        house.three[number].do(rename, (house.pair.keys["examiner"], name))
        files[name] = house.write(number)
    house.take(0, files["B"])
    house.take(1, files["A"])
    house.take(1, files["C"])
    house.clock.wind(0.1)


def test_who_decided_without_having_read_a_third_version_does_not_hide_it(house: House) -> None:
    write_names(house)
    first = house.three[0]
    first.do(resolve_conflict, ResolveOrder(the_only(first.ask(open_decisions)).id))
    house.take(0, house.write(1))
    house.settle()
    assert [len(waiting(store)) for store in house.three] == [1, 1, 1]
    last = house.three[2]
    row = the_only(last.ask(open_decisions))
    last.do(resolve_conflict, ResolveOrder(row.id, {"last_name": Side.THEIRS}))
    house.settle()
    assert [waiting(store) for store in house.three] == [set(), set(), set()]


def test_who_had_both_versions_settles_both_at_every_place(house: House) -> None:
    write_names(house)
    second = house.three[1]
    house.settle()
    assert [len(waiting(store)) for store in house.three] == [2, 2, 2]
    second.do(resolve_conflict, ResolveOrder(second.ask(open_decisions)[0].id))
    house.settle()
    assert [waiting(store) for store in house.three] == [set(), set(), set()]


def test_declining_one_proposal_does_not_hide_a_later_one_that_another_place_read(house: House) -> None:
    pair, (first, second, _), uid = house.pair, house.three, house.pair.keys["examiner"]
    pair.send(first, pair.lw)
    house.settle()
    for number in (1, 2):
        house.clock.wind(1)
        pair.lw.do(rename, (uid, f"Dort {number}"))
        pair.export(pair.lw, f"{number}.kdb")
    pair.take_in(first, "1.kdb")
    pair.take_in(second, "2.kdb")
    house.clock.wind(1)
    first.do(decline_proposal, DeclineOrder(the_only(first.ask(open_decisions)).id, "Falsch."))
    house.settle()
    later = [the_only(store.ask(open_decisions)).id for store in house.three]
    assert later == [later[0]] * 3
    second.do(accept_proposal, ResolveOrder(later[0]))
    house.settle()
    pair.send(first, pair.lw)
    assert [name_in(store, pair) for store in (*house.three, pair.lw)] == ["Dort 2"] * 4
    assert [waiting(store) for store in (*house.three, pair.lw)] == [set()] * 4


@contextmanager
def second_place(pair: Pair) -> Iterator[Store]:
    """Another workstation of the partner's house."""
    make_workstation(pair.lw, pair.folder / "lw2")
    place = Store.open(pair.folder / "lw2", user="thoms", clock=pair.clock)
    (pair.folder / "house").mkdir()
    try:
        yield place
    finally:
        place.close()


def tell(pair: Pair, sender: Store, receiver: Store) -> None:
    """From one workstation of the partner's house to the other."""
    pair.clock.wind(0.1)
    receiver.do(take_from_station, sender.do(write_for_stations, pair.folder / "house").value.file)


def test_who_puts_away_one_version_does_not_put_away_another_of_the_same_house(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    with second_place(pair) as other:
        for store, name in ((other, "Zweiter"), (pair.lw, "Erster"), (pair.bs, "Hier")):
            pair.clock.wind(0.1)
            store.do(rename, (pair.keys["examiner"], name))
        pair.send(pair.bs, pair.lw)
        noted = the_only(pair.lw.ask(undecided)).id
        pair.lw.do(note_conflict, ResolveOrder(noted))
        tell(pair, other, pair.lw)
        tell(pair, pair.lw, other)
        assert noted not in waiting(pair.lw) == waiting(other) != set()
        pair.send(pair.lw, pair.bs)
        pair.bs.do(accept_proposal, ResolveOrder(the_only(pair.bs.ask(open_decisions)).id))
        assert name_in(pair.bs, pair) == "Zweiter"
        pair.send(pair.bs, pair.lw)
        assert waiting(pair.lw) == set()


def test_the_answer_ends_what_both_places_of_its_author_show(pair: Pair) -> None:
    """The partner's copy met versions of ours that whoever answered had written over himself."""
    pair.send(pair.bs, pair.lw)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier 1"))
    pair.export(pair.bs, "one.kdb")
    pair.clock.wind(0.1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    pair.take_in(pair.lw, "one.kdb")
    pair.clock.wind(0.1)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier 2"))
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    assert len(waiting(pair.lw)) == 2
    pair.bs.do(decline_proposal, DeclineOrder(the_only(pair.bs.ask(open_decisions)).id, "Bleibt."))
    pair.send(pair.bs, pair.lw)
    assert waiting(pair.lw) == set()


@pytest.mark.parametrize("decider", ["bs", "lw"])
def test_what_is_open_where_both_may_write_is_the_same_in_both_houses(
    house: House, monkeypatch: pytest.MonkeyPatch, decider: str
) -> None:
    monkeypatch.setitem(POLICIES, ("person", "contact"), Policy.SHARED)
    pair, uid = house.pair, house.pair.keys["examiner"]
    pair.send(house.three[0], pair.lw)
    house.settle()
    for store, phone in ((house.three[1], "2"), (pair.lw, "3"), (house.three[0], "1")):
        house.clock.wind(0.1)
        store.do(call, (uid, phone))
    cross(pair)
    store = pair.bs if decider == "bs" else pair.lw
    decided = the_only(store.ask(open_decisions)).id
    assert waiting(pair.bs) == waiting(pair.lw) == {decided}
    store.do(resolve_conflict, ResolveOrder(decided))
    house.settle()
    for _ in range(2):
        pair.send(pair.bs, pair.lw)
        pair.send(pair.lw, pair.bs)
        house.settle()
    inner = [waiting(one) for one in house.three]
    assert inner == [inner[0]] * 3
    assert len(inner[0]) >= 1, "nobody who decided had read what the second place wrote"
    assert decided not in inner[0] | waiting(pair.lw)
    while rows := pair.bs.ask(open_decisions):
        house.clock.wind(0.1)
        pair.bs.do(resolve_conflict, ResolveOrder(rows[0].id))
    house.settle()
    for _ in range(2):
        pair.send(pair.bs, pair.lw)
        pair.send(pair.lw, pair.bs)
    phones = [one.ask(lambda session: session.get_one(Person, uid).phone) for one in (pair.bs, pair.lw)]
    assert phones[0] == phones[1]


def test_a_decision_tells_what_was_known_but_not_itself(house: House) -> None:
    write_names(house)
    first = house.three[0]
    first.do(resolve_conflict, ResolveOrder(the_only(first.ask(open_decisions)).id))

    def told(session: Session) -> tuple[str, str]:
        found = session.scalars(select(Settlement)).one()
        return found.known, found.creation_stamp or ""

    known, decided = first.ask(told)
    stamps = known.split(" ")
    assert stamps == sorted(stamps)
    assert len({stamp[16:] for stamp in stamps}) == len(stamps)
    assert max(stamps) < decided


def withdraw(pair: Pair) -> None:
    """The partner proposes a name and writes the former again; two bundles tell of it."""
    for name in ("Dort", "Groß"):
        pair.clock.wind(1)
        pair.lw.do(rename, (pair.keys["examiner"], name))
        pair.export(pair.lw, f"{name}.kdb")


def test_a_proposal_that_its_author_took_back_waits_no_longer_and_cannot_be_accepted(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    withdraw(pair)
    pair.take_in(pair.bs, "Dort.kdb")
    proposed = the_only(pair.bs.ask(open_decisions)).id
    done = pair.take_in(pair.bs, "Groß.kdb")
    assert [count.proposals for count in done.counts if count.proposals] == []
    assert pair.bs.ask(undecided) == []
    with pytest.raises(Refused, match="bereits"):
        pair.bs.do(accept_proposal, ResolveOrder(proposed))
    assert pair.take_in(pair.bs, "Groß.kdb").written == 0
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier"))
    assert pair.bs.ask(undecided) == [], "what was taken back does not come again when we change the record"
    pair.send(pair.bs, pair.lw)
    assert [name_in(store, pair) for store in (pair.bs, pair.lw)] == ["Hier", "Hier"]


@pytest.mark.parametrize("order", [("Dort.kdb", "Groß.kdb"), ("Groß.kdb", "Dort.kdb")])
def test_a_proposal_taken_back_waits_at_no_place_whoever_reads_which_bundle(
    house: House, order: tuple[str, str]
) -> None:
    pair = house.pair
    pair.send(pair.bs, pair.lw)
    house.settle()
    withdraw(pair)
    pair.take_in(house.three[0], order[0])
    pair.take_in(house.three[1], order[1])
    house.settle()
    assert [waiting(store) for store in house.three] == [set()] * 3
    assert [name_in(store, pair) for store in house.three] == ["Groß"] * 3


def test_a_proposal_taken_back_is_over_though_we_wrote_the_same_once_more_meanwhile(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    withdraw(pair)
    pair.take_in(pair.bs, "Dort.kdb")
    for name in ("Hier", "Groß"):
        pair.clock.wind(1)
        pair.bs.do(rename, (pair.keys["examiner"], name))
    pair.take_in(pair.bs, "Groß.kdb")
    assert pair.bs.ask(undecided) == []


def test_what_is_proposed_anew_after_it_was_taken_back_waits_again(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    withdraw(pair)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    for file in ("Dort.kdb", "Groß.kdb"):
        pair.take_in(pair.bs, file)
    pair.send(pair.lw, pair.bs)
    pair.bs.do(accept_proposal, ResolveOrder(the_only(pair.bs.ask(open_decisions)).id))
    assert name_in(pair.bs, pair) == "Dort"


@given(st.integers(1, 10**6))
def test_the_stamp_before_another_is_just_below_it(steps: int) -> None:
    first = next_stamp(None, NOW, "0123456789abcdef")
    second = next_stamp(first, NOW, "0123456789abcdef")
    assert first == stamp_before(second) < second
    assert stamp_before(f"{steps:016x}" + first[16:]) == f"{steps - 1:016x}" + first[16:]
