"""What a committee decides and announces, kept with all that is printed of it, so that nothing is calculated again."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kammerdesk.base.i18n import paper_words
from kammerdesk.base.points import decimal_text, exact_text
from kammerdesk.base.verdicts import State
from kammerdesk.exams.rules.catalogue import DEFAULT_GRADE_KEY, grade_key
from kammerdesk.exams.rules.grading import Grade
from kammerdesk.exams.rules.passing import Assessment
from kammerdesk.exams.rules.reasons import reason
from kammerdesk.exams.rules.regulation import Regulation
from kammerdesk.exams.rules.summary import result_total


@dataclass(frozen=True, slots=True)
class AreaResult:
    """What one examination area came to, supplementary oral exam counted in."""

    area: str
    points: Fraction
    grade: int
    grade_word: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A result as it is kept: numbers as text with a point, `areas` and `failed_rules` as JSON."""

    passed: bool
    total: str
    part2: str
    grade: int | None
    grade_word: str
    decimal_grade: str
    areas: str
    failed_rules: str


def area_results(regulation: Regulation, judged: Assessment, on: date | None = None) -> tuple[AreaResult, ...]:
    """The areas that have points, in the order of the regulation, with the grades of the key in force on a day."""
    key = grade_key(DEFAULT_GRADE_KEY, on)
    return tuple(
        AreaResult(area_id, points, (grade := key.grade(points)).number, grade.word)
        for area_id in regulation.area_ids
        if (points := judged.results.get(area_id)) is not None
    )


def decision(regulation: Regulation, judged: Assessment, on: date | None = None) -> Decision:
    """Everything about a complete result that a paper may ever say of it; `on` chooses the grade key of the areas.

    The reasons are in the language of the paper, whatever the screen speaks.
    """
    grade = judged.grade
    areas = [
        {"area": each.area, "points": exact_text(each.points), "grade": each.grade, "word": each.grade_word}
        for each in area_results(regulation, judged, on)
    ]
    broken = {verdict.rule for verdict in judged.verdicts if verdict.state is State.BROKEN}
    rules = [rule for rule in regulation.pass_rules if rule.key in broken]
    reasons = [reason(regulation, rule, judged.results, paper_words()) for rule in rules]
    return Decision(
        passed=bool(judged.passed),
        total=result_total(judged),
        part2=decimal_text(judged.part2) if judged.part2 is not None else "",
        grade=grade.number if grade else None,
        grade_word=grade.word if grade else "",
        decimal_grade=grade.decimal if grade else "",
        areas=json.dumps(areas, ensure_ascii=False),
        failed_rules=json.dumps(reasons, ensure_ascii=False),
    )


def kept_areas(text: str) -> tuple[AreaResult, ...]:
    """The areas of a decision as they were kept."""
    return tuple(
        AreaResult(each["area"], Fraction(each["points"]), each["grade"], each["word"]) for each in json.loads(text)
    )


def kept_sentences(text: str) -> tuple[str, ...]:
    """The rules that were not met, as they were kept."""
    return tuple(json.loads(text))


def as_announced(judged: Assessment, kept: Decision) -> Assessment:
    """The same examination with the numbers that were announced instead of those calculated today."""
    tenths = int(kept.decimal_grade.replace(".", "")) if kept.decimal_grade else 0
    return replace(
        judged,
        results={each.area: each.points for each in kept_areas(kept.areas)},
        open_areas=(),
        total=_number(kept.total),
        part2=_number(kept.part2),
        grade=Grade(kept.grade, kept.grade_word, tenths) if kept.grade is not None else None,
        passed=kept.passed,
        supplementary=(),
        together=(),
    )


def _number(text: str) -> Fraction | None:
    return Fraction(text) if text else None
