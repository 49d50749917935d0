"""What the rules say of a committee, in one word and in one sentence."""

from __future__ import annotations

from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.verdicts import State
from kammerdesk.committees.queries import JudgedCommittee
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.tokens import Tone


def judgement_chip(row: JudgedCommittee) -> Chip:
    """The worst there is: violations, else notes, else that all is well."""
    broken, notes = row.number_of(State.BROKEN), row.number_of(State.WARNING)
    if broken:
        return Chip(trn("{n} violation", "{n} violations", broken).format(n=broken), Tone.ERR)
    if notes:
        return Chip(trn("{n} note", "{n} notes", notes).format(n=notes), Tone.WARN)
    return Chip(tr("in order"), Tone.OK)


def judgement_sentence(row: JudgedCommittee) -> tuple[str, Tone]:
    """Whether one can plan with the committee, and how serious that is."""
    broken, notes = row.number_of(State.BROKEN), row.number_of(State.WARNING)
    if broken:
        sentence = trn(
            "{n} violation – one cannot plan with this committee",
            "{n} violations – one cannot plan with this committee",
            broken,
        )
        return sentence.format(n=broken), Tone.ERR
    if notes:
        sentence = trn("No rule is broken, {n} note", "No rule is broken, {n} notes", notes)
        return sentence.format(n=notes), Tone.WARN
    return tr("All rules are met"), Tone.OK


def members_words(row: JudgedCommittee) -> str:
    """3 von 3: how many ordinary members there are of how many that are fixed."""
    return tr("{number} of {target}").format(number=row.members, target=row.committee.target_size)
