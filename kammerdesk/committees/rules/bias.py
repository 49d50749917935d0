"""Bias: who may not examine a candidate, and who only after a second look (§§ 20, 21 VwVfG; § 3 of the MPO)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.verdicts import State, Verdict

EXCLUDED = "§ 20 Abs. 1 VwVfG"
RELATIVES = "§ 20 Abs. 1 und 5 VwVfG"
CONCERN = "§ 21 VwVfG"
OWN_TRAINER = "§ 3 Muster-Prüfungsordnung"


class Relation(StrEnum):
    """How an examiner stands to a candidate; kinship by marriage goes on counting after a divorce."""

    SELF = "self"
    FIANCE = "fiance"
    SPOUSE = "spouse"
    LIFE_PARTNER = "life_partner"
    DIRECT_LINE = "direct_line"
    SIBLING = "sibling"
    SIBLINGS_CHILD = "siblings_child"
    SIBLING_IN_LAW = "sibling_in_law"
    PARENTS_SIBLING = "parents_sibling"
    FOSTER_FAMILY = "foster_family"
    REPRESENTATIVE = "representative"
    EMPLOYED_BY_PARTY = "employed_by_party"
    ACTED_BEFORE = "acted_before"
    REGISTERED_TRAINER = "registered_trainer"
    SAME_COMPANY = "same_company"
    SUPERVISOR = "supervisor"
    CLOSE_COLLEAGUE = "close_colleague"
    COURSE_TRAINER = "course_trainer"
    COUSIN = "cousin"
    DISTANT_KIN = "distant_kin"
    ALLEGED = "alleged"
    TEACHER = "teacher"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Rule:
    state: State
    paragraph: str
    words: str


_RULES: Mapping[Relation, _Rule] = {
    Relation.SELF: _Rule(State.BROKEN, EXCLUDED, N_("the candidate in person")),
    Relation.FIANCE: _Rule(State.BROKEN, RELATIVES, N_("engaged to the candidate")),
    Relation.SPOUSE: _Rule(State.BROKEN, RELATIVES, N_("spouse or former spouse")),
    Relation.LIFE_PARTNER: _Rule(State.BROKEN, RELATIVES, N_("life partner or former life partner")),
    Relation.DIRECT_LINE: _Rule(State.BROKEN, RELATIVES, N_("kin or in-law in the direct line")),
    Relation.SIBLING: _Rule(State.BROKEN, RELATIVES, N_("sister or brother")),
    Relation.SIBLINGS_CHILD: _Rule(State.BROKEN, RELATIVES, N_("niece or nephew")),
    Relation.SIBLING_IN_LAW: _Rule(State.BROKEN, RELATIVES, N_("sister- or brother-in-law")),
    Relation.PARENTS_SIBLING: _Rule(State.BROKEN, RELATIVES, N_("aunt or uncle")),
    Relation.FOSTER_FAMILY: _Rule(State.BROKEN, RELATIVES, N_("foster parent or foster child")),
    Relation.REPRESENTATIVE: _Rule(State.BROKEN, EXCLUDED, N_("represents the candidate")),
    Relation.EMPLOYED_BY_PARTY: _Rule(State.BROKEN, EXCLUDED, N_("works for a party to the procedure")),
    Relation.ACTED_BEFORE: _Rule(State.BROKEN, EXCLUDED, N_("acted for the candidate in this matter before")),
    Relation.REGISTERED_TRAINER: _Rule(State.BROKEN, OWN_TRAINER, N_("registered trainer of the candidate")),
    Relation.SAME_COMPANY: _Rule(State.WARNING, CONCERN, N_("employed by the training company")),
    Relation.SUPERVISOR: _Rule(State.WARNING, CONCERN, N_("supervisor of the candidate")),
    Relation.CLOSE_COLLEAGUE: _Rule(State.WARNING, CONCERN, N_("close colleague of the candidate")),
    Relation.COURSE_TRAINER: _Rule(State.WARNING, CONCERN, N_("taught the course the candidate attended")),
    Relation.COUSIN: _Rule(State.WARNING, CONCERN, N_("cousin")),
    Relation.DISTANT_KIN: _Rule(State.WARNING, CONCERN, N_("distant kin")),
    Relation.ALLEGED: _Rule(State.OPEN, CONCERN, N_("the candidate alleges bias")),
    Relation.TEACHER: _Rule(State.MET, CONCERN, N_("taught the candidate at school")),
    Relation.NONE: _Rule(State.MET, CONCERN, N_("no relation known")),
}


def check_bias(examiner: str, relation: Relation, special_circumstances: str = "") -> Verdict:
    """Whether an examiner may examine a candidate to whom he or she stands in this relation.

    Broken: may not. Warning: may, after a documented second look. Open: the chamber or the committee must decide.
    Only the block on the registered trainer gives way to documented special circumstances.
    """
    rule = _RULES[relation]
    reason = special_circumstances.strip()
    words = tr(rule.words)
    if relation is Relation.REGISTERED_TRAINER and reason:
        sentence = tr("{examiner}: {relation}. Allowed under special circumstances: {reason}")
        text = sentence.format(examiner=examiner, relation=words, reason=reason)
        return Verdict("bias", State.WARNING, rule.paragraph, text)
    sentence = {
        State.BROKEN: tr("{examiner}: {relation}. May not examine this candidate."),
        State.WARNING: tr("{examiner}: {relation}. May examine; please check for bias."),
        State.OPEN: tr("{examiner}: {relation}. A decision is needed."),
        State.MET: tr("{examiner}: {relation}. May examine."),
    }[rule.state]
    return Verdict("bias", rule.state, rule.paragraph, sentence.format(examiner=examiner, relation=words))
