"""What a command of the command line answers: the same facts as JSON and as lines to read."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` is printed with --json, `lines` without; `ok` False means exit code 1 though nothing went wrong in us."""

    data: Mapping[str, Any]
    lines: Sequence[str] = field(default_factory=tuple)
    ok: bool = True


Handler = Callable[[argparse.Namespace], Answer]
"""What a subcommand sets as `handler` by parser.set_defaults(handler=…); raises KammerError for bad input (exit 2)."""
