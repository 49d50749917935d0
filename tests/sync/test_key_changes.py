"""Keys are changed with an overlap, taken in from a known partner without a telephone, and revoked as of a moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.store.store import Store
from kammerdesk.sync import queries
from kammerdesk.sync.cards import Card, demonstration_card, make_card, read_card, write_card
from kammerdesk.sync.key_changes import OVERLAP, RevokeOrder, revoke_key, rotate_keys, trust_successor
from kammerdesk.sync.key_list import keys
from kammerdesk.sync.model import SyncKey
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret, new_secret
from kammerdesk.sync.service import TrustOrder, create_keys, trust_partner
from kammerdesk.sync.spoken import fingerprint_words
from tests.conftest import NOW
from tests.sync.conftest import Pair
from tests.sync.test_two_houses import rename

DAY = timedelta(days=1)
OLD = demonstration_card("BS")
OLD_KEYS = PrivateKeys(demonstration_secret("BS"))


def change_keys(pair: Pair) -> Card:
    """Braunschweig changes its keys an hour later."""
    pair.clock.wind(1)
    return pair.bs.do(rotate_keys, None).value


def signer(store: Store) -> Any:
    card = store.ask(queries.signing_card)
    return card and card.keys.key_id


def successor(**changes: Any) -> Card:
    facts: dict[str, Any] = {"chamber": "BS", "created": NOW, "demonstration": True, "former": OLD_KEYS} | changes
    return make_card(PrivateKeys(new_secret()), **facts)


def test_a_card_of_new_keys_is_read_as_it_was_written_and_signed_by_both() -> None:
    card = successor()
    assert read_card(write_card(card)) == card
    assert card.format == 2
    assert card.succeeds(OLD)
    assert not card.succeeds(demonstration_card("LW"))
    assert not successor(former=PrivateKeys(new_secret())).succeeds(OLD)
    assert not OLD.succeeds(OLD)


@pytest.mark.parametrize(
    "changes",
    [{"format": 1}, {"predecessor": msgspec.UNSET}, {"endorsement": msgspec.UNSET}, {"endorsement": b"x"}],
    ids=str,
)
def test_a_card_of_new_keys_without_a_part_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(KammerError):
        read_card(write_card(msgspec.structs.replace(successor(), **changes)))


def test_bundles_go_on_through_the_whole_overlap_before_and_after_the_new_card_came(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.export(pair.lw, "under-way.kdb")
    card = change_keys(pair)
    assert signer(pair.bs) == OLD.keys.key_id
    pair.take_in(pair.bs, "under-way.kdb")
    pair.bs.do(rename, (pair.keys["examiner"], "Neu"))
    assert pair.send(pair.bs, pair.lw).written > 0
    pair.clock.wind(24)
    assert pair.lw.do(trust_successor, card).value == "BS"
    assert pair.lw.ask(queries.partner_card, "BS") == card
    pair.send(pair.lw, pair.bs)
    pair.send(pair.bs, pair.lw)


def test_after_the_overlap_the_new_key_signs_and_only_who_has_its_card_reads(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    card = change_keys(pair)
    pair.clock.moment += OVERLAP + DAY
    assert signer(pair.bs) == card.keys.key_id
    with pytest.raises(KammerError, match="ist hier nicht bekannt"):
        pair.send(pair.bs, pair.lw)
    with pytest.raises(Refused, match="Überlappung endete"):
        pair.lw.do(trust_successor, card)
    pair.lw.do(trust_partner, TrustOrder(card, card.keys.fingerprint))
    pair.take_in(pair.lw)


def test_what_the_former_key_signed_in_its_time_is_read_and_later_it_is_not(pair: Pair) -> None:
    change = change_keys(pair)
    pair.export(pair.bs, "in-time.kdb")
    pair.lw.do(trust_successor, change)
    pair.clock.moment += OVERLAP + DAY
    pair.take_in(pair.lw, "in-time.kdb")
    pair.bs.do(revoke_key, RevokeOrder(change.keys.key_id.hex(), pair.clock.now()))
    pair.bs.do(forget_ends, None)
    pair.export(pair.bs, "late.kdb")
    with pytest.raises(KammerError, match="ersetzt wurde und bis"):
        pair.take_in(pair.lw, "late.kdb")


def forget_ends(work: Any, _order: None) -> None:
    """As a thief would who goes on with the former keys."""
    for key in work.session.query(SyncKey):
        key.ends_at = None


def test_keys_are_not_changed_again_within_the_overlap(pair: Pair) -> None:
    change_keys(pair)
    with pytest.raises(KammerError, match="Überlappung"):
        pair.bs.do(rotate_keys, None)
    pair.clock.moment += OVERLAP + DAY
    assert pair.bs.do(rotate_keys, None).value.predecessor == signer(pair.bs)


def test_without_keys_there_are_none_to_change(store: Store) -> None:
    with pytest.raises(KammerError, match="noch keine Schlüssel"):
        store.do(rotate_keys, None)


STRANGE: dict[str, Card] = {
    "signed by a stranger": successor(former=PrivateKeys(new_secret())),
    "with the endorsement of another card": msgspec.structs.replace(successor(), encryption=successor().encryption),
    "without a former key": make_card(PrivateKeys(new_secret()), "BS", NOW, demonstration=True),
    "in the name of another chamber": successor(chamber="HN"),
    "of real data": successor(demonstration=False),
}


@pytest.mark.parametrize("what", STRANGE)
def test_a_card_is_only_taken_in_by_telephone_that_is(what: str, pair: Pair) -> None:
    with pytest.raises(Refused, match="telefonisch verglichen"):
        pair.lw.do(trust_successor, STRANGE[what])
    assert pair.lw.ask(queries.partner_card, "BS") == OLD


def test_our_own_key_makes_no_card_of_a_partner(pair: Pair) -> None:
    keys = PrivateKeys(demonstration_secret("LW"))
    with pytest.raises(Refused):
        pair.lw.do(trust_successor, successor(chamber="LW", former=keys))


def test_what_a_revoked_key_signed_before_is_read_and_later_it_is_not(pair: Pair) -> None:
    pair.export(pair.bs, "before.kdb")
    pair.clock.wind(2)
    since = pair.clock.now() - timedelta(hours=1)
    pair.export(pair.bs, "after.kdb")
    revoked = pair.lw.do(revoke_key, RevokeOrder(OLD.keys.key_id.hex()[:12].upper(), since)).value
    assert revoked == OLD
    pair.take_in(pair.lw, "before.kdb")
    with pytest.raises(KammerError, match=r"widerrufen wurde.*telefonisch"):
        pair.take_in(pair.lw, "after.kdb")
    with pytest.raises(KammerError, match="widerrufen wurde"):
        pair.lw.ask(queries.preview_bundle, pair.folder / "after.kdb")


def test_nothing_goes_to_a_partner_whose_key_was_revoked_and_a_new_card_mends_it(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.lw.do(revoke_key, RevokeOrder(OLD.keys.key_id.hex(), pair.clock.now()))
    with pytest.raises(KammerError, match="keine Schlüsselkarte"):
        pair.export(pair.lw)
    assert [row.fingerprint for row in pair.lw.ask(queries.partners) if row.chamber == "BS"] == [""]
    with pytest.raises(Refused, match="widerrufen"):
        pair.lw.do(trust_partner, TrustOrder(OLD, OLD.keys.fingerprint))
    with pytest.raises(Refused, match="widerrufen"):
        pair.lw.do(trust_successor, successor())
    pair.clock.wind(1)
    fresh = successor(created=pair.clock.now())
    pair.lw.do(trust_partner, TrustOrder(fresh, " ".join(fingerprint_words(fresh.keys))))
    pair.export(pair.lw)


def test_a_lost_laptop_gives_new_keys_and_what_was_on_its_way_is_still_opened(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.export(pair.lw, "under-way.kdb")
    pair.clock.wind(1)
    pair.bs.do(revoke_key, RevokeOrder(OLD.keys.key_id.hex(), pair.clock.now()))
    assert pair.bs.ask(queries.own_card) is None
    with pytest.raises(KammerError, match="noch keine Schlüssel"):
        pair.export(pair.bs)
    card = pair.bs.do(create_keys, None).value
    assert (card.format, signer(pair.bs)) == (1, card.keys.key_id)
    pair.take_in(pair.bs, "under-way.kdb")


@pytest.mark.parametrize("key", ["", "00000000", "x"])
def test_a_key_that_is_not_here_is_not_revoked(pair: Pair, key: str) -> None:
    with pytest.raises(Refused):
        pair.lw.do(revoke_key, RevokeOrder(key, pair.clock.now()))


def test_a_key_is_not_revoked_in_advance_and_an_earlier_moment_counts(pair: Pair) -> None:
    key = OLD.keys.key_id.hex()
    with pytest.raises(Refused, match="früher"):
        pair.lw.do(revoke_key, RevokeOrder(key, pair.clock.now() + DAY))
    for since in (pair.clock.now() - DAY, pair.clock.now()):
        pair.lw.do(revoke_key, RevokeOrder(key, since))
    (row,) = [row for row in pair.lw.ask(keys) if row.key_id == key]
    assert (row.revoked, row.ends_at) == (True, pair.clock.now() - DAY)
