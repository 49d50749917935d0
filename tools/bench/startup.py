"""From the command to the painted window and to a usable first page, beside other Python programs with Qt."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bench import peers
from tools.bench.measure import PYTHON, ROOT, Cost, environment, run, taking_turns
from tools.bench.report import Line
from tools.bench.worlds import demonstration

RECORDED = {
    "vorta": {"painted": 0.749, "painted_cpu": 0.643, "complete": 0.749, "complete_cpu": 0.643},
    "novelwriter": {"painted": 2.224, "painted_cpu": 0.759},
}
"""Seconds measured on an idle machine with 2 cores, for where a peer cannot be installed."""
PAINTED_AIMS = {"vorta": "at most 0.6", "novelwriter": "at most 0.2"}
USABLE_AIM = "at most 1.0"
SCALES = ("small", "pair")
SCREEN = "1366x768x24"


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparisons at both scales; a peer that cannot be installed shows its recorded figure."""
    reason = "Xvfb is missing" if shutil.which("Xvfb") is None else peers.missing()
    if reason:
        return [Line("command to painted window, to usable Heute", "", "", "", "not measured: " + reason)], []
    subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "kammerdesk"], check=True, env=environment())
    with _screen() as (display, framebuffer):
        watched = _Watched(display, framebuffer)
        jobs = [partial(watched.ours, demonstration(scale)[0]) for scale in SCALES]
        jobs += [partial(watched.peer, name) for name in peers.installed()]
        found = taking_turns(runs, *jobs)
    others = dict(zip(peers.installed(), found[2:], strict=True))
    made = [line for scale, own in zip(SCALES, found, strict=False) for line in _compared(scale, own, others)]
    return made, [_note(found)]


class _Watched:
    """Starts programs on the virtual screen, every one with the same environment and a home of its own."""

    def __init__(self, display: str, framebuffer: Path) -> None:
        self._display = display
        self._framebuffer = framebuffer
        self._homes = {name: peers.settled_home(name) for name in ("kammerdesk", *RECORDED)}

    def ours(self, data: Path) -> Cost:
        """Our window on some data, with keys pressed until they are answered."""
        (data / "window.ini").unlink(missing_ok=True)
        return self._start("kammerdesk", "--keys", [*PYTHON, "kammerdesk", "--data", data])

    def peer(self, name: str) -> Cost:
        """One of the others."""
        return self._start(name, "", [peers.VENV / "bin" / name])

    def _start(self, name: str, keys: str, command: list[str | Path]) -> Cost:
        home = self._homes[name]
        watch: list[str | Path] = [peers.VENV / "bin" / "python", ROOT / "tools" / "bench" / "watch.py"]
        return run(
            [*watch, *filter(None, [keys]), self._framebuffer, *command],
            DISPLAY=self._display,
            QT_QPA_PLATFORM="xcb",
            HOME=str(home),
            XDG_RUNTIME_DIR=str(home),
            PATH=f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        )


@contextmanager
def _screen() -> Iterator[tuple[str, Path]]:
    """A virtual screen of our own: its display and its framebuffer as a file."""
    with TemporaryDirectory(prefix="kammerdesk-bench-") as folder:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            [
                "Xvfb",
                "-noreset",
                "-nolisten",
                "tcp",
                "-screen",
                "0",
                SCREEN,
                "-fbdir",
                folder,
                "-displayfd",
                str(writing),
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        try:
            yield f":{display}", Path(folder) / "Xvfb_screen0"
        finally:
            server.terminate()
            server.wait()


def _compared(scale: str, own: Cost, others: dict[str, Cost]) -> Iterator[Line]:
    ours = own.said
    for name, aim in PAINTED_AIMS.items():
        theirs = others[name].said if name in others else RECORDED[name]
        yield Line(
            f"command to painted window, {scale}",
            f"{ours['painted']:.3f} s ({ours['painted_cpu']:.3f} CPU)",
            f"{_title(name, others)}: {theirs['painted']:.3f} s ({theirs['painted_cpu']:.3f} CPU)",
            f"{ours['painted'] / theirs['painted']:.2f} (CPU {ours['painted_cpu'] / theirs['painted_cpu']:.2f})",
            aim,
        )
    theirs = others["vorta"].said if "vorta" in others else RECORDED["vorta"]
    usable = ours.get("usable", 0.0)
    yield Line(
        f"command to usable Heute, {scale}",
        f"{usable:.3f} s ({ours['usable_cpu']:.3f} CPU)" if usable else "the list did not answer keys",
        f"{_title('vorta', others)}: {theirs['complete']:.3f} s ({theirs['complete_cpu']:.3f} CPU)",
        f"{usable / theirs['complete']:.2f} (CPU {ours['usable_cpu'] / theirs['complete_cpu']:.2f})" if usable else "",
        USABLE_AIM,
    )
    yield Line(
        f"command to complete Heute, {scale}",
        f"{ours['complete']:.3f} s ({ours['complete_cpu']:.3f} CPU)",
        "",
        "",
        "(for information)",
    )


def _title(name: str, others: dict[str, Cost]) -> str:
    return peers.TITLES[name] if name in others else f"{peers.TITLES[name]}, not installed here: recorded"


def _note(found: list[Cost]) -> str:
    names = (*(f"KammerDesk {scale}" for scale in SCALES), *(peers.TITLES[name] for name in peers.installed()))
    each = ", ".join(
        f"{name} mapped {cost.said['mapped']:.3f} s, {cost.said['resident']:.0f} MB"
        for name, cost in zip(names, found, strict=True)
    )
    return (
        f"Startup: from the start of the process, on Xvfb {SCREEN}, seen from outside. Usable is the first of four keys"
        " in a row that the list answers; of vorta, the moment from which its picture stays. CPU is what the program"
        f" had used by then. {each}."
    )
