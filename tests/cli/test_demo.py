"""The demonstration data: repeatable, sound, and nobody real in them."""

from __future__ import annotations

import csv
import os
import re
import signal
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.base.points import exact, parse_points
from kammerdesk.base.verdicts import State, Verdict, any_broken
from kammerdesk.cli.demo.batches import Batch
from kammerdesk.cli.demo.creation import create_demonstration, create_filled
from kammerdesk.cli.demo.dice import anchor_moment
from kammerdesk.cli.demo.people import invented_iban, slug
from kammerdesk.cli.demo.small.example_file import ENCODING, FILE_NAME, HEADERS
from kammerdesk.cli.demo.small.pool import card_of_person, invent_pool
from kammerdesk.cli.demo.small.world import FIAE, small_world
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.queries import case_of, committees
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.exams.candidate_file import Fate
from kammerdesk.exams.queries import import_plan
from kammerdesk.exams.rules.catalogue import grade_key, regulation
from kammerdesk.exams.rules.passing import Assessment, Mark, assess
from kammerdesk.exams.service import ImportOrder, import_candidates
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.record import record_tables
from kammerdesk.store.store import Store
from kammerdesk.sync import service as sync
from kammerdesk.sync.records import schema

ON = date(2026, 11, 23)
SEED = 7


def make(folder: Path, chamber: str = "BS", scale: str = "small", seed: int = SEED, on: date = ON) -> Store:
    create_demonstration(folder, chamber, scale, seed, on)
    return Store.open(folder, user="test", clock=FixedClock(anchor_moment(on)))


def everything(session: Session) -> dict[str, list[Any]]:
    return {
        table.name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table.name} ORDER BY uid"))]
        for table in record_tables(schema())
    }


