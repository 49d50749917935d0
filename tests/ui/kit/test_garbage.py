"""Rings of widgets are collected on the main thread, however much the worker allocates."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.garbage import MainThreadGarbage
from tests.ui import demo

ended_in: list[str] = []


class Ring(QWidget):
    """A widget that holds itself, as one does by connecting a signal to its own lambda."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        ended_in.append(threading.current_thread().name)


def allocate() -> int:
    """Enough to set Python's own collector off many times."""
    return sum(len([[number]]) for number in range(200) for _ in [[[] for _ in range(1000)]])


def test_rings_of_widgets_end_on_the_main_thread(qtbot: QtBot, people: demo.ListStore) -> None:
    ended_in.clear()
    gc.collect()
    desk = Desk(lambda: people)
    desk.open()
    desk.prepare(allocate, then=lambda _: None, owner=desk)
    for _ in range(20):
        Ring()
    desk.drain()
    assert set(ended_in) <= {"MainThread"}, "the worker collects nothing"
    desk.close()
    gc.collect()
    assert ended_in == ["MainThread"] * 20


def test_what_is_due_is_collected(qtbot: QtBot) -> None:
    ended_in.clear()
    gc.collect()
    collector = MainThreadGarbage(QCoreApplication.instance())
    Ring()
    kept = [[] for _ in range(gc.get_threshold()[0] + 1)]  # type: ignore[var-annotated]
    collector.collect()
    collector.end()
    assert ended_in == ["MainThread"], len(kept)
