"""Who may examine at the partner is released by his own house, and by nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import Refused
from kammerdesk.committees.queries import examiners
from kammerdesk.people.model import Lending
from kammerdesk.people.service import LendingOrder, end_lending, lend_person
from kammerdesk.store.undo import undo
from tests.sync.conftest import Pair
from tests.sync.disputes import call
from tests.sync.houses import MARKER, appoint, card_of, store_card
from tests.sync.test_numbers import ended_copies
from tests.sync.test_two_houses import person


def lendings(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Lending).where(Lending.deleted_at.is_(None))) or 0


def test_what_a_partner_writes_of_our_people_releases_nobody(pair: Pair) -> None:
    """Only their own house does; an appointment in the partner's committee brings it no telephone number."""
    stayed = pair.lw.ask(card_of, f"{MARKER} Zuhause") | {"phone": "", "last_name": "Zuhause"}
    pair.bs.do(store_card, stayed)
    pair.bs.do(appoint, (stayed["uid"], pair.keys["committee"]))
    pair.send(pair.bs, pair.lw)
    assert pair.send(pair.lw, pair.bs).counts == ()


def test_an_examinee_whom_the_partner_appoints_keeps_telephone_and_mail_at_home(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    examinee = pair.keys["examinee"]
    assert pair.bs.ask(person, examinee).mail == f"{MARKER} Mail"
    pair.lw.do(appoint, (examinee, pair.keys["committee"]))
    pair.send(pair.lw, pair.bs)
    pair.send(pair.bs, pair.lw)
    there = pair.lw.ask(person, examinee)
    assert (there.last_name, there.phone, there.mail) == ("Yıldız", "", "")


def test_a_release_brings_the_examiner_and_its_end_takes_him_out_again(pair: Pair) -> None:
    lent = pair.lw.ask(card_of, "Düvel")["uid"]
    pair.lw.do(lend_person, LendingOrder(lent, "BS"))
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(person, lent).phone == "05141 1"
    pair.lw.do(end_lending, LendingOrder(lent, "BS"))
    pair.lw.do(call, (lent, "05141 2"))
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(person, lent).phone == "05141 1"
    assert {kind for kind, _ in pair.bs.ask(ended_copies)} == {"lending", "organisation", "person"}


def test_nobody_is_released_twice_or_by_another_house(pair: Pair) -> None:
    lent = pair.send_lent()
    for house, act in ((pair.lw, lend_person), (pair.bs, lend_person), (pair.bs, end_lending)):
        with pytest.raises(Refused):
            house.do(act, LendingOrder(lent, "BS"))
    assert pair.lw.ask(lendings) == 1
    entry = pair.lw.do(end_lending, LendingOrder(lent, "BS")).value.entry
    with pytest.raises(Refused):
        pair.lw.do(end_lending, LendingOrder(lent, "BS"))
    pair.lw.do(undo, entry)
    assert pair.lw.ask(lendings) == 1


@pytest.mark.parametrize("partner", ["LW", "XX", ""])
def test_nobody_is_released_to_what_is_no_other_chamber(partner: str, pair: Pair) -> None:
    with pytest.raises(Refused):
        pair.lw.do(lend_person, LendingOrder(pair.lw.ask(card_of, "Düvel")["uid"], partner))


def test_who_is_released_before_the_first_appointment_stays_on_the_list(pair: Pair) -> None:
    lent = pair.lw.ask(card_of, "Düvel")["uid"]
    before = [row.id for row in pair.lw.ask(examiners)]
    assert before.count(lent) == 1
    pair.lw.do(lend_person, LendingOrder(lent, "BS"))
    assert [row.id for row in pair.lw.ask(examiners)] == before
