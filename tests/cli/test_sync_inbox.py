"""The inbox, keys and files of `kammerdesk sync`: exit codes say how it came out, refusals are sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kammerdesk.cli.main import run
from kammerdesk.sync.cards import demonstration_card
from kammerdesk.sync.scope import POLICIES, Policy
from tests.sync.conftest import Pair, furnished, pair
from tests.sync.test_resolving import call as write_phone
from tests.sync.test_resolving import cross
from tests.sync.test_two_houses import person, rename

__all__ = ["furnished", "pair"]


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """One command with --json: its exit code and its answer."""
    code = run([*(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def proposed(pair: Pair) -> Pair:
    """The partner proposes another name for our examiner, and the houses wrote another number each."""
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    pair.send(pair.lw, pair.bs)
    return pair


@pytest.fixture
def contradicted(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Both houses wrote another number, where both may."""
    monkeypatch.setitem(POLICIES, ("person", "contact"), Policy.SHARED)
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(write_phone, (pair.keys["examiner"], "0531 2"))
    pair.lw.do(write_phone, (pair.keys["examiner"], "04131 3"))
    cross(pair)
    return pair


def test_status_says_what_waits_and_ends_with_one_until_it_is_decided(
    proposed: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", proposed.folder / "bs")
    code, answer = call(capsys, "sync", "status", *data)
    (partner,) = answer["partners"]
    assert (code, partner["chamber"], partner["decisions"], partner["parked"]) == (1, "LW", 1, 0)
    code, answer = call(capsys, "sync", "conflicts", *data)
    (found,) = answer["conflicts"]
    assert (code, found["reason"], found["fields"]["last_name"]) == (
        1,
        "proposal",
        {"ours": "Groß", "theirs": "Dort", "before": ""},
    )
    code, answer = call(capsys, "sync", "decline", found["id"][:8], "--reason", "Ausweis", *data)
    assert (code, answer["id"]) == (0, found["id"])
    assert call(capsys, "sync", "conflicts", *data) == (0, {"conflicts": []})
    assert call(capsys, "sync", "status", *data)[0] == 0
    code, answer = call(capsys, "sync", "decline", found["id"], "--reason", "Ausweis", *data)
    assert (code, list(answer)) == (2, ["error"])


def test_people_read_both_versions(proposed: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "conflicts", "--data", str(proposed.folder / "bs")]) == 1
    out = capsys.readouterr().out
    assert "Nachname [last_name]: Groß | Dort" in out
    assert "Vorname" not in out
    assert run(["sync", "status", "--data", str(proposed.folder / "bs")]) == 1
    assert "IHK Lüneburg-Wolfsburg" in capsys.readouterr().out


def test_a_proposal_is_accepted_with_theirs_and_never_with_ours(
    proposed: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", proposed.folder / "bs")
    key = call(capsys, "sync", "conflicts", *data)[1]["conflicts"][0]["id"]
    code, answer = call(capsys, "sync", "resolve", key, "--take", "ours", *data)
    assert (code, "sync decline" in answer["error"]) == (2, True)
    assert call(capsys, "sync", "resolve", key, "--take", "theirs", *data)[0] == 0
    assert proposed.bs.ask(person, proposed.keys["examiner"]).last_name == "Dort"


@pytest.mark.parametrize(("take", "wanted"), [("ours", "0531 2"), ("theirs", "04131 3"), ("phone=theirs", "04131 3")])
def test_a_conflict_is_decided_for_all_fields_or_for_one(
    contradicted: Pair, capsys: pytest.CaptureFixture[str], take: str, wanted: str
) -> None:
    data = ("--data", contradicted.folder / "bs")
    key = call(capsys, "sync", "conflicts", *data)[1]["conflicts"][0]["id"]
    code, answer = call(capsys, "sync", "resolve", key, "--take", take, *data)
    assert (code, set(answer["taken"])) == (0, {"phone"})
    assert contradicted.bs.ask(person, contradicted.keys["examiner"]).phone == wanted


@pytest.mark.parametrize("take", ["mine", "mail=ours", "phone=", "=ours"])
def test_a_choice_that_is_none_is_refused_and_names_the_fields(
    contradicted: Pair, capsys: pytest.CaptureFixture[str], take: str
) -> None:
    data = ("--data", contradicted.folder / "bs")
    key = call(capsys, "sync", "conflicts", *data)[1]["conflicts"][0]["id"]
    code, answer = call(capsys, "sync", "resolve", key, "--take", take, *data)
    assert (code, "phone" in answer["error"]) == (2, True)
    assert len(call(capsys, "sync", "conflicts", *data)[1]["conflicts"]) == 1


def test_a_bundle_is_previewed_and_proven_and_nothing_is_taken_in(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    file, data = pair.export(pair.bs).file, ("--data", pair.folder / "lw")
    code, answer = call(capsys, "sync", "preview", file, *data)
    assert (code, answer["written"], answer["added"] > 0) == (0, 0, True)
    for words in (data, ()):
        code, answer = call(capsys, "sync", "verify", file, *words)
        assert (code, answer["proven"], answer["from"]) == (0, True, "BS")
    assert call(capsys, "sync", "status", *data)[1]["partners"][0]["last_in"] is None


BAD: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut off": lambda content: content[:-1],
    "changed": lambda content: content[:3000] + bytes([content[3000] ^ 1]) + content[3001:],
    "line breaks": lambda content: content.replace(b"\n", b"\r\n"),
    "packed": lambda content: b"PK\x03\x04" + content,
    "half synchronised": lambda content: content[: len(content) // 2] + bytes(len(content) - len(content) // 2),
    "none": lambda content: b"Guten Tag",
}


@pytest.mark.parametrize("fault", BAD)
def test_without_data_the_same_is_said_of_a_bad_file_as_when_it_is_taken_in(
    pair: Pair, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    file = pair.export(pair.bs).file
    file.write_bytes(BAD[fault](file.read_bytes()))
    taken = call(capsys, "sync", "import", file, "--data", pair.folder / "lw")
    assert taken[0] == 2
    assert call(capsys, "sync", "verify", file) == taken
    assert call(capsys, "sync", "verify", file, "--data", pair.folder / "lw") == taken


def test_a_bundle_of_keys_that_nobody_knows_here_is_looked_at_from_outside_only(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pair.export(pair.bs).file
    content = bytearray(file.read_bytes())
    content[8:24] = bytes(16)
    file.write_bytes(content)
    code, answer = call(capsys, "sync", "verify", file)
    assert (code, answer) == (1, {"proven": False, "sealed_for": ["00" * 16]})


def test_keys_are_listed_ours_first(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "sync", "keys", "--data", pair.folder / "bs")
    first = answer["keys"][0]
    assert (code, first["ours"], first["chamber"]) == (0, True, "BS")
    assert first["fingerprint"] == demonstration_card("BS").keys.fingerprint
    assert "LW" in {key["chamber"] for key in answer["keys"]}
