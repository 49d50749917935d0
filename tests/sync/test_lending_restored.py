"""A house that is set back to before it ended a release, or before it made one, and its partner agree again."""

from __future__ import annotations

import pytest

from kammerdesk.people.queries import releases
from kammerdesk.people.service import LendingOrder, end_lending, lend_person
from tests.sync.conftest import Pair
from tests.sync.houses import card_of
from tests.sync.test_numbers import ended_copies
from tests.sync.test_resolving import codes
from tests.sync.test_restored_house import backup, restore


@pytest.mark.parametrize("acts", ["LSbES", "bLSES", "LbSES", "LSbESL", "LSbESLS", "LSEbLS"])
def test_after_whatever_order_of_acts_and_backup_both_agree(acts: str, pair: Pair) -> None:
    """L releases, E ends the release, S sends, b makes the backup to which the house is set back in the end."""
    pair.send(pair.bs, pair.lw)
    order = LendingOrder(pair.lw.ask(card_of, "Düvel")["uid"], "BS")
    file = None
    for act in acts:
        pair.clock.wind(1)
        if act == "L":
            pair.lw.do(lend_person, order)
        elif act == "E":
            pair.lw.do(end_lending, order)
        elif act == "S":
            pair.send(pair.lw, pair.bs)
        else:
            file = backup(pair, "lw")
    assert file is not None
    restore(pair, file, "lw")
    assert len(codes(pair)) == 1
    alive = pair.lw.ask(releases).get(order.person)
    assert (order.person in {uid for _, uid in pair.bs.ask(ended_copies)}) == (alive is None)
