"""The only file of this room that knows cryptography: keys sealed under a passphrase, values sealed under a key.

AES-256-GCM; under a passphrase by Argon2id (RFC 9106), whose parameters, salt and nonce stand beside the sealed keys
and are authenticated with them.
"""

from __future__ import annotations

import os
import unicodedata

import msgspec

ITERATIONS, LANES, MEMORY_KIB = 3, 4, 128 * 1024
"""About 0.3 to 0.5 s on an office computer."""

_MOST_ITERATIONS, _MOST_LANES, _MOST_MEMORY_KIB = 64, 64, 2 * 1024 * 1024
"""A file that asks for more is damaged: it would stop the computer."""

_KEY_SIZE, _NONCE_SIZE = 32, 12
_VALUE = b"KammerDesk value 1"


class Damaged(ValueError):
    """These bytes are no sealed keys."""


class WrongPassphrase(ValueError):
    """The keys do not open: another passphrase, or changed bytes, which cannot be told apart."""


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: JSON, bytes as base64."""

    what: str
    iterations: int
    lanes: int
    memory_kib: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def authenticated(self) -> bytes:
        """Everything but the sealed bytes, so that no parameter can be changed unseen."""
        return msgspec.json.encode(msgspec.structs.replace(self, sealed=b""))


_WHAT = "KammerDesk keys 1: AES-256-GCM, Argon2id"


def seal(keys: tuple[str, ...], passphrase: str) -> bytes:
    """The content of a file that holds keys (64 hex digits each) under a passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = _Sealed(_WHAT, ITERATIONS, LANES, MEMORY_KIB, os.urandom(16), os.urandom(12), b"")
    plain = b"".join(map(bytes.fromhex, keys))
    sealed = AESGCM(_derived(head, passphrase)).encrypt(head.nonce, plain, head.authenticated())
    return msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(head, sealed=sealed))) + b"\n"


def check(content: bytes) -> None:
    """Raises Damaged when this is no file of sealed keys."""
    _parse(content)


def unseal(content: bytes, passphrase: str) -> tuple[str, ...]:
    """The keys in a file; raises Damaged, or WrongPassphrase."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    file = _parse(content)
    try:
        plain = AESGCM(_derived(file, passphrase)).decrypt(file.nonce, file.sealed, file.authenticated())
    except InvalidTag:
        raise WrongPassphrase from None
    return tuple(plain[start : start + _KEY_SIZE].hex() for start in range(0, len(plain), _KEY_SIZE))


def seal_value(plain: bytes, key: str) -> bytes:
    """A value sealed under a key (64 hex digits): the nonce, then the sealed bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_SIZE)
    return nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, plain, _VALUE)


def open_value(sealed: bytes, key: str) -> bytes:
    """What `seal_value` sealed; raises Damaged when the key does not fit or a byte was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(bytes.fromhex(key)).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], _VALUE)
    except (InvalidTag, ValueError) as error:
        raise Damaged from error


def _parse(content: bytes) -> _Sealed:
    try:
        file = msgspec.json.decode(content, type=_Sealed)
    except (msgspec.DecodeError, ValueError) as error:
        raise Damaged from error
    sound = (
        file.what == _WHAT
        and 1 <= file.iterations <= _MOST_ITERATIONS
        and 1 <= file.lanes <= _MOST_LANES
        and 8 * file.lanes <= file.memory_kib <= _MOST_MEMORY_KIB
        and len(file.salt) == 16
        and len(file.nonce) == 12
        and len(file.sealed) >= _KEY_SIZE
    )
    if not sound:
        raise Damaged
    return file


def _derived(file: _Sealed, passphrase: str) -> bytes:
    """The key under which the keys are sealed; an umlaut counts the same however the keyboard composed it."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=file.salt, length=32, iterations=file.iterations, lanes=file.lanes, memory_cost=file.memory_kib)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())
