"""What may be told of a bug: versions, kinds of errors and places in the program; never what it was working on."""

from __future__ import annotations

import platform
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import PurePath

from kammerdesk import __version__

_LIBRARIES = (
    ("Qt", "PySide6", "__version__"),
    ("SQLAlchemy", "sqlalchemy", "__version__"),
    ("SQLite", "sqlcipher3.dbapi2", "sqlite_version"),
)
_PACKAGE = PurePath(__file__).parent.parent
_STANDARD_LIBRARY = PurePath(sysconfig.get_paths()["stdlib"])
_THIRD_PARTY = ("site-packages", "dist-packages")
_ELSEWHERE = "(elsewhere)"
_DEEPEST = 60
"""So many frames of one error are told: the first and the last of them when there are more (endless recursion)."""


def crash_report(error: BaseException) -> str:
    """Versions, then each error of the chain with the places it went through, the first cause last.

    Messages and values are left out: a database quotes the values it was given, and those are people. So are paths,
    for they name users.
    """
    lines = [" · ".join((f"KammerDesk {__version__}", f"Python {platform.python_version()}", *_versions()))]
    for one in _chain(error, set()):
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        places = [_place(frame) for frame in traceback.extract_tb(one.__traceback__)]
        if len(places) > _DEEPEST:
            half = _DEEPEST // 2
            places = [*places[:half], f"… {len(places) - _DEEPEST}", *places[-half:]]
        lines += [f"  {place}" for place in places]
    return "\n".join(lines)


def _versions() -> Iterator[str]:
    """The libraries that are running, and the system; the ground floor itself knows none of them."""
    for name, module, attribute in _LIBRARIES:
        version = getattr(sys.modules.get(module), attribute, "")
        if version:
            yield f"{name} {version}"
    yield f"{platform.system()} {platform.release()}"


def _chain(error: BaseException, told: set[int]) -> Iterator[BaseException]:
    """The error, those in its group, and what it came from; each once, for chains may be rings."""
    if id(error) in told:
        return
    told.add(id(error))
    yield error
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for one in (*inner, error.__cause__, error.__context__):
        if one is not None:
            yield from _chain(one, told)


def _place(frame: traceback.FrameSummary) -> str:
    return f"{_known_path(PurePath(frame.filename))}:{frame.lineno} {frame.name}"


def _known_path(file: PurePath) -> str:
    """The part of a path that every installation has in common."""
    if file.is_relative_to(_PACKAGE):
        return file.relative_to(_PACKAGE.parent).as_posix()
    for name in _THIRD_PARTY:
        if name in file.parts:
            return "/".join(file.parts[file.parts.index(name) + 1 :])
    if file.is_relative_to(_STANDARD_LIBRARY):
        return file.relative_to(_STANDARD_LIBRARY).as_posix()
    return _ELSEWHERE
