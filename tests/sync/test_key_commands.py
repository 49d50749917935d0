"""`kammerdesk sync card|trust|keys|revoke|annex`: keys without a window."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from kammerdesk.cli.main import run
from kammerdesk.sync.cards import demonstration_card, load_card, save_card
from kammerdesk.sync.spoken import fingerprint_words
from tests.sync.test_command_line import call, folder

__all__ = ["folder"]

OLD = demonstration_card("BS")


def test_keys_are_changed_and_the_partner_takes_the_new_card_in_without_a_telephone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "bs.kdcard"
    code, answer = call(capsys, "sync", "card", "--rotate", "--data", folder / "bs", "--out", file)
    card = load_card(file)
    assert (code, answer["key"], card.predecessor) == (0, card.keys.key_id.hex(), OLD.keys.key_id)
    assert answer["words"] == " ".join(fingerprint_words(card.keys))
    code, answer = call(capsys, "sync", "trust", file, "--data", folder / "lw")
    assert (code, answer["trusted"]) == (0, True)
    code, answer = call(capsys, "sync", "keys", "--data", folder / "lw")
    known = {row["key"]: row for row in answer["keys"] if row["chamber"] == "BS"}
    assert [known[one.keys.key_id.hex()]["endorsed"] for one in (OLD, card)] == [False, True]
    assert [bool(known[one.keys.key_id.hex()]["ends"]) for one in (OLD, card)] == [True, False]
    assert run(["sync", "keys", "--data", str(folder / "lw")]) == 0
    out = capsys.readouterr().out
    assert "Ohne Telefon aufgenommen" in out
    assert "Ersetzt; gilt bis" in out
    assert "\n  " + " ".join(fingerprint_words(card.keys)) in out


def test_a_card_is_trusted_with_its_fingerprint_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = demonstration_card("HN")
    save_card(folder / "hn.kdcard", card)
    code, answer = call(capsys, "sync", "trust", folder / "hn.kdcard", "--data", folder / "bs")
    assert (code, answer["trusted"]) == (1, False)
    words = ("sync", "trust", folder / "hn.kdcard", "--data", folder / "bs", "--fingerprint", answer["words"].lower())
    assert call(capsys, *words)[0] == 0


def test_a_revoked_key_is_told_to_the_partners_and_new_ones_are_made(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = OLD.keys.key_id.hex()[:8]
    assert run(["sync", "revoke", key, "--data", str(folder / "bs"), "--since", "2026-11-23T08:30"]) == 0
    out = capsys.readouterr().out
    assert "ab 23.11.2026 08:30 widerrufen" in out
    assert "telefonisch" in out
    code, answer = call(capsys, "sync", "card", "--data", folder / "bs", "--out", folder / "bs.kdcard")
    assert (code, answer["key"] != OLD.keys.key_id.hex()) == (0, True)
    code, answer = call(capsys, "sync", "revoke", key, "--data", folder / "lw")
    assert (code, answer["chamber"]) == (0, "BS")
    assert call(capsys, "sync", "export", "--data", folder / "lw", "--out", folder / "b.kdb")[0] == 2
    assert call(capsys, "sync", "revoke", "nothing", "--data", folder / "lw")[0] == 2


def test_the_annex_shows_both_fingerprints_in_words_and_digits(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "anlage.pdf"
    assert call(capsys, "sync", "annex", "--data", folder / "bs", "--out", file)[0] == 0
    paper = pypdfium2.PdfDocument(file)
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    for card in (OLD, demonstration_card("LW")):
        assert all(part in text for part in (*fingerprint_words(card.keys), *card.keys.fingerprint.split()))
    code, answer = call(capsys, "sync", "annex", "--data", folder / "bs", "--out", file, "--with", "hn")
    assert (code, list(answer)) == (2, ["error"])
