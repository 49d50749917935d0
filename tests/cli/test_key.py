"""The key on the command line: changed, printed, entered and sealed, with the passphrase from where there is one."""

from __future__ import annotations

import getpass
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pypdfium2
import pytest

from kammerdesk.cli.main import run
from kammerdesk.cli.passphrase import NEW_VARIABLE, VARIABLE
from kammerdesk.office.recovery import sheet_lines
from kammerdesk.store import keys
from kammerdesk.store.keys import sealing
from kammerdesk.store.lock import exclusive, shared
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tests.store.rings import NoKeyring, use

SECRET = "Vier Wörter für Äpfel"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No keyring, no terminal, no passphrase given, and a seal at a price that fits a test."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv(NEW_VARIABLE, raising=False)
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    before = keyring.get_keyring()
    use(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Demonstration data, their key plain in a file."""
    Store.create(tmp_path / "bs", "BS", schema(), user="kroeger", demonstration=True).close()
    return tmp_path / "bs"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """Real data under the passphrase."""
    Store.create(tmp_path / "bs", "BS", schema(), user="kroeger", passphrase=SECRET).close()
    return tmp_path / "bs"


class Terminal(io.StringIO):
    """Somebody sits there and types."""

    def isatty(self) -> bool:
        return True


def type_hidden(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Types these answers where nothing is shown; returns the prompts as they come."""
    left, prompts = list(answers), []

    def prompted(prompt: str) -> str:
        prompts.append(prompt)
        return left.pop(0)

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", prompted)
    return prompts


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_key_is_changed_and_the_data_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = keys.stored_key(folder)
    code, answer = call(capsys, "key", "change", "--data", folder)
    now = keys.stored_key(folder)
    assert (code, answer) == (0, {"former": keys.fingerprint(before), "current": keys.fingerprint(now)})
    assert before != now
    assert call(capsys, "check", "--data", folder)[0] == 0
    assert run(["key", "change", "--data", str(folder)]) == 0
    words = capsys.readouterr().out
    assert keys.fingerprint(now) in words
    assert "Wiederherstellungsbogen" in words


def test_data_in_use_keep_their_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = keys.stored_key(folder)
    held = shared(folder)
    code, answer = call(capsys, "key", "change", "--data", folder)
    held.release()
    assert code == 2
    assert "benutzt" in answer["error"]
    assert keys.stored_key(folder) == before


def test_while_the_key_is_changed_no_command_opens_the_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with exclusive(folder):
        code, answer = call(capsys, "check", "--data", folder)
    assert (code, "gerade" in answer["error"]) == (2, True)


def test_the_sheet_is_written_for_this_user_only(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = tmp_path / "bogen.pdf", keys.stored_key(folder)
    code, answer = call(capsys, "key", "sheet", "--data", folder, "--out", file)
    assert (code, answer) == (0, {"file": str(file), "fingerprint": keys.fingerprint(key)})
    assert file.stat().st_mode & 0o777 == 0o600
    text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
    assert all(group in text for line in sheet_lines(key) for group in line.split())
    code, answer = call(capsys, "key", "sheet", "--data", folder, "--out", tmp_path / "nirgends" / "bogen.pdf")
    assert (code, "nirgends" in answer["error"]) == (2, True)


def test_a_typed_sheet_brings_back_data_whose_key_file_is_lost(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.stored_key(folder)
    lines = [line.lower() for line in sheet_lines(key)]
    (folder / keys.KEY_FILE).unlink()
    monkeypatch.setenv(NEW_VARIABLE, SECRET)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([lines[0], lines[1][:-1] + "_", *lines[2:]])))
    code, answer = call(capsys, "key", "enter", "--data", folder)
    assert (code, answer["error"].startswith("Zeile 2")) == (2, True)
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(lines) + "\nmore"))
    assert call(capsys, "key", "enter", "--data", folder) == (0, {"fingerprint": keys.fingerprint(key)})
    monkeypatch.setenv(VARIABLE, SECRET)
    assert call(capsys, "check", "--data", folder)[0] == 0


def test_a_passphrase_is_set_changed_and_removed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = type_hidden(monkeypatch, SECRET, SECRET)
    assert call(capsys, "key", "passphrase", "--data", folder) == (0, {"protection": "passphrase"})
    assert prompts == ["Neue Passphrase: ", "Noch einmal: "]
    prompts = type_hidden(monkeypatch, "falsch", SECRET, "ganz neue Wörter", "ganz neue Wörter")
    assert call(capsys, "key", "passphrase", "--data", folder)[0] == 0
    assert prompts == ["Passphrase: ", "Stimmt nicht. Passphrase: ", "Neue Passphrase: ", "Noch einmal: "]
    type_hidden(monkeypatch, "ganz neue Wörter")
    assert call(capsys, "key", "passphrase", "--data", folder, "--remove") == (0, {"protection": "file"})
    assert call(capsys, "check", "--data", folder)[0] == 0


@pytest.mark.parametrize(
    ("answers", "sentence"), [((SECRET, SECRET.lower()), "verschieden"), (("kurz", "kurz"), "4 Zeichen")]
)
def test_a_new_passphrase_that_cannot_be_taken_changes_nothing(
    answers: tuple[str, ...],
    sentence: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    type_hidden(monkeypatch, *answers)
    code, answer = call(capsys, "key", "passphrase", "--data", folder)
    assert (code, sentence in answer["error"]) == (2, True)
    assert keys.protection(folder) is keys.Protection.FILE


def test_sealed_data_open_with_the_passphrase_of_the_environment(
    sealed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, answer = call(capsys, "check", "--data", sealed)
    assert (code, VARIABLE in answer["error"]) == (2, True)
    monkeypatch.setenv(VARIABLE, "falsch")
    code, answer = call(capsys, "check", "--data", sealed)
    assert (code, "stimmt nicht" in answer["error"]) == (2, True)
    monkeypatch.setenv(VARIABLE, SECRET)
    assert call(capsys, "check", "--data", sealed)[0] == 0


def test_at_the_terminal_there_are_three_tries(
    sealed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = type_hidden(monkeypatch, "eins", "zwei", SECRET)
    assert call(capsys, "key", "change", "--data", sealed)[0] == 0
    assert len(prompts) == 3
    prompts = type_hidden(monkeypatch, "eins", "zwei", "drei", SECRET)
    code, answer = call(capsys, "check", "--data", sealed)
    assert (code, "stimmt nicht" in answer["error"]) == (2, True)
    assert len(prompts) == 3


def test_breaking_off_at_the_prompt_is_no_error_of_ours(
    sealed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_prompt: str) -> str:
        raise KeyboardInterrupt

    type_hidden(monkeypatch)
    monkeypatch.setattr(getpass, "getpass", interrupted)
    code, answer = call(capsys, "check", "--data", sealed)
    assert (code, "Abgebrochen" in answer["error"]) == (2, True)
