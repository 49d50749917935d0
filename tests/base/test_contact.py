"""Telephone, mail, postal code, IBAN: what is understood, and what the sentence says where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.contact import format_iban, parse_iban, parse_mail, parse_phone, parse_postal_code
from kammerdesk.base.errors import KammerError, Mistyped
from kammerdesk.base.money import format_money, parse_money
from kammerdesk.cli.demo.people import invented_iban


@pytest.mark.parametrize("typed", ["0531 4715-12", "+49 (531) 4715 12", "0171/5552390", "110"])
def test_a_telephone_number_is_kept_as_it_was_typed(typed: str) -> None:
    assert parse_phone(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["12", "Durchwahl 12", "0531 4715 12 34 56 78 90 12", "0531 x", "+"])
def test_what_is_no_telephone_number_is_quoted(typed: str) -> None:
    with pytest.raises(KammerError, match="Telefonnummer"):
        parse_phone(typed)


@pytest.mark.parametrize("typed", ["m.weber@ihk.de", "a+b@mail.example.org", "lürßen@bücher.de"])
def test_a_mail_address_is_understood(typed: str) -> None:
    assert parse_mail(typed) == typed


def test_a_mail_address_without_its_ending_says_so() -> None:
    with pytest.raises(KammerError) as caught:
        parse_mail("m.weber@ihk")
    assert str(caught.value) == "In „m.weber@ihk“ fehlt die Endung, z. B. ihk.de."


@pytest.mark.parametrize("typed", ["weber", "a@b@c.de", "a b@c.de", "@ihk.de", "a@ihk..de", "a@-ihk.de", "a@ihk.d"])
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(KammerError):
        parse_mail(typed)


@pytest.mark.parametrize("typed", ["38100", "01067", "A-1010", "NL-1011 AB"])
def test_postal_codes_here_and_abroad(typed: str) -> None:
    assert parse_postal_code(typed) == typed


@pytest.mark.parametrize("typed", ["3810", "381000", "38 100", "abcde", "٣٨١٠٠"])
def test_a_german_postal_code_has_five_digits(typed: str) -> None:
    with pytest.raises(KammerError, match="5 Ziffern"):
        parse_postal_code(typed)


@given(st.integers(0, 10**10 - 1))
def test_an_iban_is_read_back_from_how_it_is_written(account: int) -> None:
    iban = invented_iban(account)
    assert parse_iban(format_iban(iban)) == iban
    assert parse_iban(iban.lower()) == iban


@given(st.integers(0, 10**10 - 1), st.integers(4, 21), st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_is_always_found(account: int, place: int, by: int) -> None:
    iban = invented_iban(account)
    wrong = f"{iban[:place]}{(int(iban[place]) + by) % 10}{iban[place + 1 :]}"
    with pytest.raises(KammerError, match="Prüfziffer"):
        parse_iban(wrong)


def test_a_german_iban_that_is_too_short_says_by_how_much() -> None:
    with pytest.raises(KammerError, match="22 Stellen"):
        parse_iban("DE02 1203 0000 0000 2020 5")
    with pytest.raises(KammerError, match="keine IBAN"):
        parse_iban("120300")


@given(st.integers(0, 99_999_999_99))
def test_money_is_read_back_from_how_it_is_written(cents: int) -> None:
    assert parse_money(format_money(cents)) == cents
    assert parse_money(f"{cents // 100}.{cents % 100:02d}") == cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("520", 52000), ("520,5", 52050), ("87.50 €", 8750), ("1.520,00 EUR", 152000), ("1520", 152000), ("0", 0)],
)
def test_an_amount_is_understood_however_it_is_typed(typed: str, cents: int) -> None:
    assert parse_money(typed) == cents


def test_a_thousands_point_alone_is_never_guessed_but_mended_by_one_key() -> None:
    with pytest.raises(Mistyped, match="ohne Tausenderpunkt") as caught:
        parse_money("1.000")
    assert caught.value.fix == "1000"


@pytest.mark.parametrize("typed", ["", "acht", "1,234", "1.00,00", "1,5,0", "-1", "1e5", "10000000000"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(KammerError):
        parse_money(typed)


def test_an_amount_reads_as_offices_write_it() -> None:
    assert format_money(52000) == "520,00 EUR"
    assert format_money(123456789) == "1.234.567,89 EUR"
    assert format_money(-5) == "-0,05 EUR"
    assert format_money(None) == ""
