"""Committees, §§ 39 to 42 BBiG: domain.md 1.2 to 1.4 and the rows C01 to C25."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.verdicts import State, Verdict, any_broken
from kammerdesk.committees.rules.case import Bench, CommitteeCase, Kind, Role, Seat
from kammerdesk.committees.rules.check import check_committee

ON = date(2026, 11, 24)
FIRST, LAST = date(2024, 9, 1), date(2029, 8, 31)


def seat(
    name: str, bench: str, role: str = "member", *, replaces: str | None = None, present: bool | None = None
) -> Seat:
    return Seat(name, name, Bench(bench), Role(role), FIRST, LAST, replaces=replaces, present=present)


def benches(employers: int, employees: int, teachers: int) -> tuple[Seat, ...]:
    counts = {"AG": employers, "AN": employees, "LK": teachers}
    return tuple(seat(f"{bench}{n}", bench) for bench, count in counts.items() for n in range(1, count + 1))


DEPUTIES = (seat("dAG", "AG", "deputy"), seat("dAN", "AN", "deputy"), seat("dLK", "LK", "deputy"))


def chaired(seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    roles = {"AG1": Role.CHAIR, "AN1": Role.VICE_CHAIR}
    return tuple(replace(found, role=roles.get(found.name, found.role)) for found in seats)


THREE = (*chaired(benches(1, 1, 1)), *DEPUTIES)


def judge(seats: tuple[Seat, ...], size: int | None = 3, **facts: object) -> list[Verdict]:
    return check_committee(CommitteeCase(ON, seats, size, **facts))  # type: ignore[arg-type]


def states(verdicts: list[Verdict], rule: str) -> list[State]:
    return [verdict.state for verdict in verdicts if verdict.rule == rule]


def broken(verdicts: list[Verdict]) -> set[str]:
    return {verdict.rule for verdict in verdicts if verdict.state is State.BROKEN}


def warned(verdicts: list[Verdict]) -> set[str]:
    return {verdict.rule for verdict in verdicts if verdict.state is State.WARNING}


def present(seats: tuple[Seat, ...], *, without: set[str]) -> tuple[Seat, ...]:
    return tuple(replace(found, present=False) if found.name in without else found for found in seats)


def test_c01_one_of_each_group_with_deputies_is_valid_without_a_warning() -> None:
    assert {verdict.state for verdict in judge(THREE)} == {State.MET}


def test_every_verdict_names_its_paragraph_and_says_a_sentence() -> None:
    for verdict in judge(THREE, joint=True, host=""):
        assert verdict.paragraph.startswith("§ ")
        assert verdict.sentence.endswith((".", ")"))


@pytest.mark.parametrize(
    ("counts", "wrong"),
    [
        ((1, 1, 1), set()),
        ((2, 2, 1), set()),
        ((2, 2, 2), set()),
        ((3, 3, 3), set()),
        ((3, 3, 1), set()),
        ((1, 1, 2), {"two_thirds"}),
        ((2, 1, 1), {"parity"}),
        ((2, 2, 0), {"teacher"}),
        ((3, 3, 4), {"two_thirds"}),
        ((1, 1, 0), {"minimum_size", "teacher", "quorum"}),
        ((0, 0, 3), {"two_thirds"}),
        ((3, 0, 0), {"parity", "teacher"}),
    ],
)
def test_composition(counts: tuple[int, int, int], wrong: set[str]) -> None:
    assert broken(judge(chaired(benches(*counts)), sum(counts) if sum(counts) >= 3 else None)) == wrong


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_composition_follows_the_formula_of_the_law(employers: int, employees: int, teachers: int) -> None:
    number = employers + employees + teachers
    lawful = number >= 3 and employers == employees and teachers >= 1 and 3 * (employers + employees) >= 2 * number
    verdicts = judge(benches(employers, employees, teachers), number if number >= 3 else None)
    assert any_broken(verdicts) is not lawful


def test_missing_deputies_are_a_warning_that_names_the_group() -> None:
    verdicts = judge(chaired(benches(1, 1, 1)) + DEPUTIES[:2])
    assert warned(verdicts) == {"deputies"}
    assert not any_broken(verdicts)


def test_a_deputy_whose_term_is_over_is_no_deputy() -> None:
    late = replace(DEPUTIES[2], valid_until=date(2026, 11, 23))
    assert warned(judge((*THREE[:5], late))) == {"deputies", "term"}


@pytest.mark.parametrize("size", [4, 5, 2, None])
def test_c11_another_number_than_the_fixed_one_is_never_silent(size: int | None) -> None:
    verdicts = judge(THREE, size)
    assert states(verdicts, "fixed_size") == [State.BROKEN if size == 2 else State.WARNING]


def test_c11_four_members_where_three_are_fixed() -> None:
    assert states(judge((*THREE, seat("AG2", "AG"))), "fixed_size") == [State.WARNING]


def test_a_deviation_with_a_reason_is_a_warning_and_only_the_second_paragraph_gives_way() -> None:
    reason = "Keine Lehrkraft gefunden"
    without_teacher = chaired(benches(2, 2, 0))
    verdicts = judge(without_teacher, 4, deviation_reason=reason)
    assert not any_broken(verdicts)
    assert "teacher" in warned(verdicts)
    teacher = next(verdict for verdict in verdicts if verdict.rule == "teacher")
    assert reason in teacher.sentence
    assert "Abs. 7" in teacher.paragraph
    assert broken(judge(without_teacher, 4, deviation_reason="  ")) == {"teacher"}
    assert broken(judge(chaired(benches(1, 1, 0)), 3, deviation_reason=reason)) == {"minimum_size", "quorum"}


def test_a_reason_without_a_deviation_changes_nothing() -> None:
    assert {verdict.state for verdict in judge(THREE, deviation_reason="Vorsorglich")} == {State.MET}


@pytest.mark.parametrize(
    ("roles", "warnings", "wrong"),
    [
        ({"AG1": Role.CHAIR, "AN1": Role.VICE_CHAIR}, set(), set()),
        ({"AG1": Role.CHAIR, "LK1": Role.VICE_CHAIR}, set(), set()),
        ({"AG1": Role.CHAIR}, {"vice_chair"}, set()),
        ({"AN1": Role.VICE_CHAIR}, {"chair"}, set()),
        ({}, {"chair", "vice_chair"}, set()),
        ({"AG1": Role.CHAIR, "AG2": Role.VICE_CHAIR}, {"chair_benches"}, set()),
        ({"AG1": Role.CHAIR, "AN1": Role.CHAIR}, {"vice_chair"}, {"chair"}),
    ],
)
def test_chairs(roles: dict[str, Role], warnings: set[str], wrong: set[str]) -> None:
    seats = tuple(replace(found, role=roles.get(found.name, found.role)) for found in benches(2, 2, 1))
    verdicts = judge((*seats, *DEPUTIES), 5)
    assert (warned(verdicts), broken(verdicts)) == (warnings, wrong)


def test_nobody_to_lead_the_meeting_is_a_warning() -> None:
    seats = (*chaired(benches(3, 3, 1)), *DEPUTIES)
    verdicts = judge(present(seats, without={"AG1", "AN1"}), 7)
    assert warned(verdicts) == {"chair_present", "staffing"}
    assert not any_broken(verdicts)


def test_c07_an_absent_member_without_a_deputy_leaves_three_not_quorate() -> None:
    verdicts = judge(present(chaired(benches(1, 1, 1)), without={"AN1"}))
    assert broken(verdicts) == {"quorum"}
    assert {"staffing", "deputies"} <= warned(verdicts)


@pytest.mark.parametrize("named", [True, False])
def test_c08_a_deputy_of_the_same_group_makes_it_whole(named: bool) -> None:
    deputy = replace(DEPUTIES[1], present=True, replaces="AN1" if named else None)
    verdicts = judge((*present(THREE[:3], without={"AN1"}), deputy, DEPUTIES[0], DEPUTIES[2]))
    assert not any_broken(verdicts)
    assert states(verdicts, "replacement") == [State.MET]


def test_c09_a_deputy_of_another_group_does_not_count() -> None:
    deputy = replace(DEPUTIES[1], present=True, replaces="AG1")
    verdicts = judge((*present(THREE[:3], without={"AG1"}), deputy, DEPUTIES[0], DEPUTIES[2]))
    assert broken(verdicts) == {"replacement", "quorum"}


@pytest.mark.parametrize("replaces", [None, "AG1"])
def test_a_deputy_on_top_of_a_full_committee_is_wrong(replaces: str | None) -> None:
    verdicts = judge((*THREE[:3], replace(DEPUTIES[0], present=True, replaces=replaces), *DEPUTIES[1:]))
    assert broken(verdicts) == {"replacement"}


def test_two_deputies_cannot_replace_one_member() -> None:
    standing_in = [replace(DEPUTIES[0], name=name, person=name, replaces="AG1") for name in ("x", "y")]
    verdicts = judge((*present(THREE[:3], without={"AG1"}), *standing_in))
    assert states(verdicts, "replacement") == [State.MET, State.BROKEN]


@pytest.mark.parametrize("replaces", ["Niemand", "dAN", "dAG"])
def test_only_members_can_be_replaced(replaces: str) -> None:
    seats = (*present(THREE[:3], without={"AG1"}), replace(DEPUTIES[0], replaces=replaces), *DEPUTIES[1:])
    assert "replacement" in broken(judge(seats))


def test_a_member_cannot_stand_in_for_another() -> None:
    seats = (*present(chaired(benches(2, 2, 1)), without={"AG2"}), *DEPUTIES)
    helping = tuple(replace(found, replaces="AG2") if found.name == "AG1" else found for found in seats)
    assert broken(judge(helping, 5)) == {"replacement"}


def test_a_deputy_who_is_not_there_replaces_nobody() -> None:
    deputy = replace(DEPUTIES[0], present=False, replaces="AG1")
    assert not any_broken(judge((*THREE[:3], deputy, *DEPUTIES[1:])))
    assert broken(judge((*present(THREE[:3], without={"AG1"}), deputy, *DEPUTIES[1:]))) == {"quorum"}


def test_a_deputy_out_of_office_does_not_count() -> None:
    deputy = replace(DEPUTIES[0], valid_until=date(2026, 11, 23), replaces="AG1")
    assert broken(judge((*present(THREE[:3], without={"AG1"}), deputy, *DEPUTIES[1:]))) == {"term", "quorum"}


@pytest.mark.parametrize(("absent", "quorate"), [(set(), True), ({"AG2"}, True), ({"AG2", "AN2"}, False)])
def test_five_members_may_decide_with_four(absent: set[str], quorate: bool) -> None:
    verdicts = judge(present((*chaired(benches(2, 2, 1)), *DEPUTIES), without=absent), 5)
    assert states(verdicts, "quorum") == [State.MET if quorate else State.BROKEN]
    assert states(verdicts, "staffing") == [State.WARNING if absent else State.MET]


def test_the_quorum_counts_the_fixed_number_not_the_filled_seats() -> None:
    verdicts = judge((*chaired(benches(2, 2, 1)), *DEPUTIES), 9)
    assert states(verdicts, "quorum") == [State.BROKEN]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (date(2024, 9, 1), date(2029, 8, 31), set()),
        (date(2024, 9, 1), date(2029, 9, 1), {"term_length"}),
        (date(2024, 2, 29), date(2029, 2, 28), set()),
        (date(2024, 2, 29), date(2029, 3, 1), {"term_length"}),
        (date(2023, 3, 1), date(2028, 2, 29), set()),
        (date(2026, 11, 24), date(2027, 11, 24), set()),
        (date(2026, 11, 25), date(2027, 11, 24), {"term", "quorum"}),
        (date(2022, 1, 1), date(2026, 11, 23), {"term", "quorum"}),
        (date(2010, 1, 1), date(2026, 11, 23), {"term", "term_length", "quorum"}),
    ],
)
def test_c19_terms(first: date, last: date, wrong: set[str]) -> None:
    member = replace(THREE[2], valid_from=first, valid_until=last)
    assert broken(judge((*THREE[:2], member, *DEPUTIES))) == wrong


def test_the_last_day_of_a_term_counts_and_is_announced_half_a_year_before() -> None:
    ending = replace(THREE[2], valid_from=date(2022, 1, 1), valid_until=ON)
    verdicts = judge((*THREE[:2], ending, *DEPUTIES))
    assert not any_broken(verdicts)
    assert warned(verdicts) == {"term_ending"}
    later = replace(ending, valid_until=date(2027, 5, 24), valid_from=date(2023, 1, 1))
    assert not warned(judge((*THREE[:2], later, *DEPUTIES)))


def test_a_dismissed_member_is_out_of_office() -> None:
    member = replace(THREE[2], dismissed_on=ON)
    assert broken(judge((*THREE[:2], member, *DEPUTIES))) == {"term", "quorum"}


def test_c21_the_same_person_in_two_offices() -> None:
    again = replace(DEPUTIES[1], person="AG1", name="AG1")
    assert "one_office" in broken(judge((*THREE[:4], again, THREE[5])))


def test_a_reappointment_is_not_a_second_office() -> None:
    before = replace(THREE[0], valid_from=date(2019, 9, 1), valid_until=date(2024, 8, 31))
    after = replace(THREE[0], valid_from=date(2029, 9, 1), valid_until=date(2034, 8, 31))
    assert {verdict.state for verdict in judge((before, *THREE, after))} == {State.MET}


def test_c23_further_examiners_do_not_sit_in_committees() -> None:
    verdicts = judge((*THREE, seat("weiter", "AN", "further")))
    assert broken(verdicts) == {"further_examiners"}


def test_further_examiners_and_deputies_are_members_of_a_delegation() -> None:
    seats = (seat("AG1", "AG"), seat("dAN", "AN", "deputy", present=True), seat("weiter", "LK", "further"))
    verdicts = judge(seats, kind=Kind.DELEGATION)
    assert not any_broken(verdicts)
    assert states(verdicts, "further_examiners") == [State.MET]
    assert not {"chair", "vice_chair"} & {verdict.rule for verdict in verdicts}


def test_a_delegation_is_composed_like_a_committee() -> None:
    assert broken(judge(benches(2, 1, 1), 4, kind=Kind.DELEGATION)) == {"parity"}
    assert broken(judge(benches(1, 1, 0), None, kind=Kind.DELEGATION)) == {"minimum_size", "teacher", "quorum"}


def test_a_further_examiner_may_replace_in_a_delegation() -> None:
    seats = (*present(benches(1, 1, 1), without={"AG1"}), seat("weiter", "AG", "further", replaces="AG1"))
    assert not any_broken(judge(seats, kind=Kind.DELEGATION))


def test_limited_appointments_are_pointed_at() -> None:
    limited = replace(THREE[2], fields=("Industriekaufleute",))
    seats = (*THREE[:2], limited, *DEPUTIES)
    assert warned(judge(seats, occupation="Fachinformatiker")) == {"fields"}
    assert not warned(judge(seats, occupation="industriekaufleute"))
    assert not warned(judge(seats))


@pytest.mark.parametrize(
    ("joint", "host", "wrong"), [(True, "", True), (True, " ", True), (True, "BS", False), (False, "", False)]
)
def test_c25_a_joint_committee_has_a_host(joint: bool, host: str, wrong: bool) -> None:
    assert broken(judge(THREE, joint=joint, host=host)) == ({"host"} if wrong else set())


@given(st.data())
def test_replacing_by_the_own_group_never_breaks_anything(data: st.DataObject) -> None:
    pairs = data.draw(st.integers(1, 3))
    members = chaired(benches(pairs, pairs, 1))
    absent = data.draw(st.sets(st.sampled_from([found.name for found in members])))
    deputies = tuple(
        seat(f"d{found.name}", found.bench, "deputy", replaces=found.name if found.name in absent else None)
        for found in members
    )
    assert not any_broken(judge((*present(members, without=absent), *deputies), len(members)))


@given(st.permutations(THREE))
def test_the_order_of_the_list_does_not_matter(seats: list[Seat]) -> None:
    assert {verdict.state for verdict in judge(tuple(seats))} == {State.MET}
