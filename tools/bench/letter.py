"""The letter that both programs write: an enquiry whether an examiner wants to be appointed again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

TITLE = "Anfrage zur erneuten Berufung"
SUBJECT = "Anfrage zur erneuten Berufung in den Prüfungsausschuss"
REFERENCE = (
    ("Unser Zeichen", "PA-2026/11"),
    ("Ansprechpartner", "Prüfungswesen"),
    ("Telefon", "0531 4715-0"),
    ("E-Mail", "pruefungen@ihk.example"),
    ("Datum", "24.11.2026"),
)
PARAGRAPHS = (
    "{greeting}",
    "Ihre Berufung in den {committee} endet am {until}. Für Ihre bisherige Mitarbeit danken wir Ihnen herzlich: "
    "Ohne das Ehrenamt der Prüferinnen und Prüfer gäbe es keine Abschlussprüfungen in der beruflichen Bildung.",
    "Wir würden uns freuen, wenn Sie dem Ausschuss weiterhin angehören. Die neue Berufungsperiode beträgt fünf Jahre. "
    "Ihr Arbeitgeber hat Sie für die Mitwirkung an Prüfungen freizustellen, wenn keine wichtigen betrieblichen Gründe "
    "entgegenstehen (§ 40 Absatz 6a BBiG).",
    "Bitte teilen Sie uns bis zum 15.01.2027 mit, ob Sie erneut berufen werden möchten. Wenn sich Ihre Anschrift, Ihre "
    "Telefonnummer oder Ihr Arbeitgeber geändert hat, vermerken Sie dies bitte in Ihrer Antwort.",
    "Für Fragen stehen wir Ihnen gern zur Verfügung.",
    "Mit freundlichen Grüßen",
    "Prüfungswesen",
)
FACTS = (
    ("Ausschuss", "{committee}"),
    ("Funktion", "{role}"),
    ("Ende der Berufung", "{until}"),
)
FACTS_AFTER = 2
"""After so many paragraphs the facts stand."""
ADDRESS_COLUMNS = ("address1", "address2", "address3", "address4")


@dataclass(frozen=True, slots=True)
class Fields:
    """What differs from letter to letter."""

    uid: UUID
    address: tuple[str, ...]
    greeting: str
    committee: str
    role: str
    until: str

    def record(self) -> dict[str, str]:
        """The fields as a line of a table."""
        lines = dict.fromkeys(ADDRESS_COLUMNS, "") | dict(zip(ADDRESS_COLUMNS, self.address, strict=False))
        named = ("greeting", "committee", "role", "until")
        return lines | {name: getattr(self, name) for name in named}

    def filled(self, text: str) -> str:
        """A text of the letter with what stands in its braces."""
        return text.format_map(asdict(self))
