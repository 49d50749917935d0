"""The rule by which two versions become one: in whichever order they meet, everyone arrives at the same."""

from __future__ import annotations

from functools import reduce
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.sync.decision import Decision, Knowledge, decide, replica_of
from kammerdesk.sync.frames import Part

NOTHING = Knowledge({}, {})
A, B = "a" * 16, "b" * 16


def stamp(tick: int, replica: str = A) -> str:
    return f"{tick:016x}{replica}"


def joined(local: Part, incoming: Part) -> Part:
    return incoming if decide(local, incoming, NOTHING).take else local


versions = st.builds(
    lambda tick, replica: Part(stamp(tick, replica), (f"{tick}/{replica}",)), st.integers(0, 5), st.sampled_from((A, B))
)


@given(versions, versions)
def test_it_does_not_matter_who_tells_whom(one: Part, other: Part) -> None:
    assert joined(one, other) == joined(other, one)


@given(st.lists(versions, min_size=1, max_size=4))
def test_it_does_not_matter_in_which_order_versions_come(found: list[Part]) -> None:
    results = {reduce(joined, order) for order in permutations(found)}
    assert results == {max(found, key=lambda part: part.stamp)}


@given(versions, versions)
def test_a_version_told_twice_changes_nothing(one: Part, other: Part) -> None:
    once = joined(one, other)
    assert decide(once, other, NOTHING).take is False


def test_a_later_version_of_the_same_writer_is_no_conflict() -> None:
    assert decide(Part(stamp(1), ("alt",)), Part(stamp(2), ("neu",)), NOTHING) == Decision(take=True)


def test_versions_written_unseen_are_a_conflict_and_the_loser_is_handed_back() -> None:
    ours, theirs = Part(stamp(2, A), ("hier",)), Part(stamp(3, B), ("dort",))
    assert decide(ours, theirs, NOTHING) == Decision(take=True, loser=ours)
    assert decide(theirs, ours, NOTHING) == Decision(take=False, loser=ours)


def test_the_same_values_written_twice_are_no_conflict() -> None:
    ours, theirs = Part(stamp(2, A), ("gleich",)), Part(stamp(3, B), ("gleich",))
    assert decide(ours, theirs, NOTHING) == Decision(take=True)


def test_whoever_had_seen_the_other_version_overwrote_it_on_purpose() -> None:
    ours, theirs = Part(stamp(2, A), ("hier",)), Part(stamp(3, B), ("dort",))
    assert decide(ours, theirs, Knowledge({}, {A: stamp(2, A)})).loser is None
    assert decide(ours, theirs, Knowledge({}, {A: stamp(1, A)})).loser is ours
    assert decide(theirs, ours, Knowledge({A: stamp(2, A)}, {})).loser is None


def test_fields_that_did_not_travel_before_are_filled_in_under_the_same_stamp() -> None:
    ours, theirs = Part(stamp(2), ("Groß", "")), Part(stamp(2), ("Groß", "Dr."))
    assert decide(ours, theirs, NOTHING) == Decision(take=True)


def test_the_replica_is_the_last_half_of_a_stamp() -> None:
    assert replica_of(stamp(7, B)) == B
