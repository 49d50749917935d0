"""The printed forms of an exam day, in the order of the folder that is taken to the room."""

from __future__ import annotations

from typing import Any

from kammerdesk.examday.forms import (
    attendance_list,
    day_plan,
    door_sign,
    invitation_examiner,
    mark_sheet,
    minutes,
    summons_candidate,
)
from kammerdesk.printing.documents import FormSpec

FORMS: tuple[FormSpec[Any], ...] = (
    day_plan.FORM,
    attendance_list.FORM,
    door_sign.FORM,
    invitation_examiner.FORM,
    summons_candidate.FORM,
    mark_sheet.FORM,
    minutes.FORM,
)
