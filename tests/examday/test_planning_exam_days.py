"""An exam day stands only with a lawful committee, free rooms and people, and candidates who belong there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from kammerdesk.base.errors import Refused
from kammerdesk.base.verdicts import State
from kammerdesk.committees.model import Committee
from kammerdesk.examday import queries
from kammerdesk.examday.queries import ExamDayCard
from kammerdesk.examday.rules import Attendance, Break, DayState, day_state, shared_employers
from kammerdesk.examday.service import ExamDayOrder, check_in, create_exam_day
from kammerdesk.exams.model import Candidate
from kammerdesk.exams.service import withdraw_area_mark
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from tests.examday.world import DAY, World, came, furnish


def planned(store: Store, order: ExamDayOrder) -> ExamDayCard:
    uid = store.do(create_exam_day, order).value
    card = store.ask(queries.exam_day, uid)
    assert card is not None
    return card


def refused_fields(store: Store, order: ExamDayOrder) -> set[str]:
    with pytest.raises(Refused) as caught:
        store.do(create_exam_day, order)
    return {reason.field for reason in caught.value.reasons}


def test_slots_follow_one_another_and_extra_time_lengthens_the_slot(store: Store, world: World) -> None:
    card = planned(store, world.order(pause=Break(time(9, 15), 15)))
    assert [(slot.starts_at, slot.ends_at) for slot in card.slots] == [
        (time(8, 30), time(9, 15)),
        (time(9, 30), time(10, 27)),
        (time(10, 27), time(11, 12)),
    ]
    assert [slot.number for slot in card.slots] == ["4301", "4302", "4303"]


def test_those_who_sit_keep_the_group_and_role_of_their_appointment(store: Store, world: World) -> None:
    card = planned(store, world.order())
    assert [(row.last_name, row.bench, row.role) for row in card.sittings] == [
        ("Weber", "AG", "chair"),
        ("Haupt", "AN", "vice_chair"),
        ("Lang", "LK", "member"),
    ]


def test_a_deputy_of_the_same_group_may_sit_for_a_member(store: Store, world: World) -> None:
    seats = (world.seats["deputy_ag"], world.seats["vice"], world.seats["teacher"])
    card = planned(store, world.order(appointment_uids=seats))
    assert {row.last_name for row in card.sittings} == {"Öz", "Haupt", "Lang"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2026, 11, 22)}, "day"),
        ({"slot_minutes": 0}, "slot_minutes"),
        ({"slot_minutes": 600}, "slot_minutes"),
        ({"candidate_uids": ()}, "candidates"),
        ({"area": "KBP"}, "area"),
        ({"regulation": "zauberer1999"}, "area"),
        ({"day": date(2029, 11, 24)}, "committee"),
    ],
)
def test_an_impossible_order_is_refused_beside_its_field(
    store: Store, world: World, changes: dict[str, Any], field: str
) -> None:
    assert field in refused_fields(store, world.order(**changes))
    assert store.ask(queries.exam_days, date(2026, 1, 1)) == []


def test_every_reason_is_named_not_only_the_first(store: Store, world: World) -> None:
    order = world.order(day=date(2026, 11, 22), slot_minutes=0, candidate_uids=())
    assert refused_fields(store, order) >= {"day", "slot_minutes", "candidates"}


def test_a_deputy_on_top_of_a_full_committee_is_refused_beside_the_examiners(store: Store, world: World) -> None:
    order = world.order(appointment_uids=(*world.members, world.seats["deputy_ag"]))
    assert refused_fields(store, order) == {"examiners"}


def test_a_committee_that_cannot_decide_is_refused(store: Store, world: World) -> None:
    assert refused_fields(store, world.order(appointment_uids=world.members[:2])) == {"examiners"}


def test_an_examiner_of_another_committee_is_refused(store: Store, world: World) -> None:
    stranger = world.people["chair"]  # a key, but not of an appointment
    assert "examiners" in refused_fields(store, world.order(appointment_uids=(*world.members, stranger)))


def test_the_same_candidate_gets_no_second_slot_in_an_area(store: Store, world: World) -> None:
    planned(store, world.order(candidate_uids=world.candidates[:1]))
    again = world.order(starts_at=time(13, 0), room_uid=world.other_room)
    assert refused_fields(store, again) == {"candidates"}


def test_who_has_points_in_an_area_is_not_examined_in_it_again(store: Store, world: World) -> None:
    assert refused_fields(store, world.order(area="PSP")) == {"candidates"}
    assert store.ask(queries.free_candidates, world.season, "fiae2020", "PSP") == []


def test_a_candidate_who_did_not_come_can_be_planned_again(store: Store, world: World) -> None:
    card = planned(store, world.order(candidate_uids=world.candidates[:1]))
    store.do(check_in, replace(came(card.slots[0].id), attendance=Attendance.ABSENT))
    assert planned(store, world.order(day=date(2026, 11, 25), candidate_uids=world.candidates[:1])).slots


def test_a_room_holds_two_examinations_only_one_after_the_other(store: Store, world: World) -> None:
    planned(store, world.order(candidate_uids=world.candidates[:1]))  # 8:30 to 9:15
    rest = world.candidates[1:]
    assert refused_fields(store, world.order(starts_at=time(9, 0), candidate_uids=rest)) == {"room", "examiners"}
    assert planned(store, world.order(starts_at=time(9, 15), candidate_uids=rest)).slots


def test_nobody_sits_in_two_places_at_once(store: Store, world: World) -> None:
    planned(store, world.order(candidate_uids=world.candidates[:1]))
    elsewhere = world.order(room_uid=world.other_room, candidate_uids=world.candidates[1:])
    assert refused_fields(store, elsewhere) == {"examiners"}


def _become_examiner(work: Work, world: World) -> None:
    work.get(Candidate, world.candidates[0]).person_uid = world.people["chair"]


def test_nobody_examines_himself(store: Store, world: World) -> None:
    store.do(_become_examiner, world)
    assert refused_fields(store, world.order()) == {"examiners"}
    assert planned(store, world.order(candidate_uids=world.candidates[1:])).slots


def _found_a_kitchen(work: Work, world: World) -> None:
    work.get(Committee, world.committee).occupation = "Koch/Köchin"


def test_a_committee_examines_in_its_own_occupation(store: Store, world: World) -> None:
    store.do(_found_a_kitchen, world)
    assert refused_fields(store, world.order()) == {"committee"}


def _furnish_again(work: Work, world: World) -> World:
    """Another committee with people and rooms of its own, while nobody has points in PSP."""
    _take_back_psp(work, world)
    return furnish(work)


def test_nobody_is_examined_in_two_rooms_at_once(store: Store, world: World) -> None:
    other = store.do(_furnish_again, world).value
    planned(store, world.order(candidate_uids=world.candidates[:1]))  # 8:30 to 9:15
    again = other.order(area="PSP", candidate_uids=world.candidates, season_uid=world.season)
    assert refused_fields(store, again) == {"candidates"}
    assert planned(store, replace(again, starts_at=time(9, 15))).slots


def _sign_early(work: Work, world: World) -> None:
    work.get(Candidate, world.candidates[0]).contract_from = date(2019, 8, 1)


def test_a_contract_older_than_the_regulation_does_not_fall_under_it(store: Store, world: World) -> None:
    store.do(_sign_early, world)
    assert refused_fields(store, world.order()) == {"candidates"}


def test_a_candidate_of_another_season_is_refused(store: Store, world: World) -> None:
    assert refused_fields(store, world.order(candidate_uids=(*world.candidates, world.room))) == {"candidates"}


def test_a_day_is_complete_when_everybody_has_a_result_or_stayed_away() -> None:
    assert day_state(DAY, DAY, 3, 0, 0) is DayState.PLANNED
    assert day_state(DAY, DAY, 3, 1, 0) is DayState.UNDER_WAY
    assert day_state(DAY, DAY, 3, 2, 3) is DayState.COMPLETE
    assert day_state(DAY, date(2026, 11, 25), 3, 3, 2) is DayState.OVERDUE


def test_the_list_counts_who_came_and_who_did_not(store: Store, world: World) -> None:
    card = planned(store, world.order())
    store.do(check_in, came(card.slots[0].id))
    for slot in card.slots[1:]:
        store.do(check_in, replace(came(slot.id), attendance=Attendance.ABSENT))
    (row,) = store.ask(queries.exam_days, DAY)
    assert (row.candidates, row.checked_in, row.absent, row.decided) == (3, 1, 2, 0)
    assert row.state is DayState.UNDER_WAY
    assert store.ask(queries.exam_days, date(2026, 11, 25)) == []


def test_whoever_works_where_a_candidate_is_trained_gets_a_second_look(store: Store, world: World) -> None:
    uid = store.do(create_exam_day, world.order()).value
    overview = store.ask(queries.day_overview, uid)
    assert overview is not None
    assert overview.bias == ()
    people = [replace(row, employer="Möller Logistik GmbH") for row in overview.card.sittings[:1]]
    (verdict,) = shared_employers(people, overview.card.slots)
    assert verdict.state is State.WARNING
    assert "Anna Weber" in verdict.sentence


def _take_back_psp(work: Work, world: World) -> None:
    for candidate in world.candidates:
        withdraw_area_mark(work, candidate, "PSP")


def test_one_chooses_among_candidates_without_a_slot(store: Store, world: World) -> None:
    choices = store.ask(queries.planning_choices)
    (committee,) = choices.committees
    assert [found.id for found in choices.regulations_of(committee)] == ["fiae2020"]
    assert choices.season == world.season
    free = store.ask(queries.free_candidates, world.season, "fiae2020", "PUS")
    assert [row.id for row in free] == list(world.candidates)
    store.do(create_exam_day, world.order(candidate_uids=world.candidates[:2]))
    free = store.ask(queries.free_candidates, world.season, "fiae2020", "PUS")
    assert [row.id for row in free] == [world.candidates[2]]
    store.do(_take_back_psp, world)
    assert len(store.ask(queries.free_candidates, world.season, "fiae2020", "PSP")) == 3
