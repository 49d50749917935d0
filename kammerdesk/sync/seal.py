"""The only file that knows cryptography: keys, signatures, fingerprints and the sealed stream of suite 2.

Suite 2 is HPKE (RFC 9180, single shot) with ML-KEM-1024 + P-384, HKDF-SHA384 and AES-256-GCM for the key of the
stream, AES-256-GCM in the STREAM construction for the content, and ECDSA P-384 with SHA-384 (deterministic, RFC 6979)
for signatures. P-384 rather than Ed25519 because BSI TR-02102-1 names it; the layout is written down in docs/format.md.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, mlkem
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

MAGIC = b"KDB1"
SUITE = 2
SECRET_SIZE = 64
KEY_ID_SIZE = 16
MLKEM_SIZE = 1568
POINT_SIZE = 97
CHUNK = 65536
TAG = 16
MAX_RECIPIENTS = 64

_CURVE = ec.SECP384R1()
_SIGNATURE = ec.ECDSA(hashes.SHA384(), deterministic_signing=True)
_HPKE = hpke.Suite(hpke.KEM.MLKEM1024_P384, hpke.KDF.HKDF_SHA384, hpke.AEAD.AES_256_GCM)
_STREAM_KEY_SIZE = 32
_WRAPPED_SIZE = hpke.KEM.MLKEM1024_P384.enc_length() + _STREAM_KEY_SIZE + TAG
ENTRY_SIZE = KEY_ID_SIZE + _WRAPPED_SIZE
"""What a header holds for each recipient."""

_WRAP_INFO = b"KammerDesk KDB1 suite 2 stream key for "


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A chamber's public keys: ML-KEM-1024 key and P-384 point for sealing, P-384 point for signatures."""

    encryption: bytes
    signing: bytes

    @property
    def key_id(self) -> bytes:
        """Sixteen bytes that name these keys: a SHA-256 over both, cut off."""
        return hashlib.sha256(b"KammerDesk key\x00" + self.encryption + self.signing).digest()[:KEY_ID_SIZE]

    @property
    def fingerprint(self) -> str:
        """Twelve groups of five digits, for the telephone; about 199 bits."""
        digest = hashlib.sha384(b"KammerDesk fingerprint\x00" + self.encryption + self.signing).digest()
        groups = (int.from_bytes(digest[start : start + 4], "big") % 100_000 for start in range(0, 48, 4))
        return " ".join(f"{group:05d}" for group in groups)

    @property
    def spoken_bytes(self) -> bytes:
        """Ten bytes of a hash over both, for the fingerprint in words (see spoken.py)."""
        return hashlib.sha384(b"KammerDesk words\x00" + self.encryption + self.signing).digest()[:10]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the owner of these keys signed exactly this message."""
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, self.signing)
            key.verify(signature, message, _SIGNATURE)
        except (InvalidSignature, ValueError):
            return False
        return True

    def check(self) -> None:
        """Raises ValueError when these bytes are no keys of suite 2."""
        _sealing_key(self)
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, self.signing)


class PrivateKeys:
    """A chamber's private keys, all derived from one secret of 64 bytes by HKDF-SHA512."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_SIZE:
            raise ValueError("a secret has 64 bytes")
        mlkem_key = mlkem.MLKEM1024PrivateKey.from_seed_bytes(_derived(secret, b"mlkem-1024", 64))
        point_key = _scalar_key(secret, b"p-384 sealing")
        self._sealing = hpke.MLKEM1024P384PrivateKey(mlkem_key, point_key)
        self._sealing_public = mlkem_key.public_key().public_bytes_raw() + _point(point_key)
        self._signing = _scalar_key(secret, b"p-384 signing")

    @cached_property
    def public(self) -> PublicKeys:
        """The public half."""
        return PublicKeys(self._sealing_public, _point(self._signing))

    def sign(self, message: bytes) -> bytes:
        """The DER signature of a message; the same message gives the same signature."""
        return self._signing.sign(message, _SIGNATURE)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The stream key that was wrapped for these keys; raises InvalidTag when it was not, or was changed."""
        return _HPKE.decrypt(wrapped, self._sealing, info=_WRAP_INFO + self.public.key_id)


def new_secret() -> bytes:
    """A random secret for a chamber's keys."""
    return os.urandom(SECRET_SIZE)


def demonstration_secret(chamber: str) -> bytes:
    """The secret of a chamber of the demonstration: known to everyone, protects nothing, the same on every machine."""
    return hashlib.sha512(b"KammerDesk demonstration\x00" + chamber.encode()).digest()


