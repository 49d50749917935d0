"""Brings the catalogues in line with the source: new msgids come in untranslated, unused ones go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
Keywords = dict[str, tuple[int, ...] | None]
DOMAINS: dict[str, Keywords] = {
    "kammerdesk": {"tr": None, "trn": (1, 2), "N_": None},
    "forms": {"words": None},
}
"""The functions that mark the msgids of each domain."""

NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)

MsgId = str | tuple[str, ...]


def msgids(domain: str) -> Iterator[tuple[str, int, MsgId]]:
    """File, line and msgid of every marked text in the program."""
    found = extract_from_dir(ROOT / "kammerdesk", method_map=[("**.py", "python")], keywords=DOMAINS[domain])
    for file, line, message, _comments, _context in found:
        if message:
            yield file, line, message


def catalogue(domain: str, language: str) -> Catalog:
    """A catalogue as it is stored."""
    file = po_file(domain, language)
    if not file.exists():
        return Catalog(locale=language, domain=domain)
    with file.open("rb") as stream:
        return read_po(stream, locale=language, domain=domain)


def po_file(domain: str, language: str) -> Path:
    """Where a catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po"


def languages() -> list[str]:
    """The languages that have a folder."""
    return sorted(folder.name for folder in TRANSLATIONS.iterdir() if folder.is_dir())


def update(domain: str, language: str) -> list[MsgId]:
    """Rewrites one catalogue from the source; returns the msgids that still lack a translation."""
    old = catalogue(domain, language)
    new = Catalog(
        locale=language,
        domain=domain,
        fuzzy=False,
        header_comment=f"# KammerDesk: {domain}, {language}",
        project="KammerDesk",
        version="1",
        copyright_holder="KammerDesk",
        msgid_bugs_address="-",
        last_translator="KammerDesk",
        language_team="KammerDesk",
    )
    for _file, _line, message in sorted(msgids(domain), key=lambda found: str(found[2])):
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else "")
    new.creation_date = new.revision_date = NO_DATE  # a catalogue changes only when its words do
    with po_file(domain, language).open("wb") as stream:
        write_po(stream, new, width=120, no_location=True, omit_header=False, sort_output=True)
    return [_id(message) for message in new if message.id and not all(translations(message))]


def _id(message: Message) -> MsgId:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    """The translation, or those of singular and plural; an empty one is not there yet."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def main() -> int:
    """Updates every catalogue; exit code 1 while something is untranslated."""
    missing = 0
    for language in languages():
        for domain in DOMAINS:
            for message in update(domain, language):
                print(f"{language}/{domain}: {message}")
                missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
