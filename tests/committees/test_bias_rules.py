"""Bias: domain.md 2.1 and the rows C27 and C29."""

from __future__ import annotations

import pytest

from kammerdesk.base.verdicts import State
from kammerdesk.committees.rules.bias import Relation, check_bias

BLOCKED = {
    Relation.SELF,
    Relation.FIANCE,
    Relation.SPOUSE,
    Relation.LIFE_PARTNER,
    Relation.DIRECT_LINE,
    Relation.SIBLING,
    Relation.SIBLINGS_CHILD,
    Relation.SIBLING_IN_LAW,
    Relation.PARENTS_SIBLING,
    Relation.FOSTER_FAMILY,
    Relation.REPRESENTATIVE,
    Relation.EMPLOYED_BY_PARTY,
    Relation.ACTED_BEFORE,
    Relation.REGISTERED_TRAINER,
}
WARNED = {
    Relation.SAME_COMPANY,
    Relation.SUPERVISOR,
    Relation.CLOSE_COLLEAGUE,
    Relation.COURSE_TRAINER,
    Relation.COUSIN,
    Relation.DISTANT_KIN,
}


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_has_its_severity_and_its_paragraph(relation: Relation) -> None:
    verdict = check_bias("Anna Weber", relation)
    if relation in BLOCKED:
        expected = State.BROKEN
    elif relation in WARNED:
        expected = State.WARNING
    else:
        expected = State.OPEN if relation is Relation.ALLEGED else State.MET
    assert verdict.state is expected
    assert verdict.paragraph.startswith("§ ")
    assert verdict.sentence.startswith("Anna Weber")


def test_c27_the_registered_trainer_may_examine_only_under_documented_circumstances() -> None:
    assert check_bias("Anna Weber", Relation.REGISTERED_TRAINER, "  ").state is State.BROKEN
    allowed = check_bias("Anna Weber", Relation.REGISTERED_TRAINER, "Niemand sonst verfügbar")
    assert allowed.state is State.WARNING
    assert "Niemand sonst verfügbar" in allowed.sentence


def test_kinship_gives_way_to_no_reason() -> None:
    assert check_bias("Anna Weber", Relation.SIBLING, "Niemand sonst verfügbar").state is State.BROKEN


def test_c29_a_cousin_may_examine_with_a_warning() -> None:
    assert check_bias("Anna Weber", Relation.COUSIN).state is State.WARNING
