"""What an assessment amounts to in one line, and what could still help, for whoever sits before the screen."""

from __future__ import annotations

from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.points import comma_text, decimal_text
from kammerdesk.exams.rules.passing import Assessment
from kammerdesk.exams.rules.regulation import Regulation


def total_words(judged: Assessment) -> str:
    """Total, part 2 and, of a passed exam, the grade; before that, which areas are still open."""
    if judged.open_areas:
        n = len(judged.open_areas)
        sentence = trn("{n} area is still open: {areas}", "{n} areas are still open: {areas}", n)
        return sentence.format(n=n, areas=", ".join(judged.open_areas))
    parts = []
    if judged.total is not None:
        parts.append(tr("Total {points} points").format(points=comma_text(judged.total)))
    if judged.part2 is not None:
        parts.append(tr("Part 2 {points} points").format(points=comma_text(judged.part2)))
    if judged.grade is not None and judged.passed:
        words = tr("Grade {number} ({word}, {decimal})")
        decimal = judged.grade.decimal.replace(".", ",")
        parts.append(words.format(number=judged.grade.number, word=judged.grade.word, decimal=decimal))
    return " · ".join(parts)


def result_total(judged: Assessment) -> str:
    """The overall result as it is stored and announced, with a point and two decimals; empty where there is none."""
    return decimal_text(judged.total) if judged.total is not None else ""


def offer_sentences(regulation: Regulation, judged: Assessment) -> list[str]:
    """In which areas a supplementary oral exam could make the exam passed, and with how many points."""
    sentence = tr("A supplementary oral exam in {area} could help: at least {points} points are needed.")
    offers = [
        sentence.format(area=regulation.area(offer.area).name, points=offer.points_needed)
        for offer in judged.supplementary
    ]
    if judged.together:
        names = ", ".join(regulation.area(area).name for area in judged.together)
        offers.append(tr("Only together could supplementary oral exams help: {areas}.").format(areas=names))
    return offers
