"""Money: integer cents when stored, euros with a comma on screen and paper, never binary floating point."""

from __future__ import annotations

import re

from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import Mistyped
from kammerdesk.base.i18n import tr

Cents = int
"""Euros times 100: 520,00 EUR are 52000."""

_AMOUNT = re.compile(r"(-?)([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{2})")
_DOUBTFUL = re.compile(r"-?[0-9]{1,3}([. ][0-9]{3})+")
_CURRENCY = re.compile(r"\s*(EUR|€)$", re.IGNORECASE)


def parse_money(text: str, lowest: Cents = 0, highest: Cents = 99_999_999_99) -> Cents:
    """Euros as typed: 520, 520,5, 520.50, 1.520,00 EUR; comma and point both mean decimal.

    1.520 alone might mean either, so it is never guessed. Raises Mistyped saying what is wrong and what is allowed.
    """
    typed = _CURRENCY.sub("", text.strip())
    grouped = _GROUPED.fullmatch(typed)
    found = grouped or _AMOUNT.fullmatch(typed)
    if found is None and _DOUBTFUL.fullmatch(typed):
        figures = re.sub(r"[. ]", "", typed)
        message = tr("Please write “{text}” without a thousands point: {figures}.")
        raise Mistyped(message.format(text=shorten(text), figures=figures), figures)
    if found is None:
        message = tr("“{text}” is not an amount. Example: 520 or 87,50.")
        raise Mistyped(message.format(text=shorten(text)))
    cents = int(found[2].replace(".", "")) * 100 + int((found[3] or "").ljust(2, "0"))
    cents = -cents if found[1] else cents
    if not lowest <= cents <= highest:
        message = tr("{text} is too high. Allowed are {lowest} to {highest}.")
        if cents < lowest:
            message = tr("{text} is too low. Allowed are {lowest} to {highest}.")
        bounds = {"lowest": format_money(lowest), "highest": format_money(highest)}
        raise Mistyped(message.format(text=shorten(text), **bounds))
    return cents


def format_money(cents: Cents | None) -> str:
    """1.520,00 EUR; empty for None."""
    if cents is None:
        return ""
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{euros:,}".replace(",", ".") + f",{rest:02d} EUR"
