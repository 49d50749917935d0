"""The exchange folder in the window: written into, looked into, taken in by itself or by hand, told in words."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kammerdesk.committees.queries import judged_committees
from kammerdesk.people.model import Person
from kammerdesk.people.service import PersonOrder, create_person
from kammerdesk.store.second_workstation import make_workstation
from kammerdesk.store.store import Store
from kammerdesk.sync.folder import exchange_folder, set_exchange_folder
from kammerdesk.sync.queries import transfers
from kammerdesk.sync.station_folder import set_house_folder
from kammerdesk.sync.stations import write_for_stations
from kammerdesk.ui.sync.bundle_page import BundlePage
from kammerdesk.ui.sync.folder_tab import FolderTab
from kammerdesk.ui.sync.folder_watch import sentences
from kammerdesk.ui.sync.page import ExchangePage
from tests.ui.keyboard import CTRL, SHIFT, clipped_labels, unnamed_controls
from tests.ui.office import CLOCK, Office
from tests.ui.sync.conftest import exchange


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A folder that both houses reach."""
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


def look(office: Office) -> FolderTab:
    """The tab of the folder after a look into it."""
    page = exchange(office)
    page.tabs.setCurrentWidget(page.folder)
    page.watch.settling = 0
    page.watch.look()
    office.wait(lambda: not page.watch.is_looking)
    office.settle()
    return page.folder


def write(office: Office, share: Path) -> Path:
    """Sets the folder by the window's command, then writes a bundle by its key; nothing is asked for."""
    page = exchange(office)
    page.commands["choose_exchange_folder"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(share))
    dialog.reject()
    office.wait(lambda: exchange_folder(office.folder) == share)
    office.wait(lambda: page.folder.folder == share)
    office.activate()
    office.press(Qt.Key.Key_E, CTRL | SHIFT)
    office.wait(lambda: list(share.glob("*.kdb")))
    office.settle()
    return next(share.glob("*.kdb"))


def states(tab: FolderTab) -> list[str]:
    return [str(row.lying.state) for row in tab.list.table.rows.shown]


def test_a_bundle_goes_through_the_folder_and_is_taken_in_by_itself(
    office: Office, partner: Office, share: Path
) -> None:
    bundle = write(office, share)
    assert states(look(office)) == ["unfetched"]
    set_exchange_folder(partner.folder, share)
    watch = exchange(partner).watch
    told: list[tuple[str, bool]] = []
    watch.taken.connect(lambda taken: told.extend(sentences(taken)))
    partner.wait(lambda: states(look(partner)) == ["taken"])
    assert [bad for _, bad in told] == [False]
    assert "BS-101" in {row.committee.number for row in partner.ask(judged_committees)}
    assert bundle.exists()
    words = look(partner).said.text()
    assert str(share) in words
    assert "Zuletzt nachgesehen" in words
    assert look(partner).list.table.rows.shown[0].lying.partner == "BS"
    assert len(told) == 1


def test_a_file_that_may_still_grow_is_left_alone(office: Office, partner: Office, share: Path) -> None:
    write(office, share)
    set_exchange_folder(partner.folder, share)
    watch = exchange(partner).watch
    watch.settling = 3600
    for _ in range(3):
        watch.look()
        partner.wait(lambda: not watch.is_looking)
    assert watch.standing is not None
    assert [str(one.state) for one in watch.standing.files] == ["waits"]


def test_whoever_wants_to_look_first_switches_it_off_and_takes_in_by_hand(
    office: Office, partner: Office, share: Path
) -> None:
    set_exchange_folder(partner.folder, share)
    tab = look(partner)
    tab.automatic.click()
    partner.settle()
    page = exchange(partner)
    partner.wait(lambda: page.watch.standing is not None and not page.watch.standing.automatic)
    write(office, share)
    for _ in range(3):
        assert states(look(partner)) == ["waits"]
    tab.list.view.setFocus()
    partner.press(Qt.Key.Key_Return)
    assert isinstance(partner.page, BundlePage)
    partner.press(Qt.Key.Key_Return, CTRL)
    partner.wait(lambda: isinstance(partner.window.pages.page(), ExchangePage))
    assert states(look(partner)) == ["taken"]


def test_a_file_that_is_no_bundle_is_told_once_with_the_reason(office: Office, share: Path) -> None:
    set_exchange_folder(office.folder, share)
    (share / "LW-BS-20261123-070000-0123abcd.kdb").write_bytes(b"nothing of the kind")
    (share / "Urlaub.docx").write_bytes(b"private")
    watch = exchange(office).watch
    told: list[tuple[str, bool]] = []
    watch.taken.connect(lambda taken: told.extend(sentences(taken)))
    for _ in range(3):
        tab = look(office)
    assert [bad for _, bad in told] == [True]
    (row,) = tab.list.table.rows.shown
    assert row.refusal
    assert row.refusal in told[0][0]
    tab.list.go_to(row.id)
    office.wait(lambda: tab.refused.text() == row.refusal)
    assert office.ask(transfers) == []


def test_a_folder_that_is_away_is_said_and_looked_for_again(office: Office, share: Path) -> None:
    set_exchange_folder(office.folder, share)
    share.rmdir()
    tab = look(office)
    assert "ist nicht vorhanden" in tab.said.text()
    share.mkdir()
    assert "ist nicht vorhanden" not in look(office).said.text()


def test_without_a_folder_any_more_files_are_asked_for_again(office: Office, share: Path) -> None:
    write(office, share)
    page = exchange(office)
    page.commands["clear_exchange_folder"].trigger()
    office.wait(lambda: exchange_folder(office.folder) is None and page.folder.folder is None)
    office.press(Qt.Key.Key_E, CTRL | SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_a_mail_with_the_bundle_attached_is_ready_to_be_sent(office: Office, tmp_path: Path) -> None:
    exchange(office)
    office.press(Qt.Key.Key_M, CTRL | SHIFT)
    office.answer_file(tmp_path / "Paket.eml")
    office.wait((tmp_path / "Paket.eml").exists)
    office.settle()
    mail = email.message_from_bytes((tmp_path / "Paket.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "service@ihklw.de"
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == (tmp_path / "Paket.kdb").read_bytes()
    assert len(office.ask(transfers)) == 1


def test_nothing_is_cut_and_everything_has_a_name(office: Office, share: Path) -> None:
    write(office, share)
    look(office)
    for width, height in ((1366, 728), (760, 480)):
        office.window.resize(width, height)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []


def test_what_another_workstation_of_the_house_wrote_comes_by_itself(
    office: Office, share: Path, tmp_path: Path
) -> None:
    first = Store.open(office.folder, user="kroeger", clock=CLOCK)
    make_workstation(first, tmp_path / "zweiter")
    first.close()
    second = Store.open(tmp_path / "zweiter", user="platz2", clock=CLOCK)
    uid = second.do(create_person, PersonOrder(last_name="Nebenan", first_name="Ole")).value
    second.do(write_for_stations, share)
    set_house_folder(office.folder, share)
    watch = exchange(office).watch
    changed: list[frozenset[str]] = []
    office.window.desk.changed.connect(changed.append)
    for _ in range(3):
        watch.look()
        office.wait(lambda: not watch.is_looking)
    assert office.ask(lambda session: session.get_one(Person, uid).last_name) == "Nebenan"
    assert any("person" in kinds for kinds in changed)
    assert len(list(share.glob("*.kdb"))) == 2
    second.close()
