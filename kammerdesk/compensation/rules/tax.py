"""What an examiner may be told of taxes: tax-free limits by year, as information and not as advice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kammerdesk.base.i18n import tr
from kammerdesk.base.money import Cents, format_money
from kammerdesk.base.verdicts import State, Verdict


class Work(StrEnum):
    """What somebody did in the exam: examiners fall under § 3 Nr. 26 EStG, supervisors only under Nr. 26a."""

    EXAMINER = "examiner"
    SUPERVISOR = "supervisor"


EXPENSES = "expenses"
"""The note about expenses paid from public funds, by month (R 3.12 LStR)."""


@dataclass(frozen=True, slots=True)
class TaxLimit:
    """A tax-free amount in a span of years; `until_year` None has no end."""

    note: str
    paragraph: str
    from_year: int
    until_year: int | None
    cents: Cents

    def holds(self, year: int) -> bool:
        """Whether it is the limit of a year."""
        return self.from_year <= year and (self.until_year is None or year <= self.until_year)


def tax_note(limits: Iterable[TaxLimit], year: int, paid: Cents, work: Work = Work.EXAMINER) -> Verdict:
    """How the compensation of a year stands to its limit: met up to it, a warning above, open where none is known."""
    limit = _limit(limits, str(work), year)
    if limit is None:
        sentence = tr("No tax-free limit is known for {year}.").format(year=year)
        return Verdict("tax", State.OPEN, "§ 3 EStG", sentence)
    within = paid <= limit.cents
    sentence = tr("{paid} in {year} stay within the tax-free {limit}.")
    if not within:
        sentence = tr("{paid} in {year} are more than the tax-free {limit}; what lies above may be taxed.")
    text = sentence.format(paid=format_money(paid), year=year, limit=format_money(limit.cents))
    return Verdict("tax", State.MET if within else State.WARNING, limit.paragraph, text)


def expenses_note(limits: Iterable[TaxLimit], year: int, paid_in_month: Cents) -> Verdict:
    """How the expenses paid in one month stand to what public funds may pay tax-free in a month."""
    limit = _limit(limits, EXPENSES, year)
    if limit is None:
        sentence = tr("No tax-free limit is known for {year}.").format(year=year)
        return Verdict("tax_expenses", State.OPEN, "§ 3 Nr. 12 Satz 2 EStG", sentence)
    within = paid_in_month <= limit.cents
    sentence = tr("{paid} in a month stay within the tax-free {limit}.")
    if not within:
        sentence = tr("{paid} in a month are more than the tax-free {limit}; what lies above may be taxed.")
    text = sentence.format(paid=format_money(paid_in_month), limit=format_money(limit.cents))
    return Verdict("tax_expenses", State.MET if within else State.WARNING, limit.paragraph, text)


def _limit(limits: Iterable[TaxLimit], note: str, year: int) -> TaxLimit | None:
    return next((limit for limit in limits if limit.note == note and limit.holds(year)), None)
