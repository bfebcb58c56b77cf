"""`flask import`: all of it or nothing, twice is the same as once, and a fault is named exactly."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, MetaData, func, select
from sqlalchemy.orm import Session

from booking.app import create_app
from booking.models import ClaimSubject
from instruments.models import Instrument, Unit
from tests.booking.killed import killed_at, spread, statements_of
from tests.builders import SETTINGS

SEED = SETTINGS.seed_folder


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The application whose command is tried."""
    app = create_app(replace(SETTINGS, database_url=database_url, secret_key="x" * 32))
    yield app
    app.extensions["kyoyo"].engine.dispose()


def imported(app: Flask, folder: Path) -> Result:
    """`flask import FOLDER`."""
    return app.test_cli_runner().invoke(args=["import", str(folder)])


def content(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
        }


def test_the_seed_data_loads_and_a_second_time_changes_nothing(app: Flask, engine: Engine) -> None:
    first = imported(app, SEED)
    before = content(engine)
    second = imported(app, SEED)

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "instruments.csv: " in first.stdout
    assert all(": 0 added, 0 changed" in line for line in second.stdout.splitlines())
    assert content(engine) == before
    with Session(engine) as session:
        units = session.scalar(select(func.count(Unit.id)))
        assert session.scalar(select(func.count(ClaimSubject.id))) == units  # bookable at once


def test_one_fault_keeps_everything_out_and_says_where_and_what_to_do(
    app: Flask, engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(SEED, folder)
    lines = (folder / "instruments.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    column = lines[0].split(",").index("typical_minutes")
    typical = _cells(lines[1])[column]
    lines[1] = lines[1].replace(f",{typical},", ",二時間,", 1)
    (folder / "instruments.csv").write_text("".join(lines), encoding="utf-8")
    before = content(engine)

    refused = imported(app, folder)

    assert refused.exit_code == 1
    assert "instruments.csv:2 " in refused.stderr
    assert "「二時間」" in refused.stderr
    assert "半角の整数で書いてください" in refused.stderr
    assert "Write a whole number" in refused.stderr
    assert "Nothing was changed: 1 to correct." in refused.stderr
    assert content(engine) == before


def test_a_folder_without_files_is_refused(app: Flask, tmp_path: Path) -> None:
    refused = imported(app, tmp_path)

    assert refused.exit_code == 1
    assert "organizations.csv" in refused.stderr


def test_wherever_an_import_is_killed_nothing_is_changed(app: Flask, engine: Engine) -> None:
    before = content(engine)

    def work() -> None:
        assert imported(app, SEED).exit_code == 0

    count = statements_of(engine, work)
    assert content(engine) != before
    _empty(engine)

    for statement in spread(count, samples=4):
        assert killed_at(statement, engine, work)
        assert content(engine) == before, f"killed at {statement} of {count}"
    assert imported(app, SEED).exit_code == 0
    with Session(engine) as session:
        assert session.scalar(select(func.count(Instrument.id)))


def _empty(engine: Engine) -> None:
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        for table in reversed(tables.sorted_tables):
            if table.name != "alembic_version":
                connection.execute(table.delete())


def _cells(line: str) -> list[str]:
    return next(csv.reader([line]))
