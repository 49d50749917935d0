"""Löschnachweis: what was erased, by which rule, by whom and when; no names."""

from __future__ import annotations

from kammerdesk.base.clock import office_text
from kammerdesk.base.i18n import N_, Words
from kammerdesk.office.retention import Proof
from kammerdesk.printing.blocks import (
    Align,
    Block,
    Column,
    Facts,
    Grid,
    Heading,
    Notice,
    Para,
    Signatures,
    Together,
    Tone,
)
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet
from kammerdesk.store.words import kind_word


def build(row: Proof, letterhead: Letterhead, words: Words) -> Sheet:
    """One page for the file of the data protection officer."""
    title = words("Proof of erasing")
    return Sheet(
        letterhead,
        title,
        _blocks(row, words),
        subtitle=row.number,
        bookmark=f"{title} {row.number}",
        reference=f"{title} {row.number}",
    )


def _blocks(row: Proof, words: Words) -> tuple[Block, ...]:
    rules = Grid(
        (
            Column(words("Category"), 42, heads_row=True),
            Column(words("Records"), 34),
            Column(words("Rule"), 52),
            Column(words("Period"), 18),
            Column(words("Chosen"), 23, Align.RIGHT),
            Column(words("With them"), 15, Align.RIGHT),
        ),
        tuple(
            (one.category, kind_word(one.kind), one.law, one.period, str(one.chosen), str(one.dependents))
            for one in row.lines
        ),
        total=(words("Together"), "", "", "", *_sums(row)),
    )
    kinds = Grid(
        (Column(words("Kind of record"), 120, heads_row=True), Column(words("Erased"), 40, Align.RIGHT)),
        tuple(sorted((kind_word(kind), str(number)) for kind, number in row.rows.items())),
        total=(words("Together"), str(row.records)),
    )
    return (
        Facts(
            (
                (words("Proof number"), row.number),
                (words("Erased at"), office_text(row.erased_at)),
                (words("Erased by"), row.erased_by),
                (words("Records"), str(row.records)),
            ),
            columns=2,
        ),
        Heading(words("Why it was erased")),
        rules,
        Heading(words("What was erased")),
        kinds,
        Para(
            words(
                "The records were erased from the tables, from the history and from the search index; then the file "
                "was written anew, so that nothing stayed in its free pages. The history still tells that there were "
                "changes and that nobody altered it, but not what they were."
            )
        ),
        Notice(
            words(
                "Backups made before still hold the data until they are replaced by newer ones. If one of them is "
                "restored, the records are erased again."
            ),
            words("Backups"),
        ),
        Heading(words("Checksum"), level=3),
        Para(words("SHA-256 over the keys of the erased records: {digest}").format(digest=row.digest), Tone.SMALL),
        Together((Signatures((words("Erased by"), words("Data protection officer")), columns=2),)),
    )


def _sums(row: Proof) -> tuple[str, str]:
    return str(sum(one.chosen for one in row.lines)), str(sum(one.dependents for one in row.lines))


FORM = FormSpec("erasure", N_("Proof of erasing"), Proof, build)
