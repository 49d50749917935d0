"""Keys, fingerprints and cards: derived the same everywhere, compared before they are trusted, closed to changes."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.store.store import Installation, Store
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.cards import Card, demonstration_card, load_card, make_card, read_card, save_card, write_card
from kammerdesk.sync.model import SyncKey
from kammerdesk.sync.seal import CHUNK, PrivateKeys, SealedReader, SealedWriter, demonstration_secret, new_secret
from kammerdesk.sync.service import TrustOrder, create_keys, establish_demonstration_keys, trust_partner
from tests.conftest import NOW

KEYS = PrivateKeys(demonstration_secret("BS"))
OTHER = PrivateKeys(demonstration_secret("LW"))


def sealed(content: bytes, *readers: PrivateKeys) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, [keys.public for keys in readers])
    writer.write(content)
    writer.finish()
    return file.getvalue()


def opened(content: bytes, keys: PrivateKeys) -> bytes:
    reader = SealedReader(io.BytesIO(content), {keys.public.key_id: keys})
    pieces = bytearray()
    while piece := reader.read(10_000):
        pieces += piece
    return bytes(pieces)


@settings(deadline=None)
@given(st.integers(1, 3 * CHUNK), st.integers(0, 255))
def test_what_is_sealed_comes_out_as_it_went_in(size: int, byte: int) -> None:
    content = bytes([byte]) * size
    assert opened(sealed(content, KEYS), KEYS) == content


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1])
def test_the_edges_of_chunks_are_no_special_case(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(content[:size], KEYS), KEYS) == content[:size]


def test_every_recipient_can_open_and_nobody_else() -> None:
    content = sealed(b"geheim", KEYS, OTHER)
    assert opened(content, KEYS) == opened(content, OTHER) == b"geheim"
    with pytest.raises(KammerError):
        opened(content, PrivateKeys(new_secret()))


def test_the_same_content_is_sealed_differently_each_time() -> None:
    assert sealed(b"geheim", KEYS) != sealed(b"geheim", KEYS)


def test_a_secret_gives_the_same_keys_everywhere_and_another_one_others() -> None:
    assert PrivateKeys(demonstration_secret("BS")).public == KEYS.public != OTHER.public
    assert KEYS.sign(b"Satz") == KEYS.sign(b"Satz")
    assert KEYS.public.verifies(b"Satz", KEYS.sign(b"Satz"))
    assert not KEYS.public.verifies(b"Satz.", KEYS.sign(b"Satz"))
    assert not OTHER.public.verifies(b"Satz", KEYS.sign(b"Satz"))
    assert not KEYS.public.verifies(b"Satz", b"")


def test_a_fingerprint_is_twelve_groups_of_five_digits() -> None:
    assert re.fullmatch(r"(\d{5} ){11}\d{5}", KEYS.public.fingerprint)
    assert KEYS.public.fingerprint != OTHER.public.fingerprint


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    card = make_card(KEYS, "BS", NOW, demonstration=False)
    save_card(tmp_path / "bs.kdcard", card)
    assert load_card(tmp_path / "bs.kdcard") == card
    assert write_card(demonstration_card("BS")) == write_card(demonstration_card("BS"))


def test_a_card_changed_anywhere_is_refused_or_means_the_same() -> None:
    card = demonstration_card("BS")
    content = write_card(card)
    for place in range(0, len(content), 3):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 7
        try:
            assert read_card(bytes(changed)) == card
        except KammerError:
            continue


NO_CARDS = {
    "empty": b"",
    "no card": b'{"document": "Brief"}',
    "cut off": write_card(demonstration_card("BS"))[:-40],
    "no text": b"\xff\xfe\x00",
    "nested": b"[" * 100_000,
    "lower case chamber": write_card(demonstration_card("BS")).replace(b'"BS"', b'"bs"'),
}


@pytest.mark.parametrize("what", NO_CARDS)
def test_a_file_that_is_no_card_is_refused(what: str) -> None:
    with pytest.raises(KammerError):
        read_card(NO_CARDS[what])


@pytest.mark.parametrize("field", ["format", "suite"])
def test_a_card_of_another_version_is_refused(field: str) -> None:
    facts = json.loads(write_card(demonstration_card("BS")))
    with pytest.raises(KammerError):
        read_card(json.dumps(facts | {field: 9}).encode())


def cards(store: Store) -> set[str]:
    return set(store.ask(lambda session: session.scalars(select(SyncKey.chamber)).all()))


def test_keys_are_made_once(store: Store) -> None:
    card = store.do(create_keys, None).value
    assert store.do(create_keys, None).value == card
    assert (card.chamber, card.demonstration) == ("BS", True)
    assert store.ask(queries.own_card) == card


def test_a_partner_is_trusted_after_the_fingerprint_was_compared(store: Store) -> None:
    card = demonstration_card("LW")
    with pytest.raises(Refused):
        store.do(trust_partner, TrustOrder(card, ""))
    with pytest.raises(Refused):
        store.do(trust_partner, TrustOrder(card, OTHER.public.fingerprint.replace("1", "2")))
    assert store.ask(queries.partners) == []
    read_out = card.keys.fingerprint.replace(" ", "-")
    assert store.do(trust_partner, TrustOrder(card, read_out)).value == "LW"
    (partner,) = store.ask(queries.partners)
    assert (partner.chamber, partner.name, partner.fingerprint) == (
        "LW",
        "IHK Lüneburg-Wolfsburg",
        card.keys.fingerprint,
    )


def test_neither_our_own_card_nor_one_of_other_data_is_trusted(store: Store) -> None:
    own = demonstration_card("BS")
    real = make_card(OTHER, "LW", NOW, demonstration=False)
    for card in (own, real):
        with pytest.raises(Refused):
            store.do(trust_partner, TrustOrder(card, card.keys.fingerprint))
    assert cards(store) == set()


def test_two_demonstrations_made_apart_know_each_other(store: Store) -> None:
    store.do(establish_demonstration_keys, None)
    store.do(establish_demonstration_keys, None)
    assert cards(store) == {"BS", "LW"}
    assert store.ask(queries.own_card) == demonstration_card("BS")
    assert store.ask(queries.partner_card, "LW") == demonstration_card("LW")


def become_real(work: Work, _order: None) -> None:
    work.session.execute(update(Installation).values(demonstration=False))


def test_real_data_never_get_keys_that_everybody_can_derive(store: Store, tmp_path: Path) -> None:
    store.do(become_real, None)
    real = Store.open(tmp_path / "bs", user="kroeger", clock=store.clock)
    with pytest.raises(KammerError):
        real.do(establish_demonstration_keys, None)
    card = real.do(create_keys, None).value
    assert not card.demonstration
    assert card.keys != KEYS.public
    real.close()


def test_a_card_says_when_it_was_made() -> None:
    card: Card = make_card(KEYS, "BS", datetime(2026, 11, 23, 8, 0, 1, 5, UTC), demonstration=False)
    assert card.created == datetime(2026, 11, 23, 8, 0, 1, tzinfo=UTC)
