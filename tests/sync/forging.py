"""Bundles as only a broken or hostile program would write them: everything signed and sealed, the content at will."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import zstandard

from kammerdesk.base.ids import uuid7
from kammerdesk.sync.cards import demonstration_card
from kammerdesk.sync.seal import PrivateKeys, SealedWriter, demonstration_secret

BS, LW = demonstration_card("BS"), demonstration_card("LW")
BS_KEYS, LW_KEYS = PrivateKeys(demonstration_secret("BS")), PrivateKeys(demonstration_secret("LW"))
STAMP = f"{int(datetime(2026, 11, 20, tzinfo=UTC).timestamp() * 1000):012x}0000{'c' * 16}"
ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


def head(**changes: Any) -> dict[str, Any]:
    """The head of an honest bundle from Braunschweig to Lüneburg-Wolfsburg, with changes."""
    facts: dict[str, Any] = {
        "format": 1,
        "bundle": uuid7(),
        "chamber": "BS",
        "replica": "c" * 16,
        "key_id": BS.keys.key_id,
        "person": "kroeger",
        "recipients": [["LW", LW.keys.key_id]],
        "created": datetime(2026, 11, 20, tzinfo=UTC),
        "stamp": STAMP,
        "brings": {"c" * 16: STAMP},
        "reasons": ["joint_committee"],
        "persons": 0,
        "program": "0.1.0",
    }
    return facts | changes


def season(uid: UUID | None = None, *, home: str = "BS", stamp: str = STAMP, name: Any = "Winter") -> list[Any]:
    """One exam season as a row of `SEASONS`."""
    return [uid or uuid7(), home, stamp, stamp, name, "2026-11-01", "2027-02-28"]


SEASONS = [["core", ["name", "starts_on", "ends_on"]]]


def frame(kind: str, groups: Sequence[Any], rows: Sequence[Any]) -> bytes:
    """A frame with whatever is given."""
    return ENCODER.encode([kind, groups, rows])


@dataclass
class Forgery:
    """A bundle to be written; every part can be replaced by something else."""

    head: Any = field(default_factory=head)
    frames: Iterable[bytes] = ()
    recipients: tuple[Any, ...] = (LW,)
    signer: PrivateKeys = BS_KEYS
    manifest: dict[str, Any] = field(default_factory=dict)
    after: bytes = b""
    plain: bytes | None = None

    def but(self, **changes: Any) -> Forgery:
        """The same with changes."""
        return replace(self, **changes)

    def write(self, file: Path) -> Path:
        """Seals it."""
        content = self.content() if self.plain is None else self.plain
        with file.open("wb") as raw:
            sealed = SealedWriter(raw, [card.keys for card in self.recipients])
            sealed.write(zstandard.compress(content))
            sealed.finish()
        return file

    def content(self) -> bytes:
        """What is compressed and sealed."""
        packed = self.head if isinstance(self.head, bytes) else ENCODER.encode(self.head)
        frames = list(self.frames)
        content = block(packed) + b"".join(map(block, frames)) + bytes(4)
        facts = {"frames": len(frames), "rows": {}, "size": len(content), "sha256": hashlib.sha256(content).digest()}
        manifest = ENCODER.encode(facts | self.manifest)
        signature = self.signer.sign(b"KammerDesk KDB1 manifest\x00" + manifest)
        return content + block(manifest) + block(signature) + self.after


def block(data: bytes) -> bytes:
    """Length and content."""
    return len(data).to_bytes(4, "big") + data
