"""One window per folder: a second start brings the first to the front, hands it a link, and ends."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from kammerdesk.app import start
from kammerdesk.store.lock import lock_window
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.not_found_page import NotFoundPage
from kammerdesk.ui.kit.running import Doorbell, ring, socket_name
from tests.ui.keyboard import CTRL, SHIFT, press
from tests.ui.office import Office

RING = """
import sys
from pathlib import Path
from kammerdesk.ui.kit.running import ring
sys.exit(not ring(Path(sys.argv[1]), sys.argv[2]))
"""
LISTEN = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from kammerdesk.ui.kit.running import Doorbell
app = QCoreApplication([])
Doorbell(Path(sys.argv[1]), print, app)
print("listens", flush=True)
time.sleep(60)
"""


@pytest.fixture
def owner(dressed: QApplication) -> Iterator[QObject]:
    """What the doorbell hangs on."""
    made = QObject()
    yield made
    made.deleteLater()


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a path that leaves room for that of a socket."""
    return tmp_path_factory.mktemp("s")


def another(folder: Path, link: str) -> subprocess.Popen[bytes]:
    """Another program of the same user that rings."""
    return subprocess.Popen([sys.executable, "-c", RING, str(folder), link])


def test_a_link_reaches_the_first_program_and_the_second_ends(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    heard: list[str] = []
    Doorbell(tmp_path, heard.append, owner)
    for link in ("kammerdesk://person/4711", "", "kammerdesk://ansicht/person/L%C3%A4uft\naus"):
        second = another(tmp_path, link)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)  # noqa: B023  # waits inside the loop
        assert second.returncode == 0
    assert heard == ["kammerdesk://person/4711", "", "kammerdesk://ansicht/person/L%C3%A4uft aus"]


def test_what_a_killed_program_left_hinders_nobody(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", LISTEN, str(tmp_path)], stdout=subprocess.PIPE) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == b"listens\n"
        held.send_signal(signal.SIGKILL)
    heard: list[str] = []
    Doorbell(tmp_path, heard.append, owner)
    second = another(tmp_path, "kammerdesk://heute")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert (second.returncode, heard) == (0, ["kammerdesk://heute"])


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes have no file")
def test_only_the_same_user_may_ring(owner: QObject, tmp_path: Path) -> None:
    Doorbell(tmp_path, print, owner)
    socket = Path(QDir.tempPath(), socket_name(tmp_path))  # an absolute name stays itself
    assert stat.S_IMODE(socket.stat().st_mode) & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes have no file")
def test_without_a_folder_of_the_session_the_socket_lies_where_only_the_user_comes(
    qtbot: QtBot, owner: QObject, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("KAMMERDESK_STATE", str(short / "state"))
    heard: list[str] = []
    Doorbell(short, heard.append, owner)
    socket = Path(socket_name(short))
    assert socket.is_socket()
    assert socket.parent.is_relative_to(short / "state")
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    second = another(short, "kammerdesk://heute")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert (second.returncode, heard) == (0, ["kammerdesk://heute"])


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes have no file")
@pytest.mark.parametrize("mode", [0o755, 0o770, 0o707])
def test_a_folder_that_others_may_enter_is_not_used_nor_a_link_to_one(
    short: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    session, state = short / "session", short / "state"
    session.mkdir()
    session.chmod(mode)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    monkeypatch.setenv("KAMMERDESK_STATE", str(state))
    assert Path(socket_name(short)).parent == state / "run"
    (state / "run").rmdir()
    (state / "run").symlink_to(session)
    assert socket_name(short) == ""
    assert not ring(short, "")
    session.chmod(0o700)
    assert Path(socket_name(short)).parent == session


def test_the_socket_is_the_same_however_the_folder_is_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "data")
    assert socket_name(tmp_path / "way") == socket_name(tmp_path / "data" / ".." / "data")
    assert socket_name(tmp_path / "data") != socket_name(tmp_path)


def test_what_is_too_long_is_not_listened_to(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    heard: list[str] = []
    Doorbell(tmp_path, heard.append, owner)
    second = another(tmp_path, "x" * 100_000)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert (second.returncode, heard) == (1, [])


def test_a_window_that_does_not_answer_is_told_of(dressed: QApplication, houses: Path) -> None:
    held = lock_window(houses / "BS")
    shown: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        shown.append(box.text())
        press(Qt.Key.Key_Return)

    QTimer.singleShot(200, dressed, answer)
    assert start(dressed, houses / "BS", "kammerdesk://heute") == 1
    held.release()
    assert len(shown) == 1
    assert str(houses / "BS") in shown[0]


def test_the_window_comes_to_the_front_and_goes_where_the_link_leads(office: Office) -> None:
    office.window.showMinimized()
    office.window.summon("kammerdesk://abgleich")
    office.settle()
    assert not office.window.isMinimized()
    assert office.window.pages.key == "sync"
    office.window.summon()
    office.settle()
    assert office.window.pages.key == "sync"


def test_the_network_part_of_qt_is_loaded_only_when_the_window_is_seen() -> None:
    script = "import sys, kammerdesk.app, kammerdesk.ui.main_window; print('PySide6.QtNetwork' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert found.stdout.strip() == b"False"


def test_links_wait_while_a_dialog_is_open(office: Office) -> None:
    press(Qt.Key.Key_H, CTRL | SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    office.window.summon("kammerdesk://person/niemand")
    assert office.window.pages.key == "today"
    office.window.summon("kammerdesk://person/niemand-sonst")
    first, second = office.window.bars.findChildren(InfoBar)
    assert "kammerdesk://person/niemand-sonst" in second.sentence
    dialog.reject()
    first.buttons[0].click()
    for _ in range(3):
        office.settle()
    assert isinstance(office.page, NotFoundPage)
    assert "„niemand“" in office.page.place.accessibleName()
    second.buttons[0].click()
    for _ in range(3):
        office.settle()
    assert isinstance(office.page, NotFoundPage)
    assert "„niemand-sonst“" in office.page.place.accessibleName()
