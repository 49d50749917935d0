"""Anwesenheitsliste: who came, whose identity was checked, who was instructed, with signatures."""

from __future__ import annotations

from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import N_, Words
from kammerdesk.examday.forms.parts import confidential, sheet_reference, where, which_exam
from kammerdesk.examday.forms.rows import AttendanceLine, AttendanceListRow
from kammerdesk.exams.forms.wording import long_day
from kammerdesk.printing.blocks import Align, Cell, Column, Facts, Grid, Heading, Para, Signatures, Tick, Together, Tone
from kammerdesk.printing.documents import FormSpec, Letterhead, Sheet


def build(row: AttendanceListRow, letterhead: Letterhead, words: Words) -> Sheet:
    """The list of one room, with what the supervisors confirm at its end."""
    candidates = Grid(
        (
            Column(words("No."), 9, Align.RIGHT),
            Column(words("Number"), 25),
            Column(words("Name"), 52, heads_row=True),
            Column(words("Born on"), 21),
            Column(words("Time"), 14),
            Column(words("Present"), 19, Align.CENTRE),
            Column(words("Identity checked"), 16, Align.CENTRE),
            Column(words("Instructed"), 16, Align.CENTRE),
            Column(words("Signature"), 46),
            Column(words("Remark"), 37),
        ),
        tuple(_line(place, line) for place, line in enumerate(row.candidates, 1)),
        row_mm=9,
        ruled=True,
    )
    return Sheet(
        letterhead,
        words("Attendance list"),
        (
            Facts(
                (
                    *which_exam(row.occasion, words),
                    (words("Committee"), row.occasion.exam.committee),
                    where(row.occasion, words),
                ),
                columns=2,
            ),
            candidates,
            *_supervision(row, words),
        ),
        subtitle=long_day(row.occasion.day, words),
        reference=sheet_reference(row.occasion, words),
        note=confidential(words),
        landscape=True,
    )


def _line(place: int, line: AttendanceLine) -> tuple[Cell, ...]:
    number = f"{line.number}\n{line.seat}" if line.seat else line.number
    return (
        str(place),
        number,
        line.name,
        format_date(line.birth_date),
        format_time(line.starts_at),
        Tick(),
        Tick(),
        Tick(),
        "",
        "",
    )


def _supervision(row: AttendanceListRow, words: Words) -> tuple[Together]:
    supervisors = row.supervisors or ("", "")
    captions = tuple(
        words("Supervisor {name}").format(name=name) if name else words("Supervisor") for name in supervisors
    )
    return (
        Together(
            (
                Heading(words("Confirmation of the supervisors")),
                Para(
                    words(
                        "Before the examination the candidates were asked about their identity and instructed about "
                        "its course, working time, aids, deception, disorder, withdrawal and absence."
                    ),
                    Tone.SMALL,
                ),
                Facts(
                    (
                        (words("Begin"), ""),
                        (words("End"), ""),
                        (words("Works handed in"), ""),
                        (words("Incidents"), ""),
                    ),
                    columns=2,
                    label_mm=36,
                ),
                Signatures(captions, columns=max(2, min(3, len(captions)))),
            )
        ),
    )


FORM = FormSpec("attendance_list", N_("Attendance list"), AttendanceListRow, build)
