"""An older file, a copied folder and a clock set back are noticed; nobody writes under another one's name."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.people.model import Person
from kammerdesk.store import guard
from kammerdesk.store.actions import Role, action
from kammerdesk.store.erasure import erase
from kammerdesk.store.guard import GUARD_FILE, Sighting
from kammerdesk.store.incarnation import CopyAnswer, CopyFound, Finding, Origin, Replica, ended, judge, workplace
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import JournalEntry, SyncClock
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.conftest import NOW
from tests.store.real import add, made, names, opened, ring, state
from tests.store.test_store import add_person, people

__all__ = ("ring", "state")

pytestmark = pytest.mark.usefixtures("ring", "state")

HERE = Sighting("pc", "/data", "a" * 16, 10, "0" * 32)


def replica(session: Session) -> str:
    return session.scalars(select(SyncClock.replica)).one()


def origins(session: Session) -> list[str]:
    return sorted(session.scalars(select(Replica.reason)))


def entries(session: Session) -> list[str]:
    return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def life(folder: Path, clock: FixedClock) -> str:
    store = opened(folder, clock)
    try:
        return store.ask(replica)
    finally:
        store.close()


class Answers:
    """A user who answers the question, and remembers it."""

    def __init__(self, answer: CopyAnswer) -> None:
        self.answer = answer
        self.asked: list[CopyFound] = []

    def __call__(self, found: CopyFound) -> CopyAnswer:
        """The answer."""
        self.asked.append(found)
        return self.answer


@pytest.fixture
def data(tmp_path: Path, clock: FixedClock) -> Path:
    """Data with two records; an older file, with one, lies beside the folder."""
    folder = made(tmp_path / "data", clock, "Alt")
    shutil.copy(folder / DATABASE_NAME, tmp_path / "older")
    add(folder, clock, "Neu")
    return folder


# --- the rule


@pytest.mark.parametrize(
    ("before", "finding"),
    [
        ([], Finding.EXPECTED),
        ([HERE], Finding.EXPECTED),
        ([replace(HERE, sequence=9)], Finding.EXPECTED),
        ([replace(HERE, sequence=11)], Finding.OLDER),
        ([replace(HERE, sequence=9), replace(HERE, sequence=11)], Finding.OLDER),
        ([replace(HERE, replica="b" * 16, sequence=11)], Finding.EXPECTED),
        ([replace(HERE, replica="b" * 16, sequence=1, ended=("a" * 16,))], Finding.OLDER),
        ([replace(HERE, replica="b" * 16, machine="other", ended=("a" * 16,))], Finding.EXPECTED),
        ([replace(HERE, machine="other")], Finding.COPY),
        ([replace(HERE, machine="other", sequence=11)], Finding.COPY),
        ([replace(HERE, machine="")], Finding.EXPECTED),
        ([replace(HERE, path="/gone")], Finding.EXPECTED),
    ],
)
def test_what_was_seen_before_says_what_the_data_are(before: list[Sighting], finding: Finding) -> None:
    assert judge(HERE, before)[0] is finding


def test_moved_data_that_are_older_are_older() -> None:
    assert judge(HERE, [replace(HERE, machine="other", sequence=11)], moved=True)[0] is Finding.OLDER
    assert judge(HERE, [replace(HERE, machine="other")], moved=True)[0] is Finding.EXPECTED


# --- an older file in the place of the data


def test_an_older_file_in_the_place_of_the_data_goes_on_as_a_new_life_and_says_so(
    data: Path, tmp_path: Path, clock: FixedClock
) -> None:
    former = life(data, clock)
    shutil.copy(tmp_path / "older", data / DATABASE_NAME)
    store = opened(data, clock)
    assert store.ask(people) == ["Alt"]
    assert "älter" in store.notices[0]
    assert store.ask(replica) != former
    assert former in store.ask(ended)
    assert store.ask(entries) == ["add_person", "go_on_from_older_file"]
    assert inspect(store, schema()) == []
    store.close()
    store = opened(data, clock)
    assert store.notices == []
    store.close()


def test_it_is_noticed_also_when_the_whole_folder_was_set_back(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    former = life(data, clock)
    shutil.copytree(data, tmp_path / "image")
    add(data, clock, "Danach")
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "image", data)
    assert life(data, clock) != former


def test_it_is_noticed_also_by_the_file_beside_the_data_alone(
    data: Path, tmp_path: Path, state: Path, clock: FixedClock
) -> None:
    former = life(data, clock)
    shutil.rmtree(state)
    shutil.copy(tmp_path / "older", data / DATABASE_NAME)
    assert life(data, clock) != former


def test_a_life_that_ended_is_noticed_when_it_comes_back(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    shutil.copy(data / DATABASE_NAME, tmp_path / "newest")
    shutil.copy(tmp_path / "older", data / DATABASE_NAME)
    second = life(data, clock)
    shutil.copy(tmp_path / "newest", data / DATABASE_NAME)
    store = opened(data, clock)
    assert store.ask(people) == ["Alt", "Neu"]
    assert store.ask(replica) not in (second, store.ask(ended))
    assert store.ask(origins) == [Origin.CREATED, Origin.LATER, Origin.RESURRECTED]
    store.close()


def test_the_clock_runs_on_from_what_the_lost_file_had_written(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    later = FixedClock(clock.moment + timedelta(hours=3))
    add(data, later, "Später")
    last = max(sighting.stamp for sighting in guard.sightings(data))
    shutil.copy(tmp_path / "older", data / DATABASE_NAME)
    store = opened(data, clock)
    store.do(add_person, "Danach")
    assert store.ask(lambda session: session.scalars(select(SyncClock.ver)).one()) > last
    store.close()


def test_also_a_user_who_may_only_read_opens_an_older_file(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    store = opened(data, clock)
    store.do(give_role, RoleOrder("oezdemir", Role.HEAD))
    store.do(give_role, RoleOrder("kroeger", Role.READER))
    shutil.copytree(data, tmp_path / "image")
    store.close()
    store = Store.open(data, user="oezdemir", clock=clock)
    store.do(add_person, "Danach")
    store.close()
    shutil.copy(tmp_path / "image" / DATABASE_NAME, data / DATABASE_NAME)
    shutil.copy(tmp_path / "image" / f"{DATABASE_NAME}-wal", data / f"{DATABASE_NAME}-wal")
    store = opened(data, clock)
    assert store.ask(people) == ["Alt", "Neu"]
    assert len(store.notices) == 1
    store.close()


@action("Erase a namesake in the test", roles=(), lasting=True)
def erase_namesake(work: Work, name: str) -> None:
    uid = work.session.scalars(select(Person.uid).where(Person.last_name == name)).one()
    erase(work, {"person": {uid}})


def test_what_was_erased_since_does_not_come_back_with_an_older_file(
    data: Path, tmp_path: Path, clock: FixedClock
) -> None:
    store = opened(data, clock)
    store.do(erase_namesake, "Alt")
    store.close()
    shutil.copy(tmp_path / "older", data / DATABASE_NAME)
    store = opened(data, clock)
    assert store.ask(people) == []
    assert store.ask(entries) == ["add_person", "go_on_from_older_file", "reapply_graves"]
    assert inspect(store, schema()) == []
    store.close()


@action("Leave the house in the test", lasting=True)
def leave_the_house(work: Work, name: str) -> None:
    add_person(work, name)


def test_what_left_the_house_is_remembered_at_once(data: Path, clock: FixedClock) -> None:
    """A bundle may carry it, so the memory must not wait for a closing that a power failure prevents."""
    store = opened(data, clock)
    before = {sighting.sequence for sighting in guard.sightings(data)}
    store.do(add_person, "Nur hier")
    assert {sighting.sequence for sighting in guard.sightings(data)} == before
    store.do(leave_the_house, "Draußen")
    assert {sighting.sequence for sighting in guard.sightings(data)} == {max(before) + 2}
    store.close()


# --- copied or moved folders


def test_a_copied_folder_asks_and_without_an_answer_stays_closed(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(data, tmp_path / "copy")
    with pytest.raises(KammerError, match="--as copy"):
        opened(tmp_path / "copy", clock)
    assert names(data, clock) == ["Alt", "Neu"]


def test_a_copy_is_a_workplace_of_its_own_beside_the_original(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    original = life(data, clock)
    shutil.copytree(data, tmp_path / "copy")
    user = Answers(CopyAnswer.COPY)
    store = opened(tmp_path / "copy", clock, user)
    assert [(found.folder, found.other, found.other_machine) for found in user.asked] == [
        (tmp_path / "copy", data, False)
    ]
    assert str(data) in user.asked[0].question
    own = store.ask(replica)
    assert own != original
    assert store.ask(workplace) == own
    assert store.ask(ended) == {}
    assert store.ask(entries)[-1] == "go_on_as_copy"
    assert inspect(store, schema()) == []
    store.close()
    assert life(tmp_path / "copy", clock) == own
    assert life(data, clock) == original


def test_after_a_move_the_data_go_on_as_what_they_were(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    original = life(data, clock)
    shutil.copytree(data, tmp_path / "new")
    store = opened(tmp_path / "new", clock, Answers(CopyAnswer.MOVE))
    assert store.ask(replica) == original
    assert store.notices == []
    store.close()
    assert life(tmp_path / "new", clock) == original
    with pytest.raises(KammerError):
        opened(data, clock)


def test_moved_data_that_are_older_than_those_they_were_copied_from_are_a_new_life(
    data: Path, tmp_path: Path, clock: FixedClock
) -> None:
    original = life(data, clock)
    shutil.copytree(data, tmp_path / "new")
    add(data, clock, "Danach")
    store = opened(tmp_path / "new", clock, Answers(CopyAnswer.MOVE))
    assert store.ask(replica) != original
    assert len(store.notices) == 1
    store.close()


def test_a_folder_that_was_renamed_asks_nothing(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    original = life(data, clock)
    data.rename(tmp_path / "renamed")
    assert life(tmp_path / "renamed", clock) == original


def test_another_name_of_the_same_folder_asks_nothing(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "link").symlink_to(data)
    assert life(tmp_path / "link", clock) == life(data, clock)


def test_data_from_another_computer_ask(
    data: Path, state: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(state)
    monkeypatch.setattr(guard, "_machine_number", lambda: "another")
    told = json.loads((data / GUARD_FILE).read_text(encoding="utf-8"))
    (data / GUARD_FILE).write_text(json.dumps({**told, "machine": "somebody else's"}), encoding="utf-8")
    user = Answers(CopyAnswer.MOVE)
    opened(data, clock, user).close()
    assert [found.other_machine for found in user.asked] == [True]
    opened(data, clock).close()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"machine": 1}', b"null"])
def test_a_memory_that_cannot_be_read_says_nothing_and_is_written_anew(
    data: Path, state: Path, clock: FixedClock, content: bytes
) -> None:
    for file in (data / GUARD_FILE, *state.rglob("*.json")):
        file.write_bytes(content)
    assert names(data, clock) == ["Alt", "Neu"]
    assert json.loads((data / GUARD_FILE).read_text(encoding="utf-8"))["sequence"] == 2


def test_a_memory_that_cannot_be_written_disturbs_nobody(data: Path, state: Path, clock: FixedClock) -> None:
    shutil.rmtree(state)
    state.write_text("in the way", encoding="ascii")
    (data / GUARD_FILE).unlink()
    (data / GUARD_FILE).mkdir()
    assert names(data, clock) == ["Alt", "Neu"]


def test_invented_data_are_copied_and_set_back_as_one_likes(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    folder = store.file.parent
    store.do(add_person, "Müller")
    store.close()
    shutil.copytree(folder, tmp_path / "copy")
    add(folder, clock, "Meier")
    shutil.copy(tmp_path / "copy" / DATABASE_NAME, folder / DATABASE_NAME)
    assert life(tmp_path / "copy", clock) == life(folder, clock)
    assert not (folder / GUARD_FILE).exists()


# --- the clock


def test_a_clock_set_back_by_more_than_a_day_is_told_and_work_goes_on(data: Path, clock: FixedClock) -> None:
    store = opened(data, FixedClock(NOW - timedelta(hours=25)))
    assert ["Systemuhr prüfen" in notice for notice in store.notices] == [True]
    assert "23.11.2026" in store.notices[0]
    store.do(add_person, "Trotzdem")
    store.close()
    store = opened(data, FixedClock(NOW - timedelta(hours=23)))
    assert store.notices == []
    store.close()
