"""What can be said of a file from outside, without any key: what it is instead of a bundle, or what befell a bundle."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.sync.files import opened
from kammerdesk.sync.seal import CHUNK, ENTRY_SIZE, MAGIC, TAG, Damaged, read_header

FILE_LIMIT = 4 * 1024**3

_EDGE = 512
_LOOKED_AT = 1024 * 1024
_NEVER_BY_CHANCE, _SELDOM = 24, 8
"""Sealed bytes lack a sign that they should hold so often in one of 10¹⁰ bundles, or in one of 3,000."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (
        rb"PK\x03\x04.{0,60}(\[Content_Types\]|mimetype)|\xd0\xcf\x11\xe0",
        N_(
            "This is an Office document or a message saved by Outlook, not a bundle. Please open the message and save "
            "its attachment, the file ending in .kdb."
        ),
    ),
    (
        rb"PK\x03\x04|PK\x05\x06|7z\xbc\xaf|Rar!|\x1f\x8b|BZh|\xfd7zXZ",
        N_("This is a packed file such as ZIP. Please unpack it and choose the file ending in .kdb in it."),
    ),
    (rb"%PDF", N_("This is a PDF document, not a bundle. Please choose the file ending in .kdb.")),
    (
        rb"\x78\x9f\x3e\x22",
        N_(
            "This is a “winmail.dat”: the mail program of the sender packed the bundle into it. Please ask the sender "
            "to hand the bundle over in another way, for example in the exchange folder."
        ),
    ),
    (
        rb"(?i)(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)",
        N_(
            "This is a web page that was saved instead of the bundle, probably the one to sign in. Please sign in "
            "there and load the file again."
        ),
    ),
    (
        rb"L\x00\x00\x00\x01\x14\x02|\[InternetShortcut\]",
        N_("This is only a shortcut to a file. Please choose the file itself."),
    ),
    (
        rb"\s*\{.{0,40}\"KammerDesk Schl",
        N_("This is a key card, not a bundle. A card is taken in after its fingerprint was compared by telephone."),
    ),
    (
        rb"(\xef\xbb\xbf|\s)*S0RCM[Q-T]",
        N_(
            "This is a bundle that a mail program left as text (Base64). Please open the message in the mail program "
            "and save the attachment again."
        ),
    ),
    (
        rb"([A-Za-z][A-Za-z0-9-]{1,40}: [^\r\n]*\r?\n){2}",
        N_("This is a whole e-mail, not a bundle. Please open it and save its attachment, the file ending in .kdb."),
    ),
    (
        rb"SQLite format 3\x00",
        N_("This is a database, not a bundle. Please choose the file ending in .kdb that the partner sent."),
    ),
    (
        rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)\x00?K\x00?D\x00?B",
        N_(
            "This bundle was opened and saved by a program for texts and can no longer be read. Please save the "
            "attachment again without opening it, or ask the sender for it again."
        ),
    ),
    (
        rb"KDB[2-9]",
        N_("This bundle was made by a newer KammerDesk. To read it, please install that version here."),
    ),
    (
        rb"\x00{16}",
        N_(
            "This file consists of zeros: a cloud program or a copy has not brought its content yet. Please wait until "
            "it has, then try again."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on the outside of a bundle: its size, how it is sealed, and the keys that open it."""

    size: int
    suite: int
    recipients: tuple[bytes, ...]


def look_at(file: Path) -> Envelope:
    """The outside of a bundle; raises KammerError, saying what the file is or what befell it.

    Without keys a bundle may look whole and still be changed inside; only reading it proves it.
    """
    with opened(file) as raw:
        refuse_other_files(raw)
        if cause := _cause(raw, file, _NEVER_BY_CHANCE):
            raise KammerError(cause)
        raw.seek(0)
        header, wraps = read_header(raw)
        return Envelope(raw.seek(0, os.SEEK_END), int.from_bytes(header[4:6], "big"), tuple(wraps))


def refuse_other_files(file: BinaryIO) -> None:
    """Raises KammerError for whatever does not begin like a bundle, saying what it is, or is far too large."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(_EDGE)
    if not start:
        raise KammerError(
            tr(
                "The file is empty: it was not carried over completely. Please wait until it has arrived, or ask the "
                "sender for it again."
            )
        )
    if start.startswith(MAGIC[: len(start)]):
        if size > FILE_LIMIT:
            raise KammerError(tr("The bundle is larger than 4 GB and is not read."))
        return
    for sign, sentence in _SIGNS:
        if re.match(sign, start, re.DOTALL):
            raise KammerError(tr(sentence))
    raise KammerError(
        tr("The file is not a bundle of KammerDesk. Please choose the file ending in .kdb that the partner sent.")
    )


def explained(file: BinaryIO, name: Path, refusal: KammerError) -> KammerError:
    """What befell a bundle that is refused as damaged, or as if for others, if one can see it; else the refusal."""
    cause = _cause(file, name, _SELDOM if isinstance(refusal, Damaged) else _NEVER_BY_CHANCE)
    return KammerError(cause) if cause else refusal


def _cause(file: BinaryIO, name: Path, chance: int) -> str:
    """What befell a bundle on its way, as far as one can see it from outside; empty if nothing."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(_LOOKED_AT)
    file.seek(max(size - _EDGE, 0))
    end = file.read(_EDGE)
    if name.suffix.lower() in _UNFINISHED:
        sentence = tr(
            "“{file}” is not finished: it is still being carried over, or that was broken off. Please wait until its "
            "name no longer ends in {suffix}."
        )
        return sentence.format(file=name.name, suffix=name.suffix)
    if end.endswith(bytes(16)):
        return tr(
            "The end of the bundle is missing and filled with zeros: a cloud program or a copy has not finished yet. "
            "Please wait until it has, then try again."
        )
    if _is_changed_text(start, chance):
        return tr(
            "The bundle was treated as text on its way: a mail gateway changed line breaks or letters, and it can no "
            "longer be read. Please ask the sender to pack it as ZIP, or to use the exchange folder."
        )
    if _is_cut_off(start, size):
        sentence = tr(
            "The bundle is cut off: only {size} bytes of it are here. Please wait until it has arrived completely, or "
            "ask the sender for it again."
        )
        return sentence.format(size=size)
    return ""


def _is_changed_text(content: bytes, chance: int) -> bool:
    """Whether all line breaks are of one kind, or all signs are letters, as sealed bytes never are."""
    feeds, returns, pairs = content.count(b"\n"), content.count(b"\r"), content.count(b"\r\n")
    if pairs > 2 and pairs in (feeds, returns):
        return True
    is_lacking = len(content) >= chance * 256 and not (feeds and returns)
    return is_lacking or content.isascii() or content.count("\ufffd".encode()) > 2


def _is_cut_off(start: bytes, size: int) -> bool:
    """Whether the header or the last chunk is shorter than one can be."""
    header = len(MAGIC) + 4 + int.from_bytes(start[6:8], "big") * ENTRY_SIZE
    return size <= header or 0 < (size - header) % (CHUNK + TAG) <= TAG
