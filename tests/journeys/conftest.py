"""The product as people meet it: real catalogue, demo, pages, worker and mail, on either database.

The demo is loaded once a run for each kind of database; every test gets a copy of its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url

from tests.journeys.product import Product
from tools.live import fill_with_demo, live

Start = Callable[..., AbstractContextManager[Product]]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demo_on_sqlite(shared_folder: Path) -> Path:
    """A SQLite file with the demo, to copy."""
    path = shared_folder / "demo.sqlite3"
    _once(path.with_suffix(".done"), lambda: fill_with_demo(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def demo_on_postgresql(postgresql_url: str, shared_folder: Path) -> str:
    """The URL of a PostgreSQL database with the demo, to copy."""
    url = str(make_url(postgresql_url).set(database="demo"))

    def make() -> None:
        _as_owner(postgresql_url, "CREATE DATABASE demo")
        fill_with_demo(url)

    _once(shared_folder / "demo_on_postgresql.done", make)
    return url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the demo. Whoever takes it runs twice: on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / "kyoyo.sqlite3"
        shutil.copyfile(request.getfixturevalue("demo_on_sqlite"), copy)
        return f"sqlite:///{copy}"
    demo = make_url(request.getfixturevalue("demo_on_postgresql"))
    own = request.getfixturevalue("postgresql_url")
    name = f"journey_{make_url(own).database}"
    _as_owner(own, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _as_owner(own, f"CREATE DATABASE {name} TEMPLATE {demo.database}")
    return str(demo.set(database=name))


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Start:
    """Starts the product on the test's database; keyword arguments change its settings."""

    @contextmanager
    def started(**changes: Any) -> Iterator[Product]:
        mails = tmp_path / "mails"
        with live(database_url, mails, **changes) as settings:
            yield Product(settings.base_url, mails)

    return started


@pytest.fixture
def product(start: Start) -> Iterator[Product]:
    """The product with the settings of a first start."""
    with start() as running:
        yield running


def _once(done: Path, make: Callable[[], None]) -> None:
    """Let the first worker make it, and the others wait."""
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()


def _as_owner(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
