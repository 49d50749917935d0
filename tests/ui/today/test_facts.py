"""What the frame around the pages says of the house and its partner."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.model import ConflictKind, SyncConflict
from kammerdesk.sync.service import ExportOrder, export_bundle
from kammerdesk.sync.state import exchange_states
from kammerdesk.ui.today.facts import facts, partner_words
from kammerdesk.ui.today.tasks import number_of_lines
from tests.ui.office import CLOCK


def contradict(work: Work, order: None) -> None:
    """A value of the partner that lost against ours."""
    work.session.add(
        SyncConflict(
            id="1",
            reason=ConflictKind.CONFLICT,
            kind="person",
            uid=UUID(int=1),
            group="contact",
            winner_stamp="1",
            loser_stamp="2",
            values='{"phone": "1"}',
            signer="LW",
            bundle=UUID(int=2),
            found_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        )
    )


def house(folder: Path) -> Store:
    return Store.open(folder, user="kroeger", clock=CLOCK)


def test_the_frame_names_house_user_and_that_all_people_are_invented(houses: Path) -> None:
    store = house(houses / "BS")
    found = store.ask(facts)
    assert (found.chamber, found.user, found.demonstration) == ("IHK Braunschweig", "kroeger", True)
    assert found.partner
    assert not found.partner_waits
    store.close()


def test_a_bundle_that_left_and_a_conflict_change_what_is_said_of_the_partner(houses: Path, tmp_path: Path) -> None:
    store = house(houses / "BS")
    before = store.ask(facts).partner
    store.do(export_bundle, ExportOrder(tmp_path / "bundle.kdb"))
    sent = store.ask(facts).partner
    (state,) = store.ask(exchange_states)
    assert (state.chamber, state.last, state.waiting) == ("LW", CLOCK.moment, 0)
    store.do(contradict, None)
    found = store.ask(facts)
    assert len({before, sent, found.partner}) == 3
    assert found.partner_waits
    assert store.ask(number_of_lines) == 2
    store.close()


def test_without_a_partner_nothing_is_said_of_one() -> None:
    assert partner_words([]) == ""
