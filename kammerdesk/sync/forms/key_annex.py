"""Anlage zur Vereinbarung: the keys of both chambers with their fingerprints, to be compared and signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, Words
from kammerdesk.printing.blocks import Block, Column, Facts, Grid, Heading, Para, Points, Signatures, Together
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet

_GROUPS = 4


@dataclass(frozen=True, slots=True)
class AnnexKey:
    """The card of one chamber: when it was made, the key it names, and its fingerprint in words and in digits."""

    chamber: str
    made_on: date
    key_id: str
    words: tuple[str, ...]
    digits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyAnnexRow:
    """Both chambers, ours first, and for how many days former keys count after a change."""

    printed_on: date
    overlap_days: int
    keys: tuple[AnnexKey, AnnexKey]


def build(row: KeyAnnexRow, letterhead: Letterhead, words: Words) -> Sheet:
    """Two pages for the agreement of the chambers."""
    title = words("Annex: keys of the data exchange")
    names = " – ".join(key.chamber for key in row.keys)
    return Sheet(
        letterhead,
        title,
        (*_start(row, words), *(block for key in row.keys for block in _key(key, words)), *_end(row, words)),
        subtitle=names,
        bookmark=f"{title} {names}",
        reference=words("As of {date}").format(date=format_date(row.printed_on)),
    )


def _start(row: KeyAnnexRow, words: Words) -> tuple[Block, ...]:
    return (
        Para(
            words(
                "The chambers exchange data in sealed files. The keys below seal and sign them. Each chamber has "
                "compared the fingerprint of the other with the one on its own screen; only then the keys count."
            )
        ),
        Facts(((words("Printed on"), format_date(row.printed_on)),)),
    )


def _key(key: AnnexKey, words: Words) -> tuple[Block, ...]:
    return (
        Together(
            (
                Heading(key.chamber),
                Facts(
                    (
                        (words("Key card made on"), format_date(key.made_on)),
                        (words("Number of the key"), key.key_id),
                    )
                ),
                Heading(words("Fingerprint in words"), level=3),
                _grid(key.words, words),
                Heading(words("Fingerprint in digits"), level=3),
                _grid(key.digits, words),
            )
        ),
    )


def _grid(parts: Sequence[str], words: Words) -> Grid:
    groups = tuple(Column(words("Group {n}").format(n=n), 38) for n in range(1, _GROUPS + 1))
    lines = [parts[start : start + _GROUPS] for start in range(0, len(parts), _GROUPS)]
    rows = tuple((str(n), *line, *[""] * (_GROUPS - len(line))) for n, line in enumerate(lines, 1))
    return Grid((Column(words("Line"), 16, heads_row=True), *groups), rows)


def _end(row: KeyAnnexRow, words: Words) -> tuple[Block, ...]:
    captions = tuple(words("{chamber}: place, date, name").format(chamber=key.chamber) for key in row.keys)
    return (
        Heading(words("What the chambers agree on")),
        Points(
            (
                words(
                    "Words or digits are read out and compared on the telephone, under a number that was known before; "
                    "either of them is enough. The last word checks the ten others."
                ),
                words(
                    "When a chamber changes its keys, the former ones count for {days} more days. Within them the new "
                    "card is taken in without a telephone, because the former key has signed it."
                ).format(days=row.overlap_days),
                words(
                    "When keys may have fallen into other hands, the other chamber is told at once by telephone. It "
                    "revokes them as of the last moment at which they were safe."
                ),
                words("A change of keys is added to this annex with a new print."),
            )
        ),
        Together((Signatures((*captions, *captions), columns=2),)),
    )


FORM = FormSpec("key_annex", N_("Annex with the keys"), KeyAnnexRow, build)
