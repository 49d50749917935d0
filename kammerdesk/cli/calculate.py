"""Proof calculations: results, grades, markers, committees, quorum and votes by the functions the window uses."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import comma_text, exact_text
from kammerdesk.base.verdicts import State, any_broken
from kammerdesk.cli import compensation, inputs
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.committee_file import read_committee
from kammerdesk.cli.verdict_lines import verdict_data, verdict_lines
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.committees.rules.voting import Ballot, quorum, quorum_needed, vote
from kammerdesk.exams.rules import catalogue
from kammerdesk.exams.rules.grading import Grade, Rounding
from kammerdesk.exams.rules.markers import PARAGRAPH, two_markers
from kammerdesk.exams.rules.passing import Assessment, assess

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `calculate` with its calculations."""
    parser = commands.add_parser("calculate", help=tr("prove a result, a grade, a committee or a vote"))
    kinds = parser.add_subparsers(required=True, metavar=tr("CALCULATION"))
    _register_pass(kinds)
    _register_grade(kinds)
    _register_markers(kinds)
    _register_committee(kinds)
    compensation.register(kinds)


def _register_pass(kinds: Commands) -> None:
    parser = kinds.add_parser("pass", help=tr("marks → totals, grade, each pass rule, supplementary oral exams"))
    parser.add_argument("--regulation", required=True, metavar="ID")
    parser.add_argument("marks", nargs="*", metavar=tr("AREA=POINTS"))
    parser.add_argument("--attempt", metavar="N", type=int)
    _add_key_options(parser)
    parser.set_defaults(handler=_pass)


def _register_grade(kinds: Commands) -> None:
    parser = kinds.add_parser("grade", help=tr("points → grade, word and decimal grade"))
    parser.add_argument("points")
    parser.add_argument("--of", default="100", metavar=tr("POINTS"))
    _add_key_options(parser)
    parser.set_defaults(handler=_grade)


def _register_markers(kinds: Commands) -> None:
    parser = kinds.add_parser("markers", help=tr("the marks of two markers → their mean, or the third marker"))
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--of", default="100", metavar=tr("POINTS"))
    parser.add_argument("--third", metavar=tr("POINTS"))
    parser.set_defaults(handler=_markers)


def _register_committee(kinds: Commands) -> None:
    committee = kinds.add_parser("committee", help=tr("a committee in a JSON file → every rule as a finding"))
    committee.add_argument("file", type=Path)
    committee.set_defaults(handler=_committee)
    parser = kinds.add_parser("quorum", help=tr("size and present members → whether they may decide"))
    parser.add_argument("--size", type=int, required=True, metavar="N")
    parser.add_argument("--present", type=int, required=True, metavar="N")
    parser.set_defaults(handler=_quorum)
    parser = kinds.add_parser("vote", help=tr("votes → whether the motion is accepted"))
    parser.add_argument("--yes", type=int, required=True, metavar="N")
    parser.add_argument("--no", type=int, required=True, metavar="N")
    parser.add_argument("--abstain", type=int, default=0, metavar="N")
    parser.add_argument("--chair", choices=[str(ballot) for ballot in Ballot])
    parser.set_defaults(handler=_vote)


def _add_key_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", default=catalogue.DEFAULT_GRADE_KEY, metavar="ID")
    parser.add_argument("--on", metavar=tr("DATE"))
    parser.add_argument("--rounding", choices=[str(rule) for rule in Rounding])


def _pass(options: argparse.Namespace) -> Answer:
    regulation = catalogue.regulation(options.regulation)
    attempt = options.attempt
    if attempt is not None and not 1 <= attempt <= regulation.resits + 1:
        sentence = tr("The attempt must be 1 to {last}; given is {attempt}.")
        raise KammerError(sentence.format(last=regulation.resits + 1, attempt=attempt))
    found = assess(
        regulation,
        inputs.marks(regulation, options.marks),
        on=inputs.day(options.on) if options.on else None,
        rounding=_rounding(options),
        key=options.key,
        attempt=attempt,
    )
    data = {
        "regulation": found.regulation,
        "passed": found.passed,
        "total": _text(found.total),
        "part2": _text(found.part2),
        "grade": _grade_data(found.grade) if found.grade else None,
        "rules": [verdict_data(verdict) for verdict in found.verdicts],
        "supplementary": [{"area": offer.area, "points_needed": offer.points_needed} for offer in found.supplementary],
    }
    return Answer(data, _pass_lines(regulation.source, found))


