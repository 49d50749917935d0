"""Two to four houses write apart and exchange in any order: they end alike, and nothing is lost silently."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW
from tests.sync.houses import WindableClock
from tests.sync.replicas import GROUPS, Replica, Snapshot, make_templates

CHAMBERS = ("BS", "BS", "LW", "BS", "LW")
"""Workstations of one chamber may write the same records; the partner's house has its own."""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An empty house of each chamber."""
    return make_templates(tmp_path_factory.mktemp("templates"), WindableClock(NOW))


@contextmanager
def houses(templates: dict[str, Path], count: int) -> Iterator[list[Replica]]:
    """So many houses, each with a clock of its own; some agree to the millisecond, some are half an hour off."""
    folder = Path(tempfile.mkdtemp())
    made: list[Replica] = []
    try:
        for number in range(count):
            clock = WindableClock(NOW)
            clock.wind((0, 0, 0.5, -0.5, 0)[number])
            made.append(Replica.copied(templates[CHAMBERS[number]], folder / str(number), number, clock))
        yield made
    finally:
        for house in made:
            house.store.close()
        shutil.rmtree(folder)


EXAMPLES = int(os.environ.get("KAMMERDESK_EXAMPLES", "8"))
"""A soak asks for more."""

Step = tuple[str, int, int, int]

who = st.integers(0, 4)
few = st.integers(0, 3)
writing = st.tuples(st.just("write"), who, few, few)
sending = st.tuples(st.just("send"), who, who, st.just(0))
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        *(writing, writing, writing, sending, sending, sending),
        st.tuples(st.just("add"), who, few, few),
        st.tuples(st.just("remove"), who, few, few),
        st.tuples(st.just("post"), who, who, few),
        st.tuples(st.just("deliver"), few, who, few),
        st.tuples(st.sampled_from(("keep", "fall_back")), who, few, few),
    ),
    min_size=10,
    max_size=30,
)


class Season:
    """Plays the steps: who writes what, who sends to whom, what lies in the post for later, comes twice or never."""

    def __init__(self, houses: list[Replica], *, honestly: bool = True) -> None:
        self.houses = houses
        self.honestly = honestly
        self.records: list[tuple[str, str, UUID]] = []
        self.post: list[tuple[Snapshot, Replica]] = []
        self.told: set[str] = set()
        self.count = 0
        for which in range(3):
            self._add(houses[0], which)
        for house in houses[1:]:
            self._deliver(houses[0].snapshot(house), house)

    def play(self, step: Step) -> None:
        """One step; numbers that are too high begin again."""
        name, first, second, third = step
        self.count += 1
        for house in self.houses:
            house.clock.wind(0.01 if self.count % 3 == 0 else 0)
        if name == "send":
            self._deliver(self._house(first).snapshot(self._house(second)), self._house(second))
        elif name == "post":
            self.post.append((self._house(first).snapshot(self._house(second)), self._house(second)))
        elif name == "deliver" and self.post:
            self._read_by_somebody(*self.post[first % len(self.post)], self._house(second))
        elif name == "add":
            self._add(self._house(first), second)
        elif name in ("write", "remove"):
            self._write(self._house(first), second, third, remove=name == "remove")
        elif name in ("keep", "fall_back"):
            self._set_back(name)

    def settle(self) -> None:
        """Everyone sends to everyone until everyone has the receipts; after that nothing travels any more."""
        for _ in range(5):
            for sender in self.houses:
                for receiver in self.houses:
                    self._deliver(sender.snapshot(receiver), receiver)
        for sender in self.houses:
            travelling = [
                frame for house in self.houses if house is not sender for frame in sender.snapshot(house).frames
            ]
            assert travelling == []
        everything = [house.take(self.houses[0].snapshot()) for house in self.houses[1:]]
        assert everything == [0] * (len(self.houses) - 1)
        assert all(house.dangling() == [] for house in self.houses)

    def check(self) -> None:
        """What must hold in the end."""
        known = {key for house in self.houses for key in house.state()}
        self.settle()
        first = self.houses[0].state()
        assert first.keys() >= known
        assert all(house.state() == first for house in self.houses)
        assert all(house.parked() == 0 for house in self.houses)
        assert self.lost() == set()

    def _read_by_somebody(self, snapshot: Snapshot, meant_for: Replica, reader: Replica) -> None:
        """A bundle may be read by another workstation than the one it was written for, of the same chamber."""
        self._deliver(snapshot, reader if reader.chamber == meant_for.chamber else meant_for)

    def _set_back(self, name: str) -> None:
        """Always the second house: others of its chamber give it what it lost, and keep what it told them."""
        house = self.houses[1]
        if name == "keep":
            house.keep()
        else:
            house.fall_back(honestly=self.honestly)

    def _house(self, number: int) -> Replica:
        return self.houses[number % len(self.houses)]

    def _deliver(self, snapshot: Snapshot, receiver: Replica) -> None:
        if snapshot.head.replica != receiver.replica:
            receiver.take(snapshot)
            self.told |= snapshot.stamps()

    def _add(self, house: Replica, which: int) -> None:
        """Half of the records are people, employed by an organisation that this house knows."""
        known = [uid for kind, _, uid in self.records if kind == "organisation" and house.knows(kind, uid)]
        kind = "person" if known and which % 2 else "organisation"
        parent = known[which % len(known)] if kind == "person" else None
        self.records.append((kind, house.chamber, house.add(kind, parent)))

    def _write(self, house: Replica, which: int, group: int, *, remove: bool) -> None:
        own = [(kind, uid) for kind, home, uid in self.records if home == house.chamber]
        if own:
            kind, uid = own[which % len(own)]
            name = "removal" if remove else GROUPS[kind][group % len(GROUPS[kind])]
            house.write(kind, uid, name, self._value(house, name))

    def _value(self, house: Replica, group: str) -> object:
        """A value that was never written before."""
        if group == "removal":
            return house.clock.now() + timedelta(microseconds=self.count)
        if group == "work":
            self.records.append(("organisation", house.chamber, house.add("organisation")))
            return self.records[-1][2]
        return f"Wert {self.count}"

    def lost(self) -> set[str]:
        """Versions that are neither final, nor knowingly overwritten on the way there, nor kept as losers."""
        found = self.houses[0].stamps().union(*(house.losers() | house.set_aside for house in self.houses))
        edits = [edit for house in self.houses for edit in house.edits]
        edits += [edit for house in self.houses for edit in house.undone if edit.after in self.told]
        reachable, before = set(found), set[str]()
        while reachable != before:
            before = set(reachable)
            reachable |= {edit.before for edit in edits if edit.after in reachable}
        return {edit.after for edit in edits} - reachable


