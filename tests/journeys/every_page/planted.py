"""Rows entered beside the demo's, by the services people use: requests and visits in every state.

All belong to one company and to one instrument of one facility, so that its technician sees them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Assignment, Company, Job, Membership, Person, PlanningRun
from booking.models.kinds import ClosureKind, JobState
from booking.permissions import Role
from booking.planning.grid import Moments
from booking.services.cancel_reservation import cancel_reservation
from booking.services.close_unit import close_unit
from booking.services.companies import company_key
from booking.services.open_case import open_case
from booking.services.plan_for_all import KIND, start_planning, stop_planning
from booking.services.propose_another_time import other_times, propose_another_time
from booking.services.record_absence import record_absence
from booking.services.refuse_proposal import refuse_proposal
from booking.services.request_use import save_request
from booking.services.withdraw_request import withdraw_request
from instruments.models import Facility, Instrument
from instruments.opening import is_open_on, open_days_after, staffed_spans
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import JAPAN, SETTINGS, House, a_draft

INSTRUMENT = "YRIT-OKI-HARDNESS"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUIET = 22  # open days from now on: the demo's own visits and closures are earlier
FREE_DAYS = 10  # cancelling later than so many days before a visit is charged


class Ground:
    """The company, the instrument and its technician among the demo's rows; days to use."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.at = session, at
        self.company = self.person("company")
        instrument = session.scalars(select(Instrument).where(Instrument.code == INSTRUMENT)).one()
        firm = self.company.memberships[0].company
        self.house = House(instrument, (self.person("technician"),), firm, self.company)
        self.house.facility.cancellation_free_days = FREE_DAYS
        session.commit()

    def person(self, who: str) -> Person:
        """One of the demo's accounts."""
        address = f"{who}@example.jp"
        return self.session.scalars(select(Person).where(Person.email == address)).one()

    def day(self, number: int) -> Moments:
        """The staffed hours of the number-th open day from now on, or before now."""
        today = self.at.astimezone(JAPAN).date()
        if number < 0:
            day = today
            for _ in range(-number):
                day -= DAY
                while not is_open_on(self.house.facility, day):
                    day -= DAY
        else:
            day = open_days_after(self.house.facility, today, number)
        return staffed_spans(self.house.facility, day, day)[0]

    def hours(self, number: int, first: int = 0, length: int = 2) -> tuple[Moments, ...]:
        """Some hours of a day after which the demo leaves room, as windows."""
        opens = self.day(QUIET + number)[0]
        return ((opens + first * HOUR, opens + (first + length) * HOUR),)

    def closed_day(self) -> Moments:
        """A day on which nobody is there."""
        day = self.at.astimezone(JAPAN) + timedelta(days=7)
        while is_open_on(self.house.facility, day.date()):
            day += DAY
        starts = day.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)
        return starts, starts + 8 * HOUR


def plant_cases(session: Session, at: datetime) -> dict[str, int | str]:
    """Requests, proposals and visits in every state; their ids, and days."""
    ground = Ground(session, at)
    _sign_up(ground)
    planted: dict[str, int | str] = {
        "company": ground.house.company.id,
        "double": session.scalars(select(Company.id).where(Company.name == "㈱ながい彩鍍")).one(),
        **_visits(ground),
        **_unanswered(ground),
        **_answered(ground),
        **_runs(ground),
        **_managed(ground),
        "the unit": ground.house.unit.id,
        "the later day": f"{ground.day(QUIET + 1)[0].astimezone(JAPAN):%Y-%m-%d}",
        "a closed day": f"{ground.closed_day()[0].astimezone(JAPAN):%Y-%m-%d}",
    }
    session.commit()
    return planted


def _managed(ground: Ground) -> dict[str, int | str]:
    """The manager, the place, and somebody there who attends a visit of the demo."""
    manager = ground.person("facility_manager")
    assert manager.facility is not None
    busy = (
        select(Assignment.technician_id)
        .join(Person, Assignment.technician_id == Person.id)
        .where(Person.facility_id == manager.facility_id, Assignment.starts_at > ground.at)
        .order_by(Assignment.technician_id)
    )
    return {
        "the manager": manager.id,
        "the manager's place": manager.facility.code,
        "somebody there": ground.session.scalars(busy).first() or 0,
        "a clerk": ground.person("clerk").id,
    }


def _sign_up(ground: Ground) -> None:
    """Accounts that the demo lacks: nothing asked for yet, not approved yet, of no company."""
    beginners = Company(name="例示製作所", search_key=company_key("例示製作所"))
    for name, company, approved in (
        ("beginner", beginners, ground.at),
        ("applicant", ground.house.company, None),
        ("stranger", None, None),
    ):
        person = _account(ground, name, Role.COMPANY)
        if company is not None:
            ground.session.add(
                Membership(person=person, company=company, asked_at=ground.at, approved_at=approved)
            )
    quiet = ground.session.scalars(select(Facility).where(Facility.code == "IRI")).one()
    _account(ground, "quiet", Role.TECHNICIAN).facility = quiet
    ground.session.flush()


def _account(ground: Ground, name: str, role: Role) -> Person:
    person = Person(
        email=f"{name}@example.jp",
        password=ground.company.password,  # everyone of the demo has the same
        fs_uniquifier=uuid4().hex,
        name=f"例示 {name}",
        role=role,
    )
    ground.session.add(person)
    return person


