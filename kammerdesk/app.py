"""Puts the parts together for the window; the only place that knows them all."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QMessageBox

from kammerdesk.base import paths
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import DEFAULT_LANGUAGE, tr, use_language
from kammerdesk.base.logs import Event, Log
from kammerdesk.base.user import user_name
from kammerdesk.store.lock import lock_window
from kammerdesk.ui.kit import absent, language, theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.garbage import MainThreadGarbage
from kammerdesk.ui.kit.jobs import Data, LongWork
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.questions import Questions
from kammerdesk.ui.kit.upkeep import Upkeep
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.pages import find, linked
from kammerdesk.ui.settings.passphrases import PassphraseAsker
from kammerdesk.ui.settings.rescue import Rescue
from kammerdesk.ui.settings.sharing import sharing
from kammerdesk.ui.settings.upkeep import (
    HouseDrafts,
    HouseHistory,
    HouseRecords,
    WindowGuard,
    exporting,
    rights,
    titles,
)
from kammerdesk.ui.sync.folder_watch import folder_watch, sentences

if TYPE_CHECKING:
    from kammerdesk.store.store import Store
    from kammerdesk.sync.folder import Taken
    from kammerdesk.ui.kit.masthead import Facts


def run_window(arguments: Sequence[str]) -> int:
    """Opens the window on the data in --data (default: the platform's folder for this user); returns the exit code."""
    parser = argparse.ArgumentParser(prog="kammerdesk", description=tr("Opens the window of KammerDesk."))
    parser.add_argument("--data", type=Path, default=None, metavar="DIR")
    parser.add_argument("link", nargs="?", default="", metavar="LINK")
    options = parser.parse_args(arguments)
    folder = options.data or paths.user_data_folder()
    app = QApplication([sys.argv[0]])
    dress(app, folder)
    return start(app, folder, options.link)


def start(app: QApplication, folder: Path, link: str = "") -> int:
    """Shows the window on a folder until it is closed, at first what a link leads to.

    When another window has it open, that one comes to the front and follows the link: 0, or 1 when it does not answer.
    """
    passphrase: str | None = ""
    if not (folder / paths.DATABASE_NAME).exists():
        passphrase = _set_up(folder)
    if passphrase is None:
        return 0
    try:
        lock = lock_window(folder)
    except KammerError:
        return _call_the_other(folder, link)
    log = Log(folder)
    window = build_window(folder, passphrase)
    sys.excepthook = partial(_show_bug, window, log)
    window.desk.failed.connect(partial(_log_bug, log))
    log.event(Event.WINDOW_OPENED)
    absent.tell(lambda kind: log.event(Event.FILE_ABSENT, kind=kind))
    window.seen.connect(partial(_listen, window, folder, link))
    window.show()
    try:
        return app.exec()
    finally:
        log.event(Event.WINDOW_CLOSED)
        lock.release()


def _call_the_other(folder: Path, link: str) -> int:
    from kammerdesk.ui.kit.running import ring  # only a second start needs the network part of Qt here

    if ring(folder, link):
        return 0
    sentence = tr(
        "The data in “{folder}” are open in another window, which does not answer. Please go on there; if it does not"
        " react any more, end it and start KammerDesk again. What was saved is not lost."
    )
    QMessageBox.warning(None, "KammerDesk", sentence.format(folder=folder))
    return 1


def _listen(window: MainWindow, folder: Path, link: str) -> None:
    """What the window can do once it is on the screen: hear a second start, and go where the first one shall."""
    from kammerdesk.ui.kit.running import Doorbell

    Doorbell(folder, window.summon, window)
    if link:
        window.follow(link)


def dress(app: QApplication, folder: Path) -> None:
    """Makes the application speak German and look as its user left it, and keeps widgets from dying in a worker."""
    MainThreadGarbage(app)
    app.setApplicationName("KammerDesk")
    memory = _memory(folder)
    use_language(memory.text("look/language", DEFAULT_LANGUAGE))
    language.speak(app)
    theme.apply(app, memory.scheme, memory.zoom, memory.density)


def build_window(folder: Path, passphrase: str = "") -> MainWindow:
    """The window on one folder of data; nothing heavy is imported before its first paint.

    `passphrase` is one that was typed just now, so that it is not asked again at once.
    """
    memory, questions = _memory(folder), Questions()
    asker = PassphraseAsker(questions, passphrase)
    desk = Desk(partial(_open_store, folder, questions, asker))
    desk.closing.connect(questions.give_up)
    rescue = Rescue(folder, asker, desk)
    guard = WindowGuard(folder, memory)
    upkeep = Upkeep(
        history=HouseHistory(),
        rights=rights,
        drafts=HouseDrafts(),
        guard=guard,
        export=exporting,
        rescue=rescue.remedies,
        titles=titles,
        records=HouseRecords(),
        sharing=sharing,
        find=find,
        linked=linked,
    )
    window = MainWindow(desk, memory, _facts, badges={"today": _lines}, upkeep=upkeep)
    questions.stand_over(window)
    rescue.stand_over(window, window)
    desk.opened.connect(partial(desk.tend, _notices, then=partial(_show_notices, window)))
    return window


def _show_notices(window: MainWindow, notices: Sequence[str]) -> None:
    """Says what was noticed at opening; then, when the page one waits for is there, makes the backup of the day."""
    _say_all(window, notices)
    window.desk.tend(_wants_backup, then=partial(_back_up, window), owner=window)
    watch = folder_watch(window.desk)
    watch.taken.connect(partial(_tell_of_bundles, window))
    watch.begin()


def _tell_of_bundles(window: MainWindow, taken: Sequence[Taken]) -> None:
    for sentence, is_bad in sentences(taken):
        if is_bad:
            window.inform(sentence)
        else:
            window.toast(sentence)


def _back_up(window: MainWindow, wanted: bool) -> None:
    if wanted:
        say = partial(_say_all, window)
        window.run_job(LongWork(title=tr("Backup of the day"), work=_back_up_if_due, data=Data.SHARED, then=say))


def _wants_backup(store: Store) -> bool:
    """Whether a backup is due, or one may have to be copied to the second place."""
    from kammerdesk.store.generations import backup_due
    from kammerdesk.store.second_place import second_place

    folder = store.file.parent
    due = backup_due(folder, store.clock.now()) or second_place(folder) is not None
    return due and not store.demonstration


def _say_all(window: MainWindow, sentences: Sequence[str]) -> None:
    for sentence in sentences:
        window.inform(sentence)


def _back_up_if_due(lent: Lent) -> Sequence[str]:
    """The backup of the day, or the copy of the last one that is missing at the second place; returns notices."""
    from kammerdesk.store.backup import back_up, catch_up
    from kammerdesk.store.generations import backup_due

    store: Store = lent.store
    if backup_due(store.file.parent, store.clock.now()):
        return back_up(store).second.notices
    return catch_up(store).notices


def _memory(folder: Path) -> Memory:
    return Memory(folder / "window.ini")


def _set_up(folder: Path) -> str | None:
    """Asks at the first start whose house this is, and creates its data.

    Returns the passphrase, "" without one; None when the user thought better of it.
    """
    from kammerdesk.ui.settings.first_run import FirstRun

    dialog = FirstRun(folder, partial(_create_store, folder))
    return dialog.passphrase.value() if dialog.exec() == FirstRun.DialogCode.Accepted else None


def _create_store(folder: Path, chamber: str, passphrase: str | None) -> Store:
    from kammerdesk.store.store import Store
    from kammerdesk.sync.records import schema

    return Store.create(folder, chamber, schema(), user=user_name(), passphrase=passphrase)


def _log_bug(log: Log, error: Exception) -> None:
    """What the user can mend is not for the log; and its sentence may name people."""
    if not isinstance(error, KammerError):
        log.bug(error)


def _show_bug(
    window: MainWindow, log: Log, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A bug in the window is shown like any other; what is no Exception (such as Ctrl+C) ends the program."""
    if isinstance(error, Exception):
        _log_bug(log, error)
        window.show_error(error)
    else:
        sys.__excepthook__(kind, error, trace)


def _open_store(folder: Path, questions: Questions, asker: PassphraseAsker) -> Store:
    """Runs in the worker thread: this is where SQLAlchemy is imported."""
    from kammerdesk.store.store import Store
    from kammerdesk.ui.settings.opening import ask_copy

    return Store.open(folder, user=user_name(), passphrase=asker, answer=ask_copy(questions))


def _notices(store: Store) -> list[str]:
    return store.notices


def _facts(session: Any) -> Facts:
    from kammerdesk.ui.today.facts import facts

    return facts(session)


def _lines(session: Any) -> int:
    from kammerdesk.ui.today.tasks import number_of_lines

    return number_of_lines(session)
