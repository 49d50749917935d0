"""python -m tools.tour FOLDER: makes the tour into a folder of its own."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kammerdesk.app import build_window, dress
from kammerdesk.base.clock import SystemClock, office_date
from kammerdesk.cli.demo.command import DEFAULT_SEED
from kammerdesk.cli.demo.creation import create_demonstration
from tools.tour import host, partner
from tools.tour.driver import Album, Driver, StrayWindows
from tools.tour.index import write_index

WIDTH, HEIGHT = 1366, 728
"""A notebook of 1366 x 768 without its task bar."""


def main(folder: Path) -> int:
    """Makes both houses, drives both windows, writes index.html; returns the exit code."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    today: date = office_date(SystemClock())
    houses = {code: folder / code.lower() for code in ("BS", "LW")}
    for code, place in houses.items():
        create_demonstration(place, code, "small", DEFAULT_SEED, today)
    qInstallMessageHandler(_say)
    app = QApplication([sys.argv[0]])
    strays = StrayWindows(app)
    album = Album(folder)
    bundle = folder / "Paket_an_Lueneburg-Wolfsburg.kdb"
    papers = folder / "Pruefungsmappe.pdf", folder / "Ergebnisse.pdf"
    with clerk_at(app, houses["BS"], album) as clerk:
        host.look_around(clerk)
        host.import_candidates(clerk, next(houses["BS"].glob("*.csv")))
        host.create_day(clerk)
        host.print_folder(clerk, papers[0])
        host.check_in(clerk)
        host.record_marks(clerk)
        host.announce(clerk)
        host.print_results(clerk, papers[1])
        host.send(clerk, bundle)
    with clerk_at(app, houses["LW"], album) as clerk:
        partner.receive(clerk, bundle)
        partner.look_at_what_is_shared(clerk)
        partner.read_again(clerk, bundle)
        partner.refuse_damaged(clerk, bundle)
    files = [
        (papers[0], "die Prüfungsmappe"),
        (papers[1], "Bescheinigungen und Bescheide"),
        (bundle, "das versiegelte Paket"),
        *((place / "kammerdesk.db", f"die verschlüsselten Daten der {code}") for code, place in houses.items()),
    ]
    if strays.seen:
        raise RuntimeError(f"windows nobody opened: {strays.seen}")
    index = write_index(folder, album.shots, files)
    print(f"{len(album.shots)} Bilder, {len(files)} Dateien: {index}")
    return 0


def _say(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages, without what the screen in memory says of itself."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


@contextmanager
def clerk_at(app: QApplication, folder: Path, album: Album) -> Iterator[Driver]:
    """A clerk at the window of one house, closed afterwards."""
    dress(app, folder)
    window = build_window(folder)
    window.resize(WIDTH, HEIGHT)
    window.show()
    clerk = Driver(app, window, album)
    clerk.rest()
    try:
        yield clerk
    except Exception:
        clerk.shot("fehler", "Hier blieb der Rundgang stehen.")
        raise
    finally:
        window.close()
        shiboken6.delete(window)
        gc.collect()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/tour").resolve()))
