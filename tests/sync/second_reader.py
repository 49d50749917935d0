"""A second program that reads bundles: made from docs/format.md alone, it shares no line with KammerDesk.

`read` proves a bundle as section 6, number 1 and 2, ask for, and returns what is in it, or raises Wrong. On its own:
python second_reader.py BUNDLE CHAMBER SECRET_FILE SENDER.kdcard
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, mlkem
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PAPER = Path(__file__).parent.parent.parent / "docs" / "format.md"
P384, MIB = ec.SECP384R1(), 1024 * 1024
SUITE = hpke.Suite(hpke.KEM.MLKEM1024_P384, hpke.KDF.HKDF_SHA384, hpke.AEAD.AES_256_GCM)
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
PATTERNS = {"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d:\d\d", "stamp": "[0-9a-f]{32}"}
CARD = ("document", "format", "suite", "chamber", "created", "demonstration", "encryption", "signing", "signature")
NOT_SO = (LookupError, TypeError, ValueError, RecursionError)
Map = dict[str, Any]
Row = tuple[str, list[str], list[Any]]  # the kind, and the types and values of the cells
MOVE = ["key", "truth"]
Card = tuple[str, bytes, bytes]


class Wrong(Exception):
    """The file is to be refused."""


def must(condition: object, what: str) -> None:
    if not condition:
        raise Wrong(what)


def verified(signing: bytes, message: bytes, signature: bytes, what: str) -> None:
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(P384, signing)
        key.verify(signature, message, ec.ECDSA(hashes.SHA384()))
    except (InvalidSignature, ValueError):
        raise Wrong(what) from None


def key_id(encryption: bytes, signing: bytes) -> bytes:
    return hashlib.sha256(b"KammerDesk key\0" + encryption + signing).digest()[:16]


def fingerprint(encryption: bytes, signing: bytes) -> str:
    digest = hashlib.sha384(b"KammerDesk fingerprint\0" + encryption + signing).digest()
    return " ".join(f"{number % 100_000:05}" for number in struct.unpack(">12I", digest))


def read_card(text: bytes) -> Card:
    """Section 2: chamber, encryption key and signing key of a card that was not changed."""
    must(len(text) <= 65536, "card too long")
    card = json.loads(text)
    names = CARD if card["format"] == 1 else (*CARD[:-1], "predecessor", "endorsement", CARD[-1])
    must(set(card) == set(names) and card["format"] in (1, 2) and card["suite"] == 2, "no card")
    told = {name: card[name] for name in names} | {"signature": ""}
    message = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    encryption, signing = (base64.b64decode(card[name], validate=True) for name in ("encryption", "signing"))
    verified(signing, message, base64.b64decode(card["signature"]), "card changed")
    return card["chamber"], encryption, signing


class Keys:
    """Section 1: what follows from the secret."""

    def __init__(self, secret: bytes) -> None:
        def derived(purpose: bytes, size: int) -> bytes:
            return HKDF(hashes.SHA512(), size, salt=None, info=b"KammerDesk suite 2 " + purpose).derive(secret)

        def point(purpose: bytes) -> ec.EllipticCurvePrivateKey:
            return ec.derive_private_key(int.from_bytes(derived(purpose, 72), "big") % (ORDER - 1) + 1, P384)

        def public(key: ec.EllipticCurvePrivateKey) -> bytes:
            return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

        kem, sealing = mlkem.MLKEM1024PrivateKey.from_seed_bytes(derived(b"mlkem-1024", 64)), point(b"p-384 sealing")
        self.private = hpke.MLKEM1024P384PrivateKey(kem, sealing)
        self.encryption = kem.public_key().public_bytes_raw() + public(sealing)
        self.signing = public(point(b"p-384 signing"))
        self.id = key_id(self.encryption, self.signing)


def opened(data: bytes, keys: Keys) -> bytes:
    """Section 3: the content of the sealed file."""
    must(data[:6] == b"KDB1\0\2" and len(data) >= 8 and 1 <= (count := data[7] + 256 * data[6]) <= 64, "no bundle")
    end = 8 + count * 1729
    wrapped = {data[at : at + 16]: data[at + 16 : at + 1729] for at in range(8, end, 1729)}
    must(len(data) > end and keys.id in wrapped, "not for this key, or cut off")
    info, bound, plain = b"KammerDesk KDB1 suite 2 stream key for " + keys.id, hashlib.sha256(data[:end]).digest(), b""
    cipher = AESGCM(SUITE.decrypt(wrapped[keys.id], keys.private, info=info))
    for number, start in enumerate(starts := range(end, len(data), 65536 + 16)):
        nonce = number.to_bytes(11, "big") + bytes([number == len(starts) - 1])
        must(chunk := cipher.decrypt(nonce, data[start : start + 65536 + 16], bound), "empty chunk")
        plain += chunk
    return plain


def kinds() -> Map:
    """Section 8, read from the paper: of each kind the groups, and of each group the fields and their types."""
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for kind, group, fields in re.findall(r"\n\| `(\w+)` \| `(\w+)` \| (`\w+` [^|]+) \|", PAPER.read_text("utf-8")):
        found[kind][group] = dict(re.findall(r"`(\w+)` ([^,]+)", fields))
    return dict(found)


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of such a type of section 8, or a stamp."""
    if value is None:
        return kind.endswith("?")
    name, _, length = kind.rstrip("!?").partition(" ")
    if name == "text":
        return isinstance(value, str) and len(value) <= int(length or 1_000_000) and "\0" not in value
    if name in PATTERNS:
        return isinstance(value, str) and re.fullmatch(PATTERNS[name], value) is not None
    if name == "key":
        return isinstance(value, bytes) and len(value) == 16
    return type(value) is {"truth": bool, "integer": int, "moment": datetime}[name]


