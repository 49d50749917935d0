"""The regulations and grade keys that come with the program: one file each, refused where it contradicts itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from types import MappingProxyType

from kammerdesk.base import paths
from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.exams.rules import datafile
from kammerdesk.exams.rules.datafile import Data
from kammerdesk.exams.rules.grading import GradeKey, GradeStep, Rounding
from kammerdesk.exams.rules.regulation import (
    ExamArea,
    Occupation,
    PassRule,
    Regulation,
    RuleKind,
    Subarea,
    SupplementaryRule,
)

DEFAULT_GRADE_KEY = "mpo"


@cache
def regulations() -> Mapping[str, Regulation]:
    """All regulations of the program by id, in alphabetical order."""
    return load_regulations(paths.resource("regulations"))


def regulation(regulation_id: str) -> Regulation:
    """The regulation with this id; raises KammerError naming the known ones."""
    found = regulations().get(regulation_id)
    if found is None:
        raise KammerError(
            tr("There is no regulation “{id}”. Known are: {known}.").format(
                id=regulation_id, known=", ".join(regulations())
            )
        )
    return found


def regulation_for(occupation: str, contract_date: date) -> Regulation:
    """The regulation of an occupation (its code) for a training contract of this day, not for the day of the exam.

    Raises KammerError where no regulation of this occupation covers the day.
    """
    for candidate in regulations().values():
        if candidate.occupation.code == occupation and candidate.applies_to(contract_date):
            return candidate
    raise KammerError(
        tr("No regulation for “{occupation}” covers a training contract of {day}.").format(
            occupation=occupation, day=format_date(contract_date)
        )
    )


@cache
def grade_keys() -> tuple[GradeKey, ...]:
    """All versions of all grade keys of the program."""
    return load_grade_keys(paths.resource("grade_keys"))


def grade_key(key_id: str = DEFAULT_GRADE_KEY, on: date | None = None) -> GradeKey:
    """The version of a grade key in force on a day (without a day: the newest); raises KammerError where none is."""
    versions = [key for key in grade_keys() if key.id == key_id]
    if not versions:
        known = ", ".join(sorted({key.id for key in grade_keys()}))
        raise KammerError(tr("There is no grade key “{id}”. Known are: {known}.").format(id=key_id, known=known))
    valid = [key for key in versions if on is None or key.valid_on(on)]
    if not valid:
        raise KammerError(tr("The grade key “{id}” is not valid on {day}.").format(id=key_id, day=format_date(on)))
    return max(valid, key=lambda key: key.valid_from or date.min)


def load_regulations(folder: Path) -> Mapping[str, Regulation]:
    """Reads every `*.yaml` of a folder; raises KammerError with the name of the file that is refused."""
    loaded: dict[str, Regulation] = {}
    files: dict[str, Path] = {}
    for file in sorted(folder.glob("*.yaml")):
        found = _regulation(file, datafile.read(file))
        for problem in _contradictions(found):
            raise datafile.refusal(file, problem)
        if found.id in loaded:
            raise datafile.refusal(
                file, tr("its id “{id}” is already taken by {other}.").format(id=found.id, other=files[found.id].name)
            )
        loaded[found.id], files[found.id] = found, file
    for one, other in combinations(loaded.values(), 2):
        if one.occupation.code == other.occupation.code and _overlap(one, other):
            raise datafile.refusal(
                files[other.id],
                tr("it is valid at the same time as {other} for the same occupation.").format(other=files[one.id].name),
            )
    return MappingProxyType(loaded)


def load_grade_keys(folder: Path) -> tuple[GradeKey, ...]:
    """Reads every `*.yaml` of a folder; raises KammerError with the name of the file that is refused."""
    loaded: list[GradeKey] = []
    for file in sorted(folder.glob("*.yaml")):
        data = datafile.read(file)
        steps = tuple(GradeStep(step["from"], step["grade"], step["word"]) for step in data["grades"])
        decimals = tuple((lowest, tenths) for lowest, tenths in data["decimal_grades"])
        first, last = datafile.day(file, data, "valid_from"), datafile.day(file, data, "valid_until")
        rounding = Rounding(data["rounding"])
        key = GradeKey(data["id"], data["name"], data["source"], first, last, rounding, steps, decimals)
        for name, bounds in (("grades", [s.lowest for s in steps]), ("decimal_grades", [low for low, _ in decimals])):
            if bounds[-1] != 0 or any(high <= low for high, low in pairwise(bounds)):
                raise datafile.refusal(file, tr("{field} must run from the top down to 0 points.").format(field=name))
        if any(
            key.id == other.id and _periods_meet(first, last, other.valid_from, other.valid_until) for other in loaded
        ):
            raise datafile.refusal(file, tr("it is valid at the same time as another version of this key."))
        loaded.append(key)
    return tuple(loaded)


def _regulation(file: Path, data: Data) -> Regulation:
    areas = tuple(_area(area) for area in data["exam_areas"])
    names = data["occupation"]
    occupation = Occupation(
        names["code"], names["male"], names["female"], names.get("specialisation", ""), names.get("kldb", "")
    )
    valid_from = datafile.day(file, data, "valid_from")
    assert valid_from is not None  # required by the schema
    between = data.get("intermediate_exam")
    return Regulation(
        id=data["id"],
        occupation=occupation,
        source=data["source"],
        valid_from=valid_from,
        valid_until=datafile.day(file, data, "valid_until"),
        contracts_from=datafile.day(file, data, "contracts_from"),
        months=data.get("months"),
        overall_result=data.get("overall_result", True),
        areas=areas,
        pass_rules=tuple(_pass_rule(rule, areas) for rule in data["pass_rules"]),
        supplementary=_supplementary(data.get("supplementary_oral_exam")),
        resits=data["resits"]["count"],
        resits_paragraph=data["resits"]["paragraph"],
        intermediate_exam=Subarea(between["name"], 100, between["minutes"]) if between else None,
    )


def _area(data: Data) -> ExamArea:
    subareas = tuple(Subarea(sub["name"], sub["share"], sub.get("minutes")) for sub in data.get("subareas", ()))
    return ExamArea(
        id=data["id"],
        part=data["part"],
        name=data["name"],
        weighting=data.get("weighting", 0),
        minutes=data.get("minutes"),
        supplementary=data.get("supplementary", False),
        subareas=subareas,
    )


def _pass_rule(data: Data, areas: tuple[ExamArea, ...]) -> PassRule:
    kind = RuleKind(data["rule"])
    if kind is RuleKind.TOTAL:
        chosen = tuple(area.id for area in areas)
    elif kind is RuleKind.PART2:
        chosen = tuple(area.id for area in areas if area.part == 2)
    else:
        chosen = tuple(data.get("areas", ())) or (data["area"],)
    count = 0 if kind.is_mean else data.get("count", len(chosen))
    return PassRule(kind, chosen, data["minimum"], count, data["paragraph"])


def _supplementary(data: Data | None) -> SupplementaryRule | None:
    if data is None:
        return None
    return SupplementaryRule(
        max_areas=data["max_areas"],
        only_below=data.get("only_below"),
        minutes=data.get("minutes"),
        written_weight=data["weighting"]["written"],
        oral_weight=data["weighting"]["oral"],
        discretion=data.get("discretion", False),
        paragraph=data["paragraph"],
    )


def _contradictions(found: Regulation) -> Iterator[str]:
    """What the schema cannot see: sums, references between fields, order of dates."""
    twice = [area_id for area_id, times in Counter(found.area_ids).items() if times > 1]
    if twice:
        yield tr("the exam area {area} is there twice.").format(area=twice[0])
    yield from _weight_contradictions(found)
    parts = {area.part for area in found.areas}
    if parts not in ({0}, {1, 2}):
        yield tr("the exam areas must belong to part 1 and part 2, or all to no part (0).")
    yield from _rule_contradictions(found)
    offered = sum(area.supplementary for area in found.areas)
    if bool(offered) != (found.supplementary is not None):
        yield tr("areas with a supplementary oral exam and its rule must be given together.")
    if found.supplementary and found.supplementary.max_areas > offered:
        yield tr("max_areas is more than the areas that allow a supplementary oral exam.")
    if found.valid_until and found.valid_until < max(found.valid_from, found.contracts_from or found.valid_from):
        yield tr("valid_until lies before its beginning.")


def _weight_contradictions(found: Regulation) -> Iterator[str]:
    weights = [area.weighting for area in found.areas]
    if found.overall_result and 0 in weights:
        unweighted = found.areas[weights.index(0)].id
        yield tr("the exam area {area} has no weighting.").format(area=unweighted)
    if found.overall_result and sum(weights) != 1000:
        yield tr("the weightings of its exam areas sum to {sum} instead of 1000 per mille.").format(sum=sum(weights))
    if not found.overall_result and any(weights):
        yield tr("an exam without an overall result has no weightings.")
    for area in found.areas:
        shares = sum(subarea.share for subarea in area.subareas)
        if area.subareas and shares != 100:
            yield tr("the shares in {area} sum to {sum} instead of 100 per cent.").format(area=area.id, sum=shares)


def _rule_contradictions(found: Regulation) -> Iterator[str]:
    for rule in found.pass_rules:
        unknown = [area_id for area_id in rule.areas if area_id not in found.area_ids]
        if unknown:
            yield tr("its pass rule “{rule}” names the unknown area {area}.").format(rule=rule.kind, area=unknown[0])
        if not rule.areas:
            yield tr("its pass rule “{rule}” has no exam areas to look at.").format(rule=rule.kind)
        if rule.count > len(rule.areas):
            yield tr("its pass rule “{rule}” asks for more areas than it names.").format(rule=rule.kind)
        if rule.kind.is_mean and not found.overall_result:
            yield tr("its pass rule “{rule}” needs an overall result.").format(rule=rule.kind)
    keys = [rule.key for rule in found.pass_rules]
    if len(set(keys)) != len(keys):
        yield tr("a pass rule is there twice.")


def _overlap(one: Regulation, other: Regulation) -> bool:
    return _periods_meet(
        one.contracts_from or one.valid_from,
        one.valid_until,
        other.contracts_from or other.valid_from,
        other.valid_until,
    )


def _periods_meet(start: date | None, end: date | None, other_start: date | None, other_end: date | None) -> bool:
    return (start or date.min) <= (other_end or date.max) and (other_start or date.min) <= (end or date.max)
