"""What the frame around the pages shows: whose house this is, and how it stands with the partner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kammerdesk.base.clock import office_text, office_time
from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr, trn
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.house import house_of
from kammerdesk.sync.state import ExchangeState, exchange_states
from kammerdesk.ui.kit.masthead import Facts


def facts(session: Any) -> Facts:
    """Asked first at every start; quick at any size of the house."""
    house = house_of(session)
    states = exchange_states(session)
    return Facts(
        chamber=chamber_name(house.chamber),
        user=house.user,
        partner=partner_words(states),
        partner_waits=any(state.waiting for state in states),
        demonstration=house.demonstration,
        exchange=exchange_words(states),
    )


def partner_words(states: Sequence[ExchangeState]) -> str:
    """The partner in a few words: what waits, else when the last bundle went or came."""
    if not states:
        return ""
    waiting = sum(state.waiting for state in states)
    if waiting:
        return trn("Partner: {n} decision waits", "Partner: {n} decisions wait", waiting).format(n=waiting)
    last = max((state.last for state in states if state.last is not None), default=None)
    if last is None:
        return tr("Partner: no exchange yet")
    return tr("Partner: last exchange {day}").format(day=format_date(office_time(last)))


def exchange_words(states: Sequence[ExchangeState]) -> str:
    """The exchange in full: when the last bundle went or came, and how many decisions wait."""
    last = max((state.last for state in states if state.last is not None), default=None)
    if last is None:
        return partner_words(states)
    parts = [tr("Partner: last exchange {day}").format(day=office_text(last))]
    waiting = sum(state.waiting for state in states)
    if waiting:
        parts.append(trn("{n} decision waits", "{n} decisions wait", waiting).format(n=waiting))
    return " · ".join(parts)
