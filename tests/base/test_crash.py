"""What is told of a bug holds kinds of errors and places in the program, and nobody's name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk import __version__
from kammerdesk.base.clock import FixedClock
from kammerdesk.base.crash import crash_report
from kammerdesk.base.dates import parse_date
from kammerdesk.base.errors import KammerError

NAME = "Yıldız-Groß"


class NamingError(Exception):
    """An error whose words are all names."""

    def __str__(self) -> str:
        return NAME

    def __repr__(self) -> str:
        return f"NamingError({NAME})"


def fall(names: list[str]) -> None:
    surname = names[0]
    try:
        parse_date(surname)
    except KammerError as error:
        error.add_note(f"asked for by {surname}")
        try:
            json.loads(f'{{"{surname}": ')
        except ValueError as second:
            raise ExceptionGroup(surname, [NamingError(surname), KeyError(surname)]) from second


def caught(names: list[str]) -> BaseException:
    with pytest.raises(ExceptionGroup) as raised:
        fall(names)
    return raised.value


def test_a_report_tells_every_error_of_the_chain_and_where_it_was() -> None:
    report = crash_report(caught([NAME]))
    for kind in ("ExceptionGroup", "NamingError", "KeyError", "JSONDecodeError", "KammerError", "ValueError"):
        assert kind in report
    assert f"KammerDesk {__version__}" in report.splitlines()[0]
    assert "kammerdesk/base/dates.py:" in report
    assert "parse_date" in report
    assert "json/decoder.py:" in report


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=12))
def test_no_name_gets_into_a_report(name: str) -> None:
    assert name not in crash_report(caught([name, f"Dr. {name}"]))


def test_no_name_of_a_user_gets_into_a_report_through_a_path(tmp_path: Path) -> None:
    home = tmp_path / "katja.drews"
    home.mkdir()
    script = home / "drews_script.py"
    script.write_text("raise RuntimeError('Katja Drews')")
    with pytest.raises(RuntimeError) as raised:
        exec(compile(script.read_text(), str(script), "exec"), {})
    report = crash_report(raised.value)
    assert "drews" not in report.lower()
    assert "(elsewhere):1" in report
    assert str(Path.home()) not in report


def test_errors_that_lead_back_to_themselves_are_told_once() -> None:
    one, other = KeyError(NAME), ValueError(NAME)
    one.__context__, other.__context__ = other, one
    assert crash_report(one).count("builtins.") == 2


def test_an_endless_recursion_is_told_shortly() -> None:
    def down(clock: FixedClock) -> None:
        down(clock)

    with pytest.raises(RecursionError) as raised:
        down(FixedClock(None))  # type: ignore[arg-type]  # never asked
    assert len(crash_report(raised.value).splitlines()) < 80
