"""Opens a PostgreSQL database as SQLAlchemy engine, and says in sentences what it does not like."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.steps import check

DRIVER = "postgresql+psycopg"
LEAST_VERSION = 15
"""The version with which it is tested; later ones are taken."""

_SECONDS_TO_CONNECT = 10
_OPTIONS = "-c jit=off -c lock_timeout=60s -c client_min_messages=warning"

_CAUSES = {
    "password": N_("the user name or the password is wrong"),
    "Passwort": N_("the user name or the password is wrong"),
    "pg_hba": N_("the server does not let this user or this computer in (pg_hba.conf)"),
    "does not exist": N_("there is no such database or user on this server"),
    "existiert nicht": N_("there is no such database or user on this server"),
    "refused": N_("no PostgreSQL answers there"),
    "No such file": N_("no PostgreSQL answers there"),
    "timeout": N_("no PostgreSQL answers there"),
    "translate host name": N_("the name of the server is not known"),
    "resolve": N_("the name of the server is not known"),
    "starting up": N_("the server is just starting"),
}
"""What a failed connection says, for its message alone tells the cause; servers speak English or German here."""

_STATES = {
    "08": N_("The connection to the hub broke off. Nothing was changed; please try again."),
    "57P": N_("The hub’s server was shut down. Nothing was changed; please try again."),
    "25006": N_("This database is only a copy for reading. Please name the main server."),
    "42501": N_("This user may not do that in the hub’s database. Please let the user own the database."),
    "53": N_("The hub’s server has no more room or memory. Nothing was changed."),
    "55P03": N_("Somebody else has been writing to the hub for long. Nothing was changed; please try again."),
    "40": N_("Somebody else wrote to the hub at the same moment. Nothing was changed; please try again."),
    "22021": N_("A text holds a character that PostgreSQL cannot store. Nothing was changed."),
    "22": N_("A value does not fit into its column in the hub. Nothing was changed."),
    "23": N_("A value contradicts the rules of the hub’s tables. Nothing was changed."),
}
"""What a failed statement means, by the beginning of its SQLSTATE; the first that fits says it."""


def server_url(text: str) -> URL:
    """The address of a database; raises KammerError where it is none of PostgreSQL, or the driver is missing."""
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    if url is None or url.drivername != DRIVER or not url.database:
        sentence = tr("This is no address of a hub. It looks like this: {example}")
        raise KammerError(sentence.format(example=f"{DRIVER}://kammerdesk@server/kammerdesk"))
    try:
        import psycopg  # noqa: F401
    except ImportError:
        sentence = tr("The driver for PostgreSQL is missing on this computer. Please install “psycopg[binary]”.")
        raise KammerError(sentence) from None
    return url


def open_server(url: URL) -> Engine:
    """The engine for one database: every transaction sees one snapshot, unless it is opened for writing (`writer`).

    Errors never tell the values of a statement: they are personal data. Raises KammerError when the server cannot be
    reached, is older than 15, or its database does not sort and write as the exchange needs it.
    """
    settings = {"connect_timeout": _SECONDS_TO_CONNECT, "options": _OPTIONS, "application_name": "KammerDesk"}
    engine = create_engine(url, hide_parameters=True, isolation_level="REPEATABLE READ", connect_args=settings)

    @event.listens_for(engine, "before_cursor_execute")
    def look(*_: object) -> None:
        check()

    try:
        _refuse_unfit(engine)
    except DatabaseError as error:
        engine.dispose()
        raise _unreachable(url, error) from None
    except KammerError:
        engine.dispose()
        raise
    return engine


def writer(engine: Engine) -> Engine:
    """The same for writers: each waits for the one before and then sees all that it did."""
    return engine.execution_options(isolation_level="READ COMMITTED")


def while_working(error: Exception) -> Exception:
    """The server's faults in words; anything else stays what it is."""
    original: Any = getattr(error, "orig", None) or error
    state = getattr(original, "sqlstate", None) or ("08" if getattr(error, "connection_invalidated", False) else "")
    if not state and "NUL" in str(original):
        state = "22021"
    sentence = next((words for sign, words in _STATES.items() if state.startswith(sign)), None)
    return KammerError(tr(sentence)) if sentence else error


def _refuse_unfit(engine: Engine) -> None:
    facts = (
        "SELECT current_setting('server_version_num')::int / 10000, "
        "pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
    )
    with engine.connect() as connection:
        version, encoding, collation = connection.exec_driver_sql(facts).one()
    if version < LEAST_VERSION:
        sentence = tr("The server is PostgreSQL {version}. The hub needs {least} or newer.")
        raise KammerError(sentence.format(version=version, least=LEAST_VERSION))
    if encoding != "UTF8" or collation not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
        sentence = tr(
            "The database was made with {encoding} and {collation}; the hub needs UTF8 and C. Please make it anew: "
            "createdb --encoding=UTF8 --locale=C --template=template0 {name}"
        )
        raise KammerError(sentence.format(encoding=encoding, collation=collation, name=engine.url.database))


def _unreachable(url: URL, error: DatabaseError) -> KammerError:
    """The cause where it is known, else the last line of what the driver says; never the password."""
    message = str(error.orig)
    known = next((words for sign, words in _CAUSES.items() if sign in message), None)
    cause = tr(known) if known else message.strip().splitlines()[-1].rstrip(".")
    sentence = tr("The hub “{url}” cannot be reached: {cause}. Please check the address and the server.")
    return KammerError(sentence.format(url=url.render_as_string(hide_password=True), cause=cause))
