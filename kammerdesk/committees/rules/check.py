"""The rule check of a committee: every rule of §§ 39 to 42 BBiG as a verdict with its paragraph."""

from __future__ import annotations

from kammerdesk.base.verdicts import Verdict
from kammerdesk.committees.rules.attendance import check_attendance
from kammerdesk.committees.rules.case import CommitteeCase
from kammerdesk.committees.rules.composition import check_composition
from kammerdesk.committees.rules.terms import check_terms


def check_committee(case: CommitteeCase) -> list[Verdict]:
    """All verdicts on a committee or delegation; it may act unless one is broken."""
    return [*check_composition(case), *check_terms(case), *check_attendance(case)]
