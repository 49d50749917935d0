"""The world of the tour: one chamber with a handful of committees, something to mend, and a day to examine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kammerdesk.cli.demo.calendar import months_before, term_until, uniform_term
from kammerdesk.cli.demo.examiners import BENCHES, committee, invent_examiner, role_of, short_title
from kammerdesk.cli.demo.people import Row
from kammerdesk.cli.demo.small.candidates import enrol_candidates
from kammerdesk.cli.demo.small.examday import plan_exam_day
from kammerdesk.cli.demo.small.pool import HOST, PARTNER, Pool, card_of_organisation, card_of_person, invent_pool
from kammerdesk.cli.demo.small.surroundings import Surroundings, invent_surroundings
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.people.model import Lending, Organisation, Person

FIAE = "fiae2020"
_SYSTEM_INTEGRATION = "Fachinformatiker/Fachinformatikerin, Systemintegration"
_ENDING_MONTHS = 4
_TERM_BEGAN_YEARS_AGO = 2


@dataclass(frozen=True, slots=True)
class CommitteePlan:
    """How many members and deputies each bench (AG, AN, LK) of a committee has, and what there is to mend."""

    number: str
    regulation: str
    members: tuple[int, int, int]
    deputies: tuple[int, int, int]
    ordinal: str = ""
    ending: bool = False
    deputy_lapsed: bool = False
    examines: bool = False


COMMITTEES = {
    HOST: (
        CommitteePlan("BS-102", "buero2025", (1, 1, 1), (2, 2, 2), "1", examines=True),
        CommitteePlan("BS-103", "buero2025", (1, 1, 1), (1, 1, 1), "2", deputy_lapsed=True),
        CommitteePlan("BS-104", "im2007", (2, 2, 1), (2, 1, 1), ending=True),
        CommitteePlan("BS-105", "mechatroniker2011", (1, 1, 1), (1, 1, 1)),
        CommitteePlan("BS-106", "keh2017", (2, 2, 2), (2, 2, 1)),
    ),
    PARTNER: (
        CommitteePlan("LW-202", "buero2025", (1, 1, 1), (2, 2, 1)),
        CommitteePlan("LW-203", "keh2017", (2, 2, 2), (1, 1, 1)),
        CommitteePlan("LW-204", "im2007", (1, 1, 1), (2, 1, 1), ending=True),
    ),
}
CANDIDATES = {
    HOST: {"buero2025": 12, "im2007": 6, "mechatroniker2011": 4, "keh2017": 4, "verkaeufer2017": 4},
    PARTNER: {"buero2025": 5, "im2007": 3, "keh2017": 4},
}


def small_world(seed: int, on: date, chamber: str) -> Surroundings:
    """Everything that stands in the database of a chamber at scale `small`."""
    here = invent_surroundings(seed, on, chamber)
    pool = invent_pool(seed, on)
    if chamber == HOST:
        _keep_cards(here, pool)
        _seat_joint_committee(here, pool)
    else:
        _keep_pool(here, pool)
        _seat_pool(here, pool)
    for released in pool.lendings:
        here.world.add(Lending, released)
    seats = {plan: _seat_committee(here, plan) for plan in COMMITTEES[chamber]}
    for regulation_id, count in CANDIDATES[chamber].items():
        examined_by = next((seats[plan] for plan in seats if plan.regulation == regulation_id and plan.examines), [])
        examiners = {seat["person_uid"] for seat in examined_by if seat["role"] != "deputy"}
        candidates = enrol_candidates(here, regulation_id, count, _employers(here, examiners))
        if examined_by:
            plan_exam_day(here, examined_by, candidates)
    return here


def _keep_cards(here: Surroundings, pool: Pool) -> None:
    for employer in pool.employers:
        here.world.add(Organisation, card_of_organisation(employer))
    for examiner in pool.examiners.everyone():
        here.world.add(Person, card_of_person(examiner))


def _keep_pool(here: Surroundings, pool: Pool) -> None:
    for employer in pool.employers:
        here.world.add(Organisation, employer)
    for examiner in pool.examiners.everyone():
        here.world.add(Person, examiner)


def _seat_joint_committee(here: Surroundings, pool: Pool) -> None:
    """One member of each bench and deputies of both chambers (BBiG § 39(1))."""
    title = regulation(FIAE).occupation.title
    name = f"Gemeinsamer Prüfungsausschuss {short_title(title)}"
    row = committee(here.dice, "BS-101", title, name, 3, joint=True, host=HOST, partner=PARTNER)
    committee_uid = here.world.add(Committee, row)
    lent = pool.examiners.by_bench
    own = {bench: [_examiner(here, bench, FIAE) for _ in range(count)] for bench, count in _OWN_IN_JOINT.items()}
    benches = {
        "AG": [own["AG"][0]["uid"], own["AG"][1]["uid"], lent["AG"][0]["uid"]],
        "AN": [lent["AN"][0]["uid"], own["AN"][0]["uid"], lent["AN"][1]["uid"]],
        "LK": [own["LK"][0]["uid"], lent["LK"][0]["uid"]],
    }
    term = uniform_term(here.on, _TERM_BEGAN_YEARS_AGO)
    for bench, people in benches.items():
        for place, person_uid in enumerate(people):
            role = role_of(bench, place, 1)
            here.world.add(Appointment, here.appointer.appoint(committee_uid, person_uid, bench, role, term))


_OWN_IN_JOINT = {"AG": 2, "AN": 1, "LK": 1}


def _seat_pool(here: Surroundings, pool: Pool) -> None:
    """At home the lent examiners have a committee of their own."""
    name = f"Prüfungsausschuss {short_title(_SYSTEM_INTEGRATION)}"
    committee_uid = here.world.add(Committee, committee(here.dice, "LW-201", _SYSTEM_INTEGRATION, name, 3))
    for bench, people in pool.examiners.by_bench.items():
        for place, person in enumerate(people):
            role, term = role_of(bench, place, 1), uniform_term(here.on, _TERM_BEGAN_YEARS_AGO)
            here.world.add(Appointment, here.appointer.appoint(committee_uid, person["uid"], bench, role, term))


def _seat_committee(here: Surroundings, plan: CommitteePlan) -> list[Row]:
    """Seats a committee with people invented for it; returns the appointments."""
    title = regulation(plan.regulation).occupation.title
    name = f"Prüfungsausschuss {short_title(title)} {plan.ordinal}".strip()
    committee_uid = here.world.add(Committee, committee(here.dice, plan.number, title, name, sum(plan.members)))
    seats: list[Row] = []
    for bench, members, deputies in zip(BENCHES, plan.members, plan.deputies, strict=True):
        for place in range(members + deputies):
            person_uid = _examiner(here, bench, plan.regulation)["uid"]
            term = uniform_term(here.on, _TERM_BEGAN_YEARS_AGO)
            if plan.ending:
                term = term_until(months_before(here.on, -_ENDING_MONTHS) - timedelta(days=1))
            elif plan.deputy_lapsed and bench == "LK" and place >= members:
                term = term_until(here.on - timedelta(days=1))
            role = role_of(bench, place, members)
            seat = here.appointer.appoint(committee_uid, person_uid, bench, role, term)
            here.world.add(Appointment, seat)
            seats.append(seat)
    return seats


def _examiner(here: Surroundings, bench: str, regulation_id: str) -> Row:
    employer = here.dice.one(here.schools) if bench == "LK" else here.company_for(regulation_id)
    examiner = invent_examiner(here.inventor, bench, here.on, employer["uid"])
    here.world.add(Person, examiner)
    return examiner


def _employers(here: Surroundings, examiners: set[UUID]) -> set[UUID]:
    """Who employs these people: their apprentices may not be examined by them."""
    return {person["employer_uid"] for person in here.world.rows[Person] if person["uid"] in examiners}
