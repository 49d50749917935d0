"""Reads the command line, calls one handler, prints its answer; exit code 0 only on success."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

COMMANDS = {
    "demo": "demo",
    "import": "candidates",
    "print-day": "print_day",
    "calculate": "calculate",
    "sync": "sync",
    "check": "check",
    "self-test": "check",
}
"""The module behind each command; only that one is imported, so that a calculation starts without the database."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are KammerErrors, so that --json gets them as JSON too.

    argparse speaks English only; its usage line says all that is needed.
    """

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise KammerError(tr("This call is incomplete or wrong. It goes like this: {usage}").format(usage=usage))


def build_parser(modules: Iterable[str]) -> argparse.ArgumentParser:
    """The commands of the given modules with their options."""
    parser = _Parser(prog="kammerdesk", description=tr("KammerDesk without a window."))
    commands = parser.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=_Parser)
    for module in modules:
        import_module(f"kammerdesk.cli.{module}").register(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Runs one command; 0 success, 1 the answer is no (a check failed), 2 bad input."""
    as_json = "--json" in arguments
    try:
        words = [word for word in arguments if word != "--json"]
        modules = [COMMANDS[words[0]]] if words and words[0] in COMMANDS else dict.fromkeys(COMMANDS.values())
        options = build_parser(modules).parse_args(words)
        answer = options.handler(options)
    except KammerError as error:
        _print({"error": str(error)}, [str(error)], as_json, to_stderr=not as_json)
        return 2
    _print(answer.data, answer.lines, as_json)
    return 0 if answer.ok else 1


def _print(data: object, lines: Sequence[str], as_json: bool, to_stderr: bool = False) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines)
    print(text, file=sys.stderr if to_stderr else sys.stdout)
