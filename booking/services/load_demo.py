"""Fictitious companies, people and requests, so that the product can be tried at once.

Everything goes through the services people use: what the demo holds is judged and claimed. Dates
count from the first start, so that a demo never looks old on its first day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.models import Company, Membership, Person
from booking.models.kinds import ClosureKind
from booking.permissions import Role
from booking.services.close_unit import close_unit
from booking.services.companies import register_company
from booking.services.demo.accounts import read_rows
from booking.services.demo.cases import Desk, Outcome, enter_cases
from booking.services.demo.staff import Staffing, enter_people
from booking.services.subjects import ensure_subjects
from booking.settings import Settings
from instruments.models import Facility
from instruments.opening import staffed_spans
from instruments.words import Sharing

COMPANIES = "demo_companies.csv"
HOME_ZONE = ZoneInfo("Asia/Tokyo")  # the demo's files speak of Japan


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was entered; `unknown`: instruments that the people's file names and nobody has."""

    people: int
    companies: int
    cases: Mapping[Outcome, int]
    unknown: tuple[str, ...]


def load_demo(
    session: Session, folder: Path, *, password: str, at: datetime, settings: Settings
) -> DemoReport | None:
    """Enter the demo where nobody is entered yet; None when somebody is.

    `password` is the hash of the password that all accounts share. The caller commits.
    """
    if session.scalar(select(exists().where(Person.id.is_not(None)))):
        return None
    at = at.replace(microsecond=0)
    today = at.astimezone(HOME_ZONE).date()
    staffing = enter_people(session, folder, password=password, today=today)
    ensure_subjects(session, on_call_lanes=settings.on_call_limit)
    session.flush()  # closures and cases lock the subjects
    companies = _companies(session, folder, staffing, at=at)
    _closures(session, staffing, at=at)
    asking = {
        staffing.employer[person.id]: person
        for person in staffing.people
        if person.id in staffing.employer and person.email
    }
    desk = Desk(session, staffing.people, companies, asking, at, settings)
    cases = enter_cases(desk, folder)
    return DemoReport(
        people=len(staffing.people),
        companies=len(companies),
        cases=Counter(cases),
        unknown=tuple(staffing.unknown),
    )


def _companies(
    session: Session, folder: Path, staffing: Staffing, *, at: datetime
) -> dict[str, Company]:
    """The companies by name; whoever has an account is a member of its company."""
    by = next(person for person in staffing.people if person.role is Role.COORDINATOR)
    companies: dict[str, Company] = {}
    for row in read_rows(folder / COMPANIES):
        company = register_company(
            session,
            row["name"],
            reading=row["reading"],
            prefecture_jis=row["prefecture_jis"],
            city=row["city"],
            by=by,
            at=at,
        )
        company.field = row["field"]
        companies[row["name"]] = company
    session.add_all(
        Membership(
            person_id=person,
            company_id=companies[name].id,
            asked_at=at,
            approved_by_id=by.id,
            approved_at=at,
        )
        for person, name in staffing.employer.items()
    )
    session.flush()  # who may ask for a company is read from its members
    return companies


def _closures(session: Session, staffing: Staffing, *, at: datetime) -> None:
    """Some of next week's ordinary work on the instruments: maintenance, calibration, own use."""
    kinds = (ClosureKind.MAINTENANCE, ClosureKind.CALIBRATION, ClosureKind.OWN_USE)
    for facility in session.scalars(
        select(Facility).where(Facility.sharing == Sharing.CONFIRMS).order_by(Facility.code)
    ):
        by = next(
            person
            for person in staffing.people
            if person.role is Role.TECHNICIAN and person.facility_id == facility.id
        )
        today = at.astimezone(ZoneInfo(facility.zone)).date()
        days = staffed_spans(facility, today + timedelta(days=1), today + timedelta(days=14))
        for place, instrument in enumerate(facility.instruments[::4]):
            starts_at, ends_at = days[place % len(days)]
            close_unit(
                session,
                instrument.units[0],
                kinds[place % len(kinds)],
                starts_at,
                min(ends_at, starts_at + timedelta(hours=4)),
                by=by,
                at=at,
            )
