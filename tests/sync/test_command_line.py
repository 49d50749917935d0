"""`kammerdesk sync …`: the exchange from the command line, exit code 0 only on success, 2 with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.cli.main import run
from kammerdesk.sync.cards import demonstration_card, save_card
from tests.sync.conftest import Pair
from tests.sync.test_two_houses import FIRST_BUNDLE


@pytest.fixture
def folder(pair: Pair) -> Path:
    """The folder with both houses, closed."""
    pair.bs.close()
    pair.lw.close()
    return pair.folder


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """One command with --json: its exit code and its answer."""
    code = run([*(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_bundle_goes_from_house_to_house(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "paket.kdb"
    code, answer = call(capsys, "sync", "export", "--data", folder / "bs", "--out", file, "--to", "lw")
    assert (code, answer["file"], answer["to"], answer["kinds"]) == (0, str(file), "LW", FIRST_BUNDLE)
    assert (answer["persons"], answer["records"]) == (2, sum(FIRST_BUNDLE.values()))
    code, answer = call(capsys, "sync", "import", file, "--data", folder / "lw", "--dry-run")
    assert (code, answer["added"], answer["written"]) == (0, sum(FIRST_BUNDLE.values()), 0)
    code, answer = call(capsys, "sync", "import", file, "--data", folder / "lw")
    assert (code, answer["added"], answer["read_before"]) == (0, sum(FIRST_BUNDLE.values()), False)
    code, answer = call(capsys, "sync", "import", file, "--data", folder / "lw")
    assert (code, answer["added"], answer["written"], answer["read_before"]) == (0, 0, 0, True)


def test_people_read_the_same_in_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "export", "--data", str(folder / "bs"), "--out", str(folder / "austausch")]) == 0
    out = capsys.readouterr().out
    assert "IHK Lüneburg-Wolfsburg" in out
    (file,) = (folder / "austausch").iterdir()
    assert str(file) in out
    assert run(["sync", "import", str(file), "--data", str(folder / "lw")]) == 0
    assert "IHK Braunschweig" in capsys.readouterr().out


def test_a_bad_bundle_ends_with_two_and_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "paket.kdb"
    call(capsys, "sync", "export", "--data", folder / "bs", "--out", file)
    code, answer = call(capsys, "sync", "import", file, "--data", folder / "bs")
    assert (code, list(answer)) == (2, ["error"])
    file.write_bytes(file.read_bytes()[:-1])
    for words in ([], ["--dry-run"]):
        code, answer = call(capsys, "sync", "import", file, "--data", folder / "lw", *words)
        assert code == 2
        assert answer["error"].endswith(".")
    assert run(["sync", "import", str(file), "--data", str(folder / "lw")]) == 2
    assert capsys.readouterr().err.strip().endswith(".")


def test_our_card_can_be_written_again_and_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        code, answer = call(capsys, "sync", "card", "--data", folder / "bs", "--out", folder / "bs.kdcard")
        assert (code, answer["chamber"]) == (0, "BS")
        assert answer["fingerprint"] == demonstration_card("BS").keys.fingerprint


def test_a_card_is_trusted_only_with_its_fingerprint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = demonstration_card("HN")
    save_card(folder / "hn.kdcard", card)
    code, answer = call(capsys, "sync", "trust", folder / "hn.kdcard", "--data", folder / "bs")
    assert (code, answer["trusted"], answer["fingerprint"]) == (1, False, card.keys.fingerprint)
    wrong = call(capsys, "sync", "trust", folder / "hn.kdcard", "--data", folder / "bs", "--fingerprint", "12345")
    assert wrong[0] == 2
    words = ("sync", "trust", folder / "hn.kdcard", "--data", folder / "bs", "--fingerprint", card.keys.fingerprint)
    code, answer = call(capsys, *words)
    assert (code, answer["trusted"], answer["fingerprint"]) == (0, True, card.keys.fingerprint)
    code, answer = call(capsys, "sync", "export", "--data", folder / "bs", "--out", folder / "paket.kdb")
    assert code == 2
    assert "HN, LW" in answer["error"]
