"""Regulations as data: what comes with the program, and what a file that contradicts itself is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import KammerError
from kammerdesk.exams.rules.catalogue import load_regulations, regulation, regulation_for, regulations

RESOURCES = Path(__file__).parents[2] / "resources" / "regulations"
SAMPLE = (RESOURCES / "fiae2020.yaml").read_text("utf-8")

Change = Callable[[str], str]


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schema.json").write_text((RESOURCES / "schema.json").read_text("utf-8"), "utf-8")
    return tmp_path


def test_the_seven_occupations_and_the_trainer_exam_are_there() -> None:
    assert set(regulations()) == {
        "aevo2009",
        "buero2025",
        "fiae2020",
        "im2007",
        "indkfl2024",
        "keh2017",
        "mechatroniker2011",
        "verkaeufer2017",
    }


def test_weightings_sum_to_the_whole_exam() -> None:
    for found in regulations().values():
        assert sum(area.weighting for area in found.areas) == (1000 if found.overall_result else 0)


def test_every_rule_names_its_paragraph() -> None:
    for found in regulations().values():
        paragraphs = [rule.paragraph for rule in found.pass_rules] + [found.resits_paragraph]
        paragraphs += [found.supplementary.paragraph] if found.supplementary else []
        assert all(paragraph.startswith("§ ") for paragraph in paragraphs)


def test_an_unknown_regulation_names_the_known_ones() -> None:
    with pytest.raises(KammerError, match=r"buero2025.*fiae2020"):
        regulation("fiae1997")


def test_the_day_of_the_contract_chooses_the_regulation() -> None:
    assert regulation_for("buero", date(2025, 8, 1)).id == "buero2025"
    with pytest.raises(KammerError, match=r"31\.07\.2025"):
        regulation_for("buero", date(2025, 7, 31))
    with pytest.raises(KammerError):
        regulation_for("seiltaenzer", date(2026, 1, 1))


def test_adding_a_regulation_is_adding_one_file(folder: Path) -> None:
    (folder / "fiae2020.yaml").write_text(SAMPLE, "utf-8")
    (folder / "fisi2020.yaml").write_text(
        SAMPLE.replace("fiae2020", "fisi2020").replace("code: fiae", "code: fisi"), "utf-8"
    )
    assert list(load_regulations(folder)) == ["fiae2020", "fisi2020"]


def test_a_successor_begins_when_the_old_one_ends(folder: Path) -> None:
    (folder / "a.yaml").write_text(SAMPLE.replace("valid_until: null", "valid_until: 2029-07-31"), "utf-8")
    successor = SAMPLE.replace("fiae2020", "fiae2029").replace("2020-08-01", "2029-08-01")
    (folder / "b.yaml").write_text(successor, "utf-8")
    assert set(load_regulations(folder)) == {"fiae2020", "fiae2029"}


@pytest.mark.parametrize(
    "change",
    [
        replaced("weighting: 500", "weighting: 499"),
        replaced("weighting: 500", "weighting: 500.0"),
        replaced("weighting: 500", "weighting: fünfhundert"),
        replaced(", weighting: 200", ""),
        replaced("[PUS, PSP, EUA, WISO], count", "[PUS, PSP, EUA, WISO, KBP], count"),
        replaced("count: 3", "count: 5"),
        replaced("count: 3, ", ""),
        replaced("share: 50}", "share: 40}"),
        replaced("id: EITA, part: 1", "id: EITA, part: 0"),
        replaced("id: EITA, part: 1", "id: PSP, part: 1"),
        replaced("max_areas: 1", "max_areas: 4"),
        replaced("max_areas: 1", "max_areas: 0"),
        replaced(", supplementary: true", ""),
        replaced("valid_until: null", "valid_until: 2020-07-31"),
        replaced("valid_from: 2020-08-01", "valid_from: 2020-08-32"),
        replaced("valid_from: 2020-08-01", "valid_from: 01.08.2020"),
        replaced("rule: total", "rule: part2"),
        replaced("rule: total", "rule: totl"),
        replaced("rule: total, ", "rule: total, areas: [PUS], "),
        replaced("months: 36", "months: 36\nmonth: 36"),
        replaced("months: 36", "months: 36\nmonths: 24"),
        replaced("months: 36", "months: 36\noverall_result: false"),
        replaced("id: fiae2020\n", ""),
        replaced("id: fiae2020\n", "id: [\n"),
        lambda _: "",
        lambda _: "- a list",
        lambda _: "\x00",
        lambda _: "%PDF-1.7",
        lambda _: "[" * 1500,
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_its_name(folder: Path, change: Change) -> None:
    (folder / "wrong.yaml").write_text(change(SAMPLE), "utf-8")
    with pytest.raises(KammerError, match=r"wrong\.yaml"):
        load_regulations(folder)


def test_the_refusal_names_the_sum_of_the_weightings(folder: Path) -> None:
    (folder / "wrong.yaml").write_text(SAMPLE.replace("weighting: 500", "weighting: 499"), "utf-8")
    with pytest.raises(KammerError, match="999"):
        load_regulations(folder)


@pytest.mark.parametrize("code", ["fiae", "fisi"], ids=["the same occupation twice at a time", "the same id twice"])
def test_two_files_that_get_in_each_others_way_are_refused(folder: Path, code: str) -> None:
    (folder / "a.yaml").write_text(SAMPLE, "utf-8")
    second = SAMPLE.replace("code: fiae", f"code: {code}")
    (folder / "wrong.yaml").write_text(second if code == "fisi" else second.replace("fiae2020", "fiae2021"), "utf-8")
    with pytest.raises(KammerError, match=r"wrong\.yaml.*a\.yaml"):
        load_regulations(folder)


@given(st.lists(st.sampled_from(SAMPLE.splitlines()), max_size=60))
def test_shuffled_files_are_refused_with_a_sentence_and_never_crash(lines: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "schema.json").write_text((RESOURCES / "schema.json").read_text("utf-8"), "utf-8")
        (folder / "wrong.yaml").write_text("\n".join(lines), "utf-8")
        with pytest.raises(KammerError, match=r"wrong\.yaml"):
            load_regulations(folder)
