"""flask people …: who may sign in, who guides on what, and when they work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from booking.accounts import password_hash
from booking.database import in_transaction, writing_sessions
from booking.errors import RequestIncomplete
from booking.models import Person
from booking.permissions import Role
from booking.readiness import NotReady
from booking.services.add_person import add_person
from booking.services.demo.calendar_words import hours, weekdays
from booking.services.staffing import admit_member, grant_skill, set_hours
from booking.terminal import opened, or_a_sentence, settings_here

T = TypeVar("T")
SHORTEST_PASSWORD = 8

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
        person = in_transaction(writing_sessions(opened()), work)
    except RequestIncomplete as wrong:
        field = wrong.facts["broken"][0][0]
        raise NotReady(_PERSON_SENTENCES[field]) from None
    click.echo(f"{person.email} may sign in as {role}.")


_PERSON_SENTENCES = {
    "email": "Somebody has this address already.",
    "facility": "Name the facility with --facility CODE: this one is not there.",
}


class WeekdaysText(click.ParamType[Any]):
    """`Mon-Fri` or `Tue,Thu`."""

    name = "weekdays"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers of the days, 0 is Monday."""
        try:
            return tuple(sorted(weekdays(value)))
        except ValueError:
            self.fail(f"{value!r} names no days: write Mon-Fri or Tue,Thu.", param, ctx)


class HoursText(click.ParamType[Any]):
    """`08:30-17:15`."""

    name = "hours"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[time, time]:
        """From when until when."""
        try:
            return hours(value)
        except ValueError:
            self.fail(f"{value!r} is no time: write 08:30-12:00.", param, ctx)


@people.command("skill")
@click.argument("email")
@click.argument("instrument")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day of the qualification; without it, it does not end.",
)
@click.option("--deputy", is_flag=True, help="Somebody else is the one in charge.")
@or_a_sentence
def people_skill(email: str, instrument: str, until: datetime | None, *, deputy: bool) -> None:
    """Let a technician guide on an instrument of the own facility (its code), renew or end it."""
    lanes = settings_here().on_call_limit

    def work(session: Session) -> str:
        grant_skill(
            session,
            email,
            instrument,
            valid_until=until.date() if until is not None else None,
            is_primary=not deputy,
            on_call_lanes=lanes,
            at=datetime.now(UTC),
        )
        return f"until {until:%Y-%m-%d}" if until is not None else "without an end"

    click.echo(f"{email} is qualified for {instrument}, {_changed(work)}.")


@people.command("hours")
@click.argument("email")
@click.argument("days", type=WeekdaysText())
@click.argument("spans", type=HoursText(), nargs=-1)
@or_a_sentence
def people_hours(email: str, days: tuple[int, ...], spans: tuple[tuple[time, time], ...]) -> None:
    """Say when a technician works on these weekdays: Mon-Fri 08:30-12:00 13:00-17:15."""

    def work(session: Session) -> None:
        set_hours(session, email, days, spans, at=datetime.now(UTC))

    _changed(work)
    said = " ".join(f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in spans) or "never"
    click.echo(f"{email} works on {len(days)} days of the week: {said}.")


@people.command("member")
@click.argument("email")
@click.argument("company")
@or_a_sentence
def people_member(email: str, company: str) -> None:
    """Let a person with the role company act for a firm the facilities know, by its name."""

    def work(session: Session) -> str:
        return admit_member(session, email, company, at=datetime.now(UTC)).name

    click.echo(f"{email} acts for {_changed(work)}.")


def _changed(work: Callable[[Session], T]) -> T:
    """What the work gives in one transaction. Raises NotReady with a sentence."""
    try:
        return in_transaction(writing_sessions(opened()), work)
    except RequestIncomplete as wrong:
        raise NotReady(_STAFFING_SENTENCES[wrong.facts["broken"][0][0]]) from None


_STAFFING_SENTENCES = {
    "email": "Nobody with this address has the role that needs: flask people add enters somebody.",
    "instrument": "The technician's own facility has no instrument of this code.",
    "hours": "Hours must run forward and not overlap, such as 08:30-12:00 13:00-17:15.",
    "company": "No firm has this name: the desk enters it with its first telephone booking.",
}
