"""Niederschrift: one candidate's examination from the check of identity to the signatures."""

from __future__ import annotations

from collections.abc import Iterator

from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import N_, Words
from kammerdesk.base.points import format_points
from kammerdesk.examday.forms.parts import confidential, function, sheet_reference, where, which_exam
from kammerdesk.examday.forms.rows import ExaminerLine, MarkLine, MinutesRow
from kammerdesk.exams.forms.wording import bench_name, filled, from_to, long_day
from kammerdesk.printing.blocks import (
    Align,
    Block,
    Cell,
    Code,
    Column,
    Facts,
    Grid,
    Heading,
    Para,
    Signatures,
    Tick,
    Ticks,
    Together,
    Writing,
)
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet


def build(row: MinutesRow, letterhead: Letterhead, words: Words) -> Sheet:
    """The minutes of one candidate, always one by one; blank where nothing is recorded yet (domain.md 2.4, 6.1)."""
    return Sheet(
        letterhead,
        words("Minutes of the examination"),
        tuple(_blocks(row, words)),
        subtitle=f"{row.slot.number} {row.slot.name}",
        bookmark=" ".join((words("Minutes"), row.slot.number, row.slot.name)),
        reference=sheet_reference(row.occasion, words),
        note=confidential(words),
        corner=Code(row.code, words("Code of these minutes: {code}").format(code=row.code), size_mm=18),
    )


def _blocks(row: MinutesRow, words: Words) -> Iterator[Block]:
    yield from _who_and_what(row, words)
    yield from _committee(row, words)
    yield from _course(row, words)
    yield from _marks(row, words)
    yield from _result(row, words)
    yield Together(
        (
            Heading(words("Signatures of all who examined")),
            Signatures(tuple(f"{line.name}\n{bench_name(line.bench, words)}" for line in _members(row)), columns=3),
        )
    )


def _members(row: MinutesRow) -> tuple[ExaminerLine, ...]:
    """Who examined, or will examine as far as one knows before the day."""
    return tuple(line for line in row.examiners if line.present is not False)


def _who_and_what(row: MinutesRow, words: Words) -> Iterator[Block]:
    occasion = row.occasion
    yield Facts(
        filled(
            (words("Birth name"), row.birth_name),
            (words("Born on"), format_date(row.birth_date)),
            (words("Address"), row.address),
            *which_exam(occasion, words),
            (words("Examination area"), row.area),
            (words("Topic"), row.slot.topic),
            (words("Extra time granted"), row.slot.extra_time),
            (words("Committee"), occasion.exam.committee),
            (
                words("Date and time"),
                f"{long_day(occasion.day, words)}, {from_to(row.slot.starts_at, row.slot.ends_at, words)}",
            ),
            where(occasion, words),
        ),
    )


def _committee(row: MinutesRow, words: Words) -> Iterator[Block]:
    yield Heading(words("Present members and quorum"))
    yield Grid(
        (
            Column(words("Name"), 55, heads_row=True),
            Column(words("Group"), 48),
            Column(words("Function"), 48),
            Column(words("Present"), 20, Align.CENTRE),
        ),
        tuple(_member(line, words) for line in row.examiners),
    )
    present = [line for line in row.examiners if line.present]
    known = all(line.present is not None for line in row.examiners)
    yield Ticks(
        (
            Tick(
                words("quorate: at least {quorum} of {size} members took part (§ 41 BBiG)").format(
                    quorum=row.quorum, size=row.size
                ),
                known and len(present) >= row.quorum,
            ),
            Tick(words("no member is excluded or may be biased"), row.bias_claimed is False),
        )
    )


def _member(line: ExaminerLine, words: Words) -> tuple[Cell, ...]:
    return line.name, bench_name(line.bench, words), function(line, words), Tick(ticked=line.present is True)


def _course(row: MinutesRow, words: Words) -> Iterator[Block]:
    yield Heading(words("Course"))
    yield Facts(
        (
            (words("Begin"), format_time(row.began_at)),
            (words("End"), format_time(row.ended_at)),
        ),
        columns=2,
    )
    identity = words("identity checked")
    if row.identity_document:
        identity = words("identity checked ({document})").format(document=row.identity_document)
    yield Ticks(
        (
            Tick(identity, bool(row.identity_document)),
            Tick(words("instructed about course, aids, deception and withdrawal"), row.instructed is True),
            Tick(words("declared fit for the examination"), row.fit is True),
            Tick(words("claims bias of a member"), row.bias_claimed is True),
        ),
        columns=2,
    )
    yield from _told(words("Questions and essential answers"), row.questions or None, 4)
    if row.incidents == "":
        yield from _told(words("Incidents and interruptions"), words("none"), 0)
    else:
        yield from _told(words("Incidents and interruptions"), row.incidents, 3)


def _told(title: str, text: str | None, lines: int) -> Iterator[Block]:
    """A heading with what was recorded, or with lines to write on."""
    body = Writing(lines) if text is None else Para(text)
    yield Together((Heading(title, 3), body))


def _marks(row: MinutesRow, words: Words) -> Iterator[Block]:
    members = _members(row)
    yield Heading(words("Points"))
    yield Grid(
        (
            Column(words("Performance"), 58, heads_row=True),
            Column(words("Share"), 16, Align.RIGHT),
            *(Column(line.name, 72 / max(1, len(members)), Align.RIGHT) for line in members),
            Column(words("Joint"), 24, Align.RIGHT),
        ),
        tuple(_mark(line, len(members)) for line in row.marks),
        total=(
            words("Examination area in total"),
            "",
            *("" for _ in members),
            format_points(row.area_points),
        ),
        row_mm=10,
        ruled=True,
    )
    if row.area_grade:
        yield Para(words("Grade of the examination area: {grade}").format(grade=row.area_grade))
    reasons = [f"{line.performance}: {line.reason}" for line in row.marks if line.reason]
    yield from _told(words("Reasons"), "\n".join(reasons) if reasons else None, 4)


def _mark(line: MarkLine, members: int) -> tuple[Cell, ...]:
    given = [format_points(points) for points in line.given[:members]]
    blank = [""] * (members - len(given))
    return line.performance, f"{line.share} %", *given, *blank, format_points(line.joint)


def _result(row: MinutesRow, words: Words) -> Iterator[Block]:
    yield Heading(words("Decision"))
    votes = ("", "", "") if row.votes is None else tuple(str(count) for count in row.votes)
    yield Facts(
        (
            (words("Votes for"), votes[0]),
            (words("Votes against"), votes[1]),
            (words("Abstentions"), votes[2]),
        ),
        columns=3,
    )
    if row.final:
        yield Ticks(
            (
                Tick(words("The examination is passed."), row.passed is True),
                Tick(words("The examination is not passed."), row.passed is False),
            ),
            columns=2,
        )
        yield Facts(((words("Announced at"), format_time(row.announced_at)),), columns=2)


FORM = FormSpec("minutes", N_("Minutes of the examination"), MinutesRow, build)
