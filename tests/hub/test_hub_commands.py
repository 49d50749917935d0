"""`kammerdesk hub …`: the hub from the command line, exit code 0 only on success, 2 with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from kammerdesk.base.clock import SystemClock
from kammerdesk.cli.main import run
from kammerdesk.store.store import Store
from kammerdesk.sync.same_state import house_code
from kammerdesk.sync.stations import write_for_stations
from tests.sync.conftest import Pair
from tests.sync.test_two_houses import rename


@pytest.fixture
def workplace(pair: Pair, url: URL, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a workplace, closed, and the address of an empty database."""
    pair.bs.close()
    pair.lw.close()
    monkeypatch.setenv("KAMMERDESK_HUB", url.render_as_string(hide_password=False))
    (pair.folder / "haus").mkdir()
    return pair.folder / "bs"


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """One command with --json: its exit code and its answer."""
    code = run([*(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def write(workplace: Path, name: str, uid: Any) -> str:
    """Somebody works at the workplace, and its bundle lies in the folder; returns the code of its state."""
    store = Store.open(workplace, user="kroeger", clock=SystemClock())
    store.do(rename, (uid, name))
    store.do(write_for_stations, workplace.parent / "haus")
    code = store.ask(house_code)
    store.close()
    return code


def test_the_hub_is_made_serves_and_tells_its_state(
    workplace: Path, pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, folder = workplace.parent / "hub", workplace.parent / "haus"
    code, answer = call(capsys, "hub", "init", "--data", workplace, "--keys", keys)
    assert (code, answer) == (0, {"chamber": "BS", "keys": str(keys)})
    told = write(workplace, "Vom Arbeitsplatz", pair.keys["examiner"])
    code, answer = call(capsys, "hub", "serve-folder", folder, "--once", "--every", "0", "--keys", keys)
    assert (code, answer["taken"], answer["refused"], answer["code"]) == (0, 1, [], told)
    assert len(list(folder.glob("BS-BS-*.kdb"))) == 2
    code, answer = call(capsys, "hub", "status", "--keys", keys)
    assert (code, answer["outstanding"], [one["person"] for one in answer["stations"]]) == (1, 1, ["kroeger"])
    code, answer = call(capsys, "hub", "status", "--keys", keys, "--data", workplace)
    assert (code, answer["same"]) == (0, True)
    write(workplace, "Später", pair.keys["examiner"])
    assert call(capsys, "hub", "status", "--keys", keys, "--data", workplace)[1]["same"] is False


def test_people_read_sentences(workplace: Path, pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    keys, folder = workplace.parent / "hub", workplace.parent / "haus"
    assert run(["hub", "init", "--data", str(workplace), "--keys", str(keys)]) == 0
    assert "Der Hub von BS ist angelegt" in capsys.readouterr().out
    write(workplace, "Vom Arbeitsplatz", pair.keys["examiner"])
    (damaged,) = folder.iterdir()
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2])
    assert run(["hub", "serve-folder", str(folder), "--once", "--every", "0", "--keys", str(keys)]) == 1
    told = capsys.readouterr().out
    assert f"{damaged.name}: " in told
    assert "Noch hat sich kein Arbeitsplatz gemeldet." in told


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (None, "Bitte nennen Sie die Datenbank des Hubs: KAMMERDESK_HUB="),
        ("sqlite:///x", "keine Adresse eines Hubs"),
        ("postgresql+psycopg://a@/x?host=/nirgends", "nicht zu erreichen"),
    ],
)
def test_a_wrong_address_is_told(
    workplace: Path,
    address: str | None,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("KAMMERDESK_HUB")
    if address is not None:
        monkeypatch.setenv("KAMMERDESK_HUB", address)
    assert run(["hub", "status"]) == 2
    assert sentence in capsys.readouterr().err


def test_without_a_hub_or_a_folder_nothing_is_served(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = workplace.parent / "hub"
    assert run(["hub", "serve-folder", str(workplace.parent), "--once", "--keys", str(keys)]) == 2
    assert "hub init" in capsys.readouterr().err
    assert run(["hub", "init", "--data", str(workplace), "--keys", str(keys)]) == 0
    assert run(["hub", "serve-folder", str(keys / "nirgends"), "--once", "--keys", str(keys)]) == 2
    assert "nirgends" in capsys.readouterr().err


def test_its_key_is_sealed_on_wish(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = workplace.parent / "hub"
    monkeypatch.setenv("KAMMERDESK_NEW_PASSPHRASE", "vier lange Wörter hier")
    assert run(["hub", "init", "--data", str(workplace), "--keys", str(keys), "--passphrase"]) == 0
    assert run(["hub", "status", "--keys", str(keys)]) == 2
    assert "KAMMERDESK_PASSPHRASE" in capsys.readouterr().err
    monkeypatch.setenv("KAMMERDESK_PASSPHRASE", "vier lange Wörter hier")
    assert run(["hub", "status", "--keys", str(keys)]) == 0
