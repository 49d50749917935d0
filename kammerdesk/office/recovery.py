"""The key on paper: four lines that are easy to type, each with a sign that tells when it is wrong, and back again.

A line has four groups of four signs of Crockford's base32, which has no I, L, O and U. The last sign of a line is a
check sum over GF(32) with a weight of its own for every place and the number of the line: it notices every single wrong
sign, every two that were swapped, and lines in the wrong order. The lines hold the version, the key and its
fingerprint, so lines of two sheets do not pass for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kammerdesk.base.errors import KammerError, refuse
from kammerdesk.base.i18n import N_, paper_words, tr
from kammerdesk.office.forms import recovery_sheet
from kammerdesk.people.chambers import chambers, letterhead
from kammerdesk.printing.documents import Document
from kammerdesk.store.actions import action
from kammerdesk.store.keys import fingerprint
from kammerdesk.store.work import Work

LINES, GROUPS, GROUP = 4, 4, 4

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WIDTH = GROUPS * GROUP
_VERSION = 1
_FIELD = 0b100101
"""x⁵ + x² + 1, primitive: the powers of x are all 31 values but 0."""

_MISREAD = str.maketrans("ILOU", "110V", " \t-–—_.")
"""Signs that do not occur stand for those they are mistaken for; what parts the groups does not matter."""


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """Print the sheet for the key in use (64 hex digits)."""

    key: str


@action(N_("Print recovery sheet"), roles=(), lasting=True)
def print_recovery_sheet(work: Work, order: SheetOrder) -> Document:
    """The recovery sheet of the house; who printed one and when stands in the journal."""
    return recovery_document(work.chamber, order.key, work.today)


def recovery_document(chamber: str, key: str, on: date) -> Document:
    """The sheet of a chamber (its code) for a key."""
    house = chambers()[chamber]
    row = recovery_sheet.RecoverySheetRow(house.name, on, fingerprint(key), sheet_lines(key))
    return recovery_sheet.FORM.build(row, letterhead(house), paper_words())


def sheet_lines(key: str) -> tuple[str, ...]:
    """A key (64 hex digits) as the lines of its sheet, the groups parted by spaces."""
    number = int(f"{_VERSION:02x}{key}{fingerprint(key)}", 16) << 4
    values = [number >> 5 * place & 31 for place in reversed(range(LINES * (_WIDTH - 1)))]
    return tuple(_line(n, values[(n - 1) * (_WIDTH - 1) : n * (_WIDTH - 1)]) for n in range(1, LINES + 1))


def key_from_sheet(text: str) -> str:
    """The key that was typed or scanned from a sheet; case, spaces, dashes and line ends do not matter.

    Raises KammerError; where one line is wrong, Refused with the field "line1" to "line4".
    """
    number = 0
    for n, line in enumerate(_cut(text), 1):
        for value in _values(n, line)[:-1]:
            number = number << 5 | value
    typed = f"{number >> 4:074x}"
    version, key, mark = int(typed[:2], 16), typed[2:-8], typed[-8:]
    if version > _VERSION:
        raise KammerError(tr("This sheet is of a newer KammerDesk. Please install it here too."))
    if version < _VERSION or mark != fingerprint(key):
        raise KammerError(tr("These four lines do not belong together. Please type them from one and the same sheet."))
    return key


def sheet_line(number: int, text: str) -> str:
    """One line that was typed, as it stands on the sheet; raises Refused as `key_from_sheet`."""
    values = _values(number, text.upper().translate(_MISREAD))
    return _grouped("".join(_SIGNS[value] for value in values))


def _line(number: int, values: list[int]) -> str:
    return _grouped("".join(_SIGNS[value] for value in (*values, _sum([*values, 0]) ^ number)))


def _grouped(text: str) -> str:
    return " ".join(text[start : start + GROUP] for start in range(0, _WIDTH, GROUP))


def _sum(values: list[int]) -> int:
    """The values as coefficients of a polynomial at x, in GF(32)."""
    total = 0
    for value in values:
        total = total << 1 ^ (_FIELD if total & 16 else 0) ^ value
    return total


def _cut(text: str) -> list[str]:
    """The lines as they were typed, or cut anew where line ends were lost; raises KammerError for a wrong length."""
    lines = [line for line in (row.upper().translate(_MISREAD) for row in text.splitlines()) if line]
    if len(lines) != LINES:
        joined = "".join(lines)
        if len(joined) != LINES * _WIDTH:
            sentence = tr("The sheet has {lines} lines of {width} signs. {given} signs were typed.")
            raise KammerError(sentence.format(lines=LINES, width=_WIDTH, given=len(joined)))
        return [joined[start : start + _WIDTH] for start in range(0, len(joined), _WIDTH)]
    return lines


def _values(number: int, line: str) -> list[int]:
    """What the signs of a line mean; raises Refused when it is not right."""
    field = f"line{number}"
    if len(line) != _WIDTH:
        sentence = tr("Line {n} has {given} signs instead of {width}. Please compare it with the sheet.")
        raise refuse(field, sentence.format(n=number, given=len(line), width=_WIDTH))
    strange = next((sign for sign in line if sign not in _SIGNS), None)
    if strange:
        sentence = tr("Line {n}: the sign “{sign}” does not occur on the sheet. Please compare this line with it.")
        raise refuse(field, sentence.format(n=number, sign=strange))
    values = [_SIGNS.index(sign) for sign in line]
    if _sum(values) != number:
        sentence = tr("Line {n} is not right. Please compare it sign by sign with the sheet.")
        raise refuse(field, sentence.format(n=number))
    return values
