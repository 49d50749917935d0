"""Why an examination is not passed, as whole sentences for paper: with the names of the areas, not their short ids."""

from __future__ import annotations

from collections.abc import Iterable

from kammerdesk.base.i18n import Words
from kammerdesk.base.points import format_points, to_hundredths
from kammerdesk.exams.rules.regulation import PassRule, Points, Regulation, RuleKind


def reason(regulation: Regulation, rule: PassRule, results: Points, words: Words) -> str:
    """What a broken pass rule asks for and what was reached, with its paragraph; `results` are complete."""
    if rule.kind is RuleKind.ENOUGH_AREAS:
        sentence = _enough_areas(regulation, rule, results, words)
    elif rule.kind is RuleKind.NO_AREA_BELOW:
        below = [area for area in rule.areas if results[area] < rule.minimum]
        sentence = words("In no examination area may there be fewer than {minimum} points; there are in: {areas}.")
        sentence = sentence.format(minimum=rule.minimum, areas=_named(regulation, below, results, words))
    else:
        sentence = _mean_or_part(regulation, rule, results, words)
    return f"{sentence} ({rule.paragraph})"


def _mean_or_part(regulation: Regulation, rule: PassRule, results: Points, words: Words) -> str:
    sentence = {
        RuleKind.TOTAL: words("The overall result must be at least {minimum} points; it is {points} points."),
        RuleKind.PART2: words("The result of part 2 must be at least {minimum} points; it is {points} points."),
        RuleKind.COMBINED: words(
            "The combined result of {areas} must be at least {minimum} points; it is {points} points."
        ),
        RuleKind.BLOCKING_PART: words(
            "In the examination area {areas} at least {minimum} points are needed; there are {points} points."
        ),
    }[rule.kind]
    names = ", ".join(f"„{regulation.area(area).name}“" for area in rule.areas)
    # the parts of an examination without an overall result weigh nothing, so that they have no mean
    reached = regulation.mean(rule.areas, results) if rule.kind.is_mean else results[rule.areas[0]]
    return sentence.format(areas=names, minimum=rule.minimum, points=format_points(to_hundredths(reached)))


def _enough_areas(regulation: Regulation, rule: PassRule, results: Points, words: Words) -> str:
    sentence = words(
        "In at least {count} of {number} examination areas {minimum} points are needed; they are reached in {reached} "
        "({areas})."
    )
    return sentence.format(
        count=rule.count,
        number=len(rule.areas),
        minimum=rule.minimum,
        reached=sum(results[area] >= rule.minimum for area in rule.areas),
        areas=_named(regulation, rule.areas, results, words),
    )


def _named(regulation: Regulation, areas: Iterable[str], results: Points, words: Words) -> str:
    """Planen eines Softwareproduktes 45 Punkte; …"""
    phrase = words("{area} {points} points")
    return "; ".join(
        phrase.format(area=regulation.area(area).name, points=format_points(to_hundredths(results[area])))
        for area in areas
    )
