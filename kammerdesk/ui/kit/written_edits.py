"""Fields for what has a fixed spelling: money, telephone, mail, postal code, IBAN."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kammerdesk.base.contact import format_iban, parse_iban, parse_mail, parse_phone, parse_postal_code
from kammerdesk.base.money import format_money, parse_money
from kammerdesk.ui.kit.fields import LineField, TextEdit


class MoneyEdit(LineField[int]):
    """An amount; its value is integer cents, comma and point both mean decimal, 520 is written 520,00 EUR."""

    def __init__(self, lowest: int = 0, highest: int = 99_999_999_99) -> None:
        super().__init__(17)
        self._lowest = lowest
        self._highest = highest
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, text: str) -> int:
        return parse_money(text, self._lowest, self._highest)

    def words(self, value: int) -> str:
        return format_money(value)


class PhoneEdit(TextEdit):
    """A telephone number as it was typed; "" for none."""

    def __init__(self) -> None:
        super().__init__(24, limit=40)

    def parse(self, text: str) -> str:
        return parse_phone(text) if text.strip() else ""


class MailEdit(TextEdit):
    """A mail address; "" for none."""

    def parse(self, text: str) -> str:
        return parse_mail(text) if text.strip() else ""


class PostalCodeEdit(TextEdit):
    """Five digits, or a code abroad with its country: A-1010; "" for none."""

    def __init__(self) -> None:
        super().__init__(9, limit=14)

    def parse(self, text: str) -> str:
        return parse_postal_code(text) if text.strip() else ""


class IbanEdit(TextEdit):
    """An IBAN; its value is without blanks, it is shown in fours; "" for none."""

    def __init__(self) -> None:
        super().__init__(32, limit=50)

    def parse(self, text: str) -> str:
        return parse_iban(text) if text.strip() else ""

    def words(self, value: str) -> str:
        return format_iban(value)
