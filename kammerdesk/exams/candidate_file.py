"""What a file of candidates must hold, and what will happen to each of its lines; judges, but stores nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from kammerdesk.base.csv_file import CsvFile, CsvLine
from kammerdesk.base.dates import format_date, parse_date, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import Hundredths, parse_points
from kammerdesk.exams.rules.regulation import Regulation
from kammerdesk.people.rules import list_name, too_long

MAX_FIELD = 200
YOUNGEST = 14
"""Years; nobody younger takes a final examination, so a later birth date was mistyped."""
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class CandidateEntry:
    """One candidate as the file gives him, parsed; `marks` are areas examined already, in hundredths of points."""

    number: str
    last_name: str
    first_name: str
    birth_date: date
    regulation: str
    salutation: str = ""
    title: str = ""
    birth_name: str = ""
    birth_place: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    phone: str = ""
    mail: str = ""
    company: str = ""
    company_street: str = ""
    company_postal_code: str = ""
    company_town: str = ""
    school: str = ""
    contract_from: date | None = None
    contract_until: date | None = None
    attempt: int = 1
    accommodation: str = ""
    extra_time_percent: int = 0
    marks: tuple[tuple[str, Hundredths], ...] = ()


class Fate(StrEnum):
    """What will happen to a line: stored as new, known already and left alone, or faulty and not stored."""

    NEW = "new"
    KNOWN = "known"
    FAULTY = "faulty"


FATE_WORDS: Mapping[str, str] = {
    Fate.NEW: N_("will be added"),
    Fate.KNOWN: N_("is there already and stays unchanged"),
    Fate.FAULTY: N_("will not be imported"),
}


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of the file, judged; `notes` say what its import changes besides."""

    line: int
    number: str
    name: str
    fate: Fate
    problems: tuple[str, ...] = ()
    entry: CandidateEntry | None = None
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """Lines are told apart by their number in the file."""
        return self.line


@dataclass(frozen=True, slots=True)
class KnownCandidate:
    """A candidate that is stored already, for comparison."""

    last_name: str
    first_name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    attribute: str
    parse: Callable[[str], Any] = str
    required: bool = False


def _postal_code(text: str) -> str:
    if not re.fullmatch(r"\d{5}", text):
        raise KammerError(tr("A German postal code has 5 digits."))
    return text


def _mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise KammerError(
            tr("“{text}” is not a mail address. Example: a.weber@example.org.").format(text=shorten(text))
        )
    return text


def _birth_date(text: str) -> date:
    day = parse_date(text)
    today = date.today()  # noqa: DTZ011  what is implausible is so in every zone
    if (day.year + YOUNGEST, day.month, day.day) > (today.year, today.month, today.day):
        sentence = tr("The birth date {date} lies less than {years} years back. Please check the year.")
        raise KammerError(sentence.format(date=format_date(day), years=YOUNGEST))
    return day


