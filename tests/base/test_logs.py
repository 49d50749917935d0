"""The log tells what the program did in its own words and numbers; a text from a record cannot get in."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk import __version__
from kammerdesk.base import logs
from kammerdesk.base.clock import FixedClock, office_date
from kammerdesk.base.logs import Event, Log

CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


class Direction(StrEnum):
    OUT = "out"


def lines(data: Path) -> list[str]:
    return (data / logs.FOLDER / logs.FILE).read_text("utf-8").splitlines()


def test_a_line_is_a_moment_an_event_and_facts(tmp_path: Path) -> None:
    log = Log(tmp_path, CLOCK)
    log.event(Event.COMMAND, rows=67, seconds=0.5, again=False, way=Direction.OUT)
    log.event(Event.COMMAND, name=office_date, error=KeyError)
    assert lines(tmp_path) == [
        f"2026-11-23T09:00:00.000+01:00 {__version__} command rows=67 seconds=0.5 again=false way=out",
        f"2026-11-23T09:00:00.000+01:00 {__version__} command name=office_date error=KeyError",
    ]


@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.lists(st.text()),
        st.none(),
        st.dictionaries(st.text(), st.text()),
        st.dates(),
        st.text(min_size=1).map(lambda name: type(name.replace("\0", ""), (), {"__module__": "people"})),
        st.just(StrEnum("Person", {"NAME": "Yıldız, Ece"}).NAME),  # type: ignore[attr-defined]
    )
)
def test_nothing_that_could_be_a_text_of_a_record_is_taken(
    tmp_path_factory: pytest.TempPathFactory, fact: object
) -> None:
    data = tmp_path_factory.getbasetemp()
    with pytest.raises(TypeError):
        Log(data, CLOCK).event(Event.COMMAND, name=fact)  # type: ignore[arg-type]
    assert not (data / logs.FOLDER).exists()


def test_a_bug_is_told_without_what_it_was_about(tmp_path: Path) -> None:
    log = Log(tmp_path, CLOCK)
    try:
        raise ValueError("Yıldız, Ece")
    except ValueError as error:
        log.bug(error)
    text = "\n".join(lines(tmp_path))
    assert "builtins.ValueError" in text
    assert "test_a_bug_is_told" in text
    assert "Yıldız" not in text


def test_full_files_are_put_aside_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 500)
    log = Log(tmp_path, CLOCK)
    for number in range(200):
        log.event(Event.COMMAND, number=number)
    files = sorted(file.name for file in (tmp_path / logs.FOLDER).iterdir())
    assert files == [logs.FILE, *(f"{logs.FILE}.{number}" for number in range(1, 6))]
    assert all(file.stat().st_size <= 500 for file in (tmp_path / logs.FOLDER).iterdir())
    assert lines(tmp_path)[-1].endswith("number=199")


def test_a_log_that_cannot_be_written_disturbs_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / logs.FOLDER).write_bytes(b"a file where the folder should be")
    Log(tmp_path, CLOCK).event(Event.WINDOW_OPENED)
    assert capsys.readouterr() == ("", "")
