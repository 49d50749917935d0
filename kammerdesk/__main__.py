"""python -m kammerdesk: the window without words or with a link, the command line with a command."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Starts the window, or one command; returns the exit code."""
    arguments = sys.argv[1:]
    first = arguments[0] if arguments else "-"
    if not first.startswith(("-", "kammerdesk:")) or first in ("-h", "--help", "--version", "--json"):
        from kammerdesk.cli.main import run

        return run(arguments)
    gc.set_threshold(50_000, 20, 20)  # imports make many objects that stay; collecting them costs a tenth of the start
    from kammerdesk.app import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
