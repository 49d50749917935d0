"""From marks to the result: exact totals, every pass rule as a verdict, and which supplementary oral could help."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from kammerdesk.base.errors import Reason, Refused
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import comma_text
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.exams.rules import catalogue, sentences
from kammerdesk.exams.rules.grading import Grade, Rounding
from kammerdesk.exams.rules.regulation import PassRule, Points, Regulation, SupplementaryRule

WORST, BEST = Fraction(0), Fraction(100)


@dataclass(frozen=True, slots=True)
class Mark:
    """The exact points of an exam area, and those of a supplementary oral exam where one was taken."""

    points: Fraction
    oral: Fraction | None = None


Marks = Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class Offer:
    """An area whose supplementary oral alone makes the exam passed, with the smallest whole points needed."""

    area: str
    points_needed: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What marks amount to under a regulation; all numbers exact, None where areas are still open.

    `passed` is None while areas are open and no rule is beyond reach. `together` names the areas that could make the
    exam passed only if several orals are taken (where the regulation allows several). `notes` are warnings that
    change nothing.
    """

    regulation: str
    results: Points
    open_areas: tuple[str, ...]
    total: Fraction | None
    part2: Fraction | None
    grade: Grade | None
    passed: bool | None
    verdicts: tuple[Verdict, ...]
    supplementary: tuple[Offer, ...]
    together: tuple[str, ...]
    notes: tuple[Verdict, ...]


def assess(
    regulation: Regulation,
    marks: Marks,
    *,
    on: date | None = None,
    rounding: Rounding | None = None,
    key: str = catalogue.DEFAULT_GRADE_KEY,
    attempt: int | None = None,
) -> Assessment:
    """Judges marks; areas without a mark are open.

    `on` chooses the version of the grade key, `rounding` overrides the key's own and touches the grade only: pass
    rules look at exact values. With `attempt` a failed exam also says whether it may be repeated. Raises Refused, one
    reason per area, for unknown areas, points outside 0 to 100, and orals the regulation does not allow.
    """
    _refuse_impossible(regulation, marks)
    results = _results(regulation, marks)
    open_areas = tuple(area_id for area_id in regulation.area_ids if area_id not in results)
    states = {rule: _state(regulation, rule, results) for rule in regulation.pass_rules}
    passed = _passed(states, open_areas)
    total = regulation.mean(regulation.area_ids, results) if regulation.overall_result and not open_areas else None
    grade = catalogue.grade_key(key, on).grade(total, rounding) if total is not None else None
    verdicts = [sentences.verdict(regulation, rule, state, results) for rule, state in states.items()]
    if attempt is not None and passed is False:
        verdicts.append(resit_verdict(regulation, attempt))
    offers = _offers(regulation, marks, results) if passed is False and not open_areas else ()
    return Assessment(
        regulation=regulation.id,
        results=results,
        open_areas=open_areas,
        total=total,
        part2=_part2(regulation, results),
        grade=grade,
        passed=passed,
        verdicts=tuple(verdicts),
        supplementary=offers,
        together=() if offers or passed is not False or open_areas else _together(regulation, marks, results),
        notes=_notes(regulation, marks),
    )


def resit_verdict(regulation: Regulation, attempt: int) -> Verdict:
    """Whether an exam failed at this attempt (1 = first) may be repeated, and how often."""
    left = regulation.resits + 1 - attempt
    if left <= 0:
        sentence = tr("The exam cannot be repeated: attempt {attempt} was the last one.").format(attempt=attempt)
        return Verdict("resit", State.BROKEN, regulation.resits_paragraph, sentence)
    sentence = tr("The exam can still be repeated; resits left: {left}.").format(left=left)
    return Verdict("resit", State.MET, regulation.resits_paragraph, sentence)


def _results(regulation: Regulation, marks: Marks) -> dict[str, Fraction]:
    """The points of each marked area, supplementary orals counted in."""
    rule = regulation.supplementary
    return {
        area_id: rule.result(mark.points, mark.oral) if rule and mark.oral is not None else mark.points
        for area_id, mark in marks.items()
    }


def _state(regulation: Regulation, rule: PassRule, results: Points) -> State:
    """Met or broken where it is so whatever the open areas bring (rules never suffer from a higher mark), else open."""
    lowest = {area_id: results.get(area_id, WORST) for area_id in regulation.area_ids}
    if regulation.holds(rule, lowest):
        return State.MET
    highest = {area_id: results.get(area_id, BEST) for area_id in regulation.area_ids}
    return State.OPEN if regulation.holds(rule, highest) else State.BROKEN


def _passed(states: Mapping[PassRule, State], open_areas: tuple[str, ...]) -> bool | None:
    """An exam with open areas can be lost for certain, but never passed before the last performance."""
    if State.BROKEN in states.values():
        return False
    return None if open_areas else True


def _part2(regulation: Regulation, results: Points) -> Fraction | None:
    areas = regulation.areas_of_part(2)
    return regulation.mean(areas, results) if areas and all(area_id in results for area_id in areas) else None


def passes(regulation: Regulation, results: Points) -> bool:
    """Whether complete results satisfy every pass rule."""
    return all(regulation.holds(rule, results) for rule in regulation.pass_rules)


