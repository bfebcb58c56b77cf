"""A facility gets going without demo data: its people, what they guide on, when they work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.app import create_app
from booking.models import ClaimSubject, HistoryEntry, Membership, Person, Skill, WorkingTime
from booking.models.kinds import SubjectKind
from booking.permissions import Role
from instruments.words import Attended, Guidance
from tests.booking.steps import confirmed
from tests.builders import SETTINGS, House, a_house, a_person, an_instrument

EMAIL = "newcomer@example.jp"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application whose commands are tried."""
    log = tmp_path / "log"
    app = create_app(
        replace(SETTINGS, database_url=database_url, secret_key="x" * 32, log_folder=log)
    )
    yield app
    app.extensions["kyoyo"].engine.dispose()


def _flask(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def _entered(session: Session, role: Role, house: House) -> Person:
    facility = house.instrument.facility if role is not Role.COMPANY else None
    person = a_person(role, "加藤", email=EMAIL, facility=facility)
    session.add(person)
    session.commit()
    return person


def test_a_technician_who_is_entered_at_a_terminal_guides_the_next_visit(
    app: Flask, session: Session
) -> None:
    house = a_house(session, technicians=0)
    person = _entered(session, Role.TECHNICIAN, house)

    skill = _flask(
        app, "people", "skill", EMAIL, house.instrument.code, "--until", "2030-03-31", "--deputy"
    )
    hours = _flask(app, "people", "hours", EMAIL, "Mon-Fri", "08:30-12:00", "13:00-17:15")

    assert skill.stdout == (
        f"{EMAIL} is qualified for {house.instrument.code}, until 2030-03-31.\n"
    ), skill.output
    assert hours.stdout == (f"{EMAIL} works on 5 days of the week: 08:30-12:00 13:00-17:15.\n"), (
        hours.output
    )
    visit = confirmed(session, replace(house, technicians=(person,)), guidance=True)
    assert {part.technician_id for part in visit.assignments} == {person.id}
    kinds = select(ClaimSubject.kind).where(ClaimSubject.technician_id == person.id)
    lanes = session.scalars(kinds).all()
    assert lanes.count(SubjectKind.EXCLUSIVE) == 1
    assert lanes.count(SubjectKind.ON_CALL) == SETTINGS.on_call_limit
    whats = session.scalars(select(HistoryEntry.what).where(HistoryEntry.about == "person")).all()
    assert whats == ["grant_skill", "set_hours"]


def test_a_qualification_is_renewed_and_ended_not_doubled(app: Flask, session: Session) -> None:
    house = a_house(session)
    email = house.technician.email or ""

    for day in ("2031-03-31", "2026-04-01"):
        done = _flask(app, "people", "skill", email, house.instrument.code, "--until", day)
        assert done.exit_code == 0, done.output

    session.expire_all()
    skill = session.scalars(select(Skill)).one()
    assert (skill.valid_until, skill.is_primary) == (date(2026, 4, 1), True)


def test_a_visit_that_is_not_covered_any_more_is_named(app: Flask, session: Session) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided)
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    visit = confirmed(session, house)
    for part in visit.assignments:
        part.starts_at, part.ends_at = start, start + timedelta(hours=1)
    session.commit()

    done = _flask(
        app, "people", "skill", house.technician.email or "", guided.code, "--until", "2026-04-02"
    )

    assert f"Not covered any more: visit {visit.id}, {start:%Y-%m-%d %H:%M} UTC" in done.stdout


def test_hours_of_some_days_are_replaced_and_others_stay(app: Flask, session: Session) -> None:
    house = a_house(session)
    email = house.technician.email or ""

    _flask(app, "people", "hours", email, "Mon,Tue", "10:00-16:00")
    never = _flask(app, "people", "hours", email, "Fri")

    assert never.stdout.endswith("works on 1 days of the week: never.\n")
    rows = session.execute(select(WorkingTime.weekday, WorkingTime.starts)).all()
    assert {day for day, _ in rows} == {0, 1, 2, 3}
    assert {starts for day, starts in rows if day < 2} == {time(10)}


def test_a_person_of_a_company_is_entered_as_its_member_once(app: Flask, session: Session) -> None:
    house = a_house(session)
    person = _entered(session, Role.COMPANY, house)

    done = [_flask(app, "people", "member", EMAIL, "㈱最上精工") for _ in range(2)]

    assert [one.stdout for one in done] == [f"{EMAIL} acts for {house.company.name}.\n"] * 2
    members = select(Membership).where(Membership.person_id == person.id)
    (membership,) = session.scalars(members).all()
    assert membership.approved_at is not None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("skill", "nobody@example.jp", "SEM"), "Nobody with this address has the role"),
        (("skill", EMAIL, "NONE"), "own facility has no instrument of this code"),
        (("hours", EMAIL, "Mon", "17:00-09:00"), "Hours must run forward"),
        (("hours", EMAIL, "Mon", "09:00-12:00", "11:00-17:00"), "and not overlap"),
        (("hours", EMAIL, "Someday", "09:00-12:00"), "names no days: write Mon-Fri"),
        (("hours", EMAIL, "Mon", "nine"), "is no time: write 08:30-12:00"),
        (("member", EMAIL, "最上精工"), "Nobody with this address has the role"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    app: Flask, session: Session, words: tuple[str, ...], sentence: str
) -> None:
    house = a_house(session, technicians=0)
    _entered(session, Role.TECHNICIAN, house)

    refused = _flask(app, "people", *words)

    assert refused.exit_code != 0
    assert sentence in refused.stderr
    assert session.scalars(select(Skill)).all() == []
    assert session.scalars(select(WorkingTime)).all() == []
    assert session.scalars(select(HistoryEntry)).all() == []
