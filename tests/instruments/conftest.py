"""A fresh database in memory for each test of the catalogue."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, Table, create_engine
from sqlalchemy.orm import Session

from instruments import models
from instruments.database import Base


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    create_catalogue(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def create_catalogue(engine: Engine) -> None:
    """The tables of this room; booking's share `Base`, and a test here does without them."""
    nouns = [getattr(models, name) for name in models.__all__]
    tables = [noun if isinstance(noun, Table) else noun.__table__ for noun in nouns]
    Base.metadata.create_all(engine, tables=tables)
