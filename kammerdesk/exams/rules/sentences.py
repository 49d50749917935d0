"""What a pass rule says of results, as a sentence with the numbers in it."""

from __future__ import annotations

from fractions import Fraction

from kammerdesk.base.i18n import tr
from kammerdesk.base.points import comma_text
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.exams.rules.regulation import PassRule, Points, Regulation, RuleKind


def verdict(regulation: Regulation, rule: PassRule, state: State, results: Points) -> Verdict:
    """The verdict of a pass rule whose state is known; `results` may lack open areas."""
    if rule.kind.is_mean:
        sentence = _mean(regulation, rule, results)
    elif rule.kind is RuleKind.BLOCKING_PART:
        sentence = _blocking_part(regulation, rule, results)
    elif rule.kind is RuleKind.ENOUGH_AREAS:
        sentence = _enough_areas(rule, results)
    else:
        sentence = _no_area_below(rule, results)
    return Verdict(rule.key, state, rule.paragraph, sentence)


def _mean(regulation: Regulation, rule: PassRule, results: Points) -> str:
    what = {
        RuleKind.TOTAL: tr("Overall result"),
        RuleKind.PART2: tr("Result of part 2"),
        RuleKind.COMBINED: tr("Combined result of {areas}").format(areas=", ".join(rule.areas)),
    }[rule.kind]
    still_open = _open(rule, results)
    if not still_open:
        points = comma_text(regulation.mean(rule.areas, results))
        sentence = tr("{what}: {points} points, at least {minimum} are needed.")
        return sentence.format(what=what, points=points, minimum=rule.minimum)
    lowest, highest = (
        comma_text(regulation.mean(rule.areas, dict.fromkeys(rule.areas, Fraction(fill)) | dict(results)))
        for fill in (0, 100)
    )
    sentence = tr("{what}: between {lowest} and {highest} points while {open} is open, at least {minimum} are needed.")
    return sentence.format(what=what, lowest=lowest, highest=highest, open=still_open, minimum=rule.minimum)


def _blocking_part(regulation: Regulation, rule: PassRule, results: Points) -> str:
    area = regulation.area(rule.areas[0])
    if area.id not in results:
        return tr("{area}: still open, at least {minimum} points are needed.").format(
            area=area.name, minimum=rule.minimum
        )
    sentence = tr("{what}: {points} points, at least {minimum} are needed.")
    return sentence.format(what=area.name, points=comma_text(results[area.id]), minimum=rule.minimum)


def _enough_areas(rule: PassRule, results: Points) -> str:
    reached = sum(results.get(area_id, Fraction(-1)) >= rule.minimum for area_id in rule.areas)
    sentence = tr("At least {minimum} points in {reached} of {number} areas ({areas}), needed in at least {count}.")
    text = sentence.format(
        minimum=rule.minimum, reached=reached, number=len(rule.areas), areas=_list(rule, results), count=rule.count
    )
    return _with_open(text, rule, results)


def _no_area_below(rule: PassRule, results: Points) -> str:
    below = [area_id for area_id in rule.areas if area_id in results and results[area_id] < rule.minimum]
    if below:
        listed = ", ".join(f"{area_id} {comma_text(results[area_id])}" for area_id in below)
        text = tr("Below {minimum} points: {areas}. No area may be below.").format(minimum=rule.minimum, areas=listed)
    else:
        text = tr("No area below {minimum} points ({areas}).").format(minimum=rule.minimum, areas=_list(rule, results))
    return _with_open(text, rule, results)


def _list(rule: PassRule, results: Points) -> str:
    marked = [f"{area_id} {comma_text(results[area_id])}" for area_id in rule.areas if area_id in results]
    return ", ".join(marked) or tr("none marked yet")


def _open(rule: PassRule, results: Points) -> str:
    return ", ".join(area_id for area_id in rule.areas if area_id not in results)


def _with_open(text: str, rule: PassRule, results: Points) -> str:
    still_open = _open(rule, results)
    return text + " " + tr("Still open: {areas}.").format(areas=still_open) if still_open else text
