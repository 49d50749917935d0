"""Where backups of this computer also go: a stick or another drive, set for each computer alone, in a file beside the
data. It may be missing at the moment.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.durable import write_durably

MACHINE_FILE = "kammerdesk.toml"


def second_place(data: Path) -> Path | None:
    """The folder that is set for the data in `data`, whether it is there now or not; None when none is set.

    Raises KammerError when the file beside the data cannot be read.
    """
    file = data / MACHINE_FILE
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8")).get("backup", {}).get("second_place", "")
    except FileNotFoundError:
        return None
    except (ValueError, AttributeError):
        told = None
    if not isinstance(told, str):
        sentence = tr("“{file}” cannot be read. Please choose the second place for backups anew.")
        raise KammerError(sentence.format(file=file))
    return Path(told) if told else None


def set_second_place(data: Path, place: Path | None) -> None:
    """Sets or clears it. Raises KammerError for the folder of the data itself, which is lost together with them."""
    if place is not None and place.absolute().is_relative_to(data.absolute()):
        sentence = tr("“{place}” lies inside the folder of the data. Please choose a stick or another drive.")
        raise KammerError(sentence.format(place=place))
    told = json.dumps(str(place.absolute()) if place else "", ensure_ascii=False)  # a JSON string is one of TOML too
    write_durably(data / MACHINE_FILE, f"[backup]\nsecond_place = {told}\n".encode())
