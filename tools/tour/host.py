"""In Braunschweig's window: from the file of candidates to the sealed bundle."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit

from tools.tour.driver import Driver
from tools.tour.marks import JOINT, OFFSETS, REASON, agreed, pile
from tools.waiting import until

COMPLETE = 11
"""Of the twelve candidates one still lacks a written area."""


def look_around(clerk: Driver) -> None:
    """Heute, the examiners of both houses, the joint committee and what the law says of it."""
    clerk.shot("heute", "Heute: was fällig ist, der nächste Prüfungstag, der Partner.")
    clerk.press("Ctrl+2")
    clerk.shot("pruefende", "Prüferinnen und Prüfer beider Kammern; wer läuft aus, wer kommt vom Partner.")
    clerk.press("Ctrl+3", "Return")
    clerk.shot("ausschuss", "Der gemeinsame Ausschuss: jede Regel mit ihrem Paragrafen.")


def import_candidates(clerk: Driver, file: Path) -> None:
    """Reads the file, shows every line, and stores after agreement."""
    clerk.press("Escape", "Ctrl+4", "Ctrl+I")
    clerk.answer_file(file)
    clerk.shot("einlesen", "Prüflinge einlesen: Zeile für Zeile, gespeichert ist noch nichts.")
    clerk.press("Ctrl+Return")
    clerk.shot("prueflinge", "Zwölf neue Prüflinge im Durchgang.")


def create_day(clerk: Driver) -> None:
    """Plans today's exam day for the joint committee: everything but committee, day and room is proposed."""
    clerk.press("Ctrl+5", "Ctrl+N", "Down", "Tab", "Tab", "Tab")
    clerk.type("h")
    clerk.press("Tab", "Tab", "Tab", "Tab", "Tab", "Down", "Down", "Tab")
    clerk.shot("tag_anlegen", "Prüfungstag anlegen: Prüfende, Prüflinge und Dauer sind vorgeschlagen.")
    clerk.press("Ctrl+Return")
    clerk.shot("prueftage", "Der neue Prüfungstag steht in der Liste.")


def print_folder(clerk: Driver, target: Path) -> None:
    """Shows the folder of the day and saves it as PDF."""
    clerk.press("Ctrl+P")
    clerk.settle_preview()
    clerk.shot("pruefungsmappe", "Die Prüfungsmappe: Inhalt, Seitenzahl, Vorschau.")
    clerk.press("Ctrl+S")
    clerk.answer_file(target)
    until(target.exists, "the folder to be saved")
    clerk.press("Escape")


def check_in(clerk: Driver) -> None:
    """Lets everybody in: photograph, instruction, fitness, bias; F8 goes to the next."""
    clerk.press("Ctrl+O", "Return")
    for number in range(len(JOINT)):
        clerk.press("Space", "Tab", "Space", "Tab", "Space", "Tab", "Space")
        if number == 2:
            clerk.shot("einlass", "Einlass: Ausweis, Lichtbild, Belehrung, Befinden, Befangenheit; F8 und weiter.")
        clerk.press("F8")


def record_marks(clerk: Driver) -> None:
    """Types the piles of the three examiners and what was agreed, one column after the other."""
    clerk.press("Alt+2")
    for subarea in (0, 1):
        for examiner in range(len(OFFSETS)):
            _type_column(clerk, pile(subarea, examiner))
    clerk.shot("bewerten", "Bewerten: erst jede prüfende Person für sich, dann gemeinsam.")
    for subarea in (0, 1):
        _type_column(clerk, agreed(subarea))
    clerk.shot("ergebnisse", "Gesamtpunkte, Note, bestanden oder nicht, mit den Gründen aus der Ausbildungsordnung.")


def _type_column(clerk: Driver, marks: list[str]) -> None:
    for mark in marks:
        clerk.type(mark)
        clerk.press("Return")


def announce(clerk: Driver) -> None:
    """Announces every complete result; the one below 50 points gets its reasons first."""
    announced = 0
    while announced < COMPLETE:
        clerk.press("F8")
        if isinstance(clerk.focus(), QPlainTextEdit):
            clerk.type(REASON)
            continue
        if not announced:
            clerk.shot("bekanntgeben", "Vor der Bekanntgabe: was feststeht und was daraus folgt.")
        clerk.press("Tab", "Space")
        announced += 1
    clerk.shot("bekanntgegeben", "Bekanntgegeben; ein Ergebnis bleibt offen, weil noch ein Prüfungsbereich fehlt.")


def print_results(clerk: Driver, target: Path) -> None:
    """Prints the confirmations and notices of all announced results."""
    clerk.press("Shift+F7")
    clerk.settle_preview()
    clerk.shot("bescheinigungen", "Bescheinigungen und Bescheide, fertig zum Druck.")
    clerk.press("Ctrl+S")
    clerk.answer_file(target)
    until(target.exists, "the results to be saved")
    clerk.press("Escape", "Escape")


def send(clerk: Driver, bundle: Path) -> None:
    """Looks at what would leave the house and exports the sealed bundle."""
    clerk.press("Ctrl+6")
    clerk.shot("was_verlaesst_mein_haus", "Was verlässt mein Haus? Feld für Feld, mit Zweck und Rechtsgrundlage.")
    clerk.press("Ctrl+Shift+E")
    clerk.answer_file(bundle)
    until(bundle.exists, "the bundle to be written")
    clerk.shot("paket_geschrieben", "Das versiegelte Paket ist geschrieben.")
