"""Which appointments run out: whoever is renewed or dismissed is not among them."""

from __future__ import annotations

from datetime import date, timedelta

from kammerdesk.committees.queries import expiring
from kammerdesk.store.store import Store
from tests.committees.test_committee_queries import TODAY, Term, appoint

SOON = date(2026, 12, 31)


def names(store: Store, last: date) -> list[str]:
    return [row.name for row in store.ask(expiring, TODAY, last)]


def test_those_that_end_by_the_day_are_told_in_the_order_in_which_they_end(store: Store) -> None:
    store.do(appoint, [Term("Später", date(2027, 1, 31)), Term("Bald", SOON), Term("Heute", TODAY)])
    assert names(store, date(2027, 1, 31)) == ["Heute, A", "Bald, A", "Später, A"]
    assert names(store, SOON) == ["Heute, A", "Bald, A"]
    assert names(store, TODAY - timedelta(days=1)) == []


def test_who_is_renewed_or_dismissed_or_of_the_partner_is_left_out(store: Store) -> None:
    terms = [
        Term("Erneuert", SOON),
        Term("Erneuert", date(2031, 12, 31)),
        Term("Abberufen", SOON, dismissed_on=TODAY),
        Term("Partner", SOON, home="LW"),
        Term("Bleibt", SOON),
    ]
    store.do(appoint, terms)
    assert names(store, SOON) == ["Bleibt, A"]
