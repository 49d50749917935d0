"""The form that plans an exam day: whom one chooses decides what the next fields offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import partial
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSizePolicy

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.committees.queries import CommitteeRow, SeatRow
from kammerdesk.committees.rules.case import ROLE_WORDS, Role
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.examday import queries
from kammerdesk.examday.queries import ExamDayRow, PlanningChoices
from kammerdesk.examday.rules import Break, usual_area, usual_slot_minutes
from kammerdesk.examday.service import ExamDayOrder, create_exam_day
from kammerdesk.exams.queries import CandidateRow
from kammerdesk.people.rules import list_name
from kammerdesk.ui.examday.tick_list import TickList
from kammerdesk.ui.kit.date_edit import DateEdit
from kammerdesk.ui.kit.dialogs import FormDialog, fill_in
from kammerdesk.ui.kit.fields import ChoiceBox, NumberEdit, TextEdit, TimeEdit
from kammerdesk.ui.kit.form import FieldSpec, FormSpec, Group, RecordForm
from kammerdesk.ui.kit.page import Page

Area = tuple[str, str]
"""A regulation and one of its areas, by their ids."""

FIRST_SLOT = time(8, 0)
PAUSE = Break(time(12, 0), 45)
LONGEST_SLOT = 480


def plan_day(page: Page[ExamDayRow]) -> None:
    """Asks what one can choose from, then opens the form."""
    page.desk.ask(queries.planning_choices, then=partial(_open_form, page), owner=page)


def _open_form(page: Page[ExamDayRow], choices: PlanningChoices) -> None:
    start = {
        "committee": None,
        "season": choices.season,
        "starts_at": FIRST_SLOT,
        "pause_at": PAUSE.at,
        "pause_minutes": PAUSE.minutes,
        "room": None,
    }
    dialog = fill_in(page, form_spec(choices), create_exam_day, start=start, then=partial(_say_done, page))
    _Dependence(dialog, choices, page)


def _say_done(page: Page[ExamDayRow], uid: UUID) -> None:
    page.shell.toast(tr("Exam day created."))
    page.go_to(uid)


def form_spec(choices: PlanningChoices) -> FormSpec[ExamDayOrder]:
    """The form with what one can choose from."""
    committees = [(row.id, f"{row.number} · {spoken_name(row.name)}") for row in choices.committees]
    seasons = [(row.id, row.name) for row in choices.seasons]
    rooms = [(row.id, row.label) for row in choices.rooms]
    return FormSpec(
        key="create_exam_day",
        title=N_("Create exam day"),
        verb=N_("Create"),
        fields=(
            Group(
                N_("What is examined"),
                (
                    _field("committee", N_("Committee"), partial(_choice, committees)),
                    _field("season", N_("Exam season"), partial(_choice, seasons)),
                    _field("area", N_("Examination area"), partial(_choice, ())),
                ),
            ),
            Group(
                N_("When and where"),
                (
                    _field("day", N_("Day"), DateEdit),
                    _field("starts_at", N_("First slot at"), TimeEdit),
                    _field("slot_minutes", N_("Minutes per slot"), partial(NumberEdit, 1, LONGEST_SLOT)),
                    FieldSpec(key="pause_at", title=N_("Break from"), make=TimeEdit),
                    FieldSpec(key="pause_minutes", title=N_("Minutes of break"), make=partial(NumberEdit, 0, 240)),
                    _field("room", N_("Room"), partial(_choice, rooms)),
                ),
            ),
            Group(
                N_("Who"),
                (
                    FieldSpec(
                        key="examiners", title=N_("Examiners"), make=TickList, hint=N_("Space ticks and takes back.")
                    ),
                    FieldSpec(
                        key="candidates",
                        title=N_("Candidates"),
                        make=partial(TickList, 7, ordered=True),
                        hint=N_("In the order of their slots; Alt+Up and Alt+Down move a line."),
                    ),
                    FieldSpec(
                        key="aids",
                        title=N_("Permitted aids"),
                        make=TextEdit,
                        hint=N_("They stand in the summons; separate several with semicolons."),
                    ),
                ),
            ),
        ),
        order=order_of,
    )


def _choice(choices: Sequence[tuple[Any, str]]) -> ChoiceBox[Any]:
    box: ChoiceBox[Any] = ChoiceBox(choices)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def _field(key: str, title: str, make: Any) -> FieldSpec:
    return FieldSpec(key=key, title=title, make=make, required=True)


def order_of(
    *,
    committee: UUID,
    season: UUID,
    area: Area,
    day: date,
    starts_at: time,
    slot_minutes: int,
    pause_at: time | None,
    pause_minutes: int | None,
    room: UUID,
    examiners: tuple[UUID, ...],
    candidates: tuple[UUID, ...],
    aids: str,
) -> ExamDayOrder:
    """The order from what stands in the fields; a break needs a time and minutes."""
    return ExamDayOrder(
        day=day,
        starts_at=starts_at,
        slot_minutes=slot_minutes,
        committee_uid=committee,
        season_uid=season,
        regulation=area[0],
        area=area[1],
        room_uid=room,
        appointment_uids=examiners,
        candidate_uids=candidates,
        pause=Break(pause_at, pause_minutes) if pause_at and pause_minutes else None,
        aids=aids,
    )


class _Dependence(QObject):
    """Fills the fields that depend on others: committee → areas and examiners, area → minutes and candidates."""

    def __init__(self, dialog: FormDialog[ExamDayOrder], choices: PlanningChoices, page: Page[ExamDayRow]) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._choices = choices
        self._page = page
        self._form: RecordForm = dialog.form
        self.committee = cast("ChoiceBox[UUID]", self._form.field("committee"))
        self.season = cast("ChoiceBox[UUID]", self._form.field("season"))
        self.area = cast("ChoiceBox[Area]", self._form.field("area"))
        self.examiners = cast("TickList[UUID]", self._form.field("examiners"))
        self.candidates = cast("TickList[UUID]", self._form.field("candidates"))
        self.committee.edited.connect(self._follow_committee)
        self.area.edited.connect(self._follow_area)
        self.season.edited.connect(self._follow_season)

    def _follow_committee(self) -> None:
        committee = self._choices.committee(self.committee.value())
        if committee is None:
            return
        found = self._choices.regulations_of(committee)
        self.area.set_choices(
            [
                ((regulation.id, area.id), f"{area.id} · {area.name}")
                for regulation in found
                for area in regulation.areas
            ]
        )
        self.area.set_value((found[0].id, usual_area(found[0]).id))
        seats = list(_ordinary_first(committee))
        members = [seat.id for seat in seats if seat.role not in (Role.DEPUTY, Role.FURTHER)]
        self.examiners.set_choices([(seat.id, seat_words(seat)) for seat in seats], members)
        self._follow_area()

    def _follow_area(self) -> None:
        area = self.area.value()
        if area is not None:
            found = next(each for each in self._choices.regulations if each.id == area[0])
            minutes = cast("NumberEdit", self._form.field("slot_minutes"))
            minutes.set_value(usual_slot_minutes(found.area(area[1])))
        self._follow_season()

    def _follow_season(self) -> None:
        area, season = self.area.value(), self.season.value()
        if area is not None and season is not None:
            self._page.desk.ask(queries.free_candidates, season, *area, then=self._show_candidates, owner=self._dialog)

    def _show_candidates(self, rows: Sequence[CandidateRow]) -> None:
        self.candidates.set_choices([(row.id, candidate_words(row)) for row in rows], [row.id for row in rows])


def _ordinary_first(committee: CommitteeRow) -> list[SeatRow]:
    """Members before deputies, each in the order of their offices."""
    order = {role: number for number, role in enumerate(Role)}
    serving = [seat for seat in committee.seats if seat.dismissed_on is None]
    return sorted(serving, key=lambda seat: (order[Role(seat.role)], seat.bench, seat.last_name))


def seat_words(seat: SeatRow) -> str:
    """Weber, Anna (AG, Vorsitz)."""
    return f"{list_name(seat.title, seat.first_name, seat.last_name)} ({seat.bench}, {tr(ROLE_WORDS[Role(seat.role)])})"


def candidate_words(row: CandidateRow) -> str:
    """W26-4301 Schmidt, Lennard (+25 %)."""
    extra = f" (+{row.extra_time_percent} %)" if row.extra_time_percent else ""
    return f"{row.number} {list_name(row.title, row.first_name, row.last_name)}{extra}"


def count_words(count: int) -> str:
    """12 Prüflinge."""
    return trn("{n} candidate", "{n} candidates", count).format(n=count)