def rows_of(frame: Any, known: Map, first: bool) -> Iterator[Row]:
    """Section 4: the rows of a frame, every value looked at."""
    kind, groups, rows = frame
    must(kind in known and len(rows) <= 1000 and len({row[0] for row in rows}) == len(rows), "no such frame")
    named = [f"{group}.{field}" for group, fields in groups for field in fields]
    must(len({*named}) == len(named) and len(dict(groups)) == len(groups), "named twice")
    must(
        not first
        or {f"{g}.{f}" for g in known[kind] for f, one in known[kind][g].items() if one[-1] == "!"} <= {*named},
        "too few fields",
    )
    inner = [("stamp", *(known[kind][group][field] for field in fields)) for group, fields in groups]
    types = ["key", "text 8", "stamp", *(one for group in inner for one in group)] if groups else MOVE
    for row in rows:
        must(len(row) == len(types), "row too short or too long")
        must(all(fits(value, one) for value, one in zip(row, types, strict=True)), f"wrong value in {row!r}")
        yield kind, types, row


def read(file: Path, chamber: str, keys: Keys, cards: list[Card], now: datetime) -> tuple[Map, list[Row]]:
    """Section 6, numbers 1 and 2: head and rows of a bundle, proven."""
    try:
        return proven(file.read_bytes(), chamber, keys, cards, now)
    except (*NOT_SO, msgspec.MsgspecError, zstandard.ZstdError, InvalidTag) as error:
        raise Wrong(f"not built as the paper says: {error!r}") from None


def proven(data: bytes, chamber: str, keys: Keys, cards: list[Card], now: datetime) -> tuple[Map, list[Row]]:
    at, limit = 0, max(64 * MIB, 200 * len(data))
    source = zstandard.ZstdDecompressor(max_window_size=128 * MIB).stream_reader(opened(data, keys))
    must(len(content := source.read(limit + 1)) <= limit, "grows too far")

    def block(most: int) -> bytes:
        nonlocal at
        start, at = at + 4, at + 4 + int.from_bytes(content[at : at + 4], "big")
        must(start <= at <= len(content) and at - start <= most, "block too long")
        return content[start:at]

    value = msgspec.msgpack.decode
    head: Map = value(block(MIB))
    must(1 <= head["format"] <= 2 and fits(head["person"] + head["program"], "text"), f"needs {head['program']}")
    senders = [card for card in cards if key_id(*card[1:]) == head["key_id"] and card[0] == head["chamber"]]
    must(fits(head["created"], "moment") and head["chamber"] != chamber, "no moment, or of our own house")
    must(senders and [chamber, keys.id] in head["recipients"], "of a stranger, or for another house")
    latest = f"{int((now + timedelta(hours=24)).timestamp() * 1000):012x}" + "f" * 20
    stamps = [head["stamp"], *(s for name in ("brings", "ended", "base", "seen") for s in head.get(name, {}).values())]
    known, frames = kinds(), list[list[Row]]()
    while packed := block(64 * MIB):
        frames.append(list(rows_of(value(packed), known, head["format"] == 1)))
    end, manifest, signature, found = at, block(MIB), block(1024), [row for frame in frames for row in frame]
    stamps += [cell for _, types, cells in found for cell, one in zip(cells, types, strict=True) if one == "stamp"]
    must(all(fits(stamp, "stamp") and stamp <= latest for stamp in stamps), "no stamp, or one from the future")
    facts = {"frames": len(frames), "size": end, "sha256": hashlib.sha256(content[:end]).digest()}
    must(value(manifest) | facts == value(manifest) and at == len(content), "manifest, or something behind it")
    verified(senders[0][2], b"KammerDesk KDB1 manifest\0" + manifest, signature, "signature")
    return head, found


if __name__ == "__main__":
    house, card = Keys(bytes.fromhex(Path(sys.argv[3]).read_text())), read_card(Path(sys.argv[4]).read_bytes())
    sys.stdout.write(f"{read(Path(sys.argv[1]), sys.argv[2], house, [card], datetime.now(UTC))}\n")
