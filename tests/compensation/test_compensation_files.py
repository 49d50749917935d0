"""Rates, kinds of rule and tax notes as data: what comes with the program, and what a wrong file is told."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kammerdesk.base.errors import KammerError
from kammerdesk.compensation.rules import catalogue
from kammerdesk.compensation.rules.terms import Span, Status
from kammerdesk.exams.rules import datafile

RESOURCES = Path(__file__).parents[2] / "resources" / "compensation"
FILES = sorted(RESOURCES.glob("*.yaml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of everything that may be spoiled."""
    return Path(shutil.copytree(RESOURCES, tmp_path / "compensation"))


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_keeps_the_schema_and_names_its_source(file: Path) -> None:
    assert datafile.read(file)["source"].strip()


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads((RESOURCES / "schema.json").read_text("utf-8")))


def spans() -> dict[str, list[Span]]:
    law = catalogue.law()
    return {
        "rates": [each.span for each in law.rates],
        "daily_allowances": [span for span, _ in law.allowances],
        **{rule.id: [each.span for each in rule.versions] for rule in catalogue.rule_kinds().values()},
    }


@pytest.mark.parametrize("name", spans())
def test_the_spans_of_validity_have_no_gap_and_no_overlap(name: str) -> None:
    found = spans()[name]
    assert all(
        earlier.last is not None and later.first == earlier.last + timedelta(1) for earlier, later in pairwise(found)
    )
    assert found[-1].last is None


def test_exactly_one_rate_and_one_allowance_holds_for_every_day() -> None:
    law = catalogue.law()
    day = date(2004, 7, 1)
    while day <= date(2030, 1, 1):
        assert sum(each.span.holds(day) for each in law.rates) == 1
        assert sum(span.holds(day) for span, _ in law.allowances) == 1
        day += timedelta(1)


def test_both_houses_take_the_standard_and_say_that_their_own_rules_are_unconfirmed() -> None:
    kinds = catalogue.rule_kinds()
    own = {rule.id for rule in kinds.values() if rule.status is Status.UNCONFIRMED}
    assert own == {"braunschweig", "lueneburg_wolfsburg"}
    assert {rule.id for rule in kinds.values() if rule.status is Status.LAW} == {"jveg"}
    assert not any(catalogue.terms(date(2026, 1, 1), rule_id).own for rule_id in (*own, "jveg"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("valid_from: 2013-08-01", "valid_from: 2013-08-02", "Lücke"),
        ("valid_from: 2013-08-01", "valid_from: 2013-07-31", "überschneiden"),
        ("valid_until: 2020-12-31", "valid_until: null", "Lücke"),
        ("valid_until: 2020-12-31", "valid_until: 2012-12-31", "valid_until"),
        ("valid_from: 2020-01-01", "valid_from: 2020-01-02", "daily_allowances"),
        ("valid_from: 2021-01-01", "valid_from: 2021-02-30", "2021-02-30"),
        ("hour: 700", "hour: 7.00", r"rates\.3\.hour"),
        ("hour: 700", "hour: 0", r"rates\.3\.hour"),
        ("km: 42", "mile: 42", r"rates\.3\.mile"),
        ("earnings: [2900, 5500, 7300]", "earnings: [2900, 7300, 5500]", "earnings"),
        ("hours: 14", "hours: 8", "steps"),
        ("    km: 42\n", "", r"rates\.3\.km"),
        ("kind: rates", "kind: rate", "kind"),
    ],
)
def test_wrong_rates_are_refused_with_the_place(folder: Path, old: str, new: str, said: str) -> None:
    spoil(folder / "rates.yaml", old, new)
    with pytest.raises(KammerError, match=rf"rates\.yaml.*{said}"):
        catalogue.load_law(folder / "rates.yaml")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("erfurt", "december_until: 02-15", "december_until: 13-15", "december_until"),
        ("erfurt", "months: 2", "months: 0", "months"),
        ("gera", "id: gera", "id: jena", "jena"),
        ("gera", "status: example", "status: true", "status"),
        ("rostock", "sitting: 1600", "meeting: 1600", "meeting"),
        ("frankfurt", "valid_until: null", "valid_until: 2024-12-09", "valid_until"),
        ("bochum", "source:", "sauce:", "sauce"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_name(folder: Path, name: str, old: str, new: str, said: str) -> None:
    spoil(folder / f"{name}.yaml", old, new)
    with pytest.raises(KammerError, match=rf"{name}\.yaml.*{said}"):
        catalogue.load_rule_kinds(folder)


def test_tax_years_without_gap(folder: Path) -> None:
    spoil(folder / "tax.yaml", "from_year: 2026", "from_year: 2027")
    with pytest.raises(KammerError, match=r"tax\.yaml.*examiner"):
        catalogue.load_tax_limits(folder / "tax.yaml")