def _allowed(regulation: Regulation, marks: Marks) -> dict[str, SupplementaryRule]:
    """The areas in which a further supplementary oral may be taken."""
    rule = regulation.supplementary
    taken = sum(mark.oral is not None for mark in marks.values())
    if rule is None or taken >= rule.max_areas:
        return {}
    return {
        area.id: rule
        for area in regulation.areas
        if area.supplementary
        and area.id in marks
        and marks[area.id].oral is None
        and (rule.only_below is None or marks[area.id].points < rule.only_below)
    }


def _offers(regulation: Regulation, marks: Marks, results: Points) -> tuple[Offer, ...]:
    """Every area whose oral can tip the balance alone, with the fewest whole points that make all rules hold."""
    needed = {
        area_id: _points_needed(regulation, rule, results, area_id, marks[area_id].points)
        for area_id, rule in _allowed(regulation, marks).items()
    }
    return tuple(Offer(area_id, points) for area_id, points in needed.items() if points is not None)


def _points_needed(
    regulation: Regulation, rule: SupplementaryRule, results: Points, area_id: str, written: Fraction
) -> int | None:
    """None where even 100 points are not enough; more points never break a rule, so halving the range finds them."""

    def leads_to_passing(oral: int) -> bool:
        """Whether so many oral points make every rule hold."""
        return passes(regulation, {**results, area_id: rule.result(written, Fraction(oral))})

    points = bisect_left(range(101), True, key=leads_to_passing)
    return points if points <= 100 else None


def _together(regulation: Regulation, marks: Marks, results: Points) -> tuple[str, ...]:
    """The fewest areas whose orals tip the balance only together; empty where that is not enough or not allowed."""
    allowed = _allowed(regulation, marks)
    if regulation.supplementary is None or not allowed:
        return ()
    left = regulation.supplementary.max_areas - sum(mark.oral is not None for mark in marks.values())
    for size in range(2, left + 1):
        for chosen in combinations(allowed, size):
            best = {area_id: allowed[area_id].result(marks[area_id].points, BEST) for area_id in chosen}
            if passes(regulation, {**results, **best}):
                return chosen
    return ()


def _notes(regulation: Regulation, marks: Marks) -> tuple[Verdict, ...]:
    """A warning where an oral was taken that could not tip the balance (judged only once every area has a mark)."""
    rule = regulation.supplementary
    taken = {area_id: mark for area_id, mark in marks.items() if mark.oral is not None}
    if rule is None or not taken or len(marks) < len(regulation.areas):
        return ()
    before = {area_id: mark.points for area_id, mark in marks.items()}
    best = {area_id: rule.result(mark.points, BEST) for area_id, mark in taken.items()}
    if passes(regulation, before):
        sentence = tr("The exam was passed without the supplementary oral exam; it should not have been taken.")
    elif not passes(regulation, {**before, **best}):
        sentence = tr("The supplementary oral exam could not have led to passing; it should not have been taken.")
    else:
        return ()
    return (Verdict("supplementary_oral_exam", State.WARNING, rule.paragraph, sentence),)


def _refuse_impossible(regulation: Regulation, marks: Marks) -> None:
    reasons = [
        Reason(area_id, sentence)
        for area_id, mark in marks.items()
        for sentence in _objections(regulation, area_id, mark)
    ]
    taken = [area_id for area_id, mark in marks.items() if mark.oral is not None]
    rule = regulation.supplementary
    if rule and len(taken) > rule.max_areas:
        sentence = tr("A supplementary oral exam is allowed in at most {max} areas, given are {taken} ({paragraph}).")
        text = sentence.format(max=rule.max_areas, taken=", ".join(taken), paragraph=rule.paragraph)
        reasons.append(Reason(taken[-1], text))
    if reasons:
        raise Refused(reasons)


def _objections(regulation: Regulation, area_id: str, mark: Mark) -> Iterator[str]:
    if area_id not in regulation.area_ids:
        sentence = tr("{regulation} has no exam area “{area}”. Its areas are: {areas}.")
        yield sentence.format(regulation=regulation.id, area=area_id, areas=", ".join(regulation.area_ids))
        return
    for value in (mark.points, mark.oral):
        if value is not None and not WORST <= value <= BEST:
            yield tr("{area}: allowed are 0 to 100 points.").format(area=area_id)
    if mark.oral is None:
        return
    rule = regulation.supplementary
    if rule is None:
        yield tr("{area}: {source} knows no supplementary oral exam.").format(area=area_id, source=regulation.source)
    elif not regulation.area(area_id).supplementary:
        sentence = tr("{area}: no supplementary oral exam is allowed in this area ({paragraph}).")
        yield sentence.format(area=area_id, paragraph=rule.paragraph)
    elif rule.only_below is not None and mark.points >= rule.only_below:
        sentence = tr(
            "{area}: only areas below {limit} points allow a supplementary oral, here are {points} ({paragraph})."
        )
        yield sentence.format(
            area=area_id, limit=rule.only_below, points=comma_text(mark.points), paragraph=rule.paragraph
        )
