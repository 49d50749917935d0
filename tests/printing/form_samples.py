"""One invented exam day on paper: a row for every printed form, blank and filled, plain and difficult."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from kammerdesk.base.clock import OFFICE_ZONE
from kammerdesk.examday.forms.rows import (
    AttendanceLine,
    AttendanceListRow,
    CandidateSummonsRow,
    DayPlanLine,
    DayPlanRow,
    DoorSignRow,
    ExaminerInvitationRow,
    ExaminerLine,
    MarkLine,
    MarkSheetRow,
    MinutesRow,
    Occasion,
    PerformanceLine,
    SlotLine,
)
from kammerdesk.exams.forms.rows import AreaLine, Contact, Exam, FailNoticeRow, PassConfirmationRow, Recipient
from kammerdesk.office.dossier import (
    Dossier,
    DossierChange,
    DossierField,
    DossierRecord,
    DossierSection,
    DossierTransfer,
)
from kammerdesk.office.forms.recovery_sheet import RecoverySheetRow
from kammerdesk.office.retention import Proof, ProofLine
from kammerdesk.printing.documents import Letterhead
from kammerdesk.store.lines import FieldLine
from kammerdesk.sync.forms.key_annex import AnnexKey, KeyAnnexRow

LETTERHEAD = Letterhead(
    "Industrie- und Handelskammer Braunschweig",
    "IHK",
    "Braunschweig",
    "Brabandtstraße 11",
    "38100 Braunschweig",
    "0531 4715-0",
    "info@ihk-bs.example",
    "www.ihk-bs.example",
    footer=("Hauptgeschäftsführerin\nDr. Friederike Brandt",),
)
CONTACT = Contact("Sabine Kröger", "0531 4715-123", "kroeger@ihk-bs.example")
EXAM = Exam(
    "Abschlussprüfung",
    "Teil 2",
    "Fachinformatiker/Fachinformatikerin, Fachrichtung Anwendungsentwicklung",
    "Winter 2026/27",
    "FIAE 1",
    "PA-FIAE-1/2026",
)
OCCASION = Occasion(
    EXAM,
    date(2026, 11, 24),
    time(8, 30),
    time(16, 45),
    "Raum 2.14",
    "IHK-Bildungszentrum, Brabandtstraße 11, 38100 Braunschweig",
)
AREA = "Planen und Umsetzen eines Softwareprojektes"
PERFORMANCES = (
    PerformanceLine("Projektarbeit mit Dokumentation", 50, criteria=("Ausgangslage", "Umsetzung", "Dokumentation")),
    PerformanceLine("Präsentation und Fachgespräch", 50, 30, criteria=("Aufbau und Vortrag", "Fachliche Tiefe")),
)
EXAMINERS = (
    ExaminerLine("Anna Weber", "AG", "Vorsitz"),
    ExaminerLine("Dr. Jörg Müller-Lüdenscheidt", "AN", "stellvertretender Vorsitz"),
    ExaminerLine("Ayşe Yıldız", "LK", "stellvertretendes Mitglied", replaces="Bernd Öztürk"),
)
NAMES = (
    "Ebert, Lea",
    "Kern, Jonas",
    "Łukasiewicz, Agnieszka",
    "Großmann, Søren",
    "Freiherr von und zu Hohenstein-Schwarzenfels, Maximilian-Alexander Ferdinand",
    "Yılmaz, Çağrı",
    "O’Neill, Seán",
    "Nguyễn, Thị Hồng",
    "Böttcher, Änne",
    "Szűcs, Ágnes",
    "Jung, Tim",
    "Zimmermann, Ronja",
)


def slot(place: int) -> SlotLine:
    """The slot of the n-th candidate, 40 minutes each."""
    begin = 8 * 60 + 30 + 40 * place
    return SlotLine(
        time(begin // 60, begin % 60),
        time((begin + 40) // 60, (begin + 40) % 60),
        f"2026-W-{417 + place:04d}",
        NAMES[place],
        "Ablösung der Lagerverwaltung durch eine Webanwendung mit Barcode-Erfassung",
        "+25 %" if place == 1 else "",
    )


SLOTS = tuple(slot(place) for place in range(len(NAMES)))
EXAMINER = Recipient(
    ("Herrn", "Dr. Jörg Müller-Lüdenscheidt", "Weststraße 12", "38440 Wolfsburg"),
    "Herr",
    "Dr.",
    "Jörg",
    "Müller-Lüdenscheidt",
)
CANDIDATE = Recipient(("Frau", "Lea Ebert", "Am Bruchtor 3", "38100 Braunschweig"), "Frau", "", "Lea", "Ebert")

INVITATION = ExaminerInvitationRow(
    OCCASION,
    CONTACT,
    EXAMINER,
    date(2026, 11, 3),
    EXAMINERS[1],
    (EXAMINERS[0], EXAMINERS[2]),
    AREA,
    PERFORMANCES,
    12,
    date(2026, 11, 10),
)
SUMMONS = CandidateSummonsRow(
    OCCASION,
    CONTACT,
    CANDIDATE,
    date(2026, 11, 3),
    SLOTS[0],
    time(8, 15),
    AREA,
    PERFORMANCES,
    ("eigener Rechner mit der Präsentation", "Netzteil und Adapter auf HDMI"),
)
ATTENDANCE = AttendanceListRow(
    OCCASION,
    tuple(
        AttendanceLine(line.number, line.name, date(2004, 1 + place, 3 + place), line.starts_at)
        for place, line in enumerate(SLOTS)
    ),
    ("Anna Weber",),
)
DOOR = DoorSignRow(OCCASION, tuple((line.starts_at, line.number) for line in SLOTS))
SHEET = MarkSheetRow(OCCASION, EXAMINERS[0], SLOTS[0], AREA, PERFORMANCES, "KD1:0190F3A2C5D47B8E:A")
BLANK_MINUTES = MinutesRow(
    OCCASION,
    SLOTS[0],
    "",
    date(2004, 1, 3),
    "Am Bruchtor 3, 38100 Braunschweig",
    EXAMINERS,
    3,
    3,
    AREA,
    (MarkLine("Projektarbeit mit Dokumentation", 50), MarkLine("Präsentation und Fachgespräch", 50)),
    "KD1:0190F3A2C5D47B8F:N",
    final=True,
)
FILLED_MINUTES = replace(
    BLANK_MINUTES,
    birth_name="Möller",
    examiners=tuple(replace(line, present=True) for line in EXAMINERS),
    marks=(
        MarkLine("Projektarbeit mit Dokumentation", 50, (84_00, 81_50, 86_00), 84_00),
        MarkLine(
            "Präsentation und Fachgespräch",
            50,
            (48_00, 45_00, 50_00),
            47_50,
            "Der Aufbau war klar; Fragen zur Datensicherung und zum Testkonzept blieben ohne tragfähige Antwort.",
        ),
    ),
    began_at=time(8, 34),
    ended_at=time(9, 8),
    identity_document="Personalausweis",
    instructed=True,
    fit=True,
    bias_claimed=False,
    incidents="",
    questions="Warum eine Webanwendung? – Ein Zugriff aus drei Lagern.\nWie wird gesichert? – Ohne klare Antwort.",
    area_points=65_75,
    area_grade="ausreichend (4)",
    votes=(3, 0, 0),
    passed=True,
    announced_at=time(9, 20),
)
PLAN = DayPlanRow(
    OCCASION,
    AREA,
    (
        DayPlanLine(time(8, 0), time(8, 30), "Vorbereitung", remark="Raum einrichten"),
        *(
            DayPlanLine(
                line.starts_at, line.ends_at, "Präsentation und Fachgespräch", line.number, line.name, line.extra_time
            )
            for line in SLOTS
        ),
        DayPlanLine(time(16, 30), time(17, 0), "Beratung und Niederschriften"),
    ),
    EXAMINERS,
)
AREAS = (
    AreaLine("Einrichten eines IT-gestützten Arbeitsplatzes", 200, 80_00, "befriedigend"),
    AreaLine(AREA, 500, 65_75, "ausreichend"),
    AreaLine("Planen eines Softwareproduktes", 100, 45_00, "mangelhaft"),
    AreaLine("Entwicklung und Umsetzung von Algorithmen", 100, 48_00, "mangelhaft"),
    AreaLine("Wirtschafts- und Sozialkunde", 100, 80_00, "befriedigend"),
)
PASSED_AREAS = (
    *AREAS[:2],
    replace(AREAS[2], points=67_00, grade_word="befriedigend"),
    replace(AREAS[3], points=72_00, grade_word="befriedigend"),
    AREAS[4],
)
PASSED = PassConfirmationRow(
    EXAM,
    CONTACT,
    CANDIDATE,
    "2026-W-0417",
    date(2004, 1, 3),
    "Wolfenbüttel",
    PASSED_AREAS,
    70_77,
    3,
    "befriedigend",
    "3,2",
    datetime(2026, 11, 24, 9, 20, tzinfo=OFFICE_ZONE),
    "Braunschweig",
    "Anna Weber",
)
FAILED = FailNoticeRow(
    EXAM,
    CONTACT,
    CANDIDATE,
    "2026-W-0417",
    date(2026, 11, 25),
    date(2026, 11, 24),
    AREAS,
    66_17,
    AREAS[2:4],
    ("Mindestens drei der vier Prüfungsbereiche von Teil 2 müssen „ausreichend“ sein (§ 16 Abs. 2 Nr. 3 FIAusbV).",),
    (AREAS[0].area, AREA, AREAS[4].area),
    date(2028, 11, 24),
    2,
    "Sommer 2027",
    date(2027, 2, 1),
    True,
    "Sabine Kröger",
    "Prüfungswesen",
)
RECOVERY = RecoverySheetRow(
    "IHK Braunschweig",
    date(2026, 11, 23),
    "daa3a4c4",
    ("040J 6HB7 H6NW VVR2", "14D2 PF2D BSQQ G28Q", "T5CY 4TQK FF04 HMAA", "SW9N F6YY V2ZJ DM0Z"),
)

KEY = UUID("019b2c00-0000-7000-8000-000000000001")
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RESULTS = ("Prüfungsergebnisse", "50 Jahre", "§ 25 BMVgVFAPrV (Muster), Prüfungsordnung")


def _told(title: str, **values: str) -> DossierRecord:
    fields = tuple(DossierField(name.lower(), name, value) for name, value in values.items())
    return DossierRecord(KEY, title, "IHK Braunschweig", fields)


DOSSIER = Dossier(
    KEY,
    "Yıldız, Ece",
    "IHK Braunschweig",
    MORNING,
    (
        DossierSection("person", "Personen", (_told("Yıldız, Ece", Nachname="Yıldız", Vorname="Ece"),), *RESULTS),
        DossierSection(
            "candidate",
            "Prüflinge",
            (
                _told("2026-W-0417", Nummer="2026-W-0417", Ausbildungsbetrieb="Harzlogik Lager und Verkehr AG, Goslar"),
                _told("2026-S-0311", Nummer="2026-S-0311", Versuch="1"),
            ),
            *RESULTS,
        ),
        DossierSection(
            "area_mark",
            "Bewertungen der Prüfungsbereiche",
            tuple(_told(area, Prüfungsbereich=area, Punkte="87,5") for area in ("PUS", "PSP", "WISO")),
            "",
            "",
            "",
        ),
    ),
    (
        DossierChange(MORNING, "kroeger", "Prüflinge einlesen", "Personen", "neu", ()),
        DossierChange(
            MORNING, "kroeger", "Person ändern", "Personen", "geändert", (FieldLine("town", "Ort", "Peine", "Gifhorn"),)
        ),
        *(DossierChange(MORNING, "kroeger", "Noten erfassen", "Bewertungen", "neu", ()) for _ in range(3)),
    ),
    (DossierTransfer(MORNING, True, "IHK Lüneburg-Wolfsburg", ("§ 39 Abs. 1 Satz 2 BBiG",), "0" * 64),),
)
PROOF = Proof(
    KEY,
    "L-2026-0001",
    MORNING,
    "kroeger",
    (
        ProofLine("Prüfungsergebnisse", "candidate", RESULTS[2], "50 Jahre", 12, 60),
        ProofLine("Papierkorb", "person", "Art. 17 Abs. 1 Buchst. a DSGVO", "30 Tage", 1, 0),
    ),
    {"candidate": 12, "area_mark": 48, "exam_result": 12, "person": 1},
    "3f" * 32,
)

ANNEX = KeyAnnexRow(
    date(2026, 11, 23),
    90,
    (
        AnnexKey(
            "IHK Braunschweig",
            date(2026, 11, 2),
            "a6fed57e4bb72bb2f2e2db0866819816",
            (*["Abenteuer", "Zwiebel", "Gorilla", "Leuchtturm", "Papagei", "Zikade"], *["Kaktus"] * 5),
            tuple(f"{number * 7919 % 100000:05d}" for number in range(1, 13)),
        ),
        AnnexKey(
            "IHK Lüneburg-Wolfsburg",
            date(2026, 11, 9),
            "00112233445566778899aabbccddeeff",
            ("Wetterhahn", *["Omnibus"] * 9, "Zylinder"),
            tuple(f"{number * 104729 % 100000:05d}" for number in range(1, 13)),
        ),
    ),
)

SAMPLES: Mapping[str, tuple[str, Any]] = {
    "invitation_examiner": ("invitation_examiner", INVITATION),
    "summons_candidate": ("summons_candidate", SUMMONS),
    "summons_by_video_without_aids": ("summons_candidate", replace(SUMMONS, aids=(), video=True)),
    "day_plan": ("day_plan", PLAN),
    "attendance_list": ("attendance_list", ATTENDANCE),
    "door_sign": ("door_sign", DOOR),
    "mark_sheet": ("mark_sheet", SHEET),
    "minutes_blank": ("minutes", BLANK_MINUTES),
    "minutes_filled": ("minutes", FILLED_MINUTES),
    "pass_confirmation": ("pass_confirmation", PASSED),
    "fail_notice": ("fail_notice", FAILED),
    "fail_notice_without_resit": (
        "fail_notice",
        replace(FAILED, attempts_left=0, exempt_areas=(), next_exam="", apply_until=None, trainee=False),
    ),
    "recovery_sheet": ("recovery_sheet", RECOVERY),
    "dossier": ("dossier", DOSSIER),
    "dossier_without_transfers": ("dossier", replace(DOSSIER, transfers=())),
    "erasure": ("erasure", PROOF),
    "key_annex": ("key_annex", ANNEX),
}
"""By name: the key of the form and the row to fill it with."""
