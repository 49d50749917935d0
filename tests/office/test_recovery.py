"""A key comes back from its sheet however it is typed, and a wrong line is named."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.office.recovery import SheetOrder, key_from_sheet, print_recovery_sheet, recovery_document, sheet_lines
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.actions import Role
from kammerdesk.store.keys import fingerprint, stored_key
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role

KEY = "0123456789abcdef" * 4
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEYS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(
    key=KEYS, parting=st.sampled_from(["", " ", "-", " – ", "\t"]), ending=st.sampled_from(["\n", "\r\n", "", "\n\n"])
)
def test_a_key_comes_back_however_it_was_typed(key: str, parting: str, ending: str) -> None:
    lines = sheet_lines(key)
    assert [len(line) for line in lines] == [19, 19, 19, 19]
    assert key_from_sheet(ending.join(line.replace(" ", parting) for line in lines)) == key
    assert key_from_sheet(ending.join(lines).lower()) == key


@given(key=KEYS, line=st.integers(0, 3), place=st.integers(0, 15), sign=st.sampled_from(SIGNS))
def test_a_single_wrong_sign_names_its_line(key: str, line: int, place: int, sign: str) -> None:
    lines = [text.replace(" ", "") for text in sheet_lines(key)]
    right = lines[line]
    lines[line] = right[:place] + sign + right[place + 1 :]
    if lines[line] == right:
        assert key_from_sheet("\n".join(lines)) == key
    else:
        with pytest.raises(KammerError, match=f"^Zeile {line + 1} stimmt nicht"):
            key_from_sheet("\n".join(lines))


@given(key=KEYS, line=st.integers(0, 3), places=st.tuples(st.integers(0, 15), st.integers(0, 15)))
def test_two_swapped_signs_name_their_line(key: str, line: int, places: tuple[int, int]) -> None:
    lines = [text.replace(" ", "") for text in sheet_lines(key)]
    signs, (one, other) = list(lines[line]), places
    signs[one], signs[other] = signs[other], signs[one]
    if "".join(signs) != lines[line]:
        lines[line] = "".join(signs)
        with pytest.raises(KammerError, match=f"^Zeile {line + 1} stimmt nicht"):
            key_from_sheet("".join(lines))


@given(key=KEYS, order=st.permutations(range(4)))
def test_lines_in_the_wrong_order_are_noticed(key: str, order: list[int]) -> None:
    lines = sheet_lines(key)
    wrong = next((place for place, line in enumerate(order) if place != line), None)
    if wrong is not None:
        with pytest.raises(KammerError, match=f"^Zeile {wrong + 1} "):
            key_from_sheet("\n".join(lines[line] for line in order))


@given(key=KEYS, other=KEYS, line=st.integers(0, 3))
def test_lines_of_two_sheets_do_not_pass_for_one(key: str, other: str, line: int) -> None:
    lines, others = list(sheet_lines(key)), sheet_lines(other)
    if lines[line] != others[line]:
        lines[line] = others[line]
        with pytest.raises(KammerError, match="gehören nicht zusammen"):
            key_from_sheet("\n".join(lines))


def test_letters_that_do_not_occur_stand_for_what_they_look_like() -> None:
    lines = "\n".join(sheet_lines(KEY))
    assert {"0", "1", "V"} <= set(lines)
    for looks in ("O", "o"):
        assert key_from_sheet(lines.replace("0", looks)) == KEY
    for looks in ("I", "l"):
        assert key_from_sheet(lines.replace("1", looks)) == KEY
    assert key_from_sheet(lines.replace("V", "u")) == KEY


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: [*lines[:2], lines[2][:-1], lines[3]], "Zeile 3 hat 15 statt 16 Zeichen"),
        (lambda lines: [lines[0] + "7", *lines[1:]], "Zeile 1 hat 17 statt 16 Zeichen"),
        (lambda lines: lines[:3], "48 Zeichen"),
        (lambda lines: [], "0 Zeichen"),
        (lambda lines: [*lines[:3], "Ä" + lines[3][1:]], "Zeile 4: Das Zeichen „Ä“"),
    ],
)
def test_what_was_typed_wrongly_is_said_in_words(change: object, sentence: str) -> None:
    assert callable(change)
    with pytest.raises(KammerError, match=sentence):
        key_from_sheet("\n".join(change(list(sheet_lines(KEY)))))


def test_the_lines_stay_what_they_are_for_ever() -> None:
    assert sheet_lines(KEY) == (
        "040J 6HB7 H6NW VVR2",
        "14D2 PF2D BSQQ G28Q",
        "T5CY 4TQK FF04 HMAA",
        "SW9N F6YY V2ZJ DM0Z",
    )


def test_the_code_on_the_paper_is_the_key(clock: FixedClock) -> None:
    paper = BytesIO()
    document = recovery_document("BS", KEY, clock.now().date())
    assert write_pdf(paper, [document], title="Bogen", created=clock.now()) == (1,)
    page = pypdfium2.PdfDocument(paper.getvalue())[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert key_from_sheet(code.text) == KEY
    text = page.get_textpage().get_text_bounded()
    assert all(group in text for line in sheet_lines(KEY) for group in line.split())
    assert fingerprint(KEY) in text
    assert "Tresor" in text


def test_only_the_head_prints_the_sheet_and_the_journal_knows(store: Store, tmp_path: Path) -> None:
    key = stored_key(tmp_path / "bs")
    assert store.do(print_recovery_sheet, SheetOrder(key)).value.title == "Wiederherstellungsbogen"
    store.do(give_role, RoleOrder("thoms", Role.CLERK))
    store.close()
    with closing(Store.open(tmp_path / "bs", user="thoms")) as clerk, pytest.raises(KammerError, match="Leitung"):
        clerk.do(print_recovery_sheet, SheetOrder(key))
