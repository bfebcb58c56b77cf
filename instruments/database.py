"""`Base` of every table, and the column types that keep moments unambiguous.

This is the lowest room with tables, so `Base` lives here; booking adds its own tables to it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in, the same moment in UTC out, on every database.

    SQLite drops the zone silently, so it is taken off on the way in and put back on the way out.
    Raises ValueError for a datetime without a zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = _aware(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EpochSeconds(TypeDecorator[datetime]):
    """An aware moment kept as whole seconds since 1970 (BIGINT).

    For columns that a trigger or an EXCLUDE constraint compares: numbers compare alike on SQLite
    and PostgreSQL, texts do not. Raises ValueError for a datetime without a zone or with a
    fraction of a second.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        moment = _aware(value)
        if moment.microsecond:
            raise ValueError(f"{moment.isoformat()}: give whole seconds")
        return int(moment.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()}: a moment needs a time zone")
    return value.astimezone(UTC)


def _values(kind: type[Enum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """Moments are stored in UTC, enums by their value, constraints under a name of their own."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        Enum: EnumColumn(
            Enum,
            native_enum=False,
            create_constraint=False,  # said by `one_of`, under a name that reads as a sentence
            values_callable=_values,
            length=40,
        ),
    }


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The database's own promise that a column holds a value of that enum."""
    values: Sequence[str] = [f"'{value}'" for value in _values(kind)]
    return CheckConstraint(f"{column} IN ({', '.join(values)})", name=f"{column}_is_known")
