"""How the command line tells verdicts: as data with the keys every answer uses, and as lines to read."""

from __future__ import annotations

from collections.abc import Sequence

from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict


def verdict_data(verdict: Verdict) -> dict[str, str]:
    """A verdict with the keys every answer uses."""
    return {
        "rule": verdict.rule,
        "state": str(verdict.state),
        "paragraph": verdict.paragraph,
        "sentence": verdict.sentence,
    }


def verdict_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Verdicts to read, one a line, with their paragraph."""
    words = {
        State.MET: tr("met"),
        State.BROKEN: tr("broken"),
        State.OPEN: tr("open"),
        State.WARNING: tr("warning"),
    }
    return [f"[{words[verdict.state]}] {verdict.sentence} ({verdict.paragraph})" for verdict in verdicts]
