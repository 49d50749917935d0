"""Proves pages of database files without opening them: whether a key fits, and whether a log (-wal) is a file's own.

SQLite copies the pages of whatever log lies beside a file into it, without looking whose they are: with a foreign one
the first reading fails, and the closing destroys the data. So the log is looked at before anything is opened. Every
page carries a checksum that only the right key and the salt of its file give (SQLCipher's HMAC), in the log too.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import time
from pathlib import Path

from kammerdesk.store.copying import head_of

PAGE_SIZE = 8192

_HEADER, _FRAME_HEADER = 32, 24
_MAGIC = (0x377F0682, 0x377F0683)
_SALT, _MAC = 16, 32
_SALT_MASK, _ROUNDS = 0x3A, 2
"""How SQLCipher derives the key of the checksums from the key of the pages and the salt of the file."""

_LOOKS = (0.01, 0.03, 0.0)


def wal_of(file: Path) -> Path:
    """Where the log of a database lies."""
    return file.with_name(f"{file.name}-wal")


def fits(file: Path, key: str) -> bool:
    """Whether a key (64 hex digits) opens a file; what else may be wrong with it is left to its real opening.

    Raises OSError when it cannot be read.
    """
    page = head_of(file, PAGE_SIZE)
    return len(page) == PAGE_SIZE and _is_page(page, 1, key, page[:_SALT])


def is_foreign_wal(file: Path, key: str) -> bool:
    """Whether a log lies beside a file that belongs to another one, to another key, or is none at all.

    Judged by its first page: what stands behind a torn one SQLite passes over anyway. Another program may be writing
    that page just now, so it gets several looks. Raises OSError as `fits`.
    """
    for pause in _LOOKS:
        if not _looks_foreign(file, key):
            return False
        time.sleep(pause)
    return True


def _looks_foreign(file: Path, key: str) -> bool:
    try:
        with wal_of(file).open("rb") as raw:
            start = raw.read(_HEADER + _FRAME_HEADER + PAGE_SIZE)
    except FileNotFoundError:
        return False
    if len(start) < _HEADER:
        return bool(start)
    magic, _version, page_size = struct.unpack(">III", start[:12])
    if magic not in _MAGIC or page_size != PAGE_SIZE:
        return True
    if len(start) < _HEADER + _FRAME_HEADER + PAGE_SIZE:
        return False  # nothing was ever stored in it
    number = int.from_bytes(start[_HEADER : _HEADER + 4], "big")
    return not _is_page(start[-PAGE_SIZE:], number, key, head_of(file, _SALT))


def _is_page(page: bytes, number: int, key: str, salt: bytes) -> bool:
    mask = bytes(byte ^ _SALT_MASK for byte in salt)
    secret = hashlib.pbkdf2_hmac("sha256", bytes.fromhex(key), mask, _ROUNDS, _MAC)
    begin = _SALT if number == 1 else 0  # the salt stands in front of the first page, in clear
    end = PAGE_SIZE - _MAC
    content = page[begin:end] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.new(secret, content, "sha256").digest(), page[end:])
