"""Wiederherstellungsbogen: the key of the data on paper, for the safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, Words
from kammerdesk.printing.blocks import (
    Block,
    Code,
    Column,
    Facts,
    Grid,
    Heading,
    Notice,
    Points,
    Signatures,
    Together,
)
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet


@dataclass(frozen=True, slots=True)
class RecoverySheetRow:
    """The key of one house: its lines in groups parted by spaces, and the fingerprint that names it."""

    chamber: str
    printed_on: date
    fingerprint: str
    lines: tuple[str, ...]


def build(row: RecoverySheetRow, letterhead: Letterhead, words: Words) -> Sheet:
    """One page for a sealed envelope."""
    title = words("Recovery sheet")
    return Sheet(
        letterhead,
        title,
        _blocks(row, words),
        subtitle=words("The key to the data of {chamber}").format(chamber=row.chamber),
        bookmark=f"{title} {row.fingerprint}",
        reference=words("Fingerprint {fingerprint}").format(fingerprint=row.fingerprint),
        note=words("Strictly confidential: whoever has this sheet and a copy of the data can read everything."),
        corner=Code("-".join(row.lines).replace(" ", "-"), words("The same key as a code for scanners"), size_mm=28),
    )


def _blocks(row: RecoverySheetRow, words: Words) -> tuple[Block, ...]:
    first, *others = (line.split(" ") for line in row.lines)
    columns = tuple(Column(words("Group {n}").format(n=n), 30) for n, _group in enumerate(first, 1))
    return (
        Facts(
            (
                (words("Chamber"), row.chamber),
                (words("Printed on"), format_date(row.printed_on)),
                (words("Fingerprint"), row.fingerprint),
            )
        ),
        Notice(
            words(
                "The data are encrypted. If the computer is lost or broken, or its passphrase forgotten, only this key "
                "opens them and their backups. Without it they are lost: nobody else has it."
            ),
            words("What this sheet is for"),
        ),
        Heading(words("The key")),
        Grid(
            (Column(words("Line"), 18, heads_row=True), *columns),
            tuple((str(n), *groups) for n, groups in enumerate((first, *others), 1)),
            large=True,
        ),
        Heading(words("How to keep it")),
        Points(
            (
                words("In a sealed envelope in the safe, not near the computer; two people know where."),
                words("Never as a photo, a file or a mail. Delete the printed file when this sheet has come out."),
                words(
                    "After a change of key print a new sheet. Keep this one as long as there are backups with its "
                    "fingerprint."
                ),
            )
        ),
        Heading(words("How to use it")),
        Points(
            (
                words("Install KammerDesk, put the folder of the data or the backup on a drive of the computer."),
                words(
                    "Call “kammerdesk key enter --data FOLDER” and type the four lines, or scan the code. Capital or "
                    "small letters and spaces do not matter."
                ),
                words(
                    "The letters I, L, O and U do not occur: it is always the digits 1 and 0 and the letter V. The "
                    "last sign of each line checks it, so a wrong line is named."
                ),
            )
        ),
        Together((Signatures((words("Printed and sealed by"), words("Kept by")), columns=2),)),
    )


FORM = FormSpec("recovery_sheet", N_("Recovery sheet"), RecoverySheetRow, build)
