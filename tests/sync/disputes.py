"""The twelve ways in which words of two houses meet, each brought about by two real houses and their bundles.

The papers count twelve kinds without a list; these are the cases that follow from who may write what (docs/format.md,
section 6): both wrote, one removed, not theirs to write, no longer theirs to see, decided twice, lost and found again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from kammerdesk.base.differences import Side
from kammerdesk.committees.model import Committee
from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.resolving import ResolveOrder, resolve_conflict
from kammerdesk.sync.scope import POLICIES, Policy
from tests.sync.conftest import Pair
from tests.sync.test_restored_house import backup, restore
from tests.sync.test_restored_house import rename as rename_committee
from tests.sync.test_trespassing import smuggle, trespass
from tests.sync.test_two_houses import remove, rename

PHONE, NAME, REMOVAL = ("person", "contact"), ("person", "name"), ("person", "removal")


@dataclass(frozen=True)
class Case:
    """How it comes about, in which house it is then seen, what it is, who decides, and what must be read of it."""

    happens: Callable[[Pair], None]
    seen_in: str
    reason: str
    is_ours: bool
    words: tuple[str, ...]
    policies: tuple[tuple[tuple[str, str], Policy], ...] = ()


def call(work: Work, order: tuple[UUID, str]) -> None:
    """Another telephone number."""
    work.get(Person, order[0]).phone = order[1]


def cross(pair: Pair) -> None:
    """Both write their bundle before either reads the other's."""
    pair.clock.wind(1)
    pair.export(pair.bs, "from_bs.kdb")
    pair.export(pair.lw, "from_lw.kdb")
    pair.take_in(pair.bs, "from_lw.kdb")
    pair.take_in(pair.lw, "from_bs.kdb")


def _both_call(pair: Pair, first: Store, second: Store) -> None:
    pair.send(pair.bs, pair.lw)
    for store, number in ((first, "0531 2"), (second, "04131 3")):
        pair.clock.wind(1)
        store.do(call, (pair.keys["examiner"], number))
    cross(pair)


def _ours_is_later(pair: Pair) -> None:
    _both_call(pair, pair.lw, pair.bs)


def _theirs_is_later(pair: Pair) -> None:
    _both_call(pair, pair.bs, pair.lw)


def _removed_on_both_sides(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    for store in (pair.bs, pair.lw):
        pair.clock.wind(1)
        store.do(remove, (Person, pair.keys["examiner"]))
    cross(pair)


def _removed_here_changed_there(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(remove, (Person, pair.keys["examiner"]))
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    cross(pair)


def _changed_here_removed_there(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier"))
    pair.lw.do(remove, (Person, pair.keys["examiner"]))
    cross(pair)


def _changed_what_only_its_house_may(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    pair.send(pair.lw, pair.bs)


def _the_same_seen_from_the_other_side(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier"))
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    cross(pair)


def part_company(work: Work, committee: UUID) -> None:
    work.get(Committee, committee).partner = "HN"


def _changed_after_it_left_the_scope(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.bs.do(part_company, pair.keys["committee"])
    pair.clock.wind(1)
    pair.export(pair.bs, "lost.kdb")
    pair.lw.do(call, (pair.keys["examiner"], "04131 3"))
    pair.send(pair.lw, pair.bs)


def _seated_in_our_committee(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.lw.do(trespass, pair.keys)
    pair.clock.wind(1)
    pair.lw.do(smuggle, pair.folder / "smuggled.kdb")
    pair.take_in(pair.bs, "smuggled.kdb")


def _changed_what_is_only_added(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], "Nachträglich"))
    pair.send(pair.bs, pair.lw)


def _lost_and_found_again(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    file = backup(pair)
    pair.clock.wind(1)
    pair.bs.do(rename_committee, (pair.keys["committee"], "Vor dem Zurückspielen"))
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    pair.send(pair.bs, pair.lw)
    pair.bs.do(rename_committee, (pair.keys["committee"], "Nach dem Zurückspielen"))
    pair.send(pair.lw, pair.bs)


def _decided_differently(pair: Pair) -> None:
    _theirs_is_later(pair)
    for store in (pair.bs, pair.lw):
        (row,) = store.ask(open_decisions)
        store.do(resolve_conflict, ResolveOrder(row.id, {"phone": Side.OURS}))
    cross(pair)


_BOTH = ("Unsere Fassung", "Partnerfassung", "0531 2", "04131 3", "kroeger", "IHK Lüneburg-Wolfsburg (thoms)")
_PROPOSES = "Die IHK Lüneburg-Wolfsburg schlägt dies für einen Datensatz der IHK Braunschweig vor"
_SHARED_PHONE = ((PHONE, Policy.SHARED),)

CASES: dict[str, Case] = {
    "both wrote, ours is later": Case(_ours_is_later, "bs", "conflict", True, _BOTH[:4], _SHARED_PHONE),
    "both wrote, theirs is later": Case(
        _theirs_is_later, "bs", "conflict", True, (*_BOTH, "Vorher: Telefon: 0531 1"), _SHARED_PHONE
    ),
    "removed on both sides": Case(
        _removed_on_both_sides, "bs", "conflict", True, ("Entfernt am", "23.11.2026"), ((REMOVAL, Policy.SHARED),)
    ),
    "removed here, changed there": Case(_removed_here_changed_there, "bs", "proposal", True, ("Groß", "Dort")),
    "changed here, removed there": Case(
        _changed_here_removed_there, "bs", "proposal", True, ("Hier, Änne", "Entfernt am", _PROPOSES)
    ),
    "changed what only its house may": Case(
        _changed_what_only_its_house_may, "bs", "proposal", True, ("Groß", "Dort", _PROPOSES)
    ),
    "the same, seen from the other side": Case(
        _the_same_seen_from_the_other_side, "lw", "conflict", False, ("Hier", "Dort", "gehört der IHK Braunschweig")
    ),
    "changed after it left the scope": Case(
        _changed_after_it_left_the_scope, "bs", "proposal", True, ("0531 1", "04131 3"), _SHARED_PHONE
    ),
    "put into our committee": Case(
        _seated_in_our_committee, "bs", "proposal", True, ("den es hier nicht gibt", "hier nicht vorhanden")
    ),
    "changed what is only ever added": Case(
        _changed_what_is_only_added, "lw", "proposal", True, ("Groß", "Nachträglich"), ((NAME, Policy.ADDED),)
    ),
    "lost, found again and written meanwhile": Case(
        _lost_and_found_again, "bs", "conflict", True, ("Vor dem Zurückspielen", "Nach dem Zurückspielen", "kroeger")
    ),
    "decided differently in both houses": Case(_decided_differently, "bs", "conflict", True, _BOTH[:4], _SHARED_PHONE),
}


def bring_about(case: Case, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Lets it happen; returns the house in which it is seen."""
    for group, policy in case.policies:
        monkeypatch.setitem(POLICIES, group, policy)
    case.happens(pair)
    return pair.bs if case.seen_in == "bs" else pair.lw
