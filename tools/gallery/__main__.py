"""python -m tools.gallery FOLDER [--wireframes FILE] [--look KEY] [--part NAME]: takes a picture of everything."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from kammerdesk.app import build_window, dress
from kammerdesk.base.user import user_name
from kammerdesk.ui.main_window import MainWindow
from tools.every_page import Scene, Walk, declared_parts
from tools.furnished import create_furnished
from tools.gallery.index import read_wireframes, write_index
from tools.gallery.looks import GREY, LOOKS, GalleryLook
from tools.tour.driver import picture

TODAY = date(2026, 11, 23)
STILL = 0.05
"""Seconds until delayed parts of a scene are there."""

Shown = list[tuple[str, str, str]]
"""Scene, look and file of every picture."""

LIST = "scenes.json"


def main(arguments: argparse.Namespace) -> int:
    """Makes the pictures, as many looks at a time as there are processors, and index.html; returns the exit code."""
    folder: Path = arguments.folder.resolve()
    if arguments.look:
        _take(next(look for look in LOOKS if look.key == arguments.look), folder, arguments.part)
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        codes = list(crew.map(lambda look: _start(look, folder, arguments.part), LOOKS))
    if any(codes):
        return 1
    wireframes = read_wireframes(arguments.wireframes) if arguments.wireframes else {}
    pictures = _gathered(folder)
    index = write_index(folder, pictures, wireframes)
    print(f"{sum(map(len, pictures.values()))} Bilder: {index}")
    return 0


def _start(look: GalleryLook, folder: Path, part: str) -> int:
    """A process for each look: Qt has one application in a process, and one size of text."""
    command = [sys.executable, "-m", "tools.gallery", str(folder), "--look", look.key, "--part", part]
    return subprocess.run(command, check=False).returncode


def _gathered(folder: Path) -> dict[str, list[tuple[GalleryLook, str]]]:
    """What all processes made, scene by scene, the looks in their order."""
    by_key = {look.key: look for look in (*LOOKS, GREY)}
    pictures: dict[str, list[tuple[GalleryLook, str]]] = defaultdict(list)
    for look in LOOKS:
        for scene, key, file in json.loads((folder / look.key / LIST).read_text(encoding="utf-8")):
            pictures[scene].append((by_key[key], file))
    return pictures


def _take(look: GalleryLook, folder: Path, wanted: str) -> None:
    """All pictures of one look, and the list of them."""
    (folder / look.key).mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_say)
    app = QApplication([sys.argv[0]])
    shown: Shown = []
    with tempfile.TemporaryDirectory() as place:
        files = create_furnished(Path(place), TODAY, user_name())
        with _window(app, look, Path(place) / "BS") as window:
            walk = Walk(window, files)
            walk.settle()
            for scene in _scenes(walk, wanted):
                walk.settle(STILL)
                _keep(window, scene, look, folder, shown)
    (folder / look.key / LIST).write_text(json.dumps(shown), encoding="utf-8")


def _scenes(walk: Walk, wanted: str) -> Iterator[Scene]:
    parts = declared_parts()
    for part in parts:
        if part.name.startswith(wanted):
            yield from walk.scenes(part)
    if not wanted:
        yield from walk.window_scenes(next(part for part in parts if part.spec.columns))


def _keep(window: MainWindow, scene: Scene, look: GalleryLook, folder: Path, shown: Shown) -> None:
    shot = picture(window, scene.root if isinstance(scene.root, QDialog) else None)
    file = f"{look.key}/{_file_name(scene)}.png"
    shot.save(str(folder / file))
    shown.append((scene.name, look.key, file))
    if look is LOOKS[0]:
        grey = f"{look.key}/{_file_name(scene)}-grey.png"
        QPixmap.fromImage(shot.toImage().convertToFormat(QImage.Format.Format_Grayscale8)).save(str(folder / grey))
        shown.append((scene.name, GREY.key, grey))


def _file_name(scene: Scene) -> str:
    return re.sub(r"[^\w]+", "-", scene.name)


@contextmanager
def _window(app: QApplication, look: GalleryLook, house: Path) -> Iterator[MainWindow]:
    dress(app, house)
    window = build_window(house)
    window.looks.dress(scheme=look.scheme, zoom=look.zoom)
    window.resize(look.width, look.height)
    window.show()
    window.activateWindow()
    try:
        yield window
    finally:
        window.end()
        window.deleteLater()
        app.processEvents()


def _say(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages, without what the screen in memory says of itself."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.gallery", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("build/gallery"))
    parser.add_argument("--wireframes", type=Path, default=None, help="a specification with drawings")
    parser.add_argument("--look", default="", help="one look only")
    parser.add_argument("--part", default="", help="parts whose name begins so only")
    sys.exit(main(parser.parse_args()))
