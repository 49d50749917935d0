"""While threads work, the window comes first: Python changes threads ten times as often, and cleaning up waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_OFTEN = 0.0005
"""Seconds after which a working thread makes way. To paint one picture the window asks for its turn dozens of times."""
_LONGEST = 60.0
"""Seconds for which cleaning up may wait."""

_lock = Lock()
_usual = sys.getswitchinterval()
_since: list[float] = []
"""When each of the threads that work now began."""


@contextmanager
def window_first() -> Iterator[None]:
    """The block works in a thread beside the window."""
    begun = time.monotonic()
    with _lock:
        _since.append(begun)
        sys.setswitchinterval(_OFTEN)
    try:
        yield
    finally:
        with _lock:
            _since.remove(begun)
            if not _since:
                sys.setswitchinterval(_usual)


def may_wait() -> bool:
    """Whether cleaning up can wait for the end of some work; what that makes would have to be looked through too."""
    with _lock:
        return bool(_since) and time.monotonic() - min(_since) < _LONGEST
