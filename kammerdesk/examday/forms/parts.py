"""Pieces that several forms of an exam day share: when and where, who examines, the head of a sheet."""

from __future__ import annotations

from kammerdesk.base.i18n import Words
from kammerdesk.examday.forms.rows import ExaminerLine, Occasion
from kammerdesk.exams.forms.wording import bench_name, from_to, long_day
from kammerdesk.printing.blocks import Cell, Column, Grid

Fact = tuple[str, str]


def when(occasion: Occasion, words: Words) -> Fact:
    """Day and time of an exam day."""
    return (
        words("Date and time"),
        f"{long_day(occasion.day, words)}, {from_to(occasion.starts_at, occasion.ends_at, words)}",
    )


def where(occasion: Occasion, words: Words) -> Fact:
    """Room and place of an exam day."""
    return words("Place"), ", ".join(filter(None, (occasion.room, occasion.place)))


def which_exam(occasion: Occasion, words: Words) -> tuple[Fact, ...]:
    """Examination and occupation."""
    exam = occasion.exam
    return (
        (words("Examination"), f"{exam.title}, {exam.period}"),
        (words("Occupation"), exam.occupation),
    )


def sheet_reference(occasion: Occasion, words: Words) -> str:
    """What stands at the head of every sheet: file number, room and day."""
    return " · ".join(filter(None, (occasion.exam.reference, occasion.room, long_day(occasion.day, words))))


def confidential(words: Words) -> str:
    """The foot of sheets that hold names or marks."""
    return words("Confidential. Return to the chamber after the examination.")


def examiner_grid(examiners: tuple[ExaminerLine, ...], words: Words) -> Grid:
    """Who examines, for which group and in which function."""
    return Grid(
        (
            Column(words("Name"), 60, heads_row=True),
            Column(words("Group"), 55),
            Column(words("Function"), 55),
        ),
        tuple(_examiner(line, words) for line in examiners),
    )


def _examiner(line: ExaminerLine, words: Words) -> tuple[Cell, ...]:
    return line.name, bench_name(line.bench, words), function(line, words)


def function(line: ExaminerLine, words: Words) -> str:
    """An examiner's function, with the member a deputy replaces."""
    if not line.replaces:
        return line.function
    return words("{function}, for {member}").format(function=line.function, member=line.replaces)
