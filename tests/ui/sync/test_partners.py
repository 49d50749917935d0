"""Partners as a whole: several of them, one at rest, one whose agreement has ended, and what is said of each house."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kammerdesk import __version__
from kammerdesk.sync.cards import make_card
from kammerdesk.sync.model import PeerState
from kammerdesk.sync.queries import PartnerRow, transfers
from kammerdesk.sync.seal import PrivateKeys, new_secret
from kammerdesk.sync.service import TrustOrder, trust_partner
from kammerdesk.sync.standing import PeerStanding, peer_standing
from kammerdesk.ui.sync.page import ExchangePage
from kammerdesk.ui.sync.partner_sheet import Partner, sentences
from tests.ui.keyboard import CTRL, SHIFT, clipped_labels, type_text, unnamed_controls
from tests.ui.office import CLOCK, Office
from tests.ui.sync.conftest import exchange

DAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROW = PartnerRow("LW", "IHK Lüneburg-Wolfsburg", "12345", DAY, DAY, DAY, 0, 0, PeerState.ACTIVE)
QUIET = PeerStanding(PeerState.ACTIVE, None, None, "", "", "", False, 0, False, False, False, 0, None, True, None)


def state(office: Office) -> PeerState:
    return office.ask(lambda session: peer_standing(session, "LW")).state


def weigh(office: Office, page: ExchangePage, command: str, reason: str) -> None:
    page.commands[command].trigger()
    assert QApplication.activeModalWidget() is not None
    type_text(reason)
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.activate()
    office.settle()


def test_the_exchange_rests_with_a_reason_and_goes_on(office: Office) -> None:
    page = exchange(office)
    assert not page.commands["resume_partner"].isEnabled()
    weigh(office, page, "pause_partner", "Wartet auf die Unterschrift")
    assert state(office) is PeerState.PAUSED
    assert not page.commands["export_bundle"].isEnabled()
    assert page.partner.value is not None
    assert any("ruht seit 23.11.2026" in sentence for sentence in sentences(page.partner.value))
    page.commands["resume_partner"].trigger()
    office.settle()
    assert state(office) is PeerState.ACTIVE
    assert page.commands["export_bundle"].isEnabled()


def test_after_the_end_of_an_agreement_one_more_bundle_is_written(office: Office, tmp_path: Path) -> None:
    page = exchange(office)
    office.press(Qt.Key.Key_E, CTRL | SHIFT)
    office.answer_file(tmp_path / "first.kdb")
    office.wait((tmp_path / "first.kdb").exists)
    office.settle()
    weigh(office, page, "end_agreement", "Vereinbarung gekündigt")
    assert state(office) is PeerState.ENDED
    assert page.leaving.value is not None
    assert not page.leaving.value.rows
    office.press(Qt.Key.Key_E, CTRL | SHIFT)
    office.answer_file(tmp_path / "last.kdb")
    office.wait((tmp_path / "last.kdb").exists)
    office.settle()
    assert {row.file: row.persons for row in office.ask(transfers)} == {"first.kdb": 4, "last.kdb": 0}


def test_with_several_partners_one_chooses_for_which_one_looks_and_writes(office: Office) -> None:
    page = exchange(office)
    assert not page.choice.isVisible()
    card = make_card(PrivateKeys(new_secret()), "HI", CLOCK.now(), demonstration=True)
    office.do(trust_partner, TrustOrder(card, card.keys.fingerprint))
    page.reload()
    office.settle()
    assert page.choice.isVisible()
    page.choice.setFocus()
    office.press(Qt.Key.Key_Home)
    office.wait(lambda: page.partner.value is not None and page.partner.value.row.chamber == "HI")
    assert not page.commands["export_bundle"].isEnabled()
    office.press(Qt.Key.Key_End)
    office.wait(lambda: page.partner.value is not None and page.partner.value.row.chamber == "LW")
    office.settle()
    assert page.commands["export_bundle"].isEnabled()
    for width, height in ((1366, 728), (760, 480)):
        office.window.resize(width, height)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (replace(QUIET, state=PeerState.ENDED, state_at=DAY), "nichts mehr geteilt"),
        (replace(QUIET, has_key=False), "gilt kein Schlüssel"),
        (replace(QUIET, read_at=DAY, code="AAAA", partner_code="AAAA"), "demselben Stand: AAAA"),
        (replace(QUIET, read_at=DAY, code="AAAA", partner_code="BBBB"), "hier AAAA, dort BBBB"),
        (replace(QUIET, set_back=True), "ältere Sicherung zurückgesetzt"),
        (replace(QUIET, lost_ours=True), "hat alles verloren, was wir gesendet haben"),
        (replace(QUIET, unconfirmed=2, unconfirmed_since=DAY), "2 Pakete seit 20.11.2026 10:00"),
        (replace(QUIET, program=__version__ + "1"), f"KammerDesk {__version__}1"),
        (replace(QUIET, older=True), "älterer Art"),
        (replace(QUIET, unknown=3), "3 Feldgruppen aus einem neueren Programm"),
    ],
)
def test_each_thing_that_is_to_be_known_of_its_house_is_one_sentence(standing: PeerStanding, words: str) -> None:
    (sentence,) = sentences(Partner(ROW, standing))
    assert words in sentence


def test_of_a_partner_with_whom_all_is_well_nothing_is_said() -> None:
    assert list(sentences(Partner(ROW, QUIET))) == []
