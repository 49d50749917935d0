"""How an appointment stands, as a word in a tone."""

from __future__ import annotations

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.rules.terms import Standing
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.tokens import Tone

_WORDS = {
    Standing.LAPSED: (N_("expired"), Tone.ERR),
    Standing.ENDING: (N_("ending soon"), Tone.WARN),
    Standing.COMING: (N_("begins later"), Tone.INFO),
    Standing.APPOINTED: (N_("appointed"), Tone.OK),
    Standing.NEVER: (N_("no office"), Tone.NEUTRAL),
    Standing.FORMER: (N_("has left"), Tone.NEUTRAL),
}

ORDER = tuple(_WORDS)
"""What needs a clerk stands first."""


def standing_chip(standing: Standing) -> Chip:
    """The chip for a standing."""
    word, tone = _WORDS[standing]
    return Chip(tr(word), tone)
