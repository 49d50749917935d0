"""Who may examine at the partner is released by his own house, and by nobody else."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from kammerdesk.people.model import Lending
from kammerdesk.store.work import Work
from tests.sync.conftest import Pair
from tests.sync.disputes import call
from tests.sync.houses import MARKER, appoint, card_of, release, store_card
from tests.sync.test_numbers import ended_copies
from tests.sync.test_two_houses import person


def end_release(work: Work, uid: UUID) -> None:
    """Nobody lends the person any more."""
    work.remove(work.session.scalars(select(Lending).where(Lending.person_uid == uid)).one())


def test_what_a_partner_writes_of_our_people_releases_nobody(pair: Pair) -> None:
    """Only their own house does; an appointment in the partner's committee brings it no telephone number."""
    stayed = pair.lw.ask(card_of, f"{MARKER} Zuhause") | {"phone": "", "last_name": "Zuhause"}
    pair.bs.do(store_card, stayed)
    pair.bs.do(appoint, (stayed["uid"], pair.keys["committee"]))
    pair.send(pair.bs, pair.lw)
    assert pair.send(pair.lw, pair.bs).counts == ()


def test_a_release_brings_the_examiner_and_its_end_takes_him_out_again(pair: Pair) -> None:
    lent = pair.lw.ask(card_of, "Düvel")["uid"]
    pair.lw.do(release, lent)
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(person, lent).phone == "05141 1"
    pair.lw.do(end_release, lent)
    pair.lw.do(call, (lent, "05141 2"))
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(person, lent).phone == "05141 1"
    assert {kind for kind, _ in pair.bs.ask(ended_copies)} == {"lending", "organisation", "person"}
