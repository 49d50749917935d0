"""Reads what the shim wrote down, and builds what a disk would hold after a power cut at each moment of durability."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cqIQ")
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Step:
    """One change: c(reated), w(ritten), t(runcated), s(ynced), r(enamed to what is in `data`), u(nlinked), m(ade)."""

    kind: str
    name: str
    offset: int
    data: bytes


def steps(file: Path) -> Iterator[Step]:
    """The changes in their order."""
    with file.open("rb") as trace:
        while head := trace.read(_HEAD.size):
            kind, offset, name_length, data_length = _HEAD.unpack(head)
            name = trace.read(name_length).decode()
            yield Step(kind.decode(), name, offset, trace.read(data_length))


@dataclass(slots=True)
class _File:
    """What is on the disk, what the program believes to be there, and the writes between the two."""

    durable: bytearray = field(default_factory=bytearray)
    current: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, offset: int, data: bytes) -> None:
        _put(self.current, offset, data)
        self.pending.append((offset, data))

    def cut(self, size: int) -> None:
        _resize(self.current, size)
        self.pending.append((size, None))

    def sync(self) -> None:
        self.durable = bytearray(self.current)
        self.pending.clear()

    def torn(self, chance: random.Random) -> bytes:
        """The durable content with some sectors of the writes that were on their way."""
        content = bytearray(self.durable)
        for offset, data in self.pending:
            if data is None:
                if chance.random() < 0.5:
                    _resize(content, offset)
                continue
            for start in range(0, len(data), _SECTOR):
                if chance.random() < 0.5:
                    _put(content, offset + start, data[start : start + _SECTOR])
        return bytes(content)


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _resize(content: bytearray, size: int) -> None:
    if size < len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))


class Disk:
    """Plays the changes again; names become durable with a sync of their folder, contents with one of the file."""

    def __init__(self, root: Path) -> None:
        self._names = {
            str(path): _File(bytearray(path.read_bytes()), bytearray(path.read_bytes()))
            for path in root.rglob("*")
            if path.is_file()
        }
        self._durable_names = dict(self._names)

    def apply(self, step: Step) -> None:
        """One change."""
        if step.kind == "c":
            self._names.setdefault(step.name, _File())
        elif step.kind == "r":
            self._names[step.data.decode()] = self._names.pop(step.name, _File())
        elif step.kind == "u":
            self._names.pop(step.name, None)
        elif step.kind == "s" and step.name not in self._names:
            self._sync_folder(step.name)
        elif step.kind in "wts" and step.name in self._names:
            file = self._names[step.name]
            if step.kind == "w":
                file.write(step.offset, step.data)
            elif step.kind == "t":
                file.cut(step.offset)
            else:
                file.sync()

    def _sync_folder(self, folder: str) -> None:
        inside = {name for name in {*self._names, *self._durable_names} if str(Path(name).parent) == folder}
        for name in inside:
            if name in self._names:
                self._durable_names[name] = self._names[name]
            else:
                del self._durable_names[name]

    def content(self, name: str) -> bytes:
        """What the program believes a file to hold."""
        return bytes(self._names[name].current) if name in self._names else b""

    def strict(self) -> dict[str, bytes]:
        """Only what was synced, names too."""
        return {name: bytes(file.durable) for name, file in self._durable_names.items()}

    def ordered(self) -> dict[str, bytes]:
        """All names as they are now, but only the contents that were synced."""
        return {name: bytes(file.durable) for name, file in self._names.items()}

    def torn(self, chance: random.Random) -> dict[str, bytes]:
        """All names as they are now, and some sectors of what was being written."""
        return {name: file.torn(chance) for name, file in self._names.items()}
