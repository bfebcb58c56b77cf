"""The one transaction at the door, sessions that read, and a schema that is the models'."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from booking.database import in_transaction, migrate, reading_sessions, writing_sessions
from booking.errors import NotNow
from booking.models import Company, Person
from booking.permissions import Role
from instruments.database import Base
from tests.builders import a_company, a_person


class Deadlock(Exception):
    """What the driver of PostgreSQL raises, as far as the door looks at it."""

    sqlstate = "40P01"


def _names(new_session: Callable[[], Session]) -> list[str]:
    return list(new_session().scalars(select(Company.name)))


def test_the_migrations_make_the_tables_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(
    new_session: Callable[[], Session], database_url: str
) -> None:
    session = new_session()
    session.add(a_company("最上精工"))
    session.commit()

    migrate(database_url)

    assert _names(new_session) == ["最上精工"]


def test_work_is_committed_once_at_its_end(
    engine: Engine, new_session: Callable[[], Session]
) -> None:
    in_transaction(writing_sessions(engine), lambda session: session.add(a_company("最上精工")))

    assert _names(new_session) == ["最上精工"]


def test_a_refusal_leaves_the_database_as_it_was(
    engine: Engine, new_session: Callable[[], Session]
) -> None:
    def work(session: Session) -> None:
        session.add(a_company())
        session.flush()
        raise NotNow("over")

    with pytest.raises(NotNow):
        in_transaction(writing_sessions(engine), work)

    assert _names(new_session) == []


def test_a_deadlock_is_tried_again_from_the_start(
    engine: Engine, new_session: Callable[[], Session]
) -> None:
    tries: list[Session] = []

    def work(session: Session) -> None:
        session.add(a_company(f"try {len(tries)}"))
        session.flush()
        tries.append(session)
        if len(tries) < 3:
            raise OperationalError("", {}, Deadlock())

    in_transaction(writing_sessions(engine), work)

    assert _names(new_session) == ["try 2"]


def test_another_failure_of_the_database_is_not_tried_again(engine: Engine) -> None:
    tries = []

    def work(_session: Session) -> None:
        tries.append(1)
        raise OperationalError("", {}, Exception("disk full"))

    with pytest.raises(OperationalError, match="disk full"):
        in_transaction(writing_sessions(engine), work)
    assert len(tries) == 1


def test_a_page_does_not_wait_for_a_writer(engine: Engine) -> None:
    reading, done = reading_sessions(engine), Event()

    def read() -> None:
        with reading() as session:
            session.scalars(select(Company)).all()
        done.set()

    with writing_sessions(engine)() as writing:
        writing.add(a_company())
        writing.flush()
        Thread(target=read, daemon=True).start()

        assert done.wait(5)


def test_an_error_of_the_database_names_no_value(session: Session) -> None:
    session.add_all(
        [a_person(Role.COMPANY, email="a@example.jp", fs_uniquifier=name) for name in "ab"]
    )

    with pytest.raises(IntegrityError) as refused:
        session.flush()

    assert "阿部" not in str(refused.value)


def test_a_mail_address_is_kept_in_lower_case(session: Session) -> None:
    session.add(a_person(Role.COMPANY, email="Abe@example.jp"))

    with pytest.raises(IntegrityError, match="email_is_lower_case"):
        session.flush()

    session.rollback()
    assert session.scalars(select(Person)).all() == []
