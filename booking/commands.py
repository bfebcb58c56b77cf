"""flask … commands: what an operator does at a terminal. Each ends with 1 and a sentence if not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from booking.accounts import password_hash
from booking.database import in_transaction, migrate, writing_sessions
from booking.guards import differing_guards, install_guards
from booking.people_commands import people
from booking.readiness import open_database, refuse_other_guards
from booking.services.demo.accounts import DEMO_PASSWORD
from booking.services.load_demo import DemoReport, load_demo
from booking.services.subjects import ensure_subjects
from booking.terminal import opened, or_a_sentence, settings_here
from instruments.errors import CatalogueFileWrong
from instruments.loading import LoadReport, load_catalogue


def register_commands(app: Flask) -> None:
    """Add the product's commands to `flask`."""
    for command in (import_catalogue, migrate_database, run_worker, guards, notices, people, demo):
        app.cli.add_command(command)


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
@or_a_sentence
def import_catalogue(folder: Path) -> None:
    """Load the catalogue's CSV files of FOLDER: all of it or nothing; twice is the same as once."""
    lanes = settings_here().on_call_limit

    def work(session: Session) -> LoadReport:
        report = load_catalogue(session, folder)
        ensure_subjects(session, on_call_lanes=lanes)
        return report

    sessions = writing_sessions(opened())
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
    url = settings_here().database_url
    open_database(url).dispose()
    migrate(url)
    click.echo("The database is at this version; its guards are in place.")


@click.command("worker")
@with_appcontext
@or_a_sentence
def run_worker() -> None:
    """Run a worker in this terminal until Ctrl-C."""
    from booking.work import work  # brings the solver, which no other command needs

    refuse_other_guards(opened())
    work(settings_here())


guards = AppGroup("guards", help="The promises that only the database can keep.")


@guards.command("install")
@or_a_sentence
def guards_install() -> None:
    """Put every guard in place."""
    with opened().begin() as connection:
        wrong = differing_guards(connection)
        install_guards(connection)
    click.echo(f"Put in place: {', '.join(wrong)}" if wrong else "All guards were in place.")


@guards.command("check")
@or_a_sentence
def guards_check() -> None:
    """Say whether every guard is there, word for word."""
    refuse_other_guards(opened())
    click.echo("All guards are in place.")


notices = AppGroup("notices", help="Mail that waits to be sent.")


@notices.command("send")
@or_a_sentence
def notices_send() -> None:
    """Send what is due now."""
    from booking.tasks import Background  # brings the solver, which no other command needs

    sent = Background.on(opened(), settings_here()).send_notices()
    click.echo(f"Sent: {sent}")


demo = AppGroup("demo", help="Fictitious companies, people and requests.")


@demo.command("load")
@or_a_sentence
def demo_load() -> None:
    """Enter the demo where nobody is entered yet."""
    settings, hashed = settings_here(), password_hash(DEMO_PASSWORD)

    def work(session: Session) -> DemoReport | None:
        return load_demo(
            session,
            settings.seed_folder,
            password=hashed,
            at=datetime.now(UTC),
            settings=settings,
        )

    report = in_transaction(writing_sessions(opened()), work)
    if report is None:
        click.echo("Nothing was changed: there are people already.")
        return
    cases = ", ".join(f"{count} {outcome.value}" for outcome, count in report.cases.items())
    click.echo(f"Entered: {report.people} people, {report.companies} companies; {cases}")
