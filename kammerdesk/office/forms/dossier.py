"""Auskunft nach Art. 15 DSGVO: everything that is stored about one person, on paper she can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kammerdesk.base.clock import office_text
from kammerdesk.base.i18n import N_, Words
from kammerdesk.office.dossier import Dossier, DossierChange, DossierRecord, DossierSection
from kammerdesk.printing.blocks import Block, Column, Facts, Grid, Heading, Para, Points
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet

_LONG = 40
"""A value longer than this gets the whole width of the paper."""
_MOST_COLUMNS = 6
_FEWEST_ROWS = 3
"""So many records of one kind make a table, if it has not too many columns."""


def build(row: Dossier, letterhead: Letterhead, words: Words) -> Sheet:
    """The whole dossier: what is stored, how long, who changed it, where it went, and which rights there are."""
    title = words("Information about stored data")
    return Sheet(
        letterhead,
        title,
        tuple(_blocks(row, words)),
        subtitle=row.name,
        bookmark=f"{title} {row.name}",
        reference=words("As of {moment}").format(moment=office_text(row.made_at)),
        note=words("Confidential: personal data."),
    )


def _blocks(row: Dossier, words: Words) -> Iterator[Block]:
    yield Para(
        words(
            "This is everything that {chamber} has stored about you in KammerDesk, as Art. 15 GDPR gives you the right "
            "to know it: for appointing examiners and holding examinations (§§ 37 to 50 BBiG). Other people are not "
            "named in it. Empty fields are left out."
        ).format(chamber=row.chamber)
    )
    for section in row.sections:
        yield from _section(section)
    yield from _periods(row.sections, words)
    yield from _history(row, words)
    yield from _transfers(row, words)
    yield from _rights(words)


def _section(section: DossierSection) -> Iterator[Block]:
    yield Heading(section.words)
    names = dict.fromkeys((field.name, field.words) for record in section.records for field in record.fields)
    if len(section.records) >= _FEWEST_ROWS and len(names) <= _MOST_COLUMNS:
        yield _table(section.records, list(names))
        return
    for record in section.records:
        if len(section.records) > 1:
            yield Heading(record.title, level=3)
        short = all(len(field.value) <= _LONG for field in record.fields)
        yield Facts(tuple((field.words, field.value) for field in record.fields), columns=2 if short else 1)


def _table(records: tuple[DossierRecord, ...], names: list[tuple[str, str]]) -> Grid:
    rows = []
    for record in records:
        values = {field.name: field.value for field in record.fields}
        rows.append(tuple(values.get(name, "") for name, _words in names))
    columns = tuple(Column(words, 30, heads_row=place == 0) for place, (_name, words) in enumerate(names))
    return Grid(columns, tuple(rows))


def _periods(sections: tuple[DossierSection, ...], words: Words) -> Iterator[Block]:
    rows = dict.fromkeys((one.category, one.period, one.law) for one in sections if one.category)
    if rows:
        yield Heading(words("How long it is kept"))
        columns = Column(words("Category"), 60, heads_row=True), Column(words("Period"), 30), Column(words("Basis"), 80)
        yield Grid(columns, tuple(rows))
        yield Para(words("What is stored with one of these records is kept and erased together with it."))


def _history(row: Dossier, words: Words) -> Iterator[Block]:
    yield Heading(words("Who entered and changed it"))
    columns = (
        Column(words("When"), 32),
        Column(words("By whom"), 28),
        Column(words("What"), 36),
        Column(words("Record"), 42, heads_row=True),
        Column(words("Change"), 48),
    )
    alike = Counter(
        (office_text(one.at), one.user, one.action, f"{one.kind}: {one.happening}", _change(one)) for one in row.changes
    )
    rows = ((*facts, f"{record} ({n})" if n > 1 else record, change) for (*facts, record, change), n in alike.items())
    yield Grid(columns, tuple(rows))


def _change(change: DossierChange) -> str:
    """What a field became, with what it was where it was something; a new record is told above already."""
    return "\n".join(f"{one.words}: {one.old} → {one.new or '–'}" for one in change.fields if one.old)


def _transfers(row: Dossier, words: Words) -> Iterator[Block]:
    yield Heading(words("Transfers to and from other chambers"))
    if not row.transfers:
        yield Para(words("None."))
        return
    columns = (
        Column(words("When"), 27),
        Column(words("Direction"), 24),
        Column(words("Chamber"), 47, heads_row=True),
        Column(words("Basis"), 82),
    )
    ways = {True: words("to"), False: words("from")}
    yield Grid(
        columns,
        tuple((office_text(one.at), ways[one.outgoing], one.partner, "\n".join(one.bases)) for one in row.transfers),
    )
    yield Para(words("Listed are the bundles that carried data about you by the rules that hold today."))


def _rights(words: Words) -> Iterator[Block]:
    yield Heading(words("Your rights"))
    yield Points(
        (
            words("Correction of what is wrong (Art. 16 GDPR)."),
            words("Erasure or restriction, as far as the law does not order it to be kept (Art. 17 and 18 GDPR)."),
            words("Objection for reasons of your particular situation (Art. 21 GDPR)."),
            words("Complaint to the Data Protection Commissioner of Lower Saxony (Art. 77 GDPR)."),
        )
    )


FORM = FormSpec("dossier", N_("Information about stored data"), Dossier, build)
