"""Databases for tests: a SQLite file each, a PostgreSQL database a worker from one server a run.

Measured on 36 tables: emptying a PostgreSQL database with one block of DELETEs takes 4 ms, with one
TRUNCATE 46 ms, making it anew from a template 120 ms; copying the SQLite file takes 1 ms. Compiling
its statements anew takes a test of a service 90 ms.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.orm import Session

from booking.database import make_engine, migrate, writing_sessions
from tools.postgres import PostgresServer, a_free_folder, server_url

# The process that began the run names the folder; its workers inherit it.
_FOLDER = "KYOYO_TEST_POSTGRES_FOLDER"
_server = pytest.StashKey[PostgresServer]()

# Replica mode keeps the triggers out that guard the history against exactly this.
_EMPTY_EVERYTHING = """
DO $$ DECLARE one record; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relname <> 'alembic_version'
    AND relnamespace = 'public'::regnamespace
  LOOP EXECUTE 'DELETE FROM public.' || quote_ident(one.relname); END LOOP;
  PERFORM setval(seqrelid::regclass, seqstart, false) FROM pg_sequence;
END $$
"""


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[_FOLDER] = str(a_free_folder())


def pytest_collection_finish(session: pytest.Session) -> None:
    only_listing = session.config.getoption("collectonly")
    if not hasattr(session.config, "workerinput") and not only_listing:
        _start_if_needed(session.config, [item.nodeid for item in session.items])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: object, ids: list[str]) -> None:
    _start_if_needed(node.config, ids)  # type: ignore[attr-defined]  # xdist publishes no type for it


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server in config.stash:
        config.stash[_server].stop()


def _start_if_needed(config: pytest.Config, ids: list[str]) -> None:
    """Before the first test runs, and only when one of them asks for PostgreSQL."""
    if _server not in config.stash and any("postgresql" in one for one in ids):
        config.stash[_server] = PostgresServer(Path(os.environ[_FOLDER]))
        config.stash[_server].start()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "kyoyo.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """A migrated PostgreSQL database of this worker's own; `database_url` empties it."""
    worker = getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]
    folder = Path(os.environ[_FOLDER])
    server = create_engine(server_url(folder, "postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {worker}")
    server.dispose()
    migrate(server_url(folder, worker))
    return server_url(folder, worker)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database. Whoever takes it runs twice: on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / "kyoyo.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
        return f"sqlite:///{copy}"
    url: str = request.getfixturevalue("postgresql_url")
    _empty(url)
    return url


def _empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(_EMPTY_EVERYTHING)
    engine.dispose()


@pytest.fixture(scope="session")
def kept_engines() -> dict[str, Engine]:
    """An engine a kind, kept from test to test: what was compiled once is not compiled again."""
    return {}


@pytest.fixture
def engine(
    database_url: str, kept_engines: dict[str, Engine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The product's own engine on an empty database."""
    engine = kept_engines.get(make_url(database_url).get_backend_name())
    if engine is None:
        folder = tmp_path_factory.mktemp("engine")
        engine = make_engine(_lasting_url(database_url, folder))
        kept_engines[engine.dialect.name] = engine
    if engine.dialect.name == "sqlite":
        point(Path(str(engine.url.database)), to=Path(str(make_url(database_url).database)))
    yield engine
    engine.dispose()


def _lasting_url(database_url: str, folder: Path) -> str:
    """SQLite's file is another one for every test; one link leads to it in turn."""
    sqlite = database_url.startswith("sqlite")
    return f"sqlite:///{folder / 'kyoyo.sqlite3'}" if sqlite else database_url


def point(link: Path, *, to: Path) -> None:
    """Let the link lead to another file from now on."""
    link.unlink(missing_ok=True)
    link.symlink_to(to)


@pytest.fixture
def new_session(engine: Engine) -> Iterator[Callable[[], Session]]:
    """Makes writing sessions, closed when the test ends.

    On SQLite a session keeps the one write lock from its first statement until it commits.
    """
    sessions = writing_sessions(engine)
    with ExitStack() as closing:
        yield lambda: closing.enter_context(sessions())


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    """One writing session."""
    return new_session()
