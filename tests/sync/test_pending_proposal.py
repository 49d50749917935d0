"""What can be told here of a proposal that only the partner sees: that it waits there, until the answer comes."""

from __future__ import annotations

import pytest

from kammerdesk.sync.resolving import DeclineOrder, ResolveOrder, accept_proposal, decline_proposal
from kammerdesk.sync.versions import shared_versions, version_words
from tests.sync.conftest import Pair
from tests.sync.test_resolving import only
from tests.sync.test_two_houses import rename


def told(pair: Pair) -> str:
    (version,) = pair.lw.ask(shared_versions, "person", pair.keys["examiner"])
    return version_words(version)


@pytest.mark.parametrize("accepts", [True, False])
def test_it_waits_there_until_it_is_accepted_or_declined(pair: Pair, accepts: bool) -> None:
    pair.send(pair.bs, pair.lw)
    assert "Vorschlag" not in told(pair)
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    assert "die IHK Braunschweig hat noch nicht darüber entschieden" in told(pair)
    pair.send(pair.lw, pair.bs)
    assert "noch nicht darüber entschieden" in told(pair)
    found = only(pair.bs)
    if accepts:
        pair.bs.do(accept_proposal, ResolveOrder(found.id))
    else:
        pair.bs.do(decline_proposal, DeclineOrder(found.id, "Steht so im Ausweis."))
    pair.send(pair.bs, pair.lw)
    assert "Vorschlag" not in told(pair)
