"""The next exam day as a sheet: when and where, whether all is ready, and what to do about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, link, panel, row
from kammerdesk.ui.today.next_day import Check, NextDay


def day_sheet(shell: Shell, day: NextDay) -> QWidget:
    """Everything that stands there of one day."""
    sheet = panel()
    body = column(gap=8, margin=16)
    body.addWidget(label(day.heading, Role.STRONG))
    body.addWidget(label(day.words, Role.SUBTITLE, wrap=True))
    body.addWidget(flow(*(_check(check) for check in day.checks if check.tone is Tone.OK), gap=16))
    for check in day.checks:
        if check.tone is not Tone.OK:
            body.addWidget(_check(check, wrap=True))
    body.addWidget(flow(*_buttons(shell, day)))
    sheet.setLayout(body)
    return sheet


def _buttons(shell: Shell, day: NextDay) -> list[QWidget]:
    buttons: list[QWidget] = []
    if day.ours:
        printing = partial(shell.go, "examday", day.id, "print_folder")
        buttons.append(Button(tr("Print exam folder"), printing, icon="printer", primary=True))
    buttons.append(Button(tr("View exam day"), partial(shell.go, "examday", day.id)))
    if day.others:
        more = trn("{n} more exam day on this day", "{n} more exam days on this day", day.others)
        buttons.append(link(more.format(n=day.others), partial(shell.go, "examday", day.id)))
    return buttons


def _check(check: Check, wrap: bool = False) -> QWidget:
    line = row(Icon(check.tone.icon, 18, check.tone.value), gap=6)
    line.addWidget(label(check.sentence, wrap=wrap), 1)
    return box(line)
