"""The words for what leaves the house: record kinds and fields as a clerk or a data protection officer reads them."""

from __future__ import annotations

from collections.abc import Mapping

from kammerdesk.base.i18n import N_, tr

KIND_WORDS: Mapping[str, str] = {
    "organisation": N_("Organisations"),
    "person": N_("Persons"),
    "venue": N_("Venues"),
    "room": N_("Rooms"),
    "committee": N_("Committees"),
    "appointment": N_("Appointments"),
    "exam_season": N_("Exam seasons"),
    "candidate": N_("Candidates"),
    "exam_day": N_("Exam days"),
    "sitting": N_("Examiners of the day"),
    "slot": N_("Times of candidates"),
}

FIELD_WORDS: Mapping[str, str] = {
    "aids": N_("Permitted aids"),
    "appointment_uid": N_("Appointment"),
    "area": N_("Examination area"),
    "bench": N_("Group (employers, employees, teachers)"),
    "candidate_uid": N_("Candidate"),
    "committee_uid": N_("Committee"),
    "company_uid": N_("Training company"),
    "day": N_("Date"),
    "deviation_on": N_("Date of the deviating size"),
    "deviation_reason": N_("Reason for the deviating size"),
    "dismissed_on": N_("Dismissed on"),
    "employer_uid": N_("Employer"),
    "ends_at": N_("End"),
    "ends_on": N_("Last day"),
    "exam_day_uid": N_("Exam day"),
    "fields": N_("Examination fields"),
    "first_name": N_("First name"),
    "host": N_("Chamber at which it stands"),
    "joint": N_("Joint committee"),
    "kind": N_("Kind"),
    "last_name": N_("Last name"),
    "mail": N_("Mail address"),
    "name": N_("Name"),
    "number": N_("Number"),
    "obligated_on": N_("Obligated on"),
    "occupation": N_("Occupation"),
    "partner": N_("Partner chamber"),
    "person_uid": N_("Person"),
    "phone": N_("Telephone"),
    "postal_code": N_("Postal code"),
    "proposed_by_uid": N_("Proposed by"),
    "regulation": N_("Examination regulation"),
    "role": N_("Role"),
    "room_uid": N_("Room"),
    "salutation": N_("Salutation"),
    "season_uid": N_("Exam season"),
    "seats": N_("Seats"),
    "size_basis": N_("Basis of the size"),
    "slot_minutes": N_("Minutes per candidate"),
    "starts_at": N_("Begin"),
    "starts_on": N_("First day"),
    "street": N_("Street"),
    "target_size": N_("Number of members"),
    "title": N_("Title"),
    "town": N_("Town"),
    "valid_from": N_("Appointed from"),
    "valid_until": N_("Appointed until"),
    "venue_uid": N_("Venue"),
}


def kind_word(kind: str) -> str:
    """What a record kind is called; an unknown one stands for itself."""
    return tr(KIND_WORDS[kind]) if kind in KIND_WORDS else kind


def field_word(field: str) -> str:
    """What a shared field is called; an unknown one stands for itself."""
    return tr(FIELD_WORDS[field]) if field in FIELD_WORDS else field
