"""How a committee must be made up: size, parity, teachers, two thirds, deputies, chairs, one office for each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.rules.case import BENCH_WORDS, MINIMUM_SIZE, Bench, CommitteeCase, Kind, Role, Seat

SIZE_PARAGRAPH = "§ 40 Abs. 1 Satz 1 BBiG"
FIXED_SIZE_PARAGRAPH = "§ 2 Abs. 1 Muster-Prüfungsordnung"
BENCHES_PARAGRAPH = "§ 40 Abs. 2 Satz 1 BBiG"
TWO_THIRDS_PARAGRAPH = "§ 40 Abs. 2 Satz 2 BBiG"
DEPUTIES_PARAGRAPH = "§ 40 Abs. 2 Satz 3 BBiG"
FURTHER_PARAGRAPH = "§ 40 Abs. 4 Satz 1 BBiG"
FIELDS_PARAGRAPH = "§ 40 Abs. 4 Satz 2 BBiG"
CHAIR_PARAGRAPH = "§ 41 Abs. 1 Satz 1 BBiG"
CHAIR_BENCHES_PARAGRAPH = "§ 41 Abs. 1 Satz 2 BBiG"
JOINT_PARAGRAPH = "§ 39 Abs. 1 Satz 2 BBiG"


def check_composition(case: CommitteeCase) -> Iterator[Verdict]:
    """All rules that hold whoever is present on the day."""
    yield from _sizes(case)
    yield from _benches(case)
    yield _deputies(case)
    yield _one_office(case)
    yield from _further_examiners(case)
    yield from _fields(case)
    if case.kind is Kind.COMMITTEE:
        yield from _chairs(case)
    if case.joint:
        yield _host(case)


def _sizes(case: CommitteeCase) -> Iterator[Verdict]:
    number = len(case.members)
    sentence = tr("{number} members, at least {minimum} are needed.").format(number=number, minimum=MINIMUM_SIZE)
    state = State.MET if number >= MINIMUM_SIZE else State.BROKEN
    yield Verdict("minimum_size", state, SIZE_PARAGRAPH, sentence)
    if case.target_size is not None:
        yield _fixed_size(number, case.target_size)
    elif case.kind is Kind.COMMITTEE:
        sentence = tr("No fixed number of members is set for this committee.")
        yield Verdict("fixed_size", State.WARNING, FIXED_SIZE_PARAGRAPH, sentence)


def _fixed_size(number: int, target: int) -> Verdict:
    if target < MINIMUM_SIZE:
        sentence = tr("The fixed number of {target} members is below {minimum}.")
        text = sentence.format(target=target, minimum=MINIMUM_SIZE)
        return Verdict("fixed_size", State.BROKEN, SIZE_PARAGRAPH, text)
    state = State.MET if number == target else State.WARNING
    sentence = tr("{number} members are appointed, fixed are {target}.").format(number=number, target=target)
    return Verdict("fixed_size", state, FIXED_SIZE_PARAGRAPH, sentence)


def _benches(case: CommitteeCase) -> Iterator[Verdict]:
    counts = Counter(seat.bench for seat in case.members)
    employers, employees = counts[Bench.EMPLOYERS], counts[Bench.EMPLOYEES]
    sentence = tr("{employers} employers' and {employees} employees' representatives; their number must be equal.")
    text = sentence.format(employers=employers, employees=employees)
    yield _deviable(case, "parity", employers == employees, BENCHES_PARAGRAPH, text)
    teachers = counts[Bench.TEACHERS]
    text = tr("Teachers: {teachers}; at least one is needed.").format(teachers=teachers)
    yield _deviable(case, "teacher", teachers >= 1, BENCHES_PARAGRAPH, text)
    sentence = tr("{both} of {number} members are employers' and employees' representatives; needed are two thirds.")
    text = sentence.format(both=employers + employees, number=len(case.members))
    enough = 3 * (employers + employees) >= 2 * len(case.members)
    yield _deviable(case, "two_thirds", enough, TWO_THIRDS_PARAGRAPH, text)


def _deviable(case: CommitteeCase, rule: str, met: bool, paragraph: str, sentence: str) -> Verdict:
    """A rule of § 40 Abs. 2 BBiG, from which Abs. 7 allows to deviate with a reason, but never silently."""
    if met:
        return Verdict(rule, State.MET, paragraph, sentence)
    reason = case.deviation_reason.strip()
    if not reason:
        return Verdict(rule, State.BROKEN, paragraph, sentence)
    text = tr("{sentence} Deviation with the reason: {reason}").format(sentence=sentence, reason=reason)
    return Verdict(rule, State.WARNING, paragraph.replace(" BBiG", " i. V. m. Abs. 7 BBiG"), text)


def _deputies(case: CommitteeCase) -> Verdict:
    """A deputy of the same group in office for every member; a gap is only a warning."""
    covered = {seat.bench for seat in _deputies_of(case) if seat.in_office(case.on)}
    without = [bench for bench in Bench if bench not in covered and any(seat.bench == bench for seat in case.members)]
    if not without:
        return Verdict("deputies", State.MET, DEPUTIES_PARAGRAPH, tr("Every member has a deputy."))
    listed = ", ".join(tr(BENCH_WORDS[bench]) for bench in without)
    sentence = tr("No deputy is appointed for: {benches}.").format(benches=listed)
    return Verdict("deputies", State.WARNING, DEPUTIES_PARAGRAPH, sentence)


def _deputies_of(case: CommitteeCase) -> Iterator[Seat]:
    members = case.members
    return (seat for seat in case.current if seat.role is Role.DEPUTY and seat not in members)


def _one_office(case: CommitteeCase) -> Verdict:
    offices = Counter(seat.person for seat in case.current)
    twice = sorted({seat.name for seat in case.current if offices[seat.person] > 1})
    if not twice:
        sentence = tr("Nobody holds two offices.")
        return Verdict("one_office", State.MET, BENCHES_PARAGRAPH, sentence)
    sentence = tr("In more than one office or group: {names}. Each person can hold only one.")
    return Verdict("one_office", State.BROKEN, BENCHES_PARAGRAPH, sentence.format(names=", ".join(twice)))


def _further_examiners(case: CommitteeCase) -> Iterator[Verdict]:
    for seat in case.current:
        if seat.role is not Role.FURTHER:
            continue
        if case.kind is Kind.DELEGATION:
            sentence = tr("{name} may act in this delegation as a further examiner.").format(name=seat.name)
            yield Verdict("further_examiners", State.MET, FURTHER_PARAGRAPH, sentence)
        else:
            sentence = tr("{name} is a further examiner and may act only in delegations, not in the committee.")
            yield Verdict("further_examiners", State.BROKEN, FURTHER_PARAGRAPH, sentence.format(name=seat.name))


def _fields(case: CommitteeCase) -> Iterator[Verdict]:
    """A warning where an appointment is limited to fields that do not name the occupation."""
    occupation = case.occupation.strip().casefold()
    for seat in case.current:
        if seat.fields and occupation and occupation not in {field.strip().casefold() for field in seat.fields}:
            sentence = tr("{name} is appointed only for: {fields}.")
            text = sentence.format(name=seat.name, fields=", ".join(seat.fields))
            yield Verdict("fields", State.WARNING, FIELDS_PARAGRAPH, text)


def _chairs(case: CommitteeCase) -> Iterator[Verdict]:
    chairs = [seat for seat in case.members if seat.role is Role.CHAIR]
    vice_chairs = [seat for seat in case.members if seat.role is Role.VICE_CHAIR]
    yield _elected("chair", chairs, tr("Chair: {names}."), tr("No chair is elected."), tr("Several chairs: {names}."))
    yield _elected(
        "vice_chair",
        vice_chairs,
        tr("Vice chair: {names}."),
        tr("No vice chair is elected."),
        tr("Several vice chairs: {names}."),
    )
    if len(chairs) != 1 or len(vice_chairs) != 1:
        return
    if chairs[0].bench == vice_chairs[0].bench:
        sentence = tr("Chair and vice chair should not belong to the same group.")
        yield Verdict("chair_benches", State.WARNING, CHAIR_BENCHES_PARAGRAPH, sentence)
    else:
        sentence = tr("Chair and vice chair belong to different groups.")
        yield Verdict("chair_benches", State.MET, CHAIR_BENCHES_PARAGRAPH, sentence)
    if not chairs[0].takes_part and not vice_chairs[0].takes_part:
        sentence = tr("Neither the chair nor the vice chair takes part.")
        yield Verdict("chair_present", State.WARNING, CHAIR_PARAGRAPH, sentence)


def _elected(rule: str, elected: list[Seat], one: str, none: str, several: str) -> Verdict:
    names = ", ".join(seat.name for seat in elected)
    state, sentence = {0: (State.WARNING, none), 1: (State.MET, one)}.get(len(elected), (State.BROKEN, several))
    return Verdict(rule, state, CHAIR_PARAGRAPH, sentence.format(names=names))


def _host(case: CommitteeCase) -> Verdict:
    host = case.host.strip()
    if host:
        sentence = tr("The joint committee is set up at: {host}.").format(host=host)
        return Verdict("host", State.MET, JOINT_PARAGRAPH, sentence)
    sentence = tr("A joint committee must be set up at one of the chambers; none is named.")
    return Verdict("host", State.BROKEN, JOINT_PARAGRAPH, sentence)
