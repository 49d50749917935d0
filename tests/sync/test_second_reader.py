"""A second program, made from the paper on the format alone, proves and reads what ours writes, and refuses alike."""

from __future__ import annotations

import ast
import base64
import json
from pathlib import Path

import msgspec
import pytest

from kammerdesk.examday.model import Slot
from kammerdesk.sync.cards import demonstration_card, make_card, write_card
from kammerdesk.sync.frames import Frame
from kammerdesk.sync.incoming import frames_of, prove
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret, new_secret
from tests.conftest import NOW
from tests.sync import second_reader
from tests.sync.conftest import Pair
from tests.sync.forging import Forgery
from tests.sync.houses import appoint, ring
from tests.sync.second_reader import Keys, Row, Wrong, read, read_card
from tests.sync.second_state import State, state_code, state_of
from tests.sync.test_bundle_files import CONTENTS, FORGED, NO_BUNDLES
from tests.sync.test_two_houses import remove, rename

SOURCE = Path(second_reader.__file__)
CARDS = [read_card(write_card(demonstration_card(chamber))) for chamber in ("BS", "LW")]
OLD = Path(__file__).parent.parent / "files" / "bundles"


def keys(chamber: str) -> Keys:
    return Keys(demonstration_secret(chamber))


def by_us(file: Path, ours: str, theirs: str) -> list[tuple[str, bytes]]:
    """The rows of a bundle as KammerDesk reads them: kind, and the packed cells."""
    keyring = ring(ours, theirs)
    encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
    frames = frames_of(prove(file, keyring, NOW), keyring, NOW)
    return [(frame.kind, encode(row)) for frame in frames if isinstance(frame, Frame) for row in frame.rows]


def packed(rows: list[Row]) -> list[tuple[str, bytes]]:
    return [(kind, msgspec.msgpack.encode(cells)) for kind, _, cells in rows]


def test_the_second_program_is_short_and_shares_no_line_with_ours() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    imported = {
        name
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not [name for name in imported if name.startswith(("kammerdesk", "tests"))]


def test_both_make_the_same_keys_and_fingerprints_of_a_secret() -> None:
    card = demonstration_card("BS")
    theirs = keys("BS")
    assert (theirs.encryption, theirs.signing, theirs.id) == (card.encryption, card.signing, card.keys.key_id)
    assert second_reader.fingerprint(card.encryption, card.signing) == card.keys.fingerprint


def test_the_second_program_reads_cards_of_both_formats_and_sees_who_signed_them() -> None:
    former, fresh = PrivateKeys(demonstration_secret("BS")), PrivateKeys(new_secret())
    card = make_card(fresh, "BS", NOW, demonstration=True, former=former)
    assert read_card(write_card(card)) == ("BS", card.encryption, card.signing)
    told = json.loads(write_card(card))
    endorsement = base64.b64decode(told["endorsement"])
    text = json.dumps(told | {"endorsement": "", "signature": ""}, ensure_ascii=False, separators=(",", ":"))
    message = b"KammerDesk successor\0" + text.encode()
    second_reader.verified(former.public.signing, message, endorsement, "endorsement")
    with pytest.raises(Wrong):
        second_reader.verified(fresh.public.signing, message, endorsement, "endorsement")


def test_a_changed_card_is_refused_by_the_second_program_too() -> None:
    changed = write_card(demonstration_card("BS")).replace(b'"BS"', b'"HN"')
    with pytest.raises(Wrong):
        read_card(changed)


def test_both_read_the_same_rows_in_bundles_of_a_season(pair: Pair) -> None:
    pair.bs.do(appoint, (pair.send_lent(), pair.keys["committee"]))
    states: dict[str, State] = {}
    after = {"BS": 0, "LW": 0}
    for sender, ours, theirs in ((pair.bs, "LW", "BS"), (pair.lw, "BS", "LW"), (pair.bs, "LW", "BS")):
        pair.clock.wind(1 / 60)
        pair.bs.do(rename, (pair.keys["examiner"], f"Groß {pair.clock.now():%M}"))
        if "LW" in states:
            pair.bs.do(remove, (Slot, pair.keys["slot"]))
        exported = pair.export(sender)
        head, rows = read(pair.folder / "bundle.kdb", ours, keys(ours), CARDS, NOW)
        assert packed(rows) == by_us(pair.folder / "bundle.kdb", ours, theirs)
        assert (head["bundle"], head["chamber"]) == (exported.bundle.bytes, theirs)
        states[theirs] = head.get("state", {})
        assert head.get("from_l", 0) == after[theirs]
        after[theirs] = head["to_l"]
        if not head.get("from_l"):
            assert state_of(rows, theirs) == head["state"] != {}
        if len(states) == 2:
            assert head["code"] == state_code(states)
        pair.take_in(pair.lw if sender is pair.bs else pair.bs)
    assert len(states) == 2


@pytest.mark.parametrize("file", sorted(OLD.glob("*.kdb")), ids=lambda file: file.name)
def test_both_read_bundles_of_every_format_that_was_ever_written(file: Path) -> None:
    head, rows = read(file, "LW", keys("LW"), CARDS, NOW)
    assert f"format{head['format']}" in file.name
    assert packed(rows) == by_us(file, "LW", "BS") != []


@pytest.mark.parametrize("what", NO_BUNDLES)
def test_both_refuse_a_file_that_is_no_bundle(what: str, tmp_path: Path) -> None:
    refused_by_the_second(tmp_path, NO_BUNDLES[what])


@pytest.mark.parametrize("what", [*FORGED, *CONTENTS])
def test_both_refuse_a_bundle_that_is_or_holds(what: str, tmp_path: Path) -> None:
    forgery = FORGED[what]() if what in FORGED else Forgery(frames=CONTENTS[what]())
    refused_by_the_second(tmp_path, forgery.write(tmp_path / "forged.kdb").read_bytes())


def refused_by_the_second(folder: Path, content: bytes) -> None:
    file = folder / "file.kdb"
    file.write_bytes(content)
    with pytest.raises(Wrong):
        read(file, "LW", keys("LW"), CARDS, NOW)
