"""The printed forms of the exchange."""

from __future__ import annotations

from typing import Any

from kammerdesk.printing.documents import FormSpec
from kammerdesk.sync.forms import key_annex

FORMS: tuple[FormSpec[Any], ...] = (key_annex.FORM,)
"""The printed forms of the exchange."""