@pytest.fixture(scope="module")
def braunschweig(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make(tmp_path_factory.mktemp("bs"))


@pytest.fixture(scope="module")
def lueneburg(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make(tmp_path_factory.mktemp("lw"), "LW")


def test_the_same_seed_and_day_give_the_same_records_and_the_same_file(tmp_path: Path, braunschweig: Store) -> None:
    again = make(tmp_path)
    assert again.ask(everything) == braunschweig.ask(everything)
    other = tmp_path / "other"
    make(other)
    assert (other / FILE_NAME).read_bytes() == (tmp_path / FILE_NAME).read_bytes()


def test_another_seed_gives_other_people(tmp_path: Path, braunschweig: Store) -> None:
    assert make(tmp_path, seed=8).ask(everything)["person"] != braunschweig.ask(everything)["person"]


def test_a_folder_with_data_is_refused_and_left_alone(tmp_path: Path) -> None:
    before = make(tmp_path).ask(everything)
    with pytest.raises(KammerError):
        create_demonstration(tmp_path, "BS", "small", 9, ON)
    assert Store.open(tmp_path, user="test").ask(everything) == before


def test_the_database_says_that_it_is_a_demonstration(braunschweig: Store) -> None:
    assert braunschweig.demonstration


@pytest.mark.parametrize("chamber", ["braunschweig", "lueneburg"])
def test_every_reference_leads_to_a_record(chamber: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(chamber)
    assert store.ask(lambda session: session.execute(text("PRAGMA foreign_key_check")).all()) == []


def test_braunschweig_is_as_large_as_the_tour_needs(braunschweig: Store) -> None:
    def count(session: Session, kind: type[Any], *conditions: Any) -> int:
        return session.scalar(select(func.count()).select_from(kind).where(*conditions)) or 0

    assert braunschweig.ask(count, Committee) == 6
    assert braunschweig.ask(count, ExamDay) == 1
    assert braunschweig.ask(count, Slot) == 6
    employed = Person.home == "BS", Person.employer_uid.is_not(None)
    assert 40 <= braunschweig.ask(count, Person, *employed) <= 50


def test_the_lent_examiners_are_whole_at_home_and_cards_at_the_partner(braunschweig: Store, lueneburg: Store) -> None:
    def lent(session: Session) -> list[Person]:
        found = session.scalars(select(Person).where(Person.uid.in_(uids)).order_by(Person.uid)).all()
        session.expunge_all()
        return list(found)

    uids = [row["uid"] for row in invent_pool(SEED, ON).examiners.everyone()]
    cards, whole = braunschweig.ask(lent), lueneburg.ask(lent)
    assert [card.uid for card in cards] == [person.uid for person in whole] == sorted(uids)
    for card, person in zip(cards, whole, strict=True):
        assert (card.home, card.last_name, card.phone) == ("LW", person.last_name, person.phone)
        assert (card.birth_date, card.street, card.iban, card.birth_place) == (None, "", "", "")
        assert person.birth_date
        assert person.iban


def test_lent_employers_are_known_to_the_partner_by_name_and_town_only(braunschweig: Store) -> None:
    def foreign(session: Session) -> list[tuple[str, str, str]]:
        rows = session.execute(
            select(Organisation.name, Organisation.street, Organisation.phone).where(Organisation.home == "LW")
        )
        return [(name, street, phone) for name, street, phone in rows]

    found = braunschweig.ask(foreign)
    assert len(found) == 6
    assert all(name and not street and not phone for name, street, phone in found)


def test_a_card_has_the_same_columns_as_the_whole_record() -> None:
    person = next(iter(invent_pool(SEED, ON).examiners.everyone()))
    assert card_of_person(person).keys() == person.keys()


def test_the_joint_committee_has_a_member_and_a_deputy_of_each_bench_from_both_chambers(braunschweig: Store) -> None:
    def seats(session: Session) -> list[tuple[str, str, str]]:
        rows = session.execute(
            select(Appointment.bench, Appointment.role, Person.home)
            .join(Person, Appointment.person_uid == Person.uid)
            .join(Committee, Appointment.committee_uid == Committee.uid)
            .where(Committee.joint, Appointment.valid_from <= ON, Appointment.valid_until > ON)
        )
        return [(bench, role, home) for bench, role, home in rows]

    found = braunschweig.ask(seats)
    assert {seat for seat in found if seat[1] != "deputy"} == {
        ("AG", "chair", "BS"),
        ("AN", "vice_chair", "LW"),
        ("LK", "member", "BS"),
    }
    assert {bench for bench, role, _ in found if role == "deputy"} == {"AG", "AN", "LK"}


def verdicts(session: Session, on: date) -> dict[str, list[Verdict]]:
    return {row.number: check_committee(case_of(row, on)) for row in committees(session)}


def test_every_rule_of_the_joint_committee_is_met(braunschweig: Store) -> None:
    assert {verdict.state for verdict in braunschweig.ask(verdicts, ON)["BS-101"]} == {State.MET}


@pytest.mark.parametrize("chamber", ["braunschweig", "lueneburg"])
def test_no_committee_breaks_a_rule_but_some_give_warning(chamber: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(chamber)
    found = [verdict for checked in store.ask(verdicts, ON).values() for verdict in checked]
    assert not any_broken(found)
    assert any(verdict.state is State.WARNING for verdict in found)


def test_a_lapsed_deputy_leaves_a_gap(braunschweig: Store) -> None:
    found = braunschweig.ask(verdicts, ON)["BS-103"]
    assert {verdict.rule for verdict in found if verdict.state is State.WARNING} == {"deputies", "term"}


def test_the_example_file_is_windows_1252_and_has_twelve_candidates(tmp_path: Path) -> None:
    make(tmp_path)
    content = (tmp_path / FILE_NAME).read_bytes()
    lines = list(csv.DictReader(content.decode(ENCODING).splitlines(), delimiter=";"))
    assert list(lines[0]) == list(HEADERS)
    assert len(lines) == 12
    assert sum(line["Zeitzuschlag %"] == "25" for line in lines) == 1
    assert any("," in line["EITA"] for line in lines)
    assert all(re.fullmatch(r"\d\d\.\d\d\.\d{4}", line["Geburtsdatum"]) for line in lines)
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_every_line_of_the_example_file_can_be_imported(tmp_path: Path) -> None:
    store = make(tmp_path)
    plan = store.ask(import_plan, tmp_path / FILE_NAME, None)
    assert [line.problems for line in plan.lines] == [()] * 12
    entries = tuple(line.entry for line in plan.lines if line.entry and line.fate is Fate.NEW)
    assert store.do(import_candidates, ImportOrder(plan.season.id, entries)).value == 12


def test_the_example_file_has_a_pass_a_fail_a_borderline_and_a_supplementary_case(tmp_path: Path) -> None:
    make(tmp_path)
    lines = list(csv.DictReader((tmp_path / FILE_NAME).read_text(ENCODING).splitlines(), delimiter=";"))

    def judge(place: int, project: str) -> Assessment:
        marks = {area: lines[place][area] for area in ("EITA", "PSP", "EUA", "WISO")} | {"PUS": project}
        return assess(regulation(FIAE), {area: Mark(exact(parse_points(text))) for area, text in marks.items()})

    assert judge(0, "80").passed
    assert judge(5, "40").passed is False
    assert [(judge(2, points).total, judge(2, points).grade) for points in ("67", "66,5")] == [
        (67, grade_key().grade(Fraction(67))),
        (Fraction(6675, 100), grade_key().grade(Fraction(66))),
    ]
    assert {offer.area: offer.points_needed for offer in judge(3, "90").supplementary} == {"PSP": 60, "EUA": 54}
    assert {offer.area for offer in judge(7, "70").supplementary} == {"EUA"}


def test_the_two_houses_know_each_other_and_what_one_sends_fits_the_other(tmp_path: Path) -> None:
    braunschweig, lueneburg = make(tmp_path / "bs"), make(tmp_path / "lw", "LW")
    sent = braunschweig.do(sync.export_bundle, sync.ExportOrder(tmp_path)).value
    taken = lueneburg.do(sync.import_bundle, sync.ImportOrder(sent.file)).value
    assert taken.sender == "BS"
    assert {count.kind for count in taken.counts if count.added} >= {"committee", "appointment"}
    assert sum(count.conflicts + count.proposals + count.parked for count in taken.counts) == 0
    assert [row.number for row in lueneburg.ask(committees) if row.joint] == ["BS-101"]
    lent = lueneburg.do(sync.export_bundle, sync.ExportOrder(tmp_path)).value
    back = braunschweig.do(sync.import_bundle, sync.ImportOrder(lent.file)).value
    assert sum(count.added + count.changed + count.conflicts + count.proposals for count in back.counts) == 0


def test_phones_mails_and_bank_accounts_reach_nobody(braunschweig: Store) -> None:
    def reachable(session: Session) -> list[tuple[str, str, str]]:
        return [(p, m, i) for p, m, i in session.execute(select(Person.phone, Person.mail, Person.iban))]

    for phone, mail, iban in braunschweig.ask(reachable):
        assert re.fullmatch(
            r"(030 23125|040 66969|069 90009|0221 4710|089 99998) \d{3}|0171 39200\d\d|0176 040690\d\d", phone
        )
        assert re.fullmatch(r"[a-z0-9.-]+@example\.org", mail)
        assert not iban or iban[4:12] == "99999999"


def test_invented_ibans_have_right_check_digits() -> None:
    for account in (0, 1, 1234567890, 9999999999):
        iban = invented_iban(account)
        assert len(iban) == 22
        assert int(iban[4:] + "1314" + iban[2:4]) % 97 == 1


def test_names_become_plain_mail_parts() -> None:
    assert slug("Öztürk-Groß") == "oeztuerk-gross"
    assert slug("Małgorzata") == "malgorzata"
    assert slug("Yılmaz") == "yilmaz"


def test_a_killed_demonstration_leaves_no_half_world(tmp_path: Path) -> None:
    def dying() -> Iterator[list[Batch]]:
        yield small_world(SEED, ON, "BS").world.batches()
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        create_filled(tmp_path, "BS", SEED, ON, dying())
    os.waitpid(child, 0)
    assert not (tmp_path / DATABASE_NAME).exists()
    assert make(tmp_path).ask(everything)["person"]
