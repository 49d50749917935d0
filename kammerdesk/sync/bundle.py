"""The bundle file (.kdb): head, frames, manifest and signature, compressed and sealed; see docs/format.md."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO, TypeVar
from uuid import UUID

import msgspec
import zstandard

from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.sync.cards import Card, ChamberCode
from kammerdesk.sync.files import opened, written_whole
from kammerdesk.sync.frames import FRAME_LIMIT, Frame, StampText, Verbatim, pack
from kammerdesk.sync.outside import explained, refuse_other_files
from kammerdesk.sync.seal import MAGIC, Damaged, PrivateKeys, SealedForOthers, SealedReader, SealedWriter, damaged

FORMAT = 2
"""What is written; whatever came before is read too."""

SUFFIX = ".kdb"
HEAD_LIMIT = 1024 * 1024
WINDOW_LIMIT = 128 * 1024 * 1024
EXPANSION_FLOOR = 64 * 1024 * 1024
EXPANSION = 200

S = TypeVar("S", bound=msgspec.Struct)

_SIGNED = b"KammerDesk KDB1 manifest\x00"
_LEVEL = 3

_KeyId = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
_Short = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\0]*\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
_Stamps = Annotated[dict[_Short, StampText], msgspec.Meta(max_length=10_000)]
_Hash = Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
_Buckets = Annotated[dict[Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{2}$")], _Hash], msgspec.Meta(max_length=256)]


class Recipient(msgspec.Struct, frozen=True, array_like=True):
    """A chamber that may read the bundle, and the key it is sealed for."""

    chamber: ChamberCode
    key_id: _KeyId


class Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a bundle says of itself; fields that a later format adds are passed over.

    `brings` names the replicas of the sender's chamber and up to which stamp all that each has written in records of
    that chamber is in here or in an earlier bundle (as far as the scope goes); the sender's own replica is one of them.
    `ended` names those that ended when the sender was set back to an older state: what they wrote after the stamp it
    has lost. `claimed` are those of them that ended on the word of a partner alone; only workstations of a house tell
    it to each other.

    Since format 2 a bundle holds the changes after the number `from_l` of the sender's own sequence up to `to_l`. It
    leaves out what replicas wrote up to the stamps in `base`, which the recipient said it had. `seen` are such stamps
    for the sender itself, of the replicas of the recipient's chamber; `receipts` per such replica up to which of its
    numbers everything is taken in. `schema` is the version of the sender's tables. `scope`, `state`, `code` and `wants`
    as in same_state.py.
    """

    format: int
    bundle: UUID
    chamber: ChamberCode
    replica: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    key_id: _KeyId
    person: _Short
    recipients: Annotated[list[Recipient], msgspec.Meta(min_length=1, max_length=64)]
    created: Annotated[datetime, msgspec.Meta(tz=True)]
    stamp: StampText
    brings: _Stamps
    ended: _Stamps = {}
    claimed: Annotated[list[_Short], msgspec.Meta(max_length=10_000)] = []
    reasons: Annotated[list[_Short], msgspec.Meta(max_length=20)] = []
    persons: _Count = 0
    program: _Short
    from_l: _Count = 0
    to_l: _Count = 0
    base: _Stamps = {}
    seen: _Stamps = {}
    receipts: Annotated[dict[_Short, _Count], msgspec.Meta(max_length=10_000)] = {}
    schema: _Count = 0
    scope: Annotated[bytes, msgspec.Meta(max_length=8)] = b""
    state: Annotated[dict[_Short, tuple[_Count, _Hash]], msgspec.Meta(max_length=200)] = {}
    code: Annotated[str, msgspec.Meta(max_length=19, pattern=r"^[^\0]*\Z")] = ""
    wants: Annotated[dict[_Short, _Buckets], msgspec.Meta(max_length=200)] = {}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What must have been read before: how much, and the SHA-256 of everything in front of the manifest."""

    frames: int
    rows: dict[_Short, int]
    size: int
    sha256: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


@dataclass(frozen=True, slots=True)
class KeyEnd:
    """From when on a key no longer signs bundles, and whether it was revoked or only replaced."""

    at: datetime
    revoked: bool


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Our chamber, our private keys and the trusted cards of the partners, both by key id.

    `floors`: for each partner the lowest suite that is still read from it, so that nobody can talk us into a weaker.
    `ends`: the keys of partners that were replaced or revoked. With `inside` the ring is for the bundles that the
    workstations of our own house write for each other; `partners` then are our own cards.
    """

    chamber: str
    own: Mapping[bytes, PrivateKeys]
    partners: Mapping[bytes, Card]
    floors: Mapping[str, int] = field(default_factory=dict)
    ends: Mapping[bytes, KeyEnd] = field(default_factory=dict)
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file: its size, its SHA-256, and the number of rows of each kind in it."""

    size: int
    sha256: str
    rows: Mapping[str, int]


class _Digest:
    """A file that remembers the SHA-256 and the size of what goes through it."""

    def __init__(self, file: BinaryIO | zstandard.ZstdCompressionWriter | None = None) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.size += len(data)
        if self._file is not None:
            self._file.write(data)
        return len(data)


def write_bundle(
    file: Path,
    head: Head,
    frames: Iterable[Frame | Verbatim],
    signer: PrivateKeys,
    to: list[Card],
    into: Callable[[Path], AbstractContextManager[BinaryIO]] = written_whole,
) -> Written:
    """Writes a bundle for the given cards; the file appears under its name only when it is whole and on the disk.

    `into` says how the file comes about (see files.py). Raises KammerError when it cannot be written there. Memory does
    not grow with the bundle.
    """
    with into(file) as raw:
        outer = _Digest(raw)
        rows = _write_content(outer, head, frames, signer, to)
    return Written(outer.size, outer.sha256.hexdigest(), rows)


def _write_content(
    file: Any, head: Head, frames: Iterable[Frame | Verbatim], signer: PrivateKeys, to: list[Card]
) -> Mapping[str, int]:
    sealed = SealedWriter(file, [card.keys for card in to])
    rows: Counter[str] = Counter()
    count = 0
    with zstandard.ZstdCompressor(level=_LEVEL).stream_writer(sealed, closefd=False) as compressed:  # type: ignore[arg-type]
        inner = _Digest(compressed)
        _put(inner, _encode(head))
        for frame in frames:
            if isinstance(frame, Verbatim):
                rows[frame.kind] += 1
            elif frame.groups:
                rows[frame.kind] += len(frame.rows)
            for packed in pack(frame) if isinstance(frame, Frame) else (frame.packed,):
                _put(inner, packed)
                count += 1
        inner.write(bytes(4))
        manifest = _encode(Manifest(frames=count, rows=rows, size=inner.size, sha256=inner.sha256.digest()))
        _put(inner, manifest)
        _put(inner, signer.sign(_SIGNED + manifest))
    sealed.finish()
    return dict(rows)


def _put(file: _Digest, block: bytes) -> None:
    file.write(len(block).to_bytes(4, "big") + block)


def _encode(value: msgspec.Struct) -> bytes:
    return msgspec.msgpack.Encoder(uuid_format="bytes", order="deterministic").encode(value)


class BundleReader:
    """Reads one bundle from beginning to end; only when `frames` has come to its end is anything in it proven."""

    def __init__(self, file: BinaryIO, ring: KeyRing) -> None:
        size = file.seek(0, os.SEEK_END)
        sealed = _unsealed(file, ring)
        self._source = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT).stream_reader(sealed)  # type: ignore[arg-type]
        self._left = max(EXPANSION_FLOOR, EXPANSION * size)
        self._file = file
        self.size = size
        self._digest = _Digest()
        self._counts: Counter[str] = Counter()
        self.head = self._read_head()
        _check_head(self.head, ring, sealed.key_id, sealed.suite)
        self.sender = ring.partners[self.head.key_id]

    @property
    def position(self) -> int:
        """How many bytes of `size` have been read."""
        return self._file.tell()

    def frames(self) -> Iterator[bytes]:
        """The packed frames; at their end manifest and signature are checked, else KammerError."""
        count = 0
        while block := self._block(FRAME_LIMIT):
            count += 1
            yield block
        size, digest = self._digest.size, self._digest.sha256.digest()
        packed = self._block(HEAD_LIMIT)
        signature = self._block(1024)
        if self._read(1):
            raise damaged()
        manifest = _decode(packed, Manifest)
        if (manifest.frames, manifest.size, manifest.sha256) != (count, size, digest):
            raise damaged()
        if not self.sender.keys.verifies(_SIGNED + packed, signature):
            raise KammerError(
                tr("The signature of the bundle does not fit its sender. It is not read; please ask the sender.")
            )

    def _read_head(self) -> Head:
        """The head; a higher format is told apart before its fields are looked at."""
        packed = self._block(HEAD_LIMIT)
        made = _decode(packed, _Format)
        if not 1 <= made.format <= FORMAT:
            raise KammerError(
                tr(
                    "The bundle was written by KammerDesk {version}. To read it, please install that version here."
                ).format(version=made.program)
            )
        return _decode(packed, Head)

    def _block(self, limit: int) -> bytes:
        length = int.from_bytes(self._exactly(4), "big")
        if length > limit:
            raise damaged()
        return self._exactly(length)

    def _exactly(self, size: int) -> bytes:
        data = self._read(size)
        if len(data) < size:
            raise damaged()
        self._digest.write(data)
        return data

    def _read(self, size: int) -> bytes:
        self._left -= size
        if self._left < 0:
            raise KammerError(tr("The bundle grows far beyond its size when it is unpacked and is not read."))
        pieces = bytearray()
        try:
            while len(pieces) < size and (piece := self._source.read(size - len(pieces))):
                pieces += piece
        except (zstandard.ZstdError, MemoryError):
            raise damaged() from None
        return bytes(pieces)


def _unsealed(file: BinaryIO, ring: KeyRing) -> SealedReader:
    refuse_other_files(file)
    file.seek(0)
    try:
        return SealedReader(file, ring.own)
    except SealedForOthers as error:
        partner = next((ring.partners[key].chamber for key in error.recipients if key in ring.partners), None)
        if partner is None:
            raise
        sentence = tr("This bundle is meant for {chamber}; it was probably written in this house. Please hand it over.")
        raise KammerError(sentence.format(chamber=partner)) from None


class _Format(msgspec.Struct):
    format: int
    program: _Short = "?"


def _decode(packed: bytes, kind: type[S]) -> S:
    try:
        return msgspec.msgpack.decode(packed, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise damaged() from None


def _check_head(head: Head, ring: KeyRing, opened_with: bytes, suite: int) -> None:
    """Whether a trusted partner wrote this to us, and to the key that opened it; else KammerError."""
    if head.chamber == ring.chamber and not ring.inside:
        raise KammerError(tr("The bundle was written in this house. It is meant for the partner."))
    if head.chamber != ring.chamber and ring.inside:
        raise KammerError(tr("This is a bundle of a partner, not of a workstation of this house."))
    card = ring.partners.get(head.key_id)
    if card is None or card.chamber != head.chamber:
        raise KammerError(
            tr(
                "The sender of the bundle ({chamber}) is not known here. Take in the key card of that chamber first."
            ).format(chamber=head.chamber)
        )
    _refuse_ended(head, ring)
    if suite < ring.floors.get(head.chamber, 0):
        raise KammerError(
            tr(
                "The bundle is sealed in a weaker way than was used with {chamber} before. It is not read; please ask "
                "the sender for a new one."
            ).format(chamber=head.chamber)
        )
    if Recipient(ring.chamber, opened_with) not in head.recipients:
        raise KammerError(tr("The sender did not write this bundle for this house. It was passed on and is not read."))


def _refuse_ended(head: Head, ring: KeyRing) -> None:
    """Raises KammerError when the key that signed had been replaced or revoked before the bundle was made."""
    end = ring.ends.get(head.key_id)
    if end is None or head.created <= end.at:
        return
    if end.revoked:
        sentence = tr(
            "The bundle is signed with a key of {chamber} that was revoked as of {moment}. It is not read. Please ask "
            "that chamber by telephone who wrote it."
        )
    else:
        sentence = tr(
            "The bundle is signed with a key of {chamber} that was replaced and counted until {moment}. Please take in "
            "the new key card of that chamber, and ask for a new bundle."
        )
    raise KammerError(sentence.format(chamber=head.chamber, moment=office_text(end.at)))


@contextmanager
def opened_bundle(file: Path, ring: KeyRing) -> Iterator[BundleReader]:
    """A bundle file, opened for reading; faults of file and drive become KammerErrors, damage is explained."""
    with opened(file) as raw:
        try:
            yield BundleReader(raw, ring)
        except (Damaged, SealedForOthers) as refusal:
            raise explained(raw, file, refusal) from None


def is_bundle(file: Path) -> bool:
    """Whether a file begins like a bundle."""
    with opened(file) as raw:
        return raw.read(len(MAGIC)) == MAGIC
