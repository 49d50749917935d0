"""The log file: what the program did, in our own words and numbers; it cannot take a text out of a record."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from kammerdesk import __version__
from kammerdesk.base.clock import Clock, SystemClock, office_time
from kammerdesk.base.crash import crash_report

FOLDER = "logs"
FILE = "kammerdesk.log"
_LARGEST = 1_000_000
_KEPT = 5
"""How many full files of a megabyte are kept beside the current one."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,47}", re.IGNORECASE)


class Event(StrEnum):
    """Everything the log tells of."""

    WINDOW_OPENED = "window_opened"
    WINDOW_CLOSED = "window_closed"
    COMMAND = "command"
    FILE_ABSENT = "file_absent"
    BUG = "bug"


Fact = bool | int | float | StrEnum | type | Callable[..., Any]
"""What may stand in a line: numbers, words of our enumerations, and names of our functions and classes."""


class Log:
    """The log of one data folder; several threads may write. That it cannot be written never disturbs the work."""

    def __init__(self, data: Path, clock: Clock | None = None) -> None:
        self._folder = data / FOLDER
        self._clock = clock or SystemClock()
        self._writing = threading.Lock()

    def event(self, event: Event, **facts: Fact) -> None:
        """Writes one line: when, by which version, what, and facts as `name=value`.

        Raises TypeError for anything that could carry a text: the programmer is to see it, not the reader of the log.
        """
        told = "".join(f" {name}={_told(name, fact)}" for name, fact in facts.items())
        self._write(
            f"{event.value} version={__version__}{told}" if event is Event.WINDOW_OPENED else event.value + told
        )

    def bug(self, error: BaseException) -> None:
        """Writes the report of a bug, which holds no data (see crash.py)."""
        self._write("\n  ".join((Event.BUG.value, *crash_report(error).splitlines())))

    def _write(self, text: str) -> None:
        """Adds a line; the file is open only meanwhile, for few lines are written and others may put it aside."""
        moment = office_time(self._clock.now()).isoformat(timespec="milliseconds")
        line = logging.LogRecord("kammerdesk", logging.INFO, "", 0, f"{moment} {__version__} {text}", None, None)
        with self._writing:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                file = self._folder / FILE
                handler = _Quiet(file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
                handler.handle(line)
                handler.close()
            except OSError:
                return


class _Quiet(RotatingFileHandler):
    """A file handler that does not quote the line on the screen when it cannot be written."""

    def handleError(self, _record: logging.LogRecord) -> None:
        """Nothing: a full drive is told of by what cannot be stored, not by the log."""


def _told(name: str, fact: Fact) -> str:
    if isinstance(fact, StrEnum):
        text = fact.value
    elif isinstance(fact, bool | int | float):
        return str(fact).lower() if isinstance(fact, bool) else str(fact)
    elif not isinstance(fact, str) and _is_ours(fact):
        text = fact.__name__
    else:
        raise TypeError(f"the log takes no text: {name}")
    if not _CODE.fullmatch(text):
        raise TypeError(f"the log takes short codes only: {name}")
    return text


def _is_ours(fact: object) -> bool:
    """Whether it is one of our functions or classes, or a kind of error of Python's own."""
    module = str(getattr(fact, "__module__", ""))
    return callable(fact) and hasattr(fact, "__name__") and module.partition(".")[0] in ("kammerdesk", "builtins")
