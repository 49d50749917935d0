"""From check-in to the announced result: who may be marked, in which order, and what the points come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import Refused
from kammerdesk.examday import queries
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.examday.papers import result_items
from kammerdesk.examday.queries import JointRow, SlotRow
from kammerdesk.examday.rules import Attendance, DayState, IdentityDocument
from kammerdesk.examday.service import (
    AnnounceSlotOrder,
    IndividualMarkOrder,
    JointMarkOrder,
    PrintedOrder,
    ReasonOrder,
    agree_joint_mark,
    announce_slot_result,
    check_in,
    create_exam_day,
    give_reason,
    note_printed,
    record_individual_mark,
)
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.model import Candidate
from kammerdesk.exams.papers import ResultOrder, result_document
from kammerdesk.exams.rules.decision import kept_areas, kept_sentences
from kammerdesk.exams.rules.summary import result_total
from kammerdesk.exams.service import AreaMarkOrder, enter_area_mark
from kammerdesk.people.chambers import chambers
from kammerdesk.printing.blocks import Signatures, Together
from kammerdesk.printing.documents import Letter
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.settings import OfficeSetting
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from tests.examday.world import DAY, World, admitted, came


def slot_row(store: Store, day: UUID, number: int = 0) -> SlotRow:
    card = store.ask(queries.exam_day, day)
    assert card is not None
    return card.slots[number]


def mark(store: Store, world: World, slot: UUID, *points: int, reason: str = "") -> None:
    """Every examiner gives the same for each performance, and the committee agrees on it."""
    for subarea, value in enumerate(points, start=1):
        for person in world.examiners:
            store.do(record_individual_mark, IndividualMarkOrder(slot, person, subarea, value))
        store.do(agree_joint_mark, JointMarkOrder(slot, subarea, value))
        if reason:
            store.do(give_reason, ReasonOrder(slot, subarea, reason))


def as_shown(store: Store, day: UUID, slot: UUID) -> AnnounceSlotOrder:
    """To announce what the screen shows now."""
    found = store.ask(queries.marking, day)
    assert found is not None
    judged = found.assessments[slot]
    return AnnounceSlotOrder(slot, bool(judged.passed), result_total(judged))


def fields(refused: Refused) -> set[str]:
    return {reason.field for reason in refused.reasons}


@pytest.mark.parametrize("missing", ["identity_document", "photo_matches", "instructed", "fit", "no_bias_claimed"])
def test_nobody_is_let_in_while_a_confirmation_is_missing(store: Store, world: World, missing: str) -> None:
    day = store.do(create_exam_day, world.order()).value
    slot = slot_row(store, day).id
    unconfirmed: dict[str, Any] = {missing: ""}
    with pytest.raises(Refused) as caught:
        store.do(check_in, replace(came(slot), **unconfirmed))
    assert fields(caught.value) == {missing}
    assert slot_row(store, day).attendance == Attendance.EXPECTED


def test_check_in_notes_the_moment_and_what_was_shown_but_no_number(store: Store, world: World) -> None:
    day, _ = admitted(store, world)
    row = slot_row(store, day)
    assert row.attendance == Attendance.CHECKED_IN
    assert row.checked_in_at == store.clock.now()
    assert row.identity_document == "identity_card"


def test_a_corrected_document_does_not_move_the_moment_of_check_in(
    store: Store, world: World, tmp_path: Path, clock: FixedClock
) -> None:
    day, slots = admitted(store, world)
    later = Store.open(tmp_path / "bs", user="kroeger", clock=FixedClock(clock.moment + timedelta(hours=3)))
    later.do(check_in, came(slots[0], identity_document=IdentityDocument.PASSPORT))
    later.close()
    row = slot_row(store, day)
    assert (row.identity_document, row.checked_in_at) == ("passport", clock.moment)


def _remove_candidate(work: Work, uid: UUID) -> None:
    work.remove(work.get(Candidate, uid))


def test_a_removed_candidate_is_on_no_list_any_more(store: Store, world: World) -> None:
    day, _ = admitted(store, world)
    store.do(_remove_candidate, world.candidates[0])
    card = store.ask(queries.exam_day, day)
    assert card is not None
    assert [slot.number for slot in card.slots] == ["4302", "4303"]
    (row,) = store.ask(queries.exam_days, DAY)
    assert (row.candidates, row.checked_in) == (2, 2)
    assert store.ask(exam_queries.candidate_card, world.candidates[0]) is None
    assert store.ask(exam_queries.examination, world.candidates[0]) is None


def test_nobody_comes_before_the_day(store: Store, world: World) -> None:
    day = store.do(create_exam_day, world.order(day=DAY + timedelta(days=1))).value
    slot = slot_row(store, day).id
    for attendance in (Attendance.CHECKED_IN, Attendance.ABSENT):
        with pytest.raises(Refused, match=r"24\.11\.2026"):
            store.do(check_in, came(slot, attendance=attendance))
    assert slot_row(store, day).attendance == Attendance.EXPECTED


def _put_off(work: Work, day: UUID) -> None:
    work.get(ExamDay, day).day = DAY + timedelta(days=1)


def test_no_result_ends_a_training_before_the_exam_day(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 67_00, 67_00)
    store.do(_put_off, day)
    with pytest.raises(Refused, match=r"24\.11\.2026"):
        store.do(announce_slot_result, as_shown(store, day, slots[0]))
    assert store.ask(exam_queries.result_of, world.candidates[0]) is None


def chair_on_paper(store: Store, world: World, **changes: Any) -> str:
    """Who signs a confirmation of passing as chair; empty where nobody is named."""
    day, slots = admitted(store, world, candidate_uids=world.candidates[:1], **changes)
    card = store.ask(queries.exam_day, day)
    assert card is not None
    for number in (1, 2):
        for sitting in card.sittings:
            store.do(record_individual_mark, IndividualMarkOrder(slots[0], sitting.person_uid, number, 67_00))
        store.do(agree_joint_mark, JointMarkOrder(slots[0], number, 67_00))
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    (item,) = store.ask(result_items, day, slots, chambers()["BS"], DAY)
    assert isinstance(item.document, Letter)
    together = next(block for block in item.document.blocks if isinstance(block, Together))
    signatures = next(block for block in together.blocks if isinstance(block, Signatures))
    *name, _ = signatures.captions[0].split("\n")
    return "".join(name)


def test_the_confirmation_names_who_chaired(store: Store, world: World) -> None:
    assert chair_on_paper(store, world) == "Anna Weber"


def test_no_member_is_called_chair_when_both_leaders_are_replaced(store: Store, world: World) -> None:
    seats = (world.seats["deputy_ag"], world.seats["deputy_an"], world.seats["teacher"])
    assert not chair_on_paper(store, world, appointment_uids=seats)


def test_a_check_in_can_be_taken_back_until_there_are_marks(store: Store, world: World) -> None:
    day, (first, second, _) = admitted(store, world)
    store.do(check_in, replace(came(first), attendance=Attendance.ABSENT))
    row = slot_row(store, day)
    assert (row.checked_in_at, row.identity_document, row.instructed) == (None, "", False)
    store.do(record_individual_mark, IndividualMarkOrder(second, world.examiners[0], 1, 80_00))
    with pytest.raises(Refused) as caught:
        store.do(check_in, replace(came(second), attendance=Attendance.ABSENT))
    assert fields(caught.value) == {"attendance"}


def test_nobody_is_marked_before_check_in(store: Store, world: World) -> None:
    day = store.do(create_exam_day, world.order()).value
    order = IndividualMarkOrder(slot_row(store, day).id, world.examiners[0], 1, 80_00)
    with pytest.raises(Refused) as caught:
        store.do(record_individual_mark, order)
    assert fields(caught.value) == {"attendance"}


def test_only_those_who_sit_give_marks(store: Store, world: World) -> None:
    _, slots = admitted(store, world)
    with pytest.raises(Refused):
        store.do(record_individual_mark, IndividualMarkOrder(slots[0], world.people["deputy_ag"], 1, 80_00))


@pytest.mark.parametrize(("subarea", "points"), [(0, 80_00), (3, 80_00), (1, 100_01), (1, -1)])
def test_impossible_performances_and_points_are_refused(store: Store, world: World, subarea: int, points: int) -> None:
    _, slots = admitted(store, world)
    with pytest.raises(Refused):
        store.do(record_individual_mark, IndividualMarkOrder(slots[0], world.examiners[0], subarea, points))


def test_the_last_mark_is_what_was_entered_corrected_agreed_or_taken_back_last(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    assert store.ask(queries.last_mark, day) is None

    def last() -> tuple[UUID, int, UUID | None]:
        found = store.ask(queries.last_mark, day)
        assert found is not None
        assert found.at == store.clock.now()
        assert found.candidate == slot_row(store, day, slots.index(found.slot_uid)).name
        return found.slot_uid, found.subarea, found.person_uid

    chair = world.examiners[0]
    mark(store, world, slots[0], 80_00)
    assert last() == (slots[0], 1, None)
    store.do(record_individual_mark, IndividualMarkOrder(slots[1], chair, 2, 70_00))
    assert last() == (slots[1], 2, chair)
    store.do(record_individual_mark, IndividualMarkOrder(slots[0], chair, 1, 81_00))
    assert last() == (slots[0], 1, chair)
    store.do(record_individual_mark, IndividualMarkOrder(slots[1], chair, 2, None))
    assert last() == (slots[1], 2, chair)


def test_the_joint_mark_waits_for_every_examiner(store: Store, world: World) -> None:
    _, slots = admitted(store, world)
    for person in world.examiners[:2]:
        store.do(record_individual_mark, IndividualMarkOrder(slots[0], person, 1, 80_00))
    with pytest.raises(Refused) as caught:
        store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, 80_00))
    assert fields(caught.value) == {"points"}
    store.do(record_individual_mark, IndividualMarkOrder(slots[0], world.examiners[2], 1, 80_00))
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, 80_00))


def test_a_mark_under_a_joint_mark_can_be_corrected_but_not_taken_back(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 80_00)
    store.do(record_individual_mark, IndividualMarkOrder(slots[0], world.examiners[0], 1, 82_00))
    assert slot_row(store, day).marks[world.examiners[0], 1] == 82_00
    with pytest.raises(Refused):
        store.do(record_individual_mark, IndividualMarkOrder(slots[0], world.examiners[0], 1, None))
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, None))
    store.do(record_individual_mark, IndividualMarkOrder(slots[0], world.examiners[0], 1, None))
    assert (world.examiners[0], 1) not in slot_row(store, day).marks


def test_the_area_has_points_once_all_performances_are_agreed(store: Store, world: World) -> None:
    _, slots = admitted(store, world)

    def project() -> list[Fraction]:
        marks = store.ask(exam_queries.area_marks, world.candidates[0])
        return [row.points for row in marks if row.area == "PUS"]

    mark(store, world, slots[0], 78_00)
    assert project() == []
    mark(store, world, slots[0], 78_00, 87_50)
    assert project() == [Fraction("82.75")]
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 2, None))
    assert project() == []
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 2, 88_00))
    assert project() == [83]


def test_points_from_elsewhere_are_not_wiped_by_half_a_joint_mark(store: Store, world: World) -> None:
    _, slots = admitted(store, world)
    store.do(enter_area_mark, AreaMarkOrder(world.candidates[0], "PUS", Fraction(70)))
    mark(store, world, slots[0], 60_00)
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, None))
    marks = store.ask(exam_queries.area_marks, world.candidates[0])
    assert [row.points for row in marks if row.area == "PUS"] == [70]


def test_a_joint_mark_with_an_oral_exam_is_corrected_but_not_taken_back(store: Store, world: World) -> None:
    _, slots = admitted(store, world)
    mark(store, world, slots[0], 45_00, 45_00)
    store.do(enter_area_mark, AreaMarkOrder(world.candidates[0], "PUS", Fraction(45), Fraction(70)))
    with pytest.raises(Refused) as caught:
        store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, None))
    assert fields(caught.value) == {"points"}
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, 47_00))
    found = next(row for row in store.ask(exam_queries.area_marks, world.candidates[0]) if row.area == "PUS")
    assert (found.points, found.supplementary_points) == (Fraction(46), Fraction(70))


def test_a_total_of_fifty_is_not_lost_on_the_way_through_the_areas(store: Store, world: World) -> None:
    """Shares of the project make four decimals; the exact total is 50.0005, and 50 points pass."""
    for area, points in (("EITA", "49.99"), ("PSP", "50"), ("EUA", "50"), ("WISO", "50")):
        store.do(enter_area_mark, AreaMarkOrder(world.candidates[0], area, Fraction(points)))
    _, slots = admitted(store, world)
    mark(store, world, slots[0], 50_01, 50_00)
    assessment = store.ask(exam_queries.assessment, world.candidates[0], DAY)
    assert (assessment.total, assessment.passed) == (Fraction("50.0005"), True)


def test_a_passed_exam_is_announced_with_its_exact_numbers(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 67_00, 67_00)
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    result = store.ask(exam_queries.result_of, world.candidates[0])
    assert result is not None
    assert (result.passed, result.total, result.grade, result.decimal_grade) == (True, "67.00", 3, "3.4")
    assert result.decided_by == "Gemeinsamer Prüfungsausschuss Fachinformatik"
    assert slot_row(store, day).passed is True


def test_what_is_announced_is_what_was_shown_even_if_somebody_marks_meanwhile(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 67_00, 67_00)
    shown = as_shown(store, day, slots[0])
    mark(store, world, slots[0], 10_00, reason="Kaum begonnen.")
    with pytest.raises(Refused, match="geändert"):
        store.do(announce_slot_result, shown)
    assert store.ask(exam_queries.result_of, world.candidates[0]) is None
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    result = store.ask(exam_queries.result_of, world.candidates[0])
    assert result is not None
    assert (result.passed, result.total) == (False, "52.75")


def _round_to_whole_points(work: Work, _: object) -> None:
    work.add(OfficeSetting(key=exam_queries.ROUNDING_SETTING, value="half_up_0", valid_from=date(2026, 1, 1)))


def test_an_announced_result_stays_whatever_is_set_afterwards(store: Store, world: World) -> None:
    """66.65 points are grade 4 and stay so, though rounded to whole points they would be grade 3."""
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 66_30, 66_30)
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    before = store.ask(queries.marking, day), store.ask(exam_queries.examination, world.candidates[0])
    order = ResultOrder(world.candidates[0], "Prüfungsausschuss", "Anna Weber", "Braunschweig")
    paper = store.ask(result_document, order, chambers()["BS"], DAY)
    store.do(_round_to_whole_points, None)
    assert store.ask(exam_queries.assessment, world.candidates[0], DAY).grade != before[0].assessments[slots[0]].grade  # type: ignore[union-attr]  # the day is there
    assert before == (store.ask(queries.marking, day), store.ask(exam_queries.examination, world.candidates[0]))
    assert paper == store.ask(result_document, order, chambers()["BS"], DAY)


def test_an_announced_result_keeps_all_that_is_printed_of_it(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 10_00, 12_50, reason="Kaum begonnen.")
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    result = store.ask(exam_queries.result_of, world.candidates[0])
    assert result is not None
    assert {each.area: (each.points, each.grade_word) for each in kept_areas(result.areas)} == {
        "EITA": (67, "befriedigend"),
        "PUS": (Fraction("11.25"), "ungenügend"),
        "PSP": (67, "befriedigend"),
        "EUA": (67, "befriedigend"),
        "WISO": (67, "befriedigend"),
    }
    assert len(kept_sentences(result.failed_rules)) == 3


def test_after_the_announcement_nothing_is_changed_any_more(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 67_00, 67_00)
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    for action, order in (
        (announce_slot_result, AnnounceSlotOrder(slots[0], True, "67.00")),
        (check_in, came(slots[0])),
        (record_individual_mark, IndividualMarkOrder(slots[0], world.examiners[0], 1, 1_00)),
        (agree_joint_mark, JointMarkOrder(slots[0], 1, 1_00)),
    ):
        with pytest.raises(Refused):
            store.do(action, order)  # type: ignore[arg-type]  # each action with an order of its own


def test_a_reason_leaves_the_mark_alone_and_a_mark_the_reason(store: Store, world: World) -> None:
    """Whichever of two orders that were given at once is carried out last must not revert the other."""
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 45_00)
    store.do(give_reason, ReasonOrder(slots[0], 1, "Tests fehlen."))
    store.do(agree_joint_mark, JointMarkOrder(slots[0], 1, 48_00))
    store.do(give_reason, ReasonOrder(slots[0], 1, "Tests fehlen ganz."))
    assert slot_row(store, day).joint[1] == JointRow(48_00, "Tests fehlen ganz.")


def test_there_is_no_reason_without_a_joint_mark(store: Store, world: World) -> None:
    _, slots = admitted(store, world)
    with pytest.raises(Refused) as caught:
        store.do(give_reason, ReasonOrder(slots[0], 1, "Tests fehlen."))
    assert fields(caught.value) == {"reason"}


def test_below_fifty_the_announcement_waits_for_the_reason(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 40_00, 30_00)
    with pytest.raises(Refused) as caught:
        store.do(announce_slot_result, as_shown(store, day, slots[0]))
    assert fields(caught.value) == {"reason"}
    for subarea in (1, 2):
        store.do(give_reason, ReasonOrder(slots[0], subarea, "Tests fehlen, Ziel verfehlt."))
    store.do(announce_slot_result, as_shown(store, day, slots[0]))
    result = store.ask(exam_queries.result_of, world.candidates[0])
    assert result is not None
    assert not result.passed


def test_nothing_is_announced_while_an_area_is_open(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 20_00, reason="Kaum begonnen.")
    with pytest.raises(Refused):
        store.do(announce_slot_result, as_shown(store, day, slots[0]))
    assert store.ask(exam_queries.result_of, world.candidates[0]) is None


def _receive_day(work: Work, world: World) -> UUID:
    """A day as it comes from the partner; returns its only slot."""
    day = ExamDay(
        home="LW",
        day=DAY,
        committee_uid=world.committee,
        season_uid=world.season,
        regulation="fiae2020",
        area="PUS",
        room_uid=world.room,
        starts_at=time(8, 30),
        slot_minutes=45,
    )
    work.add(day)
    work.session.flush()
    slot = Slot(
        home="LW",
        exam_day_uid=day.uid,
        candidate_uid=world.candidates[0],
        starts_at=time(8, 30),
        ends_at=time(9, 15),
        attendance=Attendance.CHECKED_IN,
    )
    work.add(slot)
    work.session.flush()
    return slot.uid


def test_a_day_of_the_partner_is_only_read(store: Store, world: World) -> None:
    slot = store.do(_receive_day, world).value
    for action, order in (
        (check_in, came(slot)),
        (record_individual_mark, IndividualMarkOrder(slot, world.examiners[0], 1, 1_00)),
        (agree_joint_mark, JointMarkOrder(slot, 1, 1_00)),
        (announce_slot_result, AnnounceSlotOrder(slot, True, "67.00")),
    ):
        with pytest.raises(Refused, match="IHK"):
            store.do(action, order)  # type: ignore[arg-type]  # each action with an order of its own


def test_who_stayed_away_and_was_decided_on_another_day_counts_once(store: Store, world: World) -> None:
    """One absent and one open candidate: the day must not become complete by the absent one's later result."""
    first = store.do(create_exam_day, world.order(candidate_uids=world.candidates[:2])).value
    store.do(check_in, came(slot_row(store, first, 0).id, attendance=Attendance.ABSENT))
    store.do(check_in, came(slot_row(store, first, 1).id))
    other, slots = admitted(store, world, candidate_uids=world.candidates[:1], starts_at=time(14, 0))
    mark(store, world, slots[0], 67_00, 67_00)
    store.do(announce_slot_result, as_shown(store, other, slots[0]))
    morning, afternoon = store.ask(queries.exam_days, DAY)
    assert (morning.decided, morning.absent, morning.state) == (0, 1, DayState.UNDER_WAY)
    assert (afternoon.decided, afternoon.absent, afternoon.state) == (1, 0, DayState.COMPLETE)


