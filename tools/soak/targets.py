"""What a hostile file can reach, as functions of any bytes: only a KammerError may come out of each."""

from __future__ import annotations

import atexit
import hashlib
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import msgspec
import zstandard
from sqlalchemy import text

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.store.store import Store
from kammerdesk.sync import bundle, incoming
from kammerdesk.sync.bundle import BundleReader, KeyRing
from kammerdesk.sync.cards import demonstration_card, read_card
from kammerdesk.sync.outside import explained, refuse_other_files
from kammerdesk.sync.records import schema
from kammerdesk.sync.seal import SUITE, PrivateKeys, damaged, demonstration_secret
from kammerdesk.sync.service import ImportOrder, establish_demonstration_keys, import_bundle
from kammerdesk.sync.spoken import refuse_other_fingerprint

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_BS, _LW = demonstration_card("BS"), demonstration_card("LW")
_SIGNER = PrivateKeys(demonstration_secret("BS"))
_READER = PrivateKeys(demonstration_secret("LW"))
_RING = KeyRing("LW", {_LW.keys.key_id: _READER}, {_BS.keys.key_id: _BS})
_REPLICA = "c" * 16
_STAMP = f"{int(NOW.timestamp() * 1000):012x}0000{_REPLICA}"
_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")
_SCHEMAS = (0, 3, 99)


@dataclass
class _Unsealed:
    """Stands for the seal, which no fuzzer gets through: whoever sealed the content was a trusted partner."""

    file: BinaryIO
    key_id: bytes = _LW.keys.key_id
    suite: int = SUITE

    def read(self, size: int = -1) -> bytes:
        """So many bytes of the file as they are."""
        return self.file.read(size)


def _as_it_is(file: BinaryIO, _ring: KeyRing) -> _Unsealed:
    file.seek(0)
    return _Unsealed(file)


@contextmanager
def behind_the_seal() -> Iterator[None]:
    """Within it the content of bundles stands in the files as it is."""
    opening, looking = bundle._unsealed, incoming.refuse_other_files  # type: ignore[attr-defined]
    bundle._unsealed = _as_it_is  # type: ignore[assignment]
    incoming.refuse_other_files = lambda file: None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        bundle._unsealed, incoming.refuse_other_files = opening, looking  # type: ignore[attr-defined]


def signed(data: bytes) -> bytes:
    """Frames as a trusted partner could send them: a byte that chooses the head, then lengths (2) and frames."""
    kind, rest, frames = data[:1], data[1:], []
    while len(rest) > 2:
        length = int.from_bytes(rest[:2], "big")
        frames.append(rest[2 : 2 + length])
        rest = rest[2 + length :]
    choice = kind[0] if kind else 0
    content = b"".join(map(_block, (_head(choice, data), *filter(None, frames)))) + bytes(4)
    facts = {"frames": sum(map(bool, frames)), "rows": {}, "size": len(content)}
    manifest = _ENCODER.encode(facts | {"sha256": hashlib.sha256(content).digest()})
    signature = _SIGNER.sign(b"KammerDesk KDB1 manifest\x00" + manifest)
    return zstandard.compress(content + _block(manifest) + _block(signature), 1)


def _head(choice: int, data: bytes) -> bytes:
    facts = {
        "format": 1 + choice % 2,
        "bundle": UUID(bytes=hashlib.sha256(data).digest()[:16]),
        "chamber": "BS",
        "replica": _REPLICA,
        "key_id": _BS.keys.key_id,
        "person": "kroeger",
        "recipients": [["LW", _LW.keys.key_id]],
        "created": NOW,
        "stamp": _STAMP,
        "brings": {_REPLICA: _STAMP},
        "program": "0.1.0",
        "schema": _SCHEMAS[choice // 2 % len(_SCHEMAS)],
    }
    return _ENCODER.encode(facts)


def _block(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def fuzz_file(data: bytes) -> None:
    """A file as it comes, seal and all."""
    file = io.BytesIO(data)
    try:
        refuse_other_files(file)
        for _ in BundleReader(file, _RING).frames():
            pass
    except KammerError:
        assert str(explained(file, Path("paket.kdb"), damaged())).endswith(".")


def fuzz_content(data: bytes) -> None:
    """What stands behind the seal: head, frames, manifest, signature."""
    with behind_the_seal(), suppress(KammerError):
        for _ in incoming._frames(BundleReader(io.BytesIO(zstandard.compress(data, 1)), _RING), NOW):
            pass


def fuzz_frames(data: bytes) -> None:
    """Frames that a trusted partner signed."""
    with behind_the_seal(), suppress(KammerError):
        for _ in incoming._frames(BundleReader(io.BytesIO(signed(data)), _RING), NOW):
            pass


def fuzz_merge(data: bytes) -> None:
    """The same, taken into a house; nothing may hang in the air afterwards."""
    store, file = _house()
    file.write_bytes(signed(data))
    with behind_the_seal(), suppress(KammerError):
        store.do(import_bundle, ImportOrder(file))
        assert store.ask(lambda session: session.execute(text("PRAGMA foreign_key_check")).all()) == []


def fuzz_card(data: bytes) -> None:
    """A key card."""
    with suppress(KammerError):
        read_card(data)


def fuzz_words(data: bytes) -> None:
    """A fingerprint that somebody typed."""
    with suppress(KammerError):
        refuse_other_fingerprint(data.decode("utf-8", "replace"), _BS.keys, "BS")


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "merge": fuzz_merge,
    "frames": fuzz_frames,
    "content": fuzz_content,
    "file": fuzz_file,
    "card": fuzz_card,
    "words": fuzz_words,
}


@cache
def _house() -> tuple[Store, Path]:
    """A house of the demonstration for the whole process, and the file that it reads."""
    folder = Path(tempfile.mkdtemp(prefix="kammerdesk-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = Store.create(folder / "lw", "LW", schema(), user="fuzz", clock=FixedClock(NOW), demonstration=True)
    store.do(establish_demonstration_keys, None)
    return store, folder / "fuzzed.kdb"
