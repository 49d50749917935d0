"""What stands in the records of data protection: proofs of erasing, what was passed on, and what is held."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import N_, paper_words, tr, trn
from kammerdesk.office.disclosures import DisclosureRow, disclosures
from kammerdesk.office.forms import erasure
from kammerdesk.office.retention import HoldRow, Proof, holds, proofs, release_erasure
from kammerdesk.people.chambers import chambers, letterhead
from kammerdesk.store.store import Store
from kammerdesk.store.words import kind_word
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Column, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Detail, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.paper import PrintOrder
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import box, column, label, line
from kammerdesk.ui.settings.paper import order_of


class ProofDetail(Detail[Proof]):
    """What a run erased: by which rule, and how many records of which kind."""

    def __init__(self, page: Page[Proof]) -> None:
        super().__init__()
        self.content: Content[Proof] = Content(_proof)
        body = column(self.content)
        body.addStretch(1)
        self.setLayout(body)

    def show_row(self, row: Proof | None) -> None:
        self.content.show_value(row)


def _proof(row: Proof) -> QWidget:
    body = column(gap=theme.px(10), margin=theme.px(16))
    body.addWidget(label(row.number, Role.SUBTITLE))
    body.addWidget(Pairs((tr("Erased at"), words_of(row.erased_at)), (tr("Erased by"), row.erased_by)))
    for one in row.lines:
        chosen = trn("{n} chosen", "{n} chosen", one.chosen).format(n=one.chosen)
        with_it = trn("{n} more record", "{n} more records", one.dependents).format(n=one.dependents)
        body.addWidget(label(f"{kind_word(one.kind)}: {chosen}, {with_it}", wrap=True))
        body.addWidget(label(f"{one.category} · {one.law} · {one.period}", Role.SECONDARY, wrap=True))
    body.addWidget(line())
    body.addWidget(Pairs(*((kind_word(kind), str(count)) for kind, count in row.rows.items())))
    body.addWidget(
        label(tr("Checksum: {digest}").format(digest=" ".join(_eights(row.digest))), Role.SECONDARY, wrap=True)
    )
    return box(body)


def _eights(text: str) -> list[str]:
    """In groups, so that it can be compared and wraps."""
    return [text[start : start + 8] for start in range(0, len(text), 8)]


def _print_proof(page: Page[Proof]) -> None:
    proof = page.selected()[0]

    def paper(store: Store) -> PrintOrder:
        document = erasure.FORM.build(proof, letterhead(chambers()[store.chamber]), paper_words())
        return order_of(document, store.clock.now(), f"{proof.number}.pdf")

    page.desk.tend(paper, then=page.shell.preview, owner=page)


PROOFS: PageSpec[Proof] = PageSpec(
    key="erasure_proofs",
    title=N_("Proofs of erasing"),
    icon="certificate",
    query=proofs,
    columns=(
        Column(key="number", title=N_("Number"), value=lambda row: row.number, sample="L-2026-0000"),
        Column(key="at", title=N_("Erased at"), value=lambda row: row.erased_at, sample="00.00.0000 00:00"),
        Column(key="by", title=N_("Erased by"), value=lambda row: row.erased_by, stretch=True),
        Column(key="records", title=N_("Records"), value=lambda row: row.records, right=True),
    ),
    shows=frozenset({"erasure_proof"}),
    commands=(
        Command(
            key="print_proof",
            title=N_("Print proof …"),
            run=_print_proof,
            shortcut="F7",
            icon="printer",
            needs=Needs.ONE,
            primary=True,
        ),
    ),
    empty=Empty(N_("Nothing was erased yet.")),
    detail=ProofDetail,
)


class DisclosureDetail(Detail[DisclosureRow]):
    """One time that personal data left, whole."""

    def __init__(self, page: Page[DisclosureRow]) -> None:
        super().__init__()
        self.content: Content[DisclosureRow] = Content(_disclosure)
        body = column(self.content)
        body.addStretch(1)
        self.setLayout(body)

    def show_row(self, row: DisclosureRow | None) -> None:
        self.content.show_value(row)


def _disclosure(row: DisclosureRow) -> QWidget:
    body = column(gap=theme.px(10), margin=theme.px(16))
    body.addWidget(label(row.words, Role.SUBTITLE, wrap=True))
    body.addWidget(
        Pairs(
            (tr("Time"), words_of(row.at)),
            (tr("By"), row.by),
            (tr("Persons"), str(row.persons)),
            (tr("Purpose"), row.purpose),
            (tr("Recipient"), row.recipient),
            (tr("File"), row.file),
        )
    )
    body.addWidget(
        label(tr("Checksum: {digest}").format(digest=" ".join(_eights(row.sha256))), Role.SECONDARY, wrap=True)
    )
    return box(body)


DISCLOSURES: PageSpec[DisclosureRow] = PageSpec(
    key="disclosures",
    title=N_("Passed on"),
    icon="file-export",
    query=disclosures,
    columns=(
        Column(key="at", title=N_("Time"), value=lambda row: row.at, sample="00.00.0000 00:00"),
        Column(key="what", title=N_("What"), value=lambda row: row.words, sample="0" * 9),
        Column(key="persons", title=N_("Persons"), value=lambda row: row.persons, right=True),
        Column(key="recipient", title=N_("Recipient"), value=lambda row: row.recipient, sample="0" * 19),
        Column(key="purpose", title=N_("Purpose"), value=lambda row: row.purpose, sample="0" * 16, stretch=True),
        Column(key="by", title=N_("By"), value=lambda row: row.by, spare=True),
        Column(key="file", title=N_("File"), value=lambda row: row.file, spare=True),
    ),
    shows=frozenset({"disclosure", "sync_out"}),
    empty=Empty(N_("No personal data have left the program yet.")),
    detail=DisclosureDetail,
)


def _release(page: Page[HoldRow]) -> None:
    row = page.selected()[0]
    done = tr("“{title}” is released.").format(title=row.title)
    page.desk.do(release_erasure, row.id, then=lambda _: page.shell.toast(done), owner=page)


HOLDS: PageSpec[HoldRow] = PageSpec(
    key="holds",
    title=N_("Held against erasing"),
    icon="lock",
    query=holds,
    columns=(
        Column(key="title", title=N_("Name"), value=lambda row: row.title, sample="0" * 24),
        Column(key="kind", title=N_("Kind"), value=lambda row: row.words),
        Column(key="reason", title=N_("Reason"), value=lambda row: row.reason, sample="0" * 16, stretch=True),
        Column(key="since", title=N_("Since"), value=lambda row: row.since, sample="00.00.0000"),
    ),
    shows=frozenset({"retention_hold"}),
    commands=(
        Command(
            key="release_erasure",
            title=N_("Release"),
            run=_release,
            shortcut="F8",
            icon="lock-open",
            needs=Needs.ONE,
            primary=True,
        ),
    ),
    empty=Empty(N_("Nothing is held against erasing.")),
)


def lay_over(page: Page[Any], spec: PageSpec[Any]) -> None:
    """Shows one of the lists above a page; Esc leads back."""
    page.shell.open(ListPage(spec, page.desk, page.shell))
