"""Writes the objects of one PDF 1.7 file, each as soon as it is known, so that memory stays small."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import BinaryIO

_ENTRY = struct.Struct(">BIH")
_OBJECTS_PER_STREAM = 200


def name(text: str) -> str:
    """A PDF name such as /SourceSans3-Regular; only letters, digits, + and - are expected."""
    return "/" + text


def text_string(text: str) -> str:
    """A PDF text string in UTF-16, safe for every character that UTF-16 knows; lone surrogates become �."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


class PdfFile:
    """Collects small objects into compressed object streams and writes streams at once (ISO 32000-1, 7.5).

    Object numbers are reserved before the object is known, so that objects can point forward.
    The same calls give the same bytes: the file's identifier is a digest of what was written.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._offset = 0
        self._digest = hashlib.sha256()
        self._table = bytearray(_ENTRY.pack(0, 0, 65535))
        self._packed: list[tuple[int, bytes]] = []
        self._put(b"%PDF-1.7\n%\xe4\xf6\xfc\xdf\n")

    def reserve(self) -> int:
        """A new object number, to be filled later by `write` or `write_stream`."""
        self._table += bytes(_ENTRY.size)
        return len(self._table) // _ENTRY.size - 1

    def write(self, number: int, body: str) -> None:
        """Fills a reserved number with an object that is no stream."""
        self._packed.append((number, body.encode("ascii")))
        if len(self._packed) == _OBJECTS_PER_STREAM:
            self._flush()

    def add(self, body: str) -> int:
        """Reserves and fills in one step."""
        number = self.reserve()
        self.write(number, body)
        return number

    def write_stream(self, number: int, data: bytes, entries: str = "", *, compress: bool = True) -> None:
        """Fills a reserved number with a stream; `entries` are further entries of its dictionary."""
        if compress:
            data = zlib.compress(data)
            entries += " /Filter /FlateDecode"
        self._table[number * _ENTRY.size : (number + 1) * _ENTRY.size] = _ENTRY.pack(1, self._offset, 0)
        self._put(f"{number} 0 obj\n<<{entries} /Length {len(data)}>>\nstream\n".encode("ascii"))
        self._put(data)
        self._put(b"\nendstream\nendobj\n")

    def add_stream(self, data: bytes, entries: str = "", *, compress: bool = True) -> int:
        """Reserves and fills in one step."""
        number = self.reserve()
        self.write_stream(number, data, entries, compress=compress)
        return number

    def close(self, root: int, info: int) -> None:
        """Writes what is still held back and the cross-reference stream; the target stays open."""
        self._flush()
        number = self.reserve()
        start = self._offset
        identifier = self._digest.hexdigest()[:32].upper()
        size = len(self._table) // _ENTRY.size
        self._table[number * _ENTRY.size :] = _ENTRY.pack(1, start, 0)
        self.write_stream(
            number,
            bytes(self._table),
            f"/Type /XRef /Size {size} /W [1 4 2] /Root {root} 0 R /Info {info} 0 R"
            f" /ID [<{identifier}> <{identifier}>]",
        )
        self._put(f"startxref\n{start}\n%%EOF\n".encode("ascii"))

    def _flush(self) -> None:
        if not self._packed:
            return
        number = self.reserve()
        heads, bodies, offset = [], [], 0
        for index, (owner, body) in enumerate(self._packed):
            self._table[owner * _ENTRY.size : (owner + 1) * _ENTRY.size] = _ENTRY.pack(2, number, index)
            heads.append(f"{owner} {offset}")
            bodies.append(body)
            offset += len(body) + 1
        head = (" ".join(heads) + "\n").encode("ascii")
        self._packed = []
        self.write_stream(number, head + b"\n".join(bodies), f"/Type /ObjStm /N {len(heads)} /First {len(head)}")

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._digest.update(data)
        self._offset += len(data)
