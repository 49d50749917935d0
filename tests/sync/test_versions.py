"""Which version of a record a partner has: none, the newest, an older one; and from when our copy of a partner's is."""

from __future__ import annotations

from datetime import timedelta

from kammerdesk.store.store import Store
from kammerdesk.sync.versions import SharedVersion, shared_versions
from tests.sync.conftest import Pair
from tests.sync.disputes import call, part_company


def version(pair: Pair, store: Store) -> list[SharedVersion]:
    """How the examiner stands."""
    return store.ask(shared_versions, "person", pair.keys["examiner"])


def test_what_never_left_has_no_version_elsewhere(pair: Pair) -> None:
    assert version(pair, pair.bs) == version(pair, pair.lw) == []


def test_the_partner_has_what_it_confirmed_and_what_is_newer_goes_with_the_next_bundle(pair: Pair) -> None:
    made = pair.clock.now()
    pair.send(pair.bs, pair.lw)
    assert version(pair, pair.bs) == [SharedVersion("IHK Lüneburg-Wolfsburg", False, None, is_newest=False)]
    pair.send(pair.lw, pair.bs)
    assert version(pair, pair.bs) == [SharedVersion("IHK Lüneburg-Wolfsburg", False, made)]
    pair.clock.wind(1)
    changed = pair.clock.now()
    pair.bs.do(call, (pair.keys["examiner"], "0531 2"))
    assert version(pair, pair.bs) == [SharedVersion("IHK Lüneburg-Wolfsburg", False, made, is_newest=False)]
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    assert version(pair, pair.bs) == [SharedVersion("IHK Lüneburg-Wolfsburg", False, changed)]


def test_our_copy_is_from_when_its_house_wrote_it_until_it_is_no_longer_shared(pair: Pair) -> None:
    made = pair.clock.now()
    pair.send(pair.bs, pair.lw)
    assert version(pair, pair.lw) == [SharedVersion("IHK Braunschweig", True, made)]
    pair.bs.do(part_company, pair.keys["committee"])
    pair.send(pair.bs, pair.lw)
    (found,) = version(pair, pair.lw)
    assert found.until is not None
    assert found.until > pair.clock.now().date() + timedelta(days=180)
    assert version(pair, pair.bs) == []