def _count(minimum: int, maximum: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not minimum <= int(text) <= maximum:
            raise KammerError(
                tr("“{text}” is not a whole number from {minimum} to {maximum}.").format(
                    text=shorten(text), minimum=minimum, maximum=maximum
                )
            )
        return int(text)

    return parse


COLUMNS = (
    _Column("Prüflingsnummer", "number", required=True),
    _Column("Anrede", "salutation"),
    _Column("Titel", "title"),
    _Column("Nachname", "last_name", required=True),
    _Column("Vorname", "first_name", required=True),
    _Column("Geburtsname", "birth_name"),
    _Column("Geburtsdatum", "birth_date", _birth_date, required=True),
    _Column("Geburtsort", "birth_place"),
    _Column("Straße", "street"),
    _Column("PLZ", "postal_code", _postal_code),
    _Column("Ort", "town"),
    _Column("Telefon", "phone"),
    _Column("E-Mail", "mail", _mail),
    _Column("Ausbildungsordnung", "regulation", required=True),
    _Column("Ausbildungsbetrieb", "company"),
    _Column("Betrieb Straße", "company_street"),
    _Column("Betrieb PLZ", "company_postal_code", _postal_code),
    _Column("Betrieb Ort", "company_town"),
    _Column("Berufsschule", "school"),
    _Column("Vertrag von", "contract_from", parse_date),
    _Column("Vertrag bis", "contract_until", parse_date),
    _Column("Versuch", "attempt", _count(1, 3)),
    _Column("Nachteilsausgleich", "accommodation"),
    _Column("Zeitzuschlag %", "extra_time_percent", _count(0, 100)),
)
"""The headers are data of the file format and German; further columns named like an exam area hold its points."""

_OF_ORGANISATIONS = {
    **dict.fromkeys(("company", "school"), "name"),
    **{f"company_{field}": field for field in ("street", "postal_code", "town")},
}
"""What the columns are called in the record of the organisation."""


def plan_import(
    file: CsvFile, name: str, regulations: Mapping[str, Regulation], known: Mapping[str, KnownCandidate]
) -> tuple[PlannedLine, ...]:
    """Judges every line: what is wrong with it and what will happen.

    `known` are the stored candidates of the season by number; upper and lower case make no other number. Raises
    KammerError when a required column is missing, or when there is nothing below the header.
    """
    missing = [column.header for column in COLUMNS if column.required and column.header not in file.headers]
    if missing:
        raise KammerError(
            tr("“{name}” lacks the column {columns}. Needed are: {needed}.").format(
                name=name,
                columns=", ".join(f"„{header}“" for header in missing),
                needed=", ".join(column.header for column in COLUMNS if column.required),
            )
        )
    if not file.lines:
        raise KammerError(tr("“{name}” is empty. It must have a header line and at least one line.").format(name=name))
    seen: dict[str, int] = {}
    stored = {number.casefold(): candidate for number, candidate in known.items()}
    return tuple(_plan_line(line, regulations, stored, seen) for line in file.lines)


def file_notes(file: CsvFile, regulations: Mapping[str, Regulation]) -> tuple[str, ...]:
    """What the clerk should know of the file as a whole: columns that are not imported, with what may be meant."""
    known = {header.casefold(): header for header in (*(column.header for column in COLUMNS), *_areas(regulations))}
    notes = [_unknown_column(header, known) for header in file.headers if header and header not in known.values()]
    if any(line.fields.get("") for line in file.lines):
        notes.append(tr("A column without a header is not imported."))
    return tuple(notes)


def _unknown_column(header: str, known: Mapping[str, str]) -> str:
    note = tr("The column “{column}” is unknown and is not imported.").format(column=shorten(header))
    likely = get_close_matches(header.casefold()[:MAX_FIELD], known, n=1, cutoff=0.7)
    return note + " " + tr("Perhaps “{likely}” is meant.").format(likely=known[likely[0]]) if likely else note


def _areas(regulations: Mapping[str, Regulation]) -> dict[str, None]:
    """The areas of all regulations, each once, in a fixed order."""
    return dict.fromkeys(area for regulation in regulations.values() for area in regulation.area_ids)


def _plan_line(
    line: CsvLine,
    regulations: Mapping[str, Regulation],
    known: Mapping[str, KnownCandidate],
    seen: dict[str, int],
) -> PlannedLine:
    reading = _Reading(line)
    values = {column.attribute: reading.value(column) for column in COLUMNS if column.header in line.fields}
    if line.surplus:
        reading.problems.append(tr("The line has more fields than the header has columns."))
    number, name = shorten(str(values.get("number") or "")), _name(line)
    regulation = regulations.get(str(values.get("regulation") or ""))
    if values.get("regulation") and regulation is None:
        reading.problems.append(_unknown_regulation(str(values["regulation"]), regulations))
    key = number.casefold()
    if key in seen:
        reading.problems.append(
            tr("The number {number} stands in line {line} already.").format(number=number, line=seen[key])
        )
    elif key:
        seen[key] = line.number
    marks = reading.marks(regulation) if regulation else ()
    if regulation:
        reading.note_foreign_areas(regulation, regulations)
        reading.note_early_contract(regulation, values.get("contract_from"))
    begins, ends = values.get("contract_from"), values.get("contract_until")
    if begins and ends and ends < begins:
        reading.problems.append(
            tr("“Vertrag bis” lies before “Vertrag von” ({date}).").format(date=format_date(begins))
        )
    if reading.problems:
        return PlannedLine(line.number, number, name, Fate.FAULTY, tuple(reading.problems), notes=tuple(reading.notes))
    entry = CandidateEntry(**{key: value for key, value in values.items() if value is not None}, marks=marks)
    planned = PlannedLine(line.number, number, name, Fate.NEW, entry=entry, notes=tuple(reading.notes))
    return _compare(planned, entry, known.get(key))


def _compare(planned: PlannedLine, entry: CandidateEntry, stored: KnownCandidate | None) -> PlannedLine:
    if stored is None:
        return planned
    same = (stored.last_name, stored.first_name, stored.birth_date)
    if same == (entry.last_name, entry.first_name, entry.birth_date):
        return PlannedLine(planned.line, planned.number, planned.name, Fate.KNOWN)
    problem = tr("The number {number} belongs to {name} already.").format(
        number=planned.number, name=list_name("", stored.first_name, stored.last_name)
    )
    return PlannedLine(planned.line, planned.number, planned.name, Fate.FAULTY, (problem,))


@dataclass(slots=True)
class _Reading:
    """Parses the fields of one line and gathers every complaint and every note, not only the first."""

    line: CsvLine
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def value(self, column: _Column) -> Any:
        text = self.line.fields[column.header]
        if not text:
            if column.required:
                self.problems.append(tr("“{column}” is empty.").format(column=column.header))
            return None
        if sentence := too_long(_OF_ORGANISATIONS.get(column.attribute, column.attribute), text):
            self.problems.append(f"„{column.header}“: {sentence}")
            return None
        return self._parse(column.header, text, column.parse)

    def marks(self, regulation: Regulation) -> tuple[tuple[str, Hundredths], ...]:
        filled = (area.id for area in regulation.areas if self.line.fields.get(area.id))
        parsed = ((area, self._parse(area, self.line.fields[area], parse_points)) for area in filled)
        return tuple((area, points) for area, points in parsed if points is not None)

    def note_foreign_areas(self, regulation: Regulation, regulations: Mapping[str, Regulation]) -> None:
        """Points in an area that only other regulations have would vanish without a word."""
        for area in _areas(regulations):
            if area not in regulation.area_ids and self.line.fields.get(area):
                note = tr("“{area}” is no exam area of “{regulation}”: its points are not imported.")
                self.notes.append(note.format(area=area, regulation=regulation.id))

    def note_early_contract(self, regulation: Regulation, begins: date | None) -> None:
        """Not faulty: a running contract may have been changed over to the new regulation."""
        first = regulation.contracts_from or regulation.valid_from
        if begins and begins < first:
            note = tr("The contract begins on {begins}, “{regulation}” applies from {first}. Please check both.")
            self.notes.append(
                note.format(begins=format_date(begins), regulation=regulation.id, first=format_date(first))
            )

    def _parse(self, header: str, text: str, parse: Callable[[str], Any]) -> Any:
        if len(text) > MAX_FIELD or not text.isprintable():
            self.problems.append(
                tr("“{column}”: the text is too long or has control characters ({count} characters).").format(
                    column=header, count=len(text)
                )
            )
            return None
        try:
            return parse(text)
        except KammerError as error:
            self.problems.append(f"„{header}“: {error}")
            return None


def _name(line: CsvLine) -> str:
    return shorten(list_name("", line.fields.get("Vorname", ""), line.fields.get("Nachname", "")))


def _unknown_regulation(text: str, regulations: Iterable[str]) -> str:
    return tr("There is no regulation “{text}”. Known are: {known}.").format(
        text=shorten(text), known=", ".join(sorted(regulations))
    )
