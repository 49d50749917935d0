"""Starts one program and watches its window from outside: when it is mapped, painted, complete, and answers keys.

python watch.py [--keys] FRAMEBUFFER COMMAND…   (DISPLAY is the screen whose framebuffer that is; prints JSON)

The picture is read from the memory of the virtual screen, which costs the watched program nothing; map events come
from the X server. The same rules for all programs, seconds from the start of the process:
mapped: the first normal window (no splash, no dialog) is mapped;
painted: most of its picture is no longer what was there before, has the many colours of letters, and stands still;
complete: from here on its picture is the one that stays, but for a thousandth of it (a caret, a clock);
usable, with --keys: once a tenth of the picture has given way to content, Down and Up are pressed in turn; the first
of four answers in a row by which the picture goes to and fro, as it does when the cursor of a list follows the keys.
"""

from __future__ import annotations

import json
import mmap
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from Xlib import XK, X  # type: ignore[import-untyped]
from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.ext import xtest  # type: ignore[import-untyped]

POLL = 0.002
QUIET, LONGEST = 2.5, 30.0
EVERY_LINE, PIECE = 6, 64  # no line of text is lower; bytes that are compared at once, 16 pixels
SAME_SHARE, CONTENT_SHARE, PLAIN_COLOURS = 0.001, 0.1, 16
KEY_PATIENCE, ANSWERS = 0.04, 4


class Area(NamedTuple):
    """A rectangle of the screen."""

    x: int
    y: int
    width: int
    height: int


class Moment(NamedTuple):
    """What was seen when, and what the program had used of the processors until then."""

    at: float
    cpu: float
    picture: bytes


