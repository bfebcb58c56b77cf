"""What must be so before the product answers: a schema of this version, its guards, a catalogue.

A first start does all of it or nothing; a later one only looks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, exists, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from booking.database import (
    alembic_config,
    in_transaction,
    make_engine,
    migrate,
    writing_sessions,
)
from booking.guards import GuardDiffers, check_guards
from booking.models import Person
from booking.services.load_demo import load_demo
from booking.services.subjects import ensure_subjects
from booking.settings import Settings
from instruments.errors import CatalogueFileWrong
from instruments.loading import load_catalogue
from instruments.models import Organization

MEND_GUARDS = "Put it back with: .venv/bin/flask guards install"


class NotReady(Exception):
    """The product cannot start; the text is the one sentence that says what to do."""


def make_ready(settings: Settings, *, demo_password: Callable[[], str], at: datetime) -> None:
    """Bring the database up to this version, check its guards, and fill it at the first start.

    `demo_password` gives the hash of the demo's password; it is asked only where it is needed.
    Raises NotReady.
    """
    engine = open_database(settings.database_url)
    try:
        bring_up_to_date(engine, settings.database_url)
        refuse_other_guards(engine)
        _fill(engine, settings, demo_password, at=at)
    finally:
        engine.dispose()


def open_database(url: str) -> Engine:
    """An engine on a database that answers. Raises NotReady."""
    try:
        place = make_url(url)
        if place.get_backend_name() == "sqlite" and place.database:
            Path(place.database).parent.mkdir(parents=True, exist_ok=True)
        engine = make_engine(url)
    except (ArgumentError, NoSuchModuleError, OSError) as error:
        raise NotReady(
            "KYOYO_DATABASE_URL cannot be used: give sqlite:///PATH or "
            "postgresql://USER:PASSWORD@HOST/DATABASE."
        ) from error
    try:
        engine.connect().close()
    except DBAPIError as error:
        raise NotReady(
            f"The database at {place.render_as_string(hide_password=True)} does not answer: "
            "start it, or set KYOYO_DATABASE_URL to another one."
        ) from error
    return engine


def is_up_to_date(engine: Engine) -> bool:
    """Whether the schema is this version's. Raises NotReady when it is a later version's."""
    scripts = ScriptDirectory.from_config(alembic_config(""))
    with engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in {s.revision for s in scripts.walk_revisions()}:
        raise NotReady(
            f"A later version wrote the database (schema {revision}): take that version of "
            "Kyoyo, or set KYOYO_DATABASE_URL to another database."
        )
    return revision == scripts.get_current_head()


def bring_up_to_date(engine: Engine, url: str) -> None:
    """Migrate where the schema is older, or where a first start was broken off. Raises NotReady."""
    if is_up_to_date(engine):
        with engine.connect() as connection:
            if connection.scalar(select(exists().where(Organization.id.is_not(None)))):
                return
    migrate(url)  # installs the guards too


def refuse_old_schema(engine: Engine) -> None:
    """Raise NotReady unless the schema is this version's."""
    if not is_up_to_date(engine):
        raise NotReady("The database is older than this version: run .venv/bin/flask migrate")


def refuse_other_guards(engine: Engine) -> None:
    """Raise NotReady when a guard is missing or not this version's."""
    try:
        with engine.connect() as connection:
            check_guards(connection)
    except GuardDiffers as differs:
        names = ", ".join(differs.names)
        raise NotReady(
            f"A guard of the database is missing or was changed ({names}), so that double "
            f"bookings would not be refused. {MEND_GUARDS}"
        ) from differs


def _fill(
    engine: Engine, settings: Settings, demo_password: Callable[[], str], *, at: datetime
) -> None:
    """The catalogue, and in demo mode the demo, in one transaction; later starts find them."""
    sessions = writing_sessions(engine)
    with sessions() as session:
        no_catalogue = not session.scalar(select(exists().where(Organization.id.is_not(None))))
        no_people = not session.scalar(select(exists().where(Person.id.is_not(None))))
    if not no_catalogue and not (settings.demo and no_people):
        return
    hashed = demo_password() if settings.demo else ""

    def work(session: Session) -> None:
        if no_catalogue:
            load_catalogue(session, settings.seed_folder)
        ensure_subjects(session, on_call_lanes=settings.on_call_limit)
        if settings.demo:
            load_demo(session, settings.seed_folder, password=hashed, at=at, settings=settings)

    try:
        in_transaction(sessions, work)
    except CatalogueFileWrong as wrong:
        first, count = wrong.problems[0], len(wrong.problems)
        raise NotReady(f"The catalogue cannot be loaded ({count}): {first}") from wrong
