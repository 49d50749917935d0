"""Reads the command line, calls one handler, prints its answer; exit code 0 only on success."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import IO, Any, NoReturn

from kammerdesk import __version__
from kammerdesk.base.crash import crash_report
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.logs import Event, Log
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.cli.answer import Answer

COMMANDS = {
    "demo": "demo",
    "import": "candidates",
    "print-day": "print_day",
    "calculate": "calculate",
    "hub": "hub",
    "sync": "sync",
    "key": "key",
    "committee": "committee",
    "examiner": "examiner",
    "person": "person",
    "retention": "retention",
    "check": "check",
    "self-test": "check",
    "backup": "backup",
    "restore": "backup",
    "history": "history",
    "undo": "history",
    "redo": "history",
    "trash": "history",
}
"""The module behind each command; only that one is imported, so that a calculation starts without the database."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are KammerErrors, so that --json gets them as JSON too.

    argparse speaks English only; its usage line says all that is needed. Each one tells of --json, which `run` takes
    out beforehand, so that it may stand anywhere.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.add_argument("--json", action="store_true", help=tr("answers in JSON, for other programs"))

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise KammerError(tr("This call is incomplete or wrong. It goes like this: {usage}").format(usage=usage))

    def _print_message(self, message: str, file: Any = None) -> None:
        _write(message, file or sys.stdout)


def build_parser(modules: Iterable[str]) -> argparse.ArgumentParser:
    """The commands of the given modules with their options."""
    parser = _Parser(prog="kammerdesk", description=tr("KammerDesk without a window."))
    parser.add_argument(
        "--version", action="version", version=f"KammerDesk {__version__}", help=tr("says which version this is")
    )
    commands = parser.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=_Parser)
    for module in modules:
        import_module(f"kammerdesk.cli.{module}").register(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Runs one command; 0 success, 1 the answer is no (a check failed), 2 bad input, 3 a bug of ours."""
    as_json = "--json" in arguments
    try:
        words = [word for word in arguments if word != "--json"]
        modules = [COMMANDS[words[0]]] if words and words[0] in COMMANDS else dict.fromkeys(COMMANDS.values())
        options = build_parser(modules).parse_args(words)
        answer = _carried_out(options)
    except KammerError as error:
        _print({"error": str(error)}, [str(error)], as_json, to_stderr=not as_json)
        return 2
    except OSError as error:
        cause = ": ".join(str(part) for part in (error.filename, error.strerror) if part)
        sentence = tr("The drive, the folder or the file cannot be used: {error}.").format(error=cause)
        _print({"error": sentence}, [sentence], as_json, to_stderr=not as_json)
        return 2
    except Exception as error:
        sentence = tr("That was our mistake. Please send this report to those who look after the program:")
        report = crash_report(error)
        _print({"error": sentence, "report": report}, [sentence, report], as_json, to_stderr=not as_json)
        return 3
    _print(answer.data, answer.lines, as_json)
    return 0 if answer.ok else 1


def _carried_out(options: argparse.Namespace) -> Answer:
    """The answer of a command; the log of the data it works on tells that it ran, and of our bugs."""
    folder = getattr(options, "data", None)
    log = Log(folder) if folder is not None and (folder / DATABASE_NAME).exists() else None
    try:
        answer: Answer = options.handler(options)
    except (KammerError, OSError):
        raise
    except Exception as error:
        if log is not None:
            log.bug(error)
        raise
    if log is not None:
        log.event(Event.COMMAND, name=options.handler, ok=answer.ok)
    return answer


def _print(data: object, lines: Sequence[str], as_json: bool, to_stderr: bool = False) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines)
    _write(f"{text}\n", sys.stderr if to_stderr else sys.stdout)


def _write(text: str, file: IO[str]) -> None:
    """Whoever reads us may have read enough, as `head` does: that is no error."""
    try:
        file.write(text)
        file.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())  # so that Python's last flush does not complain
