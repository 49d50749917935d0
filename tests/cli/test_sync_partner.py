"""A whole bundle or a whole partner: refused, let rest, ended and taken up again; the journal keeps the reasons."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.cli.main import run
from kammerdesk.store.journal import JournalEntry
from kammerdesk.sync.inbox import answers
from kammerdesk.sync.model import SyncEnded
from tests.cli.test_sync_inbox import call
from tests.sync.conftest import Pair, furnished, pair

__all__ = ["furnished", "pair"]

WHY = "Der Ausschuss ist noch nicht beschlossen."


@pytest.fixture(autouse=True)
def _today(pair: Pair) -> None:
    """Commands go by the clock of the computer; houses more than a day apart would not read each other."""
    pair.clock.moment = datetime.now(UTC)


def last_reason(session: Session) -> str | None:
    return session.scalar(select(JournalEntry.reason).order_by(JournalEntry.id.desc()).limit(1))


def due_copies(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SyncEnded)) or 0


def state(capsys: pytest.CaptureFixture[str], pair: Pair, house: str = "lw") -> str:
    answer = call(capsys, "sync", "status", "--data", pair.folder / house)[1]
    return str(answer["partners"][0]["state"])


def test_a_bundle_is_refused_with_a_reason_that_its_sender_reads(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    file, data = pair.export(pair.bs).file, ("--data", pair.folder / "lw")
    code, answer = call(capsys, "sync", "refuse", file, "--reason", " ", *data)
    assert (code, "Begründung" in answer["error"]) == (2, True)
    code, answer = call(capsys, "sync", "refuse", file, "--reason", WHY, *data)
    assert (code, answer["from"], answer["reason"]) == (0, "BS", WHY)
    assert pair.lw.ask(last_reason) == WHY
    for again in (("import", file), ("refuse", file, "--reason", WHY)):
        code, refusal = call(capsys, "sync", *again, *data)
        assert (code, WHY in refusal["error"]) == (2, True)
    pair.send(pair.lw, pair.bs)
    assert [told.reason for told in pair.bs.ask(answers)] == [WHY]
    assert run(["undo", str(answer["entry"]), *map(str, data)]) == 0
    capsys.readouterr()
    code, _ = call(capsys, "sync", "export", "--out", file, "--data", pair.folder / "bs")
    assert (code, call(capsys, "sync", "import", file, *data)[0]) == (0, 0)


def test_while_it_rests_nothing_goes_and_after_it_was_taken_up_everything_follows(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    file, data = pair.export(pair.bs).file, ("--data", pair.folder / "lw")
    assert state(capsys, pair) == "active"
    assert call(capsys, "sync", "pause", "bs", "--reason", WHY, *data) == (0, {"chamber": "BS", "state": "paused"})
    assert (state(capsys, pair), pair.lw.ask(last_reason)) == ("paused", WHY)
    assert run(["sync", "status", *map(str, data)]) == 0
    assert "der Abgleich ruht seit" in capsys.readouterr().out
    for words in (("import", file), ("export", "--out", pair.folder / "back.kdb"), ("pause", "BS", "--reason", WHY)):
        assert call(capsys, "sync", *words, *data)[0] == 2
    assert not (pair.folder / "back.kdb").exists()
    assert call(capsys, "sync", "resume", "BS", *data) == (0, {"chamber": "BS", "state": "active"})
    code, answer = call(capsys, "sync", "import", file, *data)
    assert (code, answer["written"] > 0) == (0, True)


def test_an_agreement_is_ended_and_one_more_bundle_says_so(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    data, file = ("--data", pair.folder / "bs"), pair.folder / "last.kdb"
    assert run(["sync", "end", "LW", "--reason", WHY, *map(str, data)]) == 0
    assert "noch ein Paket" in capsys.readouterr().out
    assert state(capsys, pair, "bs") == "ended"
    assert call(capsys, "sync", "end", "LW", "--reason", WHY, *data)[0] == 2
    assert call(capsys, "sync", "export", "--out", file, *data)[0] == 0
    assert call(capsys, "sync", "import", file, "--data", pair.folder / "lw")[0] == 0
    assert pair.lw.ask(due_copies) > 0
    assert call(capsys, "sync", "resume", "LW", *data)[0] == 0
    assert state(capsys, pair, "bs") == "active"


@pytest.mark.parametrize("verb", ["pause", "end", "resume"])
def test_a_chamber_that_is_no_partner_is_refused(pair: Pair, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    code, answer = call(capsys, "sync", verb, "HN", "--reason", WHY, "--data", pair.folder / "lw")
    assert (code, answer["error"]) == (2, "Diesen Partner gibt es hier nicht.")
    assert state(capsys, pair) == "active"


@pytest.mark.parametrize("words", [("pause", "BS"), ("end", "BS"), ("refuse", "bundle.kdb")])
def test_without_a_reason_nothing_is_done(
    pair: Pair, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(["sync", *words, "--data", str(pair.folder / "lw")]) == 2
    assert "--reason" in capsys.readouterr().err
