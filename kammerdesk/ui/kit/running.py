"""One window for each folder of data: a second start brings the first to the front, hands it a link, and ends.

The two speak over a local socket that only the same user may open. Its name is made from the folder and the user;
what a killed program left of it is taken away, for the lock of the window says already that nobody else is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kammerdesk.base.user import user_name
from kammerdesk.ui.kit.links import LONGEST

PATIENCE = 2000
"""Milliseconds the running program has for its answer."""
_PAUSE = 50
_ANSWER = b"ok\n"


def socket_name(folder: Path) -> str:
    """What the socket of a folder and of this user is called, the same however the folder is written.

    Where sockets are files it lies in the folder of the session, which nobody else may read, or with all that passes.
    """
    said = f"{folder.resolve()}\n{user_name()}"
    name = f"kammerdesk-{sha256(said.encode(errors='surrogateescape')).hexdigest()[:24]}"
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"{own}/{name}" if own and sys.platform != "win32" else name


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
    socket = QLocalSocket()
    socket.connectToServer(socket_name(folder))
    while not socket.waitForConnected(deadline.remainingTime()):
        if deadline.hasExpired():
            return False
        QThread.msleep(_PAUSE)  # it may be starting itself, and listen in a moment
        socket.connectToServer(socket_name(folder))
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
