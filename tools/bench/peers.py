"""The programs we are measured beside, in an environment of their own that is made at first use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.bench.measure import ROOT, environment

HOME = ROOT / "build" / "peers"
VENV = HOME / "venv"
TITLES = {"vorta": "vorta 0.11.6", "novelwriter": "novelWriter 26.2.2"}
"""The console scripts of the peers, with what they are called."""
PINNED = ("vorta==0.11.6", "novelWriter==26.2.2", "PyQt6==6.11.0", "PyQt6-Qt6==6.11.2")
WATCHER = ("python-xlib==0.33",)
_STAMP = VENV / "installed.txt"
_BORG = '#!/bin/sh\necho "borg 1.4.1"\n'


def missing() -> str:
    """Installs what is not there yet; says why nothing can be watched, or nothing. Peers may be left out."""
    if _STAMP.exists() and _STAMP.read_text(encoding="utf-8") == "\n".join(PINNED + WATCHER):
        return ""
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    if not _installed(WATCHER):
        return f"{WATCHER[0]} cannot be installed"
    if _installed(PINNED):
        _STAMP.write_text("\n".join(PINNED + WATCHER), encoding="utf-8")
    subprocess.run([_python(), "-m", "compileall", "-q", VENV / "lib"], check=False, env=environment())
    return ""


def installed() -> list[str]:
    """The peers that are there."""
    return [name for name in TITLES if (VENV / "bin" / name).exists()]


def _installed(packages: Sequence[str]) -> bool:
    return subprocess.run([_python(), "-m", "pip", "install", "-qq", *packages], check=False).returncode == 0


def _python() -> Path:
    return VENV / "bin" / "python"


def settled_home(name: str) -> Path:
    """An empty home for a program; with a `borg` that tells its version, without which vorta opens a complaint."""
    home = HOME / "homes" / name
    shutil.rmtree(home, ignore_errors=True)
    borg = home / "bin" / "borg"
    borg.parent.mkdir(parents=True)
    borg.write_text(_BORG, encoding="ascii")
    borg.chmod(0o755)
    return home
