"""Telephone numbers, mail addresses, postal codes and IBANs: what is typed, what is kept, how it reads."""

from __future__ import annotations

import re

from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import Mistyped
from kammerdesk.base.i18n import tr

_PHONE = re.compile(r"\+?[\d\s/().-]*")
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_ABROAD = re.compile(r"[A-Z]{1,3}-[0-9A-Z][0-9A-Z -]{1,9}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_GERMAN_IBAN = 22


def parse_phone(text: str) -> str:
    """A telephone number as it was typed, with single blanks; at most 15 digits (E.164). Raises Mistyped."""
    typed = " ".join(text.split())
    digits = sum(letter.isdigit() for letter in typed)
    if not _PHONE.fullmatch(typed) or not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        message = tr("“{text}” is not a telephone number. Allowed are digits, +, -, / and brackets: 0531 4715-12.")
        raise Mistyped(message.format(text=shorten(text)))
    return typed


def parse_mail(text: str) -> str:
    """A mail address; raises Mistyped, saying what is missing."""
    typed = text.strip()
    if not _MAIL.fullmatch(typed):
        message = tr("“{text}” is not a mail address. Example: a.weber@example.org.")
        raise Mistyped(message.format(text=shorten(text)))
    domain = typed.partition("@")[2]
    if _DOMAIN.fullmatch(domain):
        return typed
    if "." not in domain.strip("."):
        raise Mistyped(tr("“{text}” lacks its ending, for example ihk.de.").format(text=shorten(text)))
    message = tr("In “{text}” something is wrong after the @. Example: a.weber@example.org.")
    raise Mistyped(message.format(text=shorten(text)))


def parse_postal_code(text: str) -> str:
    """Five digits, or a code abroad with the letters of its country before it: A-1010. Raises Mistyped."""
    typed = " ".join(text.upper().split())
    if _POSTAL_CODE.fullmatch(typed) or _ABROAD.fullmatch(typed):
        return typed
    message = tr("A German postal code has 5 digits. One abroad is written with its country, for example A-1010.")
    raise Mistyped(message)


def parse_iban(text: str) -> str:
    """An IBAN without blanks whose check digits fit (ISO 13616, mod 97). Raises Mistyped."""
    typed = "".join(text.split()).upper()
    if not _IBAN.fullmatch(typed):
        message = tr("“{text}” is not an IBAN. It begins with two letters and two digits: DE02 1203 0000 0000 2020 51.")
        raise Mistyped(message.format(text=shorten(text)))
    if typed.startswith("DE") and len(typed) != _GERMAN_IBAN:
        message = tr("A German IBAN has 22 places; there are {n} here.")
        raise Mistyped(message.format(n=len(typed)))
    if int("".join(str(int(sign, 36)) for sign in typed[4:] + typed[:4])) % 97 != 1:
        raise Mistyped(tr("This IBAN has a typing error (its check digits do not fit)."))
    return typed


def format_iban(iban: str) -> str:
    """In fours, as it is read out: DE02 1203 0000 0000 2020 51."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
