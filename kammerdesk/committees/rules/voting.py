"""Quorum and vote, § 41 Abs. 2 BBiG."""

from __future__ import annotations

from enum import StrEnum

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.rules.case import MINIMUM_SIZE

QUORUM_PARAGRAPH = "§ 41 Abs. 2 Satz 1 BBiG"


class Ballot(StrEnum):
    """How the chair of the meeting voted."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


def quorum_needed(size: int) -> int:
    """How many of `size` members must take part: two thirds, at least three.

    Raises KammerError for a size below three: such a committee does not exist (§ 40 Abs. 1 Satz 1 BBiG).
    """
    if size < MINIMUM_SIZE:
        sentence = tr("A committee has at least {minimum} members; given is {size} (§ 40 Abs. 1 Satz 1 BBiG).")
        raise KammerError(sentence.format(minimum=MINIMUM_SIZE, size=size))
    return max(MINIMUM_SIZE, -(-2 * size // 3))


def quorum(size: int, present: int) -> Verdict:
    """Whether `present` of `size` members may decide.

    Raises KammerError for sizes below three and for more present than there are members: nobody comes on top.
    """
    needed = quorum_needed(size)
    if not 0 <= present <= size:
        sentence = tr("Of {size} members 0 to {size} can take part; given is {present}.")
        raise KammerError(sentence.format(size=size, present=present))
    state = State.MET if present >= needed else State.BROKEN
    sentence = tr("{present} of {size} members take part, at least {needed} are needed.")
    return Verdict("quorum", state, QUORUM_PARAGRAPH, sentence.format(present=present, size=size, needed=needed))


def vote(yes: int, no: int, abstain: int, chair: Ballot | None = None) -> Verdict:
    """Met where the majority of the votes cast is for it; abstentions are not cast, a tie is decided by the chair.

    Raises KammerError for negative numbers, and at a tie where nobody says how the chair voted.
    """
    if min(yes, no, abstain) < 0:
        raise KammerError(tr("Numbers of votes cannot be negative."))
    counted = tr("{yes} yes, {no} no, {abstain} abstentions").format(yes=yes, no=no, abstain=abstain)
    if yes + no == 0:
        sentence = tr("{counted}: no vote was cast, the motion is rejected.")
        return Verdict("vote", State.BROKEN, "§ 41 Abs. 2 Satz 2 BBiG", sentence.format(counted=counted))
    if yes != no:
        accepted = yes > no
        sentence = tr("{counted}: accepted by majority.") if accepted else tr("{counted}: rejected by majority.")
        paragraph = "§ 41 Abs. 2 Satz 2 BBiG"
    elif chair is None:
        raise KammerError(tr("At a tie the chair's vote decides; please say how the chair voted."))
    else:
        accepted = chair is Ballot.YES
        sentence = tr("{counted}: a tie, accepted by the chair.") if accepted else tr("{counted}: a tie, rejected.")
        paragraph = "§ 41 Abs. 2 Satz 3 BBiG"
    return Verdict("vote", State.MET if accepted else State.BROKEN, paragraph, sentence.format(counted=counted))
