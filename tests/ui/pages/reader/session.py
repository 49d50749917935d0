"""The people page of the real program on a screen of its own, with the accessibility bus on: list, form and error.

Run inside a session bus of its own: `dbus-run-session -- python -m tests.ui.pages.reader.session HOUSE OUT`.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


@contextmanager
def screen() -> Iterator[None]:
    """A screen in memory, and the bus on which screen readers listen."""
    seen, told = os.pipe()
    command = ["Xvfb", "-displayfd", str(told), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[told], stderr=subprocess.DEVNULL)
    os.close(told)
    with os.fdopen(seen) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    bus = subprocess.Popen([LAUNCHER, "--launch-immediately"], stderr=subprocess.DEVNULL)
    os.environ.update(QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    try:
        yield
    finally:
        bus.terminate()
        server.terminate()
        bus.wait()
        server.wait()


def visit(house: Path) -> dict[str, Any]:
    """Opens the window, goes to list, form and error by keys, and asks the bus each time."""
    from PySide6.QtWidgets import QApplication

    from kammerdesk.app import build_window, dress
    from tools.keyboard import press, type_text
    from tools.waiting import pause, until

    app = QApplication(["kammerdesk"])
    dress(app, house)
    window = build_window(house)
    window.show()
    window.activateWindow()

    def rest() -> None:
        pause(0.4)
        until(lambda: window.pages.page() is not None and not window.desk.is_busy, "the window to rest")

    def ask() -> Any:
        command = [SYSTEM_PYTHON, str(Path(__file__).with_name("tree.py")), str(os.getpid())]
        asking = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        until(lambda: asking.poll() is not None or _has_begun(asking), "the bus to answer")
        answer, _ = asking.communicate()
        return json.loads(answer)

    rest()
    press("Ctrl+2")
    rest()
    found = {"list": ask()}
    press("Ctrl+N")
    rest()
    found["form"] = ask()
    type_text("Neumann")
    press("Ctrl+Return")
    rest()
    found["error"] = ask()
    window.end()
    return found


def _has_begun(asking: subprocess.Popen[str]) -> bool:
    """Whether the answer can be read: then the program has told all it was asked."""
    assert asking.stdout is not None
    return bool(select.select([asking.stdout], [], [], 0)[0])


if __name__ == "__main__":
    with screen():
        Path(sys.argv[2]).write_text(json.dumps(visit(Path(sys.argv[1])), ensure_ascii=False), encoding="utf-8")
