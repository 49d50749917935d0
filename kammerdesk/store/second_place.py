"""Where backups of this computer also go: a stick or another drive, which may be missing at the moment."""

from __future__ import annotations

from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.machine_file import machine_folder, set_machine_folder

_SETTING = ("backup", "second_place")


def second_place(data: Path) -> Path | None:
    """The folder that is set for the data in `data`, whether it is there now or not; None when none is set.

    Raises KammerError when the file beside the data cannot be read.
    """
    return machine_folder(
        data, _SETTING, tr("“{file}” cannot be read. Please choose the second place for backups anew.")
    )


def set_second_place(data: Path, place: Path | None) -> None:
    """Sets or clears it. Raises KammerError for the folder of the data itself, which is lost together with them."""
    if place is not None and place.absolute().is_relative_to(data.absolute()):
        sentence = tr("“{place}” lies inside the folder of the data. Please choose a stick or another drive.")
        raise KammerError(sentence.format(place=place))
    set_machine_folder(data, _SETTING, place)