def test_each_record_knows_when_it_was_printed(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    documents = (("day_plan", "exam_day", day), ("minutes", "slot", slots[0]))
    outcome = store.do(note_printed, PrintedOrder(documents, "0" * 64))
    assert outcome.value == 2
    assert outcome.changes == {"printed_document"}

    def printed(session: Session) -> list[tuple[str, UUID, str]]:
        rows = session.scalars(select(PrintedDocument))
        return [(row.form, row.subject_uid, row.printed_by) for row in rows]

    assert set(store.ask(printed)) == {("day_plan", day, "kroeger"), ("minutes", slots[0], "kroeger")}


def test_a_day_being_recorded_shows_what_the_marks_amount_to(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    mark(store, world, slots[0], 67_00, 67_00)
    found = store.ask(queries.marking, day)
    assert found is not None
    assert found.ours
    assert found.area.id == "PUS"
    assert found.assessments[slots[0]].total == 67
    assert found.assessments[slots[1]].open_areas == ("PUS",)


def test_a_day_knows_when_it_was_last_printed(store: Store, world: World) -> None:
    day, slots = admitted(store, world)
    overview = store.ask(queries.day_overview, day)
    assert overview is not None
    assert overview.printed_at is None
    store.do(note_printed, PrintedOrder((("minutes", "slot", slots[0]),), "0" * 64))
    overview = store.ask(queries.day_overview, day)
    assert overview is not None
    assert overview.printed_at == store.clock.now()
