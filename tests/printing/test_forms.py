"""The printed forms, held against goldens of their structure and text; KAMMERDESK_RENEW_GOLDENS=1 writes them anew."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base.i18n import Words, paper_words
from kammerdesk.examday.forms import FORMS as EXAM_DAY_FORMS
from kammerdesk.exams.forms import FORMS as EXAM_FORMS
from kammerdesk.office.forms import FORMS as OFFICE_FORMS
from kammerdesk.printing.documents import Document, FormSpec
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.printed import FORM_WORDS, PrintedDocument
from kammerdesk.sync.forms import FORMS as SYNC_FORMS
from tests.printing.form_samples import LETTERHEAD, NAMES, SAMPLES
from tests.printing.reading import artifacts, structure
from tests.printing.test_geometry import assert_text_stays_on_paper
from tools import verapdf

GOLDENS = Path(__file__).parent.parent / "goldens"
FORMS: dict[str, FormSpec[Any]] = {
    form.key: form for form in (*EXAM_DAY_FORMS, *EXAM_FORMS, *OFFICE_FORMS, *SYNC_FORMS)
}
CREATED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def built(name: str, words: Words | None = None) -> Document:
    key, row = SAMPLES[name]
    return FORMS[key].build(row, LETTERHEAD, words or paper_words())


def printed(*documents: Document) -> bytes:
    target = BytesIO()
    write_pdf(target, documents, title="Probe", created=CREATED)
    return target.getvalue()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_form_says_what_it_always_said(name: str) -> None:
    data = printed(built(name))
    read = structure(data) + "".join(f"Page: {page}\n" for page in artifacts(data))
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("KAMMERDESK_RENEW_GOLDENS"):
        golden.write_text(read, encoding="utf-8")
    assert read == golden.read_text(encoding="utf-8")


def test_every_form_has_a_sample() -> None:
    assert {key for key, _row in SAMPLES.values()} == set(FORMS)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_text_of_a_form_leaves_the_paper(name: str) -> None:
    assert_text_stays_on_paper(printed(built(name)))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_form_can_be_printed_in_another_language(name: str) -> None:
    assert printed(built(name, lambda msgid: msgid))


def test_a_folder_of_all_forms_is_the_same_paper_each_time_and_passes_the_rules(tmp_path: Path) -> None:
    first = printed(*map(built, SAMPLES))
    assert first == printed(*map(built, SAMPLES))
    folder = tmp_path / "folder.pdf"
    folder.write_bytes(first)
    try:
        validator = verapdf.find()
    except verapdf.Missing as reason:
        pytest.skip(str(reason))
    assert validator.failures([folder]) == []


def test_the_door_sign_names_nobody() -> None:
    sign = structure(printed(built("door_sign")))
    assert "2026-W-0417" in sign
    assert not any(part in sign for name in NAMES for part in name.split(", "))


def test_the_instruction_to_object_names_period_authority_and_seat_and_does_not_narrow_the_form() -> None:
    notice = structure(printed(built("fail_notice")))
    instruction = notice.partition("Rechtsbehelfsbelehrung")[2].partition("Mit freundlichen")[0]
    for needed in ("eines Monats", "Widerspruch", LETTERHEAD.name, LETTERHEAD.street, LETTERHEAD.town):
        assert needed in instruction
    assert "schriftlich" not in instruction


def test_the_confirmation_says_that_it_is_not_the_certificate() -> None:
    confirmation = structure(printed(built("pass_confirmation")))
    assert "ersetzt nicht das Prüfungszeugnis" in confirmation
    assert "09:20 Uhr" in confirmation


def test_the_summons_offers_video_only_where_it_was_announced() -> None:
    assert "§ 42a" not in structure(printed(built("summons_candidate")))
    assert "§ 42a" in structure(printed(built("summons_by_video_without_aids")))


def test_the_history_calls_every_form_by_its_title() -> None:
    assert {key: form.title for key, form in FORMS.items()} == FORM_WORDS
    assert PrintedDocument.__table__.c.form.info["values"] == FORM_WORDS
