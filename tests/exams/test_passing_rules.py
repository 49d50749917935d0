"""Results by regulation: domain.md 3.5 and the rows P01 to P27, and what must hold for every set of marks."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import Refused
from kammerdesk.base.points import exact_text
from kammerdesk.base.verdicts import State
from kammerdesk.exams.rules.catalogue import regulation, regulations
from kammerdesk.exams.rules.grading import Rounding
from kammerdesk.exams.rules.passing import Assessment, Mark, assess
from kammerdesk.exams.rules.regulation import Regulation, SupplementaryRule

IDS = (
    "aevo2009",
    "buero2025",
    "fiae2020",
    "im2007",
    "indkfl2024",
    "keh2017",
    "mechatroniker2011",
    "verkaeufer2017",
)


def marks(rules: Regulation, texts: str) -> dict[str, Mark]:
    """Marks of all areas in their order: "90 45+60 62 40"; "-" leaves an area open."""
    found: dict[str, Mark] = {}
    for area_id, text in zip(rules.area_ids, texts.split(), strict=True):
        written, plus, oral = text.partition("+")
        if written != "-":
            found[area_id] = Mark(Fraction(written), Fraction(oral) if plus else None)
    return found


def judge(regulation_id: str, texts: str) -> Assessment:
    rules = regulation(regulation_id)
    return assess(rules, marks(rules, texts))


def offers(found: Assessment) -> dict[str, int]:
    return {offer.area: offer.points_needed for offer in found.supplementary}


def broken(found: Assessment) -> set[str]:
    return {verdict.rule for verdict in found.verdicts if verdict.state is State.BROKEN}


@pytest.mark.parametrize(
    ("regulation_id", "texts", "passed", "total", "part2", "supplementary"),
    [
        ("buero2025", "60 55 70 48", True, "60.80", "61.06", {}),
        ("buero2025", "90 45 62 40", False, "61.70", "52.26", {"KBP": 60, "WISO": 70}),
        ("buero2025", "90 45+60 62 40", True, "63.20", "54.26", {}),
        ("buero2025", "90 45+59 62 40", False, "63.10", "54.13", {}),
        ("buero2025", "100 30 50 50", False, "56.50", "42.00", {"KBP": 90}),
        ("buero2025", "20 60 62 55", True, "50.20", "60.26", {}),
        ("buero2025", "10 52 60 50", False, "44.10", "55.46", {}),
        ("buero2025", "90 29 62 50", False, "57.90", "47.20", {"KBP": 50}),
        ("buero2025", "60 60 29 60", False, "49.15", "45.53", {}),
        ("fiae2020", "40 70 45 50 52", True, "57.70", "62.125", {}),
        ("fiae2020", "80 90 45 48 80", False, "78.30", "77.875", {"PSP": 60, "EUA": 54}),
        ("fiae2020", "80 90 25 48 80", False, "76.30", "75.375", {"PSP": 100}),
        ("fiae2020", "80 90 24 48 80", False, "76.20", "75.25", {}),
        ("fiae2020", "80 90 29 80 80", False, "79.90", "79.875", {"PSP": 32}),
        ("im2007", "70 52 40 60 55", True, "58.90", "51.50", {}),
        ("im2007", "80 70 35 50 60", False, "66.80", "58.00", {"AUF": 65, "FT": 80}),
        ("im2007", "80 70 35+65 50 60", True, "68.00", "60.00", {}),
        ("im2007", "80 49 90 90 90", False, "73.70", "69.50", {}),
        ("mechatroniker2011", "60 55 31 50 50", True, "53.22", "48.70", {}),
        ("mechatroniker2011", "60 55 29 50 50", False, "52.98", "48.30", {"AP": 32}),
        ("keh2017", "55 45 40 50 50", False, "49.25", "50.00", {}),
        ("keh2017", "10 10 10 60 80", True, "50.50", "72.30", {}),
        ("keh2017", "60 60 60 44 70", False, "60.00", "60.00", {"GP": 62}),
        ("verkaeufer2017", "49 49 80 60", False, "57.60", None, {"VW": 52, "WK": 52}),
        ("verkaeufer2017", "49 49 80 49", False, "52.10", None, {}),
        ("indkfl2024", "50 50 50 50", True, "50.00", "50.00", {}),
        ("indkfl2024", "49.99 50 50 50", False, "49.9975", "50.00", {}),
    ],
)
def test_rows(
    regulation_id: str,
    texts: str,
    passed: bool,
    total: str,
    part2: str | None,
    supplementary: Mapping[str, int],
) -> None:
    found = judge(regulation_id, texts)
    assert found.passed is passed
    assert found.total is not None
    assert exact_text(found.total) == total
    assert (None if found.part2 is None else exact_text(found.part2)) == part2
    assert offers(found) == supplementary
    assert bool(broken(found)) is not passed


def test_p21_names_the_only_broken_rule() -> None:
    assert broken(judge("verkaeufer2017", "49 49 80 60")) == {"enough_areas"}


def test_p15_this_ordinance_has_no_rule_for_part_2() -> None:
    assert "part2" not in {verdict.rule for verdict in judge("mechatroniker2011", "60 55 31 50 50").verdicts}


def test_p23_the_specialist_task_of_industrial_clerks() -> None:
    area = regulation("indkfl2024").area("FA")
    assert area.points_of_subareas([Fraction(80), Fraction(70), Fraction(60)]) == 64


def test_the_software_project_counts_its_two_performances_equally() -> None:
    area = regulation("fiae2020").area("PUS")
    assert area.points_of_subareas([Fraction(80), Fraction(75)]) == Fraction("77.5")


@pytest.mark.parametrize(
    ("texts", "passed"), [("50 50", True), ("49.99 50", False), ("50 49.99", False), ("100 0", False)]
)
def test_the_trainer_exam_needs_both_parts_and_has_no_overall_result(texts: str, passed: bool) -> None:
    found = judge("aevo2009", texts)
    assert (found.passed, found.total, found.part2, found.grade, offers(found)) == (passed, None, None, None, {})


def test_p27_after_the_third_fail_no_resit_is_left() -> None:
    rules = regulation("aevo2009")
    states = [assess(rules, marks(rules, "40 60"), attempt=attempt).verdicts[-1].state for attempt in (1, 2, 3)]
    assert states == [State.MET, State.MET, State.BROKEN]
    assert all(verdict.rule != "resit" for verdict in assess(rules, marks(rules, "60 60"), attempt=3).verdicts)


def test_the_grade_of_the_total_follows_the_rounding_and_passing_does_not() -> None:
    rules = regulation("keh2017")
    given_marks = marks(rules, "49.5 49.5 49.5 50 50")
    assert assess(rules, given_marks).total == Fraction("49.825")
    assert assess(rules, given_marks, rounding=Rounding.HALF_UP_0).passed is False
    grade = assess(rules, given_marks, rounding=Rounding.HALF_UP_0).grade
    assert grade is not None
    assert (grade.number, grade.decimal) == (4, "4.4")


@pytest.mark.parametrize(
    ("regulation_id", "texts", "passed", "states"),
    [
        ("buero2025", "- - - -", None, {State.OPEN}),
        ("buero2025", "60 55 70 -", None, {State.MET, State.OPEN}),
        ("buero2025", "60 29 70 -", False, {State.OPEN, State.BROKEN}),
        ("buero2025", "60 40 40 -", False, {State.OPEN, State.BROKEN}),
        ("buero2025", "0 50 - 0", False, {State.OPEN, State.BROKEN}),
        ("keh2017", "- - - 100 100", None, {State.MET}),
        ("aevo2009", "50 -", None, {State.MET, State.OPEN}),
        ("aevo2009", "49 -", False, {State.OPEN, State.BROKEN}),
    ],
)
def test_open_areas_leave_rules_open_unless_they_are_decided_already(
    regulation_id: str, texts: str, passed: bool | None, states: set[State]
) -> None:
    found = judge(regulation_id, texts)
    assert found.passed is passed
    assert {verdict.state for verdict in found.verdicts} == states
    assert (found.total, found.grade, offers(found)) == (None, None, {})


def test_the_result_of_part_2_is_known_while_part_1_is_open() -> None:
    assert judge("buero2025", "- 55 70 48").part2 == Fraction(916, 15)


@pytest.mark.parametrize(
    ("regulation_id", "texts", "field"),
    [
        ("buero2025", "60 50+60 62 40", "KBP"),
        ("buero2025", "60 45 45+60 40", "FA"),
        ("buero2025", "45+60 45 62 40", "ITB"),
        ("buero2025", "60 45+60 62 40+70", "WISO"),
        ("keh2017", "60 60 60 44 40+80", "FG"),
        ("aevo2009", "40+90 60", "SCHRIFT"),
        ("im2007", "80 40+90 35 50 60", "AA"),
        ("buero2025", "60 45+101 62 40", "KBP"),
        ("buero2025", "101 45 62 40", "ITB"),
        ("buero2025", "-1 45 62 40", "ITB"),
    ],
)
def test_what_the_regulation_does_not_allow_is_refused_beside_the_area(
    regulation_id: str, texts: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        judge(regulation_id, texts)
    assert field in {reason.field for reason in refused.value.reasons}


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(Refused, match="EITA, PUS, PSP, EUA, WISO"):
        assess(regulation("fiae2020"), {"KBP": Mark(Fraction(50))})


def test_metal_occupations_may_mend_several_areas_even_above_fifty() -> None:
    found = judge("im2007", "80 70 30+100 40+100 60+60")
    assert found.results["AUF"] == Fraction(160, 3)
    assert found.passed is True


def test_areas_that_help_only_together_are_named() -> None:
    found = judge("im2007", "80 70 30 40 60")
    assert offers(found) == {}
    assert found.together == ("AUF", "FT")
    assert judge("buero2025", "90 45 45 40").together == ()


def test_after_one_oral_the_next_metal_area_is_offered() -> None:
    assert offers(judge("im2007", "80 70 35+60 50 60")) == {"FT": 55, "WISO": 70}


def test_an_oral_that_could_not_tip_the_balance_is_noted() -> None:
    assert judge("buero2025", "60 55 70 48+10").notes
    assert judge("buero2025", "10 20+90 60 50").notes
    assert not judge("buero2025", "90 45+10 62 40").notes


@pytest.mark.parametrize(
    ("written", "oral", "result"), [(40, 70, "50"), (44, 62, "50"), (29, 32, "30"), (45, 60, "50")]
)
def test_the_oral_counts_one_third(written: int, oral: int, result: str) -> None:
    rule = regulation("buero2025").supplementary
    assert rule is not None
    assert rule.result(Fraction(written), Fraction(oral)) == Fraction(result)


hundredths = st.integers(0, 10000).map(lambda value: Fraction(value, 100))
near_limits = st.sampled_from([0, 24, 25, 28, 29, 30, 31, 44, 45, 48, 49, 50, 51, 52, 60, 80, 100]).map(Fraction)


@st.composite
def cases(draw: st.DrawFn, complete: bool = True) -> tuple[Regulation, dict[str, Mark]]:
    rules = regulations()[draw(st.sampled_from(IDS))]
    given_marks = {area_id: Mark(draw(near_limits | hundredths)) for area_id in rules.area_ids}
    if not complete:
        for area_id in draw(st.sets(st.sampled_from(rules.area_ids))):
            del given_marks[area_id]
    return rules, given_marks


@given(cases())
def test_a_complete_exam_is_passed_exactly_where_no_rule_is_broken(case: tuple[Regulation, dict[str, Mark]]) -> None:
    found = assess(*case)
    assert {verdict.state for verdict in found.verdicts} <= {State.MET, State.BROKEN}
    assert found.passed is not bool(broken(found))


@given(cases())
def test_total_and_part_2_are_the_formulas_of_the_paper(case: tuple[Regulation, dict[str, Mark]]) -> None:
    rules, given_marks = case
    found = assess(rules, given_marks)
    if not rules.overall_result:
        assert found.total is None
        return
    assert found.total == sum(area.weighting * given_marks[area.id].points for area in rules.areas) / Fraction(1000)
    second = [area for area in rules.areas if area.part == 2]
    if second:
        weighted = sum((area.weighting * given_marks[area.id].points for area in second), Fraction())
        assert found.part2 == weighted / sum(area.weighting for area in second)


@given(cases(complete=False), st.data())
def test_what_is_decided_early_stays_so_whatever_the_open_areas_bring(
    case: tuple[Regulation, dict[str, Mark]], data: st.DataObject
) -> None:
    rules, given_marks = case
    early = assess(rules, given_marks)
    filled = dict(given_marks)
    for area_id in early.open_areas:
        filled[area_id] = Mark(data.draw(near_limits | hundredths))
    late = {verdict.rule: verdict.state for verdict in assess(rules, filled).verdicts}
    for verdict in early.verdicts:
        if verdict.state is not State.OPEN:
            assert late[verdict.rule] is verdict.state


@given(cases(complete=False))
def test_an_open_rule_can_still_end_both_ways(case: tuple[Regulation, dict[str, Mark]]) -> None:
    rules, given_marks = case
    early = assess(rules, given_marks)
    for verdict in early.verdicts:
        if verdict.state is State.OPEN:
            ends = set()
            for value in (0, 100):
                filled = given_marks | {area_id: Mark(Fraction(value)) for area_id in early.open_areas}
                ends |= {late.state for late in assess(rules, filled).verdicts if late.rule == verdict.rule}
            assert ends == {State.MET, State.BROKEN}


def allowed(rules: Regulation, area_id: str, written: Fraction) -> SupplementaryRule | None:
    rule = rules.supplementary
    if rule is None or not rules.area(area_id).supplementary:
        return None
    return rule if rule.only_below is None or written < rule.only_below else None


@given(cases())
def test_the_points_needed_are_the_fewest_that_lead_to_passing(case: tuple[Regulation, dict[str, Mark]]) -> None:
    rules, given_marks = case
    found = assess(rules, given_marks)
    needed = offers(found)
    for area_id in rules.area_ids:
        written = given_marks[area_id].points
        if found.passed or allowed(rules, area_id, written) is None:
            assert area_id not in needed
            continue
        oral = needed.get(area_id, 101)
        for points, passed in ((oral - 1, False), (oral, True)):
            if 0 <= points <= 100:
                tried = {**given_marks, area_id: Mark(written, Fraction(points))}
                assert assess(rules, tried).passed is passed


@given(cases(), hundredths)
def test_a_higher_mark_never_breaks_a_rule(case: tuple[Regulation, dict[str, Mark]], gain: Fraction) -> None:
    rules, given_marks = case
    before = assess(rules, given_marks)
    for area_id, mark in given_marks.items():
        better = {**given_marks, area_id: Mark(min(Fraction(100), mark.points + gain))}
        assert broken(assess(rules, better)) <= broken(before)
