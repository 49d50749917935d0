"""python -m tools.gallery FOLDER [--wireframes FILE] [--look KEY] [--part NAME]: takes a picture of everything."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
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

Pictures = dict[str, list[tuple[GalleryLook, str]]]


def main(arguments: argparse.Namespace) -> int:
    """Makes the pictures and index.html; returns the exit code."""
    folder: Path = arguments.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    qInstallMessageHandler(_say)
    app = QApplication([sys.argv[0]])
    pictures: Pictures = defaultdict(list)
    with tempfile.TemporaryDirectory() as place:
        houses = Path(place) / "houses"
        files = create_furnished(houses, TODAY, user_name())
        for look in LOOKS:
            if arguments.look in ("", look.key):
                here = Path(shutil.copytree(houses, Path(place) / look.key))
                moved = {suffix: here / file.relative_to(houses) for suffix, file in files.items()}
                _take(app, look, here / "BS", moved, folder, arguments.part, pictures)
    wireframes = read_wireframes(arguments.wireframes) if arguments.wireframes else {}
    index = write_index(folder, pictures, wireframes)
    print(f"{sum(map(len, pictures.values()))} Bilder: {index}")
    return 0


def _take(
    app: QApplication,
    look: GalleryLook,
    house: Path,
    files: dict[str, Path],
    folder: Path,
    wanted: str,
    pictures: Pictures,
) -> None:
    (folder / look.key).mkdir()
    with _window(app, look, house) as window:
        walk = Walk(window, files)
        walk.settle()
        for part in declared_parts():
            if part.name.startswith(wanted):
                for scene in walk.scenes(part):
                    walk.settle(STILL)
                    _keep(window, scene, look, folder, pictures)
        for scene in walk.window_scenes(next(part for part in declared_parts() if part.spec.columns)):
            walk.settle(STILL)
            _keep(window, scene, look, folder, pictures)


def _keep(window: MainWindow, scene: Scene, look: GalleryLook, folder: Path, pictures: Pictures) -> None:
    shot = picture(window, scene.root if isinstance(scene.root, QDialog) else None)
    file = f"{look.key}/{_file_name(scene)}.png"
    shot.save(str(folder / file))
    pictures[scene.name].append((look, file))
    if look is LOOKS[0]:
        grey = f"{look.key}/{_file_name(scene)}-grey.png"
        QPixmap.fromImage(shot.toImage().convertToFormat(QImage.Format.Format_Grayscale8)).save(str(folder / grey))
        pictures[scene.name].append((GREY, grey))


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
