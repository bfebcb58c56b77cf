"""flask people …: who may sign in, who guides on what, and when they work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts import SHORTEST_PASSWORD, password_hash
from booking.database import in_transaction, writing_sessions
from booking.errors import RequestIncomplete
from booking.models import Person
from booking.permissions import Role
from booking.readiness import NotReady
from booking.services.add_person import add_person
from booking.services.demo.calendar_words import hours, weekdays
from booking.services.memberships import admit_member, firm_of_name
from booking.services.staffing import grant_skill, guide_of, person_of, set_hours
from booking.services.uncovered import Uncovered
from booking.terminal import opened, or_a_sentence, settings_here
from instruments.models import Instrument

T = TypeVar("T")

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

    def work(session: Session) -> list[Uncovered]:
        return grant_skill(
            session,
            guide_of(session, email),
            session.scalar(select(Instrument).where(Instrument.code == instrument)),
            valid_until=until.date() if until is not None else None,
            is_primary=not deputy,
            on_call_lanes=lanes,
            by=None,
            at=datetime.now(UTC),
        )

    left = _changed(work)
    said = f"until {until:%Y-%m-%d}" if until is not None else "without an end"
    click.echo(f"{email} is qualified for {instrument}, {said}.")
    _warn(left)


@people.command("hours")
@click.argument("email")
@click.argument("days", type=WeekdaysText())
@click.argument("spans", type=HoursText(), nargs=-1)
@or_a_sentence
def people_hours(email: str, days: tuple[int, ...], spans: tuple[tuple[time, time], ...]) -> None:
    """Say when a technician works on these weekdays: Mon-Fri 08:30-12:00 13:00-17:15."""

    def work(session: Session) -> list[Uncovered]:
        week, person = dict.fromkeys(days, spans), guide_of(session, email)
        return set_hours(session, person, week, by=None, at=datetime.now(UTC))

    left = _changed(work)
    said = " ".join(f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in spans) or "never"
    click.echo(f"{email} works on {len(days)} days of the week: {said}.")
    _warn(left)


@people.command("member")
@click.argument("email")
@click.argument("company")
@or_a_sentence
def people_member(email: str, company: str) -> None:
    """Let a person with the role company act for a firm the facilities know, by its name."""

    def work(session: Session) -> str:
        person, firm = person_of(session, email, {Role.COMPANY}), firm_of_name(session, company)
        admit_member(session, person, firm, by=None, at=datetime.now(UTC))
        return firm.name

    click.echo(f"{email} acts for {_changed(work)}.")


def _changed(work: Callable[[Session], T]) -> T:
    """What the work gives in one transaction. Raises NotReady with a sentence."""
    try:
        return in_transaction(writing_sessions(opened()), work)
    except RequestIncomplete as wrong:
        field = wrong.facts["broken"][0][0].partition("-")[0]  # hours-0 are Monday's
        raise NotReady(_STAFFING_SENTENCES[field]) from None


def _warn(left: list[Uncovered]) -> None:
    """Name what stands to come and is not covered; the desk finds another technician for it."""
    for part in left:
        case = part.reservation_id or part.proposal_id
        what = "visit" if part.reservation_id else "tentative booking"
        click.echo(f"Not covered any more: {what} {case}, {part.starts_at:%Y-%m-%d %H:%M} UTC")


_STAFFING_SENTENCES = {
    "email": "Nobody with this address has the role that needs: flask people add enters somebody.",
    "instrument": "The technician's own facility has no instrument of this code.",
    "hours": "Hours must run forward and not overlap, such as 08:30-12:00 13:00-17:15.",
    "company": "No firm has this name: the desk enters it with its first telephone booking.",
}
