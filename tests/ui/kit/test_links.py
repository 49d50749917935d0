"""Links as text: every link is read as it was written, everything else is refused with an example."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import KammerError
from kammerdesk.ui.kit.links import VIEW, Link, link_to, parse_link
from kammerdesk.ui.pages import PAGES

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12).filter(lambda word: word != VIEW)
NAMES = st.text("aZ09-_.~ /%?#&=+:@[]<>\"'\n\t–äß€😀", max_size=30)
DAYS = st.none() | st.dates(date(1900, 1, 1))
LINKS = st.builds(Link, WORDS, name=NAMES, day=DAYS) | st.builds(Link, WORDS, view=NAMES, day=DAYS)


@given(LINKS)
def test_every_link_is_read_as_it_was_written(link: Link) -> None:
    assert parse_link(str(link)) == link
    assert str(link).isascii()
    assert not set(str(link)) & set(" <>\"'\n")


@given(LINKS, st.sampled_from(["{}", "  {} ", "<{}>", "\n{}\n"]))
def test_a_link_out_of_a_mail_is_read_with_what_stands_around_it(link: Link, around: str) -> None:
    assert parse_link(around.format(link)) == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("kammerdesk://person/4711", Link("person", "4711")),
        ("KAMMERDESK://Pruefling/2026-W-0417/", Link("pruefling", "2026-W-0417")),
        ("kammerdesk://ausschuss/aevo-2?am=2026-11-24", Link("ausschuss", "aevo-2", day=date(2026, 11, 24))),
        ("kammerdesk://ausschuss/aevo-2?am=24.11.2026", Link("ausschuss", "aevo-2", day=date(2026, 11, 24))),
        ("kammerdesk://ansicht/pruefling/Z%C3%A4hlt%2Fnicht", Link("pruefling", view="Zählt/nicht")),
        ("kammerdesk://abgleich", Link("abgleich")),
        ("kammerdesk://abgleich/?sonst=etwas", Link("abgleich")),
    ],
)
def test_links_as_people_get_them(text: str, link: Link) -> None:
    assert parse_link(text) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "person/4711",
        "https://person/4711",
        "kammerdesk:person",
        "kammerdesk:///person",
        "kammerdesk://person/4711/mehr",
        "kammerdesk://[person",
        "kammerdesk://person/" + "4" * 600,
    ],
)
def test_what_is_no_link_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(KammerError, match="kammerdesk://pruefling/2026-W-0417"):
        parse_link(text)


def test_a_day_that_is_none_is_refused_with_an_example() -> None:
    with pytest.raises(KammerError, match=r"24\.11\.2026"):
        parse_link("kammerdesk://ausschuss/aevo-2?am=32.11.2026")


@given(st.text("kamerdsp:/?#[]@!% \n\tä0", max_size=30) | st.builds("kammerdesk://{}".format, NAMES))
def test_any_text_is_a_link_or_is_refused(text: str) -> None:
    with suppress(KammerError):
        assert parse_link(text).word


def test_every_page_has_a_word_of_its_own() -> None:
    words = [entry.link for entry in PAGES]
    assert len(set(words)) == len(words)
    assert all(word.isascii() and word.islower() and word != VIEW for word in words)


def test_a_row_is_named_by_its_number_else_by_its_key_and_a_tab_by_its_own() -> None:
    exams = next(entry for entry in PAGES if entry.key == "exams")
    uid, word = UUID("01990000-0000-7000-8000-000000000001"), "kammerdesk://pruefling"
    assert str(link_to(exams, uid, "2026-W-0417")) == f"{word}/2026-W-0417"
    assert str(link_to(exams, uid)) == f"{word}/{uid.hex}"
    assert str(link_to(exams, ("journal", None))) == f"{word}/journal"
    assert str(link_to(exams, 17, day=date(2026, 11, 24))) == f"{word}?am=2026-11-24"
