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
    Base.metadata.create_all(engine, tables=_tables_of_the_catalogue())
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def _tables_of_the_catalogue() -> list[Table]:
    """Booking's tables share `Base`; a test of this room does without them."""
    nouns = [getattr(models, name) for name in models.__all__]
    return [noun if isinstance(noun, Table) else noun.__table__ for noun in nouns]
