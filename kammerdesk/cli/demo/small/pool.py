"""The examiners that Lüneburg-Wolfsburg lends to the joint committee: in both databases the same people.

At home they are stored in full; the partner has only their cards, as if a bundle had brought them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kammerdesk.cli.demo.dice import Dice, replica_of
from kammerdesk.cli.demo.examiners import BENCHES, Roster, invent_examiner, lending
from kammerdesk.cli.demo.people import Inventor, Row
from kammerdesk.sync.scope import SHARES

HOST, PARTNER = "BS", "LW"


@dataclass(frozen=True, slots=True)
class Pool:
    """The lent examiners, two of each bench, those who employ them, and that they are lent."""

    employers: list[Row]
    examiners: Roster
    lendings: list[Row]


def invent_pool(seed: int, on: date) -> Pool:
    """The pool in full; the same for both chambers."""
    dice = Dice.thrown(seed, on, "pool")
    mark = {"home": PARTNER, "_c": f"{dice.milliseconds:012x}0000{replica_of(seed, PARTNER)}"}
    inventor = Inventor(dice, PARTNER)
    roster = Roster()
    employers: list[Row] = []
    for bench in BENCHES:
        for _ in range(2):
            employer = inventor.school() if bench == "LK" else inventor.company("it")
            employers.append(employer | mark)
            roster.add(bench, invent_examiner(inventor, bench, on, employer["uid"]) | mark)
    lendings = [lending(dice, examiner["uid"], HOST) | mark for examiner in roster.everyone()]
    return Pool(employers, roster, lendings)


def card_of_person(row: Row) -> Row:
    """What the partner may know of an examiner: no birth, no address, no bank account."""
    return _card(row, "lent")


def card_of_organisation(row: Row) -> Row:
    """What the partner may know of an employer."""
    return _card(row, "employer")


def _card(row: Row, share_key: str) -> Row:
    """A record with the fields that the scope of the exchange lets out, the others blank."""
    (share,) = (share for share in SHARES if share.key == share_key)
    shown = {"uid", "home", "_c", *share.fields}
    return {name: value if name in shown else _blank(value) for name, value in row.items()}


def _blank(value: object) -> str | None:
    return "" if isinstance(value, str) else None
