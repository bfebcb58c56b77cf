"""flask … commands: what an operator does at a terminal. Each ends with 1 and a sentence if not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from booking.accounts import password_hash
from booking.database import in_transaction, migrate, writing_sessions
from booking.errors import RequestIncomplete
from booking.guards import differing_guards, install_guards
from booking.models import Person
from booking.permissions import Role
from booking.readiness import NotReady, open_database, refuse_old_schema, refuse_other_guards
from booking.services.add_person import add_person
from booking.services.demo.accounts import DEMO_PASSWORD
from booking.services.load_demo import DemoReport, load_demo
from booking.services.subjects import ensure_subjects
from booking.settings import Settings
from instruments.errors import CatalogueFileWrong
from instruments.loading import LoadReport, load_catalogue

P = ParamSpec("P")
T = TypeVar("T")
SHORTEST_PASSWORD = 8


def register_commands(app: Flask) -> None:
    """Add the product's commands to `flask`."""
    for command in (import_catalogue, migrate_database, run_worker, guards, notices, people, demo):
        app.cli.add_command(command)


def or_a_sentence(command: Callable[P, T]) -> Callable[P, T]:
    """Turn what an operator can mend into its sentence and the exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except NotReady as wrong:
            click.echo(str(wrong), err=True)
            raise SystemExit(1) from None

    return run


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
@or_a_sentence
def import_catalogue(folder: Path) -> None:
    """Load the catalogue's CSV files of FOLDER: all of it or nothing; twice is the same as once."""
    lanes = _settings().on_call_limit

    def work(session: Session) -> LoadReport:
        report = load_catalogue(session, folder)
        ensure_subjects(session, on_call_lanes=lanes)
        return report

    sessions = writing_sessions(_open())
    try:
        report = in_transaction(sessions, work)
    except CatalogueFileWrong as wrong:
        for problem in wrong.problems:
            click.echo(f"{problem}\n    {problem.remedy_en}", err=True)
        click.echo(f"Nothing was changed: {len(wrong.problems)} to correct.", err=True)
        raise SystemExit(1) from None
    _tell(report)


def _tell(report: LoadReport) -> None:
    for file in report.files:
        kept = f", {len(file.kept)} no longer in the file are kept" if file.kept else ""
        click.echo(
            f"{file.file}: {file.added} added, {file.changed} changed, "
            f"{file.unchanged} unchanged{kept}"
        )


@click.command("migrate")
@with_appcontext
@or_a_sentence
def migrate_database() -> None:
    """Bring the database to this version's schema and install its guards."""
    url = _settings().database_url
    open_database(url).dispose()
    migrate(url)
    click.echo("The database is at this version; its guards are in place.")


@click.command("worker")
@with_appcontext
@or_a_sentence
def run_worker() -> None:
    """Run a worker in this terminal until Ctrl-C."""
    from booking.work import work  # brings the solver, which no other command needs

    refuse_other_guards(_open())
    work(_settings())


guards = AppGroup("guards", help="The promises that only the database can keep.")


@guards.command("install")
@or_a_sentence
def guards_install() -> None:
    """Put every guard in place."""
    with _open().begin() as connection:
        wrong = differing_guards(connection)
        install_guards(connection)
    click.echo(f"Put in place: {', '.join(wrong)}" if wrong else "All guards were in place.")


@guards.command("check")
@or_a_sentence
def guards_check() -> None:
    """Say whether every guard is there, word for word."""
    refuse_other_guards(_open())
    click.echo("All guards are in place.")


notices = AppGroup("notices", help="Mail that waits to be sent.")


@notices.command("send")
@or_a_sentence
def notices_send() -> None:
    """Send what is due now."""
    from booking.tasks import Background  # brings the solver, which no other command needs

    sent = Background.on(_open(), _settings()).send_notices()
    click.echo(f"Sent: {sent}")


people = AppGroup("people", help="Who may sign in.")


@people.command("add")
@click.argument("email")
@click.argument("name")
@click.argument("role", type=click.Choice([r.value for r in Role if r is not Role.PUBLIC]))
@click.option("--facility", default="", help="Code of the facility, for its staff and partners.")
@click.password_option()
@or_a_sentence
def people_add(email: str, name: str, role: str, facility: str, password: str) -> None:
    """Enter somebody who may sign in, such as the first administrator."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotReady(f"The password needs {SHORTEST_PASSWORD} characters or more.")
    hashed = password_hash(password)

    def work(session: Session) -> Person:
        return add_person(
            session,
            email=email,
            name=name,
            role=Role(role),
            facility_code=facility,
            password=hashed,
            at=datetime.now(UTC),
        )

    try:
        person = in_transaction(writing_sessions(_open()), work)
    except RequestIncomplete as wrong:
        field = wrong.facts["broken"][0][0]
        raise NotReady(_PERSON_SENTENCES[field]) from None
    click.echo(f"{person.email} may sign in as {role}.")


_PERSON_SENTENCES = {
    "email": "Somebody has this address already.",
    "facility": "Name the facility with --facility CODE: this one is not there.",
}

demo = AppGroup("demo", help="Fictitious companies, people and requests.")


@demo.command("load")
@or_a_sentence
def demo_load() -> None:
    """Enter the demo where nobody is entered yet."""
    settings, hashed = _settings(), password_hash(DEMO_PASSWORD)

    def work(session: Session) -> DemoReport | None:
        return load_demo(
            session,
            settings.seed_folder,
            password=hashed,
            at=datetime.now(UTC),
            settings=settings,
        )

    report = in_transaction(writing_sessions(_open()), work)
    if report is None:
        click.echo("Nothing was changed: there are people already.")
        return
    cases = ", ".join(f"{count} {outcome.value}" for outcome, count in report.cases.items())
    click.echo(f"Entered: {report.people} people, {report.companies} companies; {cases}")


def _open() -> Engine:
    """The database, which must answer and be of this version."""
    engine = open_database(_settings().database_url)
    click.get_current_context().call_on_close(engine.dispose)
    refuse_old_schema(engine)
    return engine


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["kyoyo"].settings)
