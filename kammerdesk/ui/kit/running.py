"""One window for each folder of data: a second start brings the first to the front, hands it a link, and ends.

The two speak over a local socket that only the same user may open. Its name is made from the folder and the user;
what a killed program left of it is taken away, for the lock of the window says already that nobody else is there.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kammerdesk.base import paths
from kammerdesk.base.user import user_name
from kammerdesk.ui.kit.links import LONGEST

PATIENCE = 2000
"""Milliseconds the running program has for its answer."""
_PAUSE = 50
_ANSWER = b"ok\n"
_LONGEST_PATH = 100
"""Bytes that the path of a socket may have; the system takes a few more."""


def socket_name(folder: Path) -> str:
    """What the socket of a folder and of this user is called, the same however the folder is written.

    Where sockets are files it lies in a folder that nobody else may enter: that of the session, else one of our own
    beside what the program remembers. "" where there is none.
    """
    said = f"{folder.resolve()}\n{user_name()}"
    name = f"kammerdesk-{sha256(said.encode(errors='surrogateescape')).hexdigest()[:24]}"
    if sys.platform == "win32":
        return name
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    places = [Path(session)] if session else []
    return next((found for place in (*places, _own_place()) if (found := _within(place, name))), "")


def _own_place() -> Path:
    """A folder of the user alone, made if need be; a link or a folder of somebody else is not taken for it."""
    place = paths.user_state_folder() / "run"
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _within(place: Path, name: str) -> str:
    """The path of a socket in a folder; "" where others could enter it, or where it is too long for a socket."""
    path = f"{place}/{name}"
    try:
        found = place.lstat()
    except OSError:
        return ""
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return path if private and len(os.fsencode(path)) <= _LONGEST_PATH else ""


class Doorbell(QObject):
    """What the running program hears: `rung` gets the link that was handed over, "" for none.

    Whoever cannot listen works without: a second start says then that the window is open already.
    """

    def __init__(self, folder: Path, rung: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._rung = rung
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)
        name = socket_name(folder)
        if name:
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def _hear(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(partial(self._read, socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > LONGEST * 4:
            socket.abort()
        elif socket.canReadLine():
            link = bytes(socket.readLine().data()).decode(errors="replace").strip()
            socket.write(_ANSWER)
            socket.flush()
            self._rung(link)


def ring(folder: Path, link: str) -> bool:
    """Asks the program that has the folder open to come to the front and follow a link ("" for none).

    False when it does not answer within two seconds.
    """
    deadline = QDeadlineTimer(PATIENCE)
    socket, name = QLocalSocket(), socket_name(folder)
    if not name:
        return False
    socket.connectToServer(name)
    while not socket.waitForConnected(deadline.remainingTime()):
        if deadline.hasExpired():
            return False
        QThread.msleep(_PAUSE)  # it may be starting itself, and listen in a moment
        socket.connectToServer(name)
    _let_to_front()
    socket.write(f"{' '.join(link.split())}\n".encode())
    while not socket.canReadLine() and socket.waitForReadyRead(deadline.remainingTime()):
        pass
    return bytes(socket.readLine().data()) == _ANSWER


if sys.platform == "win32":
    import ctypes

    def _let_to_front() -> None:
        """Only the program the user touched last may bring a window to the front; it hands that on."""
        ctypes.windll.user32.AllowSetForegroundWindow(-1)

else:

    def _let_to_front() -> None:
        """Here every window may ask for it."""
