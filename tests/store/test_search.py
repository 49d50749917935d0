"""Search finds what is there, by every spelling and in spite of typing errors, whatever actions did before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.folding import shadow, words_of
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.checks import MENDABLE
from kammerdesk.store.search import Hit, search
from kammerdesk.store.store import Store
from kammerdesk.store.undo import undo, undoable
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.store.test_erasure import NAME, decrypted, erase_chosen, everything, folder_of, furnish

PEOPLE = (
    ("Müller", "Ada", "Braunschweig"),
    ("Öztürk", "Can", "Peine"),
    ("Yılmaz", "Eva", "Groß Oesingen"),
    ("Schmidt", "Jan", "Langenhagen"),
    ("Lang", "Ida", "Peine"),
    ("Mueller-Lüdecke", "Peine", ""),
)


def add_people(work: Work, people: tuple[tuple[str, str, str], ...] = PEOPLE) -> None:
    for last_name, first_name, town in people:
        work.add(Person(last_name=last_name, first_name=first_name, town=town))
    work.add(Organisation(name="Lang & Söhne A-27-02", kind="company", town="Peine"))


def titles(store: Store, typed: str, **options: object) -> list[str]:
    return [hit.title for hit in store.ask(search, typed, **options)]  # type: ignore[arg-type]  # options by name


@pytest.fixture
def filled(store: Store) -> Store:
    store.do(add_people, PEOPLE)
    return store


@pytest.mark.parametrize("typed", ["Mü", "mull", "MUELLER", "mueller ada", "ada m", "braun ad mü", "Mu\u0308ller, Ada"])
def test_people_are_found_by_the_beginnings_of_words_in_any_order_and_spelling(filled: Store, typed: str) -> None:
    assert "Müller, Ada" in titles(filled, typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Schmitt", "Schmidt, Jan"),
        ("Schmdit", "Schmidt, Jan"),
        ("Brausnchweig", "Müller, Ada"),
        ("Jan Langenhgaen", "Schmidt, Jan"),
        ("brausn", "Müller, Ada"),
    ],
)
def test_typing_errors_are_forgiven_where_nothing_else_is_found(filled: Store, typed: str, found: str) -> None:
    assert titles(filled, typed) == [found]


def test_whole_words_come_first_and_names_before_towns(filled: Store) -> None:
    filled.do(add_people, (("Langer", "Tom", "Lang"),))
    assert titles(filled, "lang", kinds=["person"]) == ["Lang, Ida", "Langer, Tom", "Schmidt, Jan"]


@pytest.mark.parametrize("typed", ["A-27-02", "a2702", "a27", "27 02"])
def test_numbers_are_found_with_and_without_their_dashes(filled: Store, typed: str) -> None:
    assert titles(filled, typed) == ["Lang & Söhne A-27-02, Peine"]


@pytest.mark.parametrize("typed", ["", "  ", "-", "person", "§person", '"', "mü* OR", "xyzxyz", "' --", "a" * 5000])
def test_what_is_nobodys_name_finds_nothing_and_breaks_nothing(filled: Store, typed: str) -> None:
    assert titles(filled, typed) == []


def test_only_the_wanted_kinds_and_numbers_are_found(filled: Store) -> None:
    assert [hit.kind for hit in filled.ask(search, "lang", kinds=["organisation"])] == ["organisation"]
    assert titles(filled, "lang", kinds=[]) == []
    assert len(titles(filled, "peine", limit=2)) == 2


def test_a_beginning_that_many_words_share_is_found_too(store: Store) -> None:
    store.do(add_people, tuple((f"Test{chr(97 + n // 26)}{chr(97 + n % 26)}", "A", "") for n in range(300)))
    assert len(titles(store, "test", limit=500)) == 300


def uid_of(store: Store, last_name: str) -> UUID:
    return store.ask(lambda session: session.scalars(select(Person.uid).where(Person.last_name == last_name)).one())


def put_away(work: Work, uid: UUID) -> None:
    work.remove(work.get(Person, uid))


def bring_back(work: Work, uid: UUID) -> None:
    work.session.execute(update(Person).where(Person.uid == uid).values(deleted_at=None, deleted_by=None))


def test_what_is_removed_is_not_found_until_it_comes_back(filled: Store) -> None:
    uid = uid_of(filled, "Schmidt")
    filled.do(put_away, uid)
    assert titles(filled, "schmidt") == []
    filled.do(bring_back, uid)
    assert titles(filled, "schmidt") == ["Schmidt, Jan"]


def test_raw_sql_inside_an_action_does_not_go_around_the_index(filled: Store) -> None:
    move = text("UPDATE person SET town = 'Soltau' WHERE first_name = 'Can'")
    filled.do(lambda work, _: work.session.execute(move), None)
    assert titles(filled, "soltau") == ["Öztürk, Can"]
    assert titles(filled, "can peine") == []


def test_no_byte_of_the_index_holds_what_was_erased(store: Store) -> None:
    furnished = store.do(furnish, None).value
    folded = words_of(NAME)[0]
    assert folded in store.ask(everything)
    store.do(erase_chosen, {"person": {furnished["person"]}, "appointment": {furnished["appointment"]}})
    assert folded not in store.ask(everything)
    assert folded[2:].encode() not in decrypted(folder_of(store))  # words share their first letters in the index
    assert titles(store, NAME) == []


NAMES = st.sampled_from(["Müller", "Muller", "Müller-Lang", "Langer", "Öz", "Oezkan", "A-27", "Weiß", "Weiss", ""])
STEPS = st.one_of(
    st.tuples(st.just("add"), st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=3).map(tuple)),
    st.tuples(st.just("rename"), st.tuples(st.integers(0, 9), NAMES)),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.none()),
)


def rename(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).last_name = order[1]


def step(store: Store, kind: str, order: object) -> None:
    """Carries out a step where it is possible."""
    live = select(Person.uid).where(Person.deleted_at.is_(None)).order_by(Person.uid)
    people = store.ask(lambda session: list(session.scalars(live)))
    match kind, order:
        case "add", tuple():
            store.do(add_people, order)
        case "rename", (int(index), str(name)) if people:
            store.do(rename, (people[index % len(people)], name))
        case "remove", int(index) if people:
            store.do(put_away, people[index % len(people)])
        case "undo", None:
            row = store.ask(undoable, store.user)
            if row is not None:
                store.do(undo, row.id)


@contextmanager
def empty_store() -> Iterator[Store]:
    clock = FixedClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "bs", "BS", schema(), user="kroeger", clock=clock, demonstration=True)
        try:
            yield store
        finally:
            store.close()


def expected(session: Session, typed: str) -> set[UUID]:
    """What the words mean, by looking at everybody."""
    people = session.scalars(select(Person).where(Person.deleted_at.is_(None)))
    words = words_of(typed)
    return {
        person.uid
        for person in people
        if all(
            any(known.startswith(word) for known in shadow(person.last_name, person.first_name, person.town).split())
            for word in words
        )
    }


@settings(max_examples=12, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_search_is_right_after_any_history_of_actions(history: list[tuple[str, object]]) -> None:
    with empty_store() as store:
        for kind, order in history:
            step(store, kind, order)
        for typed in ("mü", "mull", "muller lang", "lang", "langer", "oz", "a27", "weiss w", "o m"):
            wanted = store.ask(expected, typed)
            hits: list[Hit] = store.ask(search, typed, kinds=["person"], limit=500)
            if wanted:
                assert {hit.uid for hit in hits} == wanted, typed
        (check,) = (one for one in MENDABLE if one.name == "search")
        assert store.ask(lambda session: list(check.find(session, schema()))) == []
