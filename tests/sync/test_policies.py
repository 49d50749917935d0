"""Who may write what: only the house of a record, both houses, or everybody records of his own; never a third."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kammerdesk.base.ids import uuid7
from kammerdesk.store.work import Work
from kammerdesk.sync.decision import Knowledge
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.frames import UID, Frame
from kammerdesk.sync.merge import Merge
from kammerdesk.sync.model import SyncConflict, SyncScope, SyncSeen
from kammerdesk.sync.scope import POLICIES, SHARES, Policy
from tests.conftest import NOW
from tests.sync.houses import WindableClock
from tests.sync.replicas import Replica, make_templates

SHARED: Mapping[tuple[str, str], Policy] = {("organisation", "contact"): Policy.SHARED}
ADDED: Mapping[tuple[str, str], Policy] = {("organisation", "name"): Policy.ADDED}
THIRD = "d" * 16


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Replica, Replica, UUID]]:
    """Braunschweig's organisation is known to Lüneburg-Wolfsburg, which may have it."""
    templates, clock = make_templates(tmp_path / "templates", WindableClock(NOW)), WindableClock(NOW)
    with ExitStack() as stack:
        bs = Replica.copied(templates["BS"], tmp_path / "bs", 0, clock)
        lw = Replica.copied(templates["LW"], tmp_path / "lw", 1, clock)
        stack.callback(bs.store.close)
        stack.callback(lw.store.close)
        uid = bs.add("organisation")
        lw.take(bs.snapshot())
        bs.store.do(let_have, uid)
        yield bs, lw, uid


def let_have(work: Work, uid: UUID) -> None:
    facts = {"peer": "LW", "kind": "organisation", "uid": uid, "reasons": "body", "entered": 1}
    work.session.execute(insert(SyncScope).values(facts))


def let_leave(work: Work, uid: UUID) -> None:
    work.session.get_one(SyncScope, ("LW", "organisation", uid)).gone = work.sequence


def edited(lw: Replica) -> Frame:
    """What the partner has of our organisation, as it would come back."""
    return next(frame for frame in lw.forgery().frames if frame.kind == "organisation")


def take(work: Work, order: tuple[Frame, Delivery]) -> int:
    merge = Merge(work.session.connection(), replace(order[1], sequence=work.sequence))
    merge.take(order[0])
    return merge.written


def come(
    bs: Replica,
    lw: Replica,
    policies: Mapping[tuple[str, str], Policy],
    frame: Frame | None = None,
    known: Knowledge | None = None,
) -> int:
    """Brings the partner's edits in under these policies; returns the rows written."""
    known = known or Knowledge({}, {bs.replica: "f" * 32})
    delivery = Delivery(uuid7(), "LW", known, NOW, 0, replicas={lw.replica}, policies=policies)
    return bs.store.do(take, (frame or edited(lw), delivery)).value


def value(house: Replica, uid: UUID, field: str) -> str:
    (row,) = [row for (_, key), row in house.state().items() if key == uid]
    frame = edited(house)
    return str(row[{name: place for place, name in frame.field_places}[field]])


def kept(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(SyncConflict.reason, SyncConflict.group))
    return [(reason, group) for reason, group in rows]


Both = tuple[Replica, Replica, UUID]


def test_today_only_the_house_of_a_record_writes_it() -> None:
    assert dict(POLICIES) == {}
    assert all(share.policy == {} for share in SHARES)


def test_what_the_partner_writes_into_a_group_of_ours_is_a_proposal(both: Both) -> None:
    bs, lw, uid = both
    lw.clock.wind(1)
    lw.write("organisation", uid, "contact", "05131 1")
    assert come(bs, lw, {}) == 1
    assert value(bs, uid, "phone") == ""
    assert bs.store.ask(kept) == [("proposal", "contact")]


def test_what_the_partner_wrote_before_a_change_of_ours_that_had_not_seen_it_is_a_proposal_too(both: Both) -> None:
    bs, lw, uid = both
    lw.write("organisation", uid, "contact", "05131 1")
    bs.clock.wind(2)
    bs.write("organisation", uid, "contact", "0531 2")
    come(bs, lw, {}, known=Knowledge({}, {}))
    assert value(bs, uid, "phone") == "0531 2"
    assert bs.store.ask(kept) == [("proposal", "contact")]