class SealedWriter:
    """Writes the header and then the content, encrypted in chunks; nothing is complete before `finish`."""

    def __init__(self, file: BinaryIO, recipients: Sequence[PublicKeys]) -> None:
        key = AESGCM.generate_key(256)
        header = MAGIC + SUITE.to_bytes(2, "big") + len(recipients).to_bytes(2, "big")
        for recipient in recipients:
            info = _WRAP_INFO + recipient.key_id
            header += recipient.key_id + _HPKE.encrypt(key, _sealing_key(recipient), info=info)
        file.write(header)
        self._file = file
        self._cipher = AESGCM(key)
        self._bound = hashlib.sha256(header).digest()
        self._pending = bytearray()
        self._index = 0

    def write(self, data: bytes) -> int:
        """Takes content; a chunk is written once more than a chunk is there, so that the last one is never empty."""
        self._pending += data
        while len(self._pending) > CHUNK:
            self._put(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Writes the last chunk, which says that it is the last."""
        self._put(bytes(self._pending), last=True)

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._index, last), plain, self._bound))
        self._index += 1


class SealedForOthers(KammerError):
    """A bundle that none of our keys opens; `recipients` are the ids of the keys that do."""

    def __init__(self, recipients: tuple[bytes, ...]) -> None:
        self.recipients = recipients
        super().__init__(
            tr(
                "This bundle is sealed for another chamber or for a key that is not known here. Please ask the sender "
                "for a new one, and whether it has the newest key card of this house."
            )
        )


class SealedReader:
    """Reads the content of a sealed file with one of our own keys; every change of the file ends in a KammerError."""

    def __init__(self, file: BinaryIO, own: Mapping[bytes, PrivateKeys]) -> None:
        self._file = file
        header, wraps = read_header(file)
        self.suite = int.from_bytes(header[4:6], "big")
        self.key_id = next((key_id for key_id in wraps if key_id in own), b"")
        if not self.key_id:
            raise SealedForOthers(tuple(wraps))
        try:
            self._cipher = AESGCM(own[self.key_id].unwrap(wraps[self.key_id]))
        except (InvalidTag, ValueError):
            raise damaged() from None
        self._bound = hashlib.sha256(header).digest()
        self._index = 0
        self._ahead = file.read(CHUNK + TAG)
        if not self._ahead:
            raise damaged()
        self._plain = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of content (one chunk without a size); empty at the proven end."""
        if not self._plain and self._ahead:
            self._plain = self._next_chunk()
        cut = len(self._plain) if size < 0 else size
        data, self._plain = self._plain[:cut], self._plain[cut:]
        return data

    def _next_chunk(self) -> bytes:
        sealed, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        try:
            plain = self._cipher.decrypt(_nonce(self._index, not self._ahead), sealed, self._bound)
        except (InvalidTag, ValueError):
            raise damaged() from None
        self._index += 1
        if not plain:
            raise damaged()
        return plain


class Damaged(KammerError):
    """A bundle that is cut off, changed or put together wrongly."""


def damaged() -> Damaged:
    """What is said of such a bundle when nothing else can be seen (see outside.py)."""
    return Damaged(tr("The bundle is damaged or incomplete. Please ask the sender for it again."))


def read_header(file: BinaryIO) -> tuple[bytes, dict[bytes, bytes]]:
    """The header as it stands in the file, and the wrapped stream keys by the id of their recipient's key.

    Raises KammerError for another suite, and Damaged for everything else that is no header.
    """
    start = file.read(8)
    if len(start) < 8 or start[:4] != MAGIC:
        raise damaged()
    if int.from_bytes(start[4:6], "big") != SUITE:
        raise KammerError(tr("The bundle is sealed in a way this KammerDesk does not know. A newer one may read it."))
    count = int.from_bytes(start[6:8], "big")
    if not 0 < count <= MAX_RECIPIENTS:
        raise damaged()
    body = file.read(count * ENTRY_SIZE)
    if len(body) < count * ENTRY_SIZE:
        raise damaged()
    entries = (body[at : at + ENTRY_SIZE] for at in range(0, len(body), ENTRY_SIZE))
    return start + body, {one[:KEY_ID_SIZE]: one[KEY_ID_SIZE:] for one in entries}


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])


def _derived(secret: bytes, purpose: bytes, size: int) -> bytes:
    return HKDF(hashes.SHA512(), size, salt=None, info=b"KammerDesk suite 2 " + purpose).derive(secret)


def _scalar_key(secret: bytes, purpose: bytes) -> ec.EllipticCurvePrivateKey:
    """A P-384 key from 72 derived bytes, so that the remainder's bias is below 2^-190 (FIPS 186-5, A.2.1)."""
    number = int.from_bytes(_derived(secret, purpose, 72), "big")
    return ec.derive_private_key(number % (_CURVE.group_order - 1) + 1, _CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _sealing_key(keys: PublicKeys) -> hpke.MLKEM1024P384PublicKey:
    point = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, keys.encryption[MLKEM_SIZE:])
    return hpke.MLKEM1024P384PublicKey(mlkem.MLKEM1024PublicKey.from_public_bytes(keys.encryption[:MLKEM_SIZE]), point)
