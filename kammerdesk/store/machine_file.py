"""What is set for one computer alone, such as folders on its drives: a small TOML file beside the data."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.store.durable import write_durably

MACHINE_FILE = "kammerdesk.toml"


def machine_setting(data: Path, section: str, key: str) -> str:
    """A setting of the data in this folder; "" when it is not set. Raises ValueError when the file cannot be read."""
    told = _settings(data).get(section, {}).get(key, "")
    if not isinstance(told, str):
        raise ValueError(f"{section}.{key} is no text")
    return told


def set_machine_setting(data: Path, section: str, key: str, value: str) -> None:
    """Sets or clears one and keeps the others; a file that cannot be read is begun anew."""
    try:
        settings = _settings(data)
    except ValueError:
        settings = {}
    settings[section] = {**settings.get(section, {}), key: value}
    # a JSON string is one of TOML too
    lines = (
        f"[{name}]\n" + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in values.items())
        for name, values in settings.items()
    )
    write_durably(data / MACHINE_FILE, "\n".join(lines).encode())


def machine_folder(data: Path, setting: tuple[str, str], unreadable: str) -> Path | None:
    """A folder that is set, whether it is there now or not; None when none is.

    Raises KammerError with the sentence `unreadable`, in which {file} is named, when the file cannot be read.
    """
    try:
        told = machine_setting(data, *setting)
    except ValueError:
        raise KammerError(unreadable.format(file=data / MACHINE_FILE)) from None
    return Path(told) if told else None


def set_machine_folder(data: Path, setting: tuple[str, str], folder: Path | None) -> None:
    """Sets a folder, or clears it."""
    set_machine_setting(data, *setting, str(folder.absolute()) if folder else "")


def _settings(data: Path) -> dict[str, dict[str, str]]:
    try:
        found = tomllib.loads((data / MACHINE_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if not all(isinstance(values, dict) for values in found.values()):
        raise ValueError("a setting outside of every section")
    return found