class Screen:
    """The framebuffer of a virtual screen: an XWD file in memory, 32 bits a pixel."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as stream:
            self._memory = mmap.mmap(stream.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self._memory[:100])
        self._start = header[0] + header[19] * 12
        self._line = header[12]
        self.whole = Area(0, 0, header[4], header[5])

    def picture(self, area: Area) -> bytes:
        """Every sixth line of the screen where it crosses an area."""
        return _cut(self._memory, self._start, self._line, area, self.whole)

    def part(self, whole: bytes, area: Area) -> bytes:
        """The same of an earlier picture of the whole screen."""
        return _cut(whole, 0, self.whole.width * 4, area, self.whole, EVERY_LINE)


def _cut(memory: Any, start: int, line: int, area: Area, whole: Area, thinned: int = 1) -> bytes:
    left, right = max(area.x, 0) * 4, min(area.x + area.width, whole.width) * 4
    low, high = max(area.y, 0), min(area.y + area.height, whole.height)
    rows = range(-(-low // EVERY_LINE) * EVERY_LINE, high, EVERY_LINE)
    starts = [start + row // thinned * line for row in rows]
    return b"".join([memory[each + left : each + right] for each in starts])


def changed_share(one: bytes, other: bytes) -> float:
    """The share of two pictures that differs."""
    if len(one) != len(other):
        return 1.0
    places = range(0, len(one), PIECE)
    return sum(one[place : place + PIECE] != other[place : place + PIECE] for place in places) / len(places)


class Fingers:
    """Presses Down and Up in turn, until the picture goes to and fro with them."""

    def __init__(self, press: Callable[[int], None]) -> None:
        self._press = press
        self._keys = cycle((XK.XK_Down, XK.XK_Up))
        self._pressed = 0.0
        self._answers: deque[Moment] = deque(maxlen=ANSWERS)
        self.done = False

    def watch(self, now: float, seen: Moment | None, painted: Moment) -> None:
        """To be called at every look at the window, with the picture if it is a new one, and the first painted one."""
        if not self._pressed and (seen is None or changed_share(seen.picture, painted.picture) < CONTENT_SHARE):
            return
        if seen is not None and self._pressed:
            self._answers.append(seen)
            self.done = self._to_and_fro()
        elif now - self._pressed < KEY_PATIENCE:
            return
        else:
            self._answers.clear()
        if not self.done:
            self._pressed = now
            self._press(next(self._keys))

    def _to_and_fro(self) -> bool:
        pictures = [each.picture for each in self._answers]
        return len(pictures) == ANSWERS and pictures[:-2] == pictures[2:] and pictures[0] != pictures[1]

    def told(self) -> dict[str, float]:
        """When the first answer came."""
        return {"usable": self._answers[0].at, "usable_cpu": self._answers[0].cpu} if self.done else {}


class Watch:
    """One start of one program."""

    def __init__(self, framebuffer: Path, command: list[str], keys: bool) -> None:
        self._screen = Screen(framebuffer)
        self._display = Display()
        self._display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()
        self._command = command
        self._fingers = Fingers(self._press) if keys else None
        self._begun = 0.0
        self._pid = 0

    def run(self) -> dict[str, float]:
        """Starts the program, watches until nothing changes any more, ends it."""
        self._begun = time.monotonic()
        process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self._pid = process.pid
        try:
            window, mapped, before = self._wait_for_window()
            window.set_input_focus(X.RevertToParent, X.CurrentTime)  # as a window manager does
            self._display.sync()
            moments = self._follow(window, before)
            told = {"mapped": mapped, "resident": _resident_mb(self._pid), **_told(moments)}
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return told | (self._fingers.told() if self._fingers else {})

    def _now(self) -> float:
        return time.monotonic() - self._begun

    def _look(self, picture: bytes) -> Moment:
        return Moment(self._now(), _cpu_seconds(self._pid), picture)

    def _wait_for_window(self) -> tuple[Any, float, bytes]:
        """The first normal window, when it was mapped, and the screen as it was before."""
        before = self._screen.picture(self._screen.whole)
        while self._now() < LONGEST:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.MapNotify and not event.override and self._is_normal(event.window):
                    return event.window, self._now(), before
            before = self._screen.picture(self._screen.whole)
            time.sleep(POLL)
        raise SystemExit("no window came")

    def _is_normal(self, window: Any) -> bool:
        atom = self._display.intern_atom
        kinds = window.get_full_property(atom("_NET_WM_WINDOW_TYPE"), X.AnyPropertyType)
        special = {atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in ("SPLASH", "DIALOG", "TOOLTIP", "POPUP_MENU")}
        return kinds is None or not special & set(kinds.value)

    def _follow(self, window: Any, before: bytes) -> list[Moment]:
        """Every new picture of the window from the first painted one on, until it has been quiet for a while."""
        area, seen = self._area(window), self._look(before)
        moments: list[Moment] = []
        while self._now() - seen.at < QUIET and self._now() < LONGEST:
            while self._display.pending_events():
                if self._display.next_event().type == X.ConfigureNotify:
                    area = self._area(window)
            picture = self._screen.picture(area)
            new = picture != seen.picture
            if new:
                seen = self._look(picture)
            if moments and new:
                moments.append(seen)
            elif not moments and not new and _is_painted(picture, self._screen.part(before, area)):
                moments.append(seen)  # what is drawn over still changes from look to look
            if moments and self._fingers and not self._fingers.done:
                self._fingers.watch(self._now(), seen if new else None, moments[0])
            time.sleep(POLL)
        return moments

    def _area(self, window: Any) -> Area:
        shape = window.get_geometry()
        return Area(shape.x, shape.y, shape.width, shape.height)

    def _press(self, key: int) -> None:
        code = self._display.keysym_to_keycode(key)
        for kind in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(self._display, kind, code)
        self._display.sync()


def _told(moments: list[Moment]) -> dict[str, float]:
    painted = complete = moments[0]
    for earlier, later in pairwise(moments):
        if changed_share(earlier.picture, moments[-1].picture) > SAME_SHARE:
            complete = later
    return {
        "painted": painted.at,
        "painted_cpu": painted.cpu,
        "complete": complete.at,
        "complete_cpu": complete.cpu,
        "pictures": len(moments),
    }


def _is_painted(picture: bytes, before: bytes) -> bool:
    return changed_share(picture, before) > 0.5 and len(set(memoryview(picture).cast("I"))) > PLAIN_COLOURS


def _cpu_seconds(pid: int) -> float:
    """What all threads of a process have used of the processors."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    words = sys.argv[1:]
    with_keys = words[0] == "--keys"
    framebuffer, *command = words[1:] if with_keys else words
    print(json.dumps(Watch(Path(framebuffer), command, with_keys).run()))
