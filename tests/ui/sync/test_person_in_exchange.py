"""What the card of a person tells of the exchange: which version the partner has, and what was noted when deciding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.people.model import Person
from kammerdesk.store.work import Work
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.resolving import ResolveOrder, accept_proposal
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle
from tests.ui.office import Office
from tests.ui.people.test_people_page import people, sheet, texts
from tests.ui.stories.story import opened


def joint(row: Any) -> bool:
    return bool(row.is_ours) and row.committee_number == "BS-101"


@pytest.fixture
def exchanged(houses: Path) -> Path:
    """Braunschweig's first bundle was taken in, and its receipt came back with a proposal, which was accepted."""
    there, back = houses / "there.kdb", houses / "back.kdb"

    def propose(work: Work, _order: None) -> None:
        person = work.session.scalars(select(Person).where(Person.home == "BS").order_by(Person.uid)).first()
        assert person is not None
        person.last_name = "Vorschlag"

    with opened(houses / "BS") as bs, opened(houses / "LW") as lw:
        bs.do(export_bundle, ExportOrder(there))
        lw.do(import_bundle, ImportOrder(there))
        lw.do(propose, None)
        lw.do(export_bundle, ExportOrder(back))
        bs.do(import_bundle, ImportOrder(back))
        (row,) = bs.ask(open_decisions)
        bs.do(accept_proposal, ResolveOrder(row.id, noted=True))
    return houses


def test_before_the_first_bundle_the_partner_has_nothing(office: Office) -> None:
    page = people(office)
    page.go_to(next(row for row in page.list.table.rows.shown if joint(row)).id)
    assert sheet(office, page).versions == ()
    assert "hat die Fassung vom" not in texts(page)


def test_the_card_says_which_version_the_partner_has(exchanged: Path, dressed: object, qtbot: QtBot) -> None:
    office = Office(qtbot, exchanged / "BS")
    page = people(office)
    row = next(row for row in page.list.table.rows.shown if joint(row) and row.last_name != "Vorschlag")
    page.go_to(row.id)
    (version,) = sheet(office, page).versions
    assert version.is_newest
    office.wait(lambda: "Die IHK Lüneburg-Wolfsburg hat die Fassung vom" in texts(page))
    office.close()


def test_what_was_noted_when_deciding_stands_on_the_card(exchanged: Path, dressed: object, qtbot: QtBot) -> None:
    office = Office(qtbot, exchanged / "BS")
    page = people(office)
    row = next(row for row in page.list.table.rows.shown if row.last_name == "Vorschlag")
    page.go_to(row.id)
    (note,) = sheet(office, page).notes
    assert "Vorschlag" in note.reason
    (version,) = sheet(office, page).versions
    assert not version.is_newest
    office.wait(lambda: note.reason in texts(page))
    assert "nächsten Paket" in texts(page)
    office.close()