def test_what_the_partner_wrote_before_a_change_of_ours_that_had_seen_it_is_past(both: Both) -> None:
    bs, lw, uid = both
    lw.write("organisation", uid, "contact", "05131 1")
    bs.clock.wind(2)
    bs.write("organisation", uid, "contact", "0531 2")
    come(bs, lw, {}, known=Knowledge({lw.replica: "f" * 32}, {}))
    assert value(bs, uid, "phone") == "0531 2"
    assert bs.store.ask(kept) == []


def test_where_both_may_write_the_later_word_counts_and_other_groups_stay_ours(both: Both) -> None:
    bs, lw, uid = both
    lw.clock.wind(1)
    lw.write("organisation", uid, "contact", "05131 1")
    lw.write("organisation", uid, "name", "Dort umbenannt")
    come(bs, lw, SHARED)
    assert (value(bs, uid, "phone"), value(bs, uid, "name")) == ("05131 1", "neu")
    assert bs.store.ask(kept) == [("proposal", "name")]
    assert come(bs, lw, SHARED) == 0


def test_where_both_wrote_unseen_the_loser_is_kept(both: Both) -> None:
    bs, lw, uid = both
    bs.write("organisation", uid, "contact", "0531 1")
    lw.clock.wind(1)
    lw.write("organisation", uid, "contact", "05131 1")
    come(bs, lw, SHARED, known=Knowledge({}, {}))
    assert value(bs, uid, "phone") == "05131 1"
    assert bs.losers() == {bs.edits[0].after}
    assert bs.store.ask(kept) == [("conflict", "contact")]


def test_after_a_record_left_the_scope_what_both_might_write_is_a_proposal(both: Both) -> None:
    bs, lw, uid = both
    bs.store.do(let_leave, uid)
    lw.clock.wind(1)
    lw.write("organisation", uid, "contact", "05131 1")
    come(bs, lw, SHARED)
    assert value(bs, uid, "phone") == ""
    assert bs.store.ask(kept) == [("proposal", "contact")]


def as_written_by(frame: Frame, stamp_end: str) -> Frame:
    """The same with the stamps of every group as if another replica had written them."""
    rows = []
    for row in frame.rows:
        cells = list(row)
        for place in frame.stamp_places:
            cells[place] = cells[place][:16] + stamp_end
        rows.append(tuple(cells))
    return Frame(frame.kind, frame.groups, rows)


def test_the_words_of_a_third_chamber_count_only_from_its_own_bundle_or_the_house_of_the_record(both: Both) -> None:
    bs, lw, uid = both
    lw.clock.wind(1)
    lw.write("organisation", uid, "contact", "05131 1")
    forged = as_written_by(edited(lw), THIRD)
    come(bs, lw, SHARED, forged)
    assert value(bs, uid, "phone") == ""
    assert bs.store.ask(kept) == [("proposal", "contact")]
    bs.clock.wind(2)
    bs.write("organisation", uid, "contact", "0531 3")
    delivery = Delivery(uuid7(), "BS", Knowledge({}, {}), NOW, 0, replicas={bs.replica})
    lw.store.do(take, (as_written_by(edited(bs), THIRD), delivery))
    assert value(lw, uid, "phone") == "0531 3"


def test_nobody_makes_the_replica_of_another_chamber_his_own_by_naming_it(both: Both) -> None:
    from kammerdesk.sync.incoming import writers_of

    bs, lw, _ = both

    def know_third(work: Work, _order: None) -> None:
        work.session.add(SyncSeen(replica=THIRD, chamber="HN", stamp="0" * 32))

    bs.store.do(know_third, None)
    head = lw.snapshot().head
    head.brings.update({THIRD: "1" * 32, bs.replica: "1" * 32})
    assert bs.store.ask(writers_of, head) == {lw.replica}


def test_where_everybody_adds_records_nobody_changes_one_afterwards(both: Both) -> None:
    bs, lw, uid = both
    bs.clock.wind(1)
    bs.write("organisation", uid, "name", "Geändert")
    bs.write("organisation", uid, "contact", "0531 2")
    delivery = Delivery(uuid7(), "BS", Knowledge({}, {}), NOW, 0, replicas={bs.replica}, policies=ADDED)
    lw.store.do(take, (edited(bs), delivery))
    assert (value(lw, uid, "name"), value(lw, uid, "phone")) == ("neu", "0531 2")
    assert lw.store.ask(kept) == [("proposal", "name")]
    new = bs.add("organisation")
    lw.store.do(take, (edited(bs), delivery))
    assert {row[UID] for row in edited(lw).rows} == {uid, new}