@settings(
    max_examples=EXAMPLES, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(count=st.integers(2, 5), played=steps)
def test_all_houses_end_alike_and_nothing_is_lost_silently(
    templates: dict[str, Path], count: int, played: list[Step]
) -> None:
    with houses(templates, count) as made:
        season = Season(made)
        for step in played:
            season.play(step)
        season.check()


def test_a_record_reaches_a_third_house_directly_or_by_another_of_its_chamber(templates: dict[str, Path]) -> None:
    with houses(templates, 3) as (bs, other, lw):
        uid = bs.add("organisation")
        other.take(bs.snapshot())
        other.write("organisation", uid, "name", "Später")
        lw.take(bs.snapshot())
        lw.take(other.snapshot())
        bs.take(other.snapshot())
        assert lw.state() == bs.state() == other.state()
        assert lw.losers() == set()


def test_a_new_record_arrives_with_the_stamp_of_each_of_its_groups(templates: dict[str, Path]) -> None:
    with houses(templates, 2) as (bs, other):
        uid = bs.add("organisation")
        bs.write("organisation", uid, "contact", "0531 1")
        assert other.take(bs.snapshot()) == 1
        assert other.state() == bs.state()
        assert other.take(bs.snapshot()) == 0


def test_a_parked_row_follows_with_the_bundle_that_brings_its_parent(templates: dict[str, Path]) -> None:
    with houses(templates, 3) as (bs, other, lw):
        employer = lw.add("organisation")
        bs.take(lw.snapshot())
        employee = bs.add("person", employer)
        assert other.take(bs.snapshot()) == 1
        assert (other.parked(), other.knows("person", employee)) == (1, False)
        assert other.take(bs.snapshot()) == 0
        other.take(lw.snapshot())
        assert (other.parked(), other.knows("person", employee)) == (0, True)
        assert other.state() == bs.state()


def test_the_partners_copy_is_not_taken_from_a_house_that_does_not_own_it(templates: dict[str, Path]) -> None:
    with houses(templates, 3) as (bs, other, lw):
        uid = bs.add("organisation")
        lw.take(bs.snapshot())
        lw.clock.wind(1)
        lw.write("organisation", uid, "name", "Dort geändert")
        forged = lw.forgery()
        before = bs.state()
        assert bs.take(forged) == 1
        assert bs.state() == before
        assert bs.losers() == {lw.edits[0].after}
        assert bs.take(forged) == 0
        assert other.take(forged) == 5
        assert other.state() == {}
