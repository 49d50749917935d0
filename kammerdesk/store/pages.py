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

    A power cut can tear the first page while the log is moved into the file; the log, which holds it whole, then says
    it as well. Raises OSError when it cannot be read.
    """
    page = head_of(file, PAGE_SIZE)
    salt = page[:_SALT]
    return len(page) == PAGE_SIZE and (_is_page(page, 1, key, salt) or _log_fits(file, key, salt))


def _log_fits(file: Path, key: str, salt: bytes) -> bool:
    try:
        logged = _first_logged(file)
    except FileNotFoundError:
        return False
    return _holds_a_page(logged) and _is_page(logged[-PAGE_SIZE:], _number(logged), key, salt)


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
        logged = _first_logged(file)
    except FileNotFoundError:
        return False
    if len(logged) < _HEADER:
        return bool(logged)
    if not _is_log(logged):
        return True
    if not _holds_a_page(logged):
        return False  # nothing was ever stored in it
    return not _is_page(logged[-PAGE_SIZE:], _number(logged), key, head_of(file, _SALT))


def _first_logged(file: Path) -> bytes:
    """The log of a file up to the end of its first page."""
    with wal_of(file).open("rb") as raw:
        return raw.read(_HEADER + _FRAME_HEADER + PAGE_SIZE)


def _is_log(logged: bytes) -> bool:
    magic, _version, page_size = struct.unpack(">III", logged[:12])
    return magic in _MAGIC and page_size == PAGE_SIZE


def _holds_a_page(logged: bytes) -> bool:
    return len(logged) == _HEADER + _FRAME_HEADER + PAGE_SIZE and _is_log(logged)


def _number(logged: bytes) -> int:
    """Which page of the database the first of the log is."""
    return int.from_bytes(logged[_HEADER : _HEADER + 4], "big")


def _is_page(page: bytes, number: int, key: str, salt: bytes) -> bool:
    mask = bytes(byte ^ _SALT_MASK for byte in salt)
    secret = hashlib.pbkdf2_hmac("sha256", bytes.fromhex(key), mask, _ROUNDS, _MAC)
    begin = _SALT if number == 1 else 0  # the salt stands in front of the first page, in clear
    end = PAGE_SIZE - _MAC
    content = page[begin:end] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.new(secret, content, "sha256").digest(), page[end:])