def _pass_lines(source: str, found: Assessment) -> list[str]:
    outcome = {True: tr("passed"), False: tr("failed"), None: tr("still open")}[found.passed]
    lines = [f"{source}: {outcome}"]
    if found.total is not None and not found.passed:
        lines.append(tr("Total {points} points").format(points=comma_text(found.total)))
    elif found.total is not None and found.grade:
        line = tr("Overall result {points} points, {word} ({decimal})")
        decimal = found.grade.decimal.replace(".", ",")
        lines.append(line.format(points=comma_text(found.total), word=found.grade.word, decimal=decimal))
    if found.part2 is not None:
        lines.append(tr("Part 2 {points} points").format(points=comma_text(found.part2)))
    lines += verdict_lines((*found.verdicts, *found.notes))
    for offer in found.supplementary:
        line = tr("A supplementary oral exam in {area} with at least {points} points would lead to passing.")
        lines.append(line.format(area=offer.area, points=offer.points_needed))
    if found.together:
        line = tr("Supplementary oral exams could lead to passing only together: {areas}.")
        lines.append(line.format(areas=", ".join(found.together)))
    return lines


def _grade(options: argparse.Namespace) -> Answer:
    of = inputs.achievable(options.of)
    points = inputs.points(options.points, of) * 100 / of
    key = catalogue.grade_key(options.key, inputs.day(options.on) if options.on else None)
    found = key.grade(points, _rounding(options))
    line = tr("{points} points: {word} ({grade}), decimal grade {decimal} ({key})")
    sentence = line.format(
        points=comma_text(points),
        word=found.word,
        grade=found.number,
        decimal=found.decimal.replace(".", ","),
        key=key.name,
    )
    return Answer({"points": exact_text(points), **_grade_data(found)}, [sentence])


def _markers(options: argparse.Namespace) -> Answer:
    of = inputs.achievable(options.of)
    first, second = inputs.points(options.first, of), inputs.points(options.second, of)
    third = inputs.points(options.third, of) if options.third is not None else None
    found = two_markers(first, second, of, third)
    difference, limit = _plain(abs(first - second)), _plain(of / 10)
    if not found.third_marker:
        line = tr("Difference {difference}, allowed are up to {limit}: the mean {value} counts ({paragraph}).")
    elif found.value is None:
        line = tr("Difference {difference}, allowed are up to {limit}: the third marker decides ({paragraph}).")
    else:
        line = tr("Difference {difference}, allowed are up to {limit}: the third mark {value} counts ({paragraph}).")
    value = None if found.value is None else _plain(found.value)
    texts = {"difference": difference, "limit": limit, "value": value or ""}
    commas = {name: text.replace(".", ",") for name, text in texts.items()}
    data = {"value": value, "third_marker": found.third_marker}
    return Answer(data, [line.format(**commas, paragraph=PARAGRAPH)])


def _committee(options: argparse.Namespace) -> Answer:
    findings = check_committee(read_committee(options.file))
    valid = not any_broken(findings)
    data = {"valid": valid, "findings": [verdict_data(finding) for finding in findings]}
    outcome = tr("The committee may act.") if valid else tr("The committee may not act like this.")
    return Answer(data, [outcome, *verdict_lines(findings)])


def _quorum(options: argparse.Namespace) -> Answer:
    found = quorum(options.size, options.present)
    data = {"quorate": found.state is State.MET, "needed": quorum_needed(options.size)}
    return Answer(data, [f"{found.sentence} ({found.paragraph})"])


def _vote(options: argparse.Namespace) -> Answer:
    chair = Ballot(options.chair) if options.chair else None
    found = vote(options.yes, options.no, options.abstain, chair)
    return Answer({"accepted": found.state is State.MET}, [f"{found.sentence} ({found.paragraph})"])


def _rounding(options: argparse.Namespace) -> Rounding | None:
    return Rounding(options.rounding) if options.rounding else None


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _plain(value: Fraction) -> str:
    """A mark as it would be written on the paper: no decimals where there are none."""
    return exact_text(value).rstrip("0").rstrip(".")


def _grade_data(grade: Grade) -> dict[str, object]:
    return {"grade": grade.number, "word": grade.word, "decimal": grade.decimal}
