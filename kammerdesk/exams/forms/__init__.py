"""The printed forms about examinations."""

from __future__ import annotations

from typing import Any

from kammerdesk.exams.forms import fail_notice, pass_confirmation
from kammerdesk.printing.documents import FormSpec

FORMS: tuple[FormSpec[Any], ...] = (pass_confirmation.FORM, fail_notice.FORM)
