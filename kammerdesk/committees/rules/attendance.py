"""Who takes part today: deputies replace members of their own group, never come on top, and enough must act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.rules.case import BENCH_WORDS, CommitteeCase, Kind, Role, Seat
from kammerdesk.committees.rules.voting import QUORUM_PARAGRAPH, quorum

REPLACEMENT_PARAGRAPH = "§ 40 Abs. 2 Satz 3 BBiG"


@dataclass(frozen=True, slots=True)
class _Replacement:
    """A person who stands in, for whom (None where that is impossible), and the sentence about it."""

    deputy: Seat
    member: Seat | None
    sentence: str


def check_attendance(case: CommitteeCase) -> Iterator[Verdict]:
    """Replacements, seats left empty, quorum."""
    replacements = _replacements(case)
    for replacement in replacements:
        state = State.BROKEN if replacement.member is None else State.MET
        yield Verdict("replacement", state, REPLACEMENT_PARAGRAPH, replacement.sentence)
    replaced = {
        replacement.member.person
        for replacement in replacements
        if replacement.member is not None and replacement.deputy.in_office(case.on)
    }
    missing = [seat for seat in case.members if not seat.takes_part and seat.person not in replaced]
    acting = sum(seat.person in replaced or (seat.takes_part and seat.in_office(case.on)) for seat in case.members)
    yield _staffing(missing)
    yield quorum(case.size, acting)


def _staffing(missing: list[Seat]) -> Verdict:
    if not missing:
        return Verdict("staffing", State.MET, QUORUM_PARAGRAPH, tr("Every member takes part or is replaced."))
    listed = ", ".join(f"{seat.name} ({tr(BENCH_WORDS[seat.bench])})" for seat in missing)
    sentence = tr("Absent and not replaced: {names}.").format(names=listed)
    return Verdict("staffing", State.WARNING, QUORUM_PARAGRAPH, sentence)


def _replacements(case: CommitteeCase) -> list[_Replacement]:
    """Everybody who takes part without being a member; named replacements first, then whoever is still missing."""
    members = case.members
    standing_in = [seat for seat in case.current if seat.takes_part and _stands_in(case, seat)]
    found: list[_Replacement] = []
    for deputy in sorted(standing_in, key=lambda seat: seat.replaces is None):
        taken = {item.member.person for item in found if item.member is not None}
        found.append(_replacement(case, members, deputy, taken))
    return found


def _stands_in(case: CommitteeCase, seat: Seat) -> bool:
    if seat.replaces is not None:
        return True
    return seat.role is Role.DEPUTY and seat not in case.members


def _replacement(case: CommitteeCase, members: tuple[Seat, ...], deputy: Seat, taken: set[str]) -> _Replacement:
    substitutes = {Role.DEPUTY} | ({Role.FURTHER} if case.kind is Kind.DELEGATION else set())
    if deputy.role not in substitutes:
        sentence = tr("{deputy} is no deputy and cannot stand in for anybody.")
        return _Replacement(deputy, None, sentence.format(deputy=deputy.name))
    if deputy.replaces is None:
        free = [
            seat for seat in members if not seat.takes_part and seat.bench == deputy.bench and seat.person not in taken
        ]
        if free:
            return _met(deputy, free[0])
        sentence = tr("{deputy} takes part on top of the members; a deputy only replaces an absent member.")
        return _Replacement(deputy, None, sentence.format(deputy=deputy.name))
    member = next((seat for seat in members if seat.person == deputy.replaces), None)
    if member is None:
        replaced = next((seat.name for seat in case.current if seat.person == deputy.replaces), deputy.replaces)
        sentence = tr("{deputy} stands in for “{replaced}”, who is not a member.")
        return _Replacement(deputy, None, sentence.format(deputy=deputy.name, replaced=replaced))
    if member.takes_part:
        sentence = tr("{deputy} takes part on top: {member} is present, a deputy only replaces an absent member.")
    elif member.bench != deputy.bench:
        sentence = tr("{deputy} ({deputy_bench}) cannot replace {member} ({bench}): they belong to different groups.")
    elif member.person in taken:
        sentence = tr("{deputy} takes part on top: {member} is replaced already.")
    else:
        return _met(deputy, member)
    text = sentence.format(
        deputy=deputy.name,
        member=member.name,
        deputy_bench=tr(BENCH_WORDS[deputy.bench]),
        bench=tr(BENCH_WORDS[member.bench]),
    )
    return _Replacement(deputy, None, text)


def _met(deputy: Seat, member: Seat) -> _Replacement:
    sentence = tr("{deputy} stands in for {member}.").format(deputy=deputy.name, member=member.name)
    return _Replacement(deputy, member, sentence)