def _visits(ground: Ground) -> dict[str, int]:
    session, house, at = ground.session, ground.house, ground.at
    technician = house.technician
    past = at - timedelta(days=30)
    over = confirmed(session, house, at=past, windows=(ground.day(-3),))
    soon = confirmed(session, house, at=past, windows=(ground.day(1), ground.day(2)))
    later = confirmed(session, house, at=at, windows=ground.hours(1), samples=3)
    at_risk = confirmed(session, house, at=at, windows=ground.hours(3), guidance=True)
    cancelled = confirmed(session, house, at=at, windows=ground.hours(4))
    cancel_reservation(session, cancelled, reason="機器の不具合のため", by=technician, at=at)
    for absent in {part.technician for part in at_risk.assignments}:
        record_absence(session, absent, *ground.day(QUIET + 3), by=technician, at=at)
    return {
        "the visit": soon.id,
        "a confirmed proposal": soon.proposal_id,
        "the later visit": later.id,
        "the visit at risk": at_risk.id,
        "the cancelled visit": cancelled.id,
        "the cancelled request": cancelled.request_id,
        "the visit that is over": over.id,
    }


def _unanswered(ground: Ground) -> dict[str, int]:
    session, house, at = ground.session, ground.house, ground.at
    many = asked(session, house, at=at, windows=tuple(ground.day(n) for n in range(3, 10)))
    offers = held(session, many, at=at)
    few = asked(session, house, at=at, windows=ground.hours(5, 5))
    held(session, few, at=at)
    expired = asked(session, house, at=at - 2 * HOUR, windows=ground.hours(6))
    old = held(session, expired, at=at - 2 * HOUR)
    untried = asked(session, house, at=at, windows=ground.hours(7))
    left = waiting(session, house, at=at, windows=ground.hours(8))
    session.commit()
    return {
        "three offers": many.id,
        "the first offer": offers[0].id,
        "one offer": few.id,
        "lapsed offers": expired.id,
        "a lapsed offer": old[0].id,
        "not looked for": untried.id,
        "left to the desk": left.id,
        **_nothing(ground),
    }


def _nothing(ground: Ground) -> dict[str, int]:
    session, house, at = ground.session, ground.house, ground.at
    holiday = asked(session, house, at=at, windows=(ground.closed_day(),))
    close_unit(
        session,
        house.unit,
        ClosureKind.CALIBRATION,
        *ground.day(QUIET + 9),
        by=house.technician,
        at=at,
    )
    shut = asked(session, house, at=at, windows=ground.hours(9, length=8))
    assert held(session, holiday, at=at) == held(session, shut, at=at) == []
    return {"nothing fits": holiday.id, "the instrument is closed": shut.id}


def _answered(ground: Ground) -> dict[str, int]:
    session, house, at = ground.session, ground.house, ground.at
    technician = house.technician
    proposal = applied(session, house, at=at, windows=ground.hours(10))
    late = applied(session, house, at=at - timedelta(days=20), windows=ground.hours(10, 3))
    refused = applied(session, house, at=at, windows=ground.hours(11))
    refuse_proposal(session, refused, reason="その日は保守のため", by=technician, at=at)
    withdrawn = waiting(session, house, at=at, windows=ground.hours(11))
    withdraw_request(session, withdrawn, by=ground.company, at=at)
    moved = waiting(session, house, at=at, windows=ground.hours(11))
    run = other_times(session, moved, [ground.day(QUIET + 13)], at=at, settings=SETTINGS)[0]
    other = propose_another_time(session, moved, run, by=technician, at=at, settings=SETTINGS)
    session.commit()
    return {
        "a proposal": proposal.id,
        "applied": proposal.request_id,
        "a late proposal": late.id,
        "answered too late": late.request_id,
        "a refused proposal": refused.id,
        "refused": refused.request_id,
        "withdrawn": withdrawn.id,
        "another time": moved.id,
        "a proposal of another time": other.id,
    }


def _runs(ground: Ground) -> dict[str, int]:
    """Here one stopped before it began and one under way; elsewhere one that the worker makes."""
    session, at, technician = ground.session, ground.at, ground.house.technician
    stopped = start_planning(session, ground.house.facility, by=technician, at=at)
    stop_planning(session, stopped, by=technician, at=at)
    elsewhere = ground.person("technician5")
    assert elsewhere.facility is not None
    made = start_planning(session, elsewhere.facility, by=elsewhere, at=at)
    job = Job(kind=KIND, created_at=at, created_by_id=technician.id, state=JobState.RUNNING)
    job.progress, job.fence = {"waiting": 3, "share": 0.64}, uuid4().hex
    job.lease_until = at + DAY  # nobody takes it over while it is looked at
    session.add(job)
    session.flush()  # the run names the job by id
    going = PlanningRun(
        facility_id=technician.facility_id, job_id=job.id, asked_by_id=technician.id, asked_at=at
    )
    session.add(going)
    session.flush()  # its id is asked for
    return {"a stopped run": stopped.id, "a run": made.id, "a run under way": going.id}


def plant_network(session: Session, at: datetime) -> dict[str, int]:
    """A case the coordinator entered, and one opened for a reason."""
    ground = Ground(session, at)
    coordinator = ground.person("coordinator")
    stranger = applied(session, ground.house, at=at, windows=ground.hours(6)).request_id
    closed = waiting(session, ground.house, at=at, windows=ground.hours(7)).id
    draft = a_draft(ground.house.instrument, windows=ground.hours(8), purpose="硬さの相談")
    entered = save_request(
        session, draft, ground.house.company, asked_by=None, by=coordinator, at=at
    )
    session.flush()  # its id is asked for
    for who in ("coordinator", "auditor", "admin"):
        open_case(session, stranger, reason="電話の問い合わせ", by=ground.person(who), at=at)
    session.commit()
    return {
        "an opened case": stranger,
        "a closed case": closed,
        "my case": entered.id,
        "the technician": ground.house.technician.id,
        "the auditor": ground.person("auditor").id,
    }


def plant_nothing(_session: Session, _at: datetime) -> dict[str, int]:
    """Nothing: the demo's rows will do."""
    return {}
