"""The printed forms of the house about its own data."""

from __future__ import annotations

from typing import Any

from kammerdesk.office.forms import dossier, erasure, recovery_sheet
from kammerdesk.printing.documents import FormSpec

FORMS: tuple[FormSpec[Any], ...] = (recovery_sheet.FORM, dossier.FORM, erasure.FORM)
"""The printed forms of the house about its own data."""
