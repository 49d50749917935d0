"""`calculate compensation`: what a day of service comes to, by the functions the claim form uses."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kammerdesk.base.dates import format_date, parse_time, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.money import Cents, format_money, parse_money
from kammerdesk.base.verdicts import any_broken
from kammerdesk.cli import inputs
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.verdict_lines import verdict_data, verdict_lines
from kammerdesk.compensation.rules import catalogue
from kammerdesk.compensation.rules.calculation import (
    Compensation,
    LostEarnings,
    Part,
    Service,
    Stay,
    compensation,
)
from kammerdesk.compensation.rules.plausibility import check_claim_date
from kammerdesk.compensation.rules.terms import Pay, Status, Terms

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

_KM = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?")
_HIGHEST = 99_999_99
_MOST_PASSENGERS = 8
_ANSWER = {
    "time": (Part.TIME,),
    "travel": (Part.TRAVEL,),
    "allowance": (Part.ALLOWANCE,),
    "other": (Part.EARNINGS, Part.HOUSEHOLD, Part.EXPENSES),
}


def register(kinds: Commands) -> None:
    """Adds `compensation` to the calculations."""
    parser = kinds.add_parser("compensation", help=tr("a day of service → what is paid for it, step by step"))
    parser.add_argument("--on", required=True, metavar=tr("DATE"))
    parser.add_argument("--from", dest="start", required=True, metavar=tr("TIME"), help=tr("left home"))
    parser.add_argument("--to", dest="end", required=True, metavar=tr("TIME"), help=tr("came back"))
    parser.add_argument("--rules", default=catalogue.STANDARD, metavar="NAME", help=tr("kind of rule of a chamber"))
    parser.add_argument("--km", metavar="KM", help=tr("driven in the own car, there and back"))
    parser.add_argument("--passengers", nargs="+", default=[], metavar="N", help=tr("number or names of passengers"))
    parser.add_argument("--passenger", action="store_true", help=tr("rode in the car of somebody else"))
    for name in ("--parking", "--tickets", "--other"):
        parser.add_argument(name, metavar=tr("AMOUNT"))
    parser.add_argument("--other-municipality", action="store_true", help=tr("neither lives nor works there"))
    parser.add_argument("--stay", choices=[str(stay) for stay in Stay], default=str(Stay.NONE))
    parser.add_argument("--lodging", nargs="?", const="", metavar=tr("AMOUNT"), help=tr("without amount: flat"))
    parser.add_argument("--earnings", metavar=tr("AMOUNT"), help=tr("proven loss of earnings per hour"))
    parser.add_argument("--self-employed", action="store_true", help=tr("loss of earnings as flat amount"))
    parser.add_argument("--lost-hours", metavar="N", help=tr("hours of own work that were lost"))
    parser.add_argument("--household", nargs="?", const="0", metavar="N", help=tr("hours of own work on that day"))
    parser.add_argument("--justified", action="store_true", help=tr("more than 10 hours for a reason"))
    parser.add_argument("--pay", choices=[str(pay) for pay in Pay], default=str(Pay.HOUR))
    parser.add_argument("--count", default="1", metavar="N", help=tr("number of pieces, sittings or flat amounts"))
    parser.add_argument("--claimed", metavar=tr("DATE"), help=tr("the claim was handed in on this day"))
    parser.set_defaults(handler=_compensation)


def _compensation(options: argparse.Namespace) -> Answer:
    day = inputs.day(options.on)
    terms = catalogue.terms(day, options.rules.strip().casefold().replace("-", "_"))
    found = compensation(_service(options, terms), terms)
    data: dict[str, object] = {name: _euros(found.of(*parts)) for name, parts in _ANSWER.items()}
    data["total"] = _euros(found.total)
    head = tr("Compensation for {day} ({rule})").format(day=format_date(day), rule=terms.rule.name)
    lines = [head, *_table(found), *_remarks(terms)]
    if options.claimed is None:
        return Answer(data, lines)
    findings = [check_claim_date(terms, day, inputs.day(options.claimed))]
    data["findings"] = [verdict_data(finding) for finding in findings]
    return Answer(data, [*lines, *verdict_lines(findings)], ok=not any_broken(findings))


def _service(options: argparse.Namespace, terms: Terms) -> Service:
    return Service(
        start=parse_time(options.start),
        end=parse_time(options.end),
        pay=Pay(options.pay),
        count=_whole(options.count, "--count", 1, 9999),
        justified=options.justified,
        hundredths_km=_kilometres(options.km),
        passengers=_passengers(options.passengers),
        passenger=options.passenger,
        tickets=_amount(options.tickets),
        parking=_amount(options.parking),
        other=_amount(options.other),
        lodging=terms.lodging if options.lodging == "" else _amount(options.lodging),
        other_municipality=options.other_municipality,
        stay=Stay(options.stay),
        earnings=_earnings(options),
        household=None if options.household is None else _whole(options.household, "--household", 0, 24),
    )


def _earnings(options: argparse.Namespace) -> LostEarnings | None:
    if options.self_employed and options.earnings is not None:
        raise KammerError(tr("Please give either --earnings or --self-employed."))
    if not options.self_employed and options.earnings is None:
        if options.lost_hours is not None:
            raise KammerError(tr("--lost-hours needs --earnings or --self-employed."))
        return None
    hours = None if options.lost_hours is None else _whole(options.lost_hours, "--lost-hours", 0, 24)
    return LostEarnings(None if options.self_employed else _amount(options.earnings), hours)


def _amount(text: str | None) -> Cents:
    return 0 if text is None else parse_money(text, highest=_HIGHEST)


def _kilometres(text: str | None) -> int:
    if text is None:
        return 0
    found = _KM.fullmatch(text.strip())
    if found is None:
        sentence = tr("“{text}” is not a number of kilometres. Allowed are 0 to 9999, for example 36 or 36,5.")
        raise KammerError(sentence.format(text=shorten(text)))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _passengers(texts: Sequence[str]) -> int:
    """How many passengers: a number alone, or else one for each name."""
    if len(texts) == 1 and texts[0].lstrip("-").isdecimal():
        return _whole(texts[0], "--passengers", 0, _MOST_PASSENGERS)
    return len(texts)


def _whole(text: str, option: str, lowest: int, highest: int) -> int:
    if re.fullmatch(r"[0-9]{1,4}", text) and lowest <= int(text) <= highest:
        return int(text)
    sentence = tr("“{text}” does not fit {option}. Allowed are {lowest} to {highest}.")
    raise KammerError(sentence.format(text=shorten(text), option=option, lowest=lowest, highest=highest))


def _table(found: Compensation) -> list[str]:
    rows = [(step.title, step.reckoning, format_money(step.cents), step.paragraph) for step in found.steps]
    rows.append((tr("Total"), "", format_money(found.total), ""))
    first, second, third = (max(len(row[column]) for row in rows) for column in range(3))
    return [
        f"{title:<{first}}  {reckoning:<{second}}  {amount:>{third}}  {paragraph}".rstrip()
        for title, reckoning, amount, paragraph in rows
    ]


def _remarks(terms: Terms) -> list[str]:
    said = {
        Status.LAW: tr("Rates: {source}."),
        Status.UNCONFIRMED: tr("The own rules of {chamber} are unconfirmed; the rates of the JVEG are taken."),
        Status.EXAMPLE: tr("Example of a published rule of {chamber}: {source}. What it leaves out follows the JVEG."),
    }[terms.rule.status]
    lines = [said.format(chamber=terms.rule.name, source=terms.rule.source), *terms.rule.remarks]
    if terms.span.first is None:
        lines.append(tr("Since when this rule is valid is unconfirmed."))
    return lines


def _euros(cents: Cents) -> str:
    """68,12: without currency and thousands point, for other programs."""
    return f"{cents // 100},{cents % 100:02d}"
