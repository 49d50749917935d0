"""Reads a delimited text file as German offices make them: semicolons, windows-1252 or UTF-8, a header line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

MAX_FILE_BYTES = 64 * 1024 * 1024
_DELIMITERS = ";\t,"
_NOT_TEXT = {b"%PDF": "PDF", b"PK\x03\x04": "Excel/ZIP", b"\xd0\xcf\x11\xe0": "Excel/Word", b"\x89PNG": "PNG"}


@dataclass(frozen=True, slots=True)
class CsvLine:
    """One data line: its number in the file (the header is line 1) and its fields by header; `surplus` had none."""

    number: int
    fields: Mapping[str, str]
    surplus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A whole file: the headers as written and the lines that are not blank."""

    headers: tuple[str, ...]
    lines: tuple[CsvLine, ...]


def read_csv(file: Path) -> CsvFile:
    """Reads a whole CSV file; raises KammerError with a sentence when it is none, is empty, or cannot be decoded."""
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise KammerError(
            tr("“{name}” cannot be read: {error}.").format(name=file.name, error=error.strerror)
        ) from None
    if size > MAX_FILE_BYTES:
        raise KammerError(tr("“{name}” is larger than 64 MB. Please split the file.").format(name=file.name))
    return parse_csv(content, file.name)


def parse_csv(content: bytes, name: str) -> CsvFile:
    """The same for bytes; `name` is how sentences call the file."""
    text = _decode(content, name)
    delimiter = _delimiter(text.split("\n", 1)[0])
    csv.field_size_limit(MAX_FILE_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise KammerError(
            tr("“{name}” has a quotation mark that is never closed. Please save the table as CSV again.").format(
                name=name
            )
        ) from None
    headers = tuple(header.strip() for header in rows[0])
    _check_headers(headers, name)
    lines = (_line(number, headers, row) for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row)))
    return CsvFile(headers, tuple(lines))


def _line(number: int, headers: tuple[str, ...], row: list[str]) -> CsvLine:
    padded = [field.strip() for field in row] + [""] * (len(headers) - len(row))
    surplus = tuple(field for field in padded[len(headers) :] if field)
    return CsvLine(number, dict(zip(headers, padded, strict=False)), surplus)


def _decode(content: bytes, name: str) -> str:
    for magic, kind in _NOT_TEXT.items():
        if content.startswith(magic):
            raise KammerError(
                tr("“{name}” is a {kind} file, not a CSV table. Please export the table as CSV.").format(
                    name=name, kind=kind
                )
            )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise KammerError(tr("“{name}” is empty. It must have a header line and at least one line.").format(name=name))
    if "\0" in text:
        raise KammerError(tr("“{name}” is not a text file. Please export the table as CSV.").format(name=name))
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _check_headers(headers: tuple[str, ...], name: str) -> None:
    twice = sorted({header for header in headers if header and headers.count(header) > 1})
    if twice:
        raise KammerError(
            tr("“{name}” has the column “{column}” twice. Each column may occur once.").format(
                name=name, column=twice[0]
            )
        )
