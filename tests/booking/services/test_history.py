"""Beside every state change stands a line of history: who, when, what, before and after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.models import Absence, HistoryEntry, Job, Person, PlanningRun
from booking.models.kinds import ClosureKind
from booking.permissions import Role
from booking.planning.answers import Run
from booking.services.approve_membership import approve_membership
from booking.services.book_by_telephone import book_by_telephone
from booking.services.cancel_reservation import cancel_reservation
from booking.services.change_windows import change_windows
from booking.services.close_unit import close_unit, reopen_unit
from booking.services.companies import merge_companies, register_company
from booking.services.confirm_proposal import confirm_proposal
from booking.services.hand_over_visit import hand_over_visit
from booking.services.leave_to_facility import leave_to_facility
from booking.services.move_reservation import move_reservation
from booking.services.open_case import open_case
from booking.services.propose_another_time import propose_another_time
from booking.services.record_absence import record_absence
from booking.services.refuse_proposal import decline_proposal, refuse_proposal
from booking.services.take_back_absence import take_back_absence
from booking.services.withdraw_request import withdraw_request
from booking.services.write_back_plan import write_back_plan
from instruments.words import Attended, Guidance
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import (
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_draft,
    a_house,
    a_member,
    a_person,
    a_skill,
    another_company,
    hours,
    settle,
)

PRIVATE: dict[str, Any] = {
    "purpose": "目的の文",
    "sample_text": "試料の文",
    "visitor": "来所の人",
    "visitor_telephone": "023-111-2222",
    "payer": "支払の人",
}
REASON = "理由の文"
SECRETS = [*PRIVATE.values(), REASON, "最上", "阿部", "佐藤", "鈴木", "置賜"]

Prepare = Callable[[Session, House], Any]
Act = Callable[[Session, House, Any], object]


@dataclass(frozen=True)
class Step:
    """A service with what must be there before it, and the line it must leave."""

    what: str
    about: str
    prepare: Prepare
    act: Act
    by: str = "technician"
    before: tuple[str, ...] = ()  # keys
    after: tuple[str, ...] = ()


def _run(house: House, request_id: int, start: float) -> Run:
    return Run(request_id, house.unit.id, *hours(NINE + start * HOUR, 2), parts=())


def _another(session: Session, house: House, start: float = 24) -> Any:
    request = waiting(session, house, **PRIVATE)
    return propose_another_time(
        session,
        request,
        _run(house, request.id, start),
        by=house.technician,
        at=TODAY,
        settings=SETTINGS,
    )


def _close(session: Session, house: House) -> Any:
    return close_unit(
        session,
        house.unit,
        ClosureKind.MAINTENANCE,
        *hours(NINE, 1),
        note=REASON,
        by=house.technician,
        at=TODAY,
    )


def _attended(session: Session, house: House) -> Any:
    """A visit that the house's technician attends, and the deputy who could."""
    house.instrument.attended, house.instrument.guidance = Attended.FULL, Guidance.ALWAYS
    visit = confirmed(session, house, **PRIVATE)
    deputy = a_person(Role.TECHNICIAN, "伊藤", facility=house.facility)
    session.add_all([deputy, a_skill(deputy, house.instrument)])
    settle(session, deputy)
    return visit, deputy


def _away(session: Session, house: House) -> Any:
    record_absence(session, house.technician, *hours(NINE, 8), by=house.technician, at=TODAY)
    return session.scalars(select(Absence)).one()


def _planning(session: Session, house: House) -> Any:
    job = Job(kind="plan", created_at=TODAY)
    session.add(job)
    session.flush()
    run = PlanningRun(
        facility_id=house.facility.id,
        job_id=job.id,
        asked_by_id=house.technician.id,
        asked_at=TODAY,
    )
    session.add(run)
    session.flush()
    return run, waiting(session, house, **PRIVATE)


def _membership(session: Session, house: House) -> Any:
    membership = a_member(house.company, a_person(Role.COMPANY, "鈴木"), approved_at=None)
    session.add(membership)
    session.flush()
    return membership


STEPS = [
    Step(
        "request_use",
        "request",
        lambda s, h: None,
        lambda s, h, _: asked(s, h, **PRIVATE),
        by="engineer",
        after=("status",),
    ),
    Step(
        "change_windows",
        "request",
        lambda s, h: asked(s, h, **PRIVATE),
        lambda s, h, it: change_windows(s, it, [hours(NINE, 4)], by=h.engineer, at=TODAY),
        by="engineer",
        before=("windows",),
        after=("windows",),
    ),
    Step(
        "hold_offers",
        "request",
        lambda s, h: asked(s, h, **PRIVATE),
        lambda s, h, it: held(s, it),
        by="engineer",
        after=("offers", "held_until"),
    ),
    Step(
        "propose",
        "request",
        lambda s, h: None,
        lambda s, h, _: applied(s, h, **PRIVATE),
        by="engineer",
        after=("status", "proposal", "unit", "starts_at", "ends_at", "technicians"),
    ),
    Step(
        "leave_to_facility",
        "request",
        lambda s, h: asked(s, h, **PRIVATE),
        lambda s, h, it: leave_to_facility(s, it, by=h.engineer, at=TODAY),
        by="engineer",
        before=("status",),
        after=("status",),
    ),
    Step(
        "confirm_proposal",
        "proposal",
        lambda s, h: applied(s, h, **PRIVATE),
        lambda s, h, it: confirm_proposal(s, it, by=h.technician, at=TODAY, settings=SETTINGS),
        before=("status",),
        after=("status", "reservation", "yen"),
    ),
    Step(
        "refuse_proposal",
        "proposal",
        lambda s, h: applied(s, h, **PRIVATE),
        lambda s, h, it: refuse_proposal(s, it, reason=REASON, by=h.technician, at=TODAY),
        before=("status",),
        after=("status", "request"),
    ),
    Step(
        "decline_proposal",
        "proposal",
        _another,
        lambda s, h, it: decline_proposal(s, it, by=h.engineer, at=TODAY),
        by="engineer",
        before=("status",),
        after=("status", "request"),
    ),
    Step(
        "propose",
        "request",
        lambda s, h: None,
        lambda s, h, _: _another(s, h),
        after=("status", "proposal"),
    ),
    Step(
        "withdraw_request",
        "request",
        lambda s, h: asked(s, h, **PRIVATE),
        lambda s, h, it: withdraw_request(s, it, by=h.engineer, at=TODAY),
        by="engineer",
        before=("status",),
        after=("status",),
    ),
    Step(
        "cancel_reservation",
        "reservation",
        lambda s, h: confirmed(s, h, **PRIVATE),
        lambda s, h, it: cancel_reservation(s, it, reason=REASON, by=h.technician, at=TODAY),
        before=("status",),
        after=("status", "by_facility"),
    ),
    Step(
        "move_reservation",
        "reservation",
        lambda s, h: confirmed(s, h, **PRIVATE),
        lambda s, h, it: move_reservation(
            s,
            it,
            _run(h, it.request_id, 4),
            agreed_by="佐藤様",
            by=h.technician,
            at=TODAY,
            settings=SETTINGS,
        ),
        before=("unit", "starts_at", "yen"),
        after=("unit", "starts_at", "ends_at", "technicians", "yen", "agreed"),
    ),
    Step(
        "hand_over_visit",
        "reservation",
        _attended,
        lambda s, h, it: hand_over_visit(
            s, it[0], it[1], by=h.technician, at=TODAY, settings=SETTINGS
        ),
        before=("technicians",),
        after=("technicians",),
    ),
    Step(
        "close_unit",
        "closure",
        lambda s, h: None,
        lambda s, h, _: _close(s, h),
        after=("unit", "starts_at", "ends_at"),
    ),
    Step(
        "reopen_unit",
        "closure",
        _close,
        lambda s, h, it: reopen_unit(s, it, by=h.technician, at=TODAY),
        before=("unit", "starts_at", "ends_at"),
    ),
    Step(
        "record_absence",
        "absence",
        lambda s, h: None,
        lambda s, h, _: record_absence(s, h.technician, *hours(NINE, 8), by=h.technician, at=TODAY),
        after=("technician", "at_risk"),
    ),
    Step(
        "take_back_absence",
        "absence",
        _away,
        lambda s, h, it: take_back_absence(s, it, by=h.technician, at=TODAY),
        before=("technician",),
        after=("safe_again",),
    ),
    Step(
        "register_company",
        "company",
        lambda s, h: None,
        lambda s, h, _: register_company(s, "置賜電子", by=h.technician, at=TODAY),
    ),
    Step(
        "merge_companies",
        "company",
        lambda s, h: another_company(s, "㈱最上精工")[0],
        lambda s, h, it: merge_companies(s, h.company, it, by=h.technician, at=TODAY),
        after=("merged", "requests"),
    ),
    Step(
        "approve_membership",
        "membership",
        _membership,
        lambda s, h, it: approve_membership(s, it.id, by=h.technician, at=TODAY),
        after=("person", "company"),
    ),
    Step(
        "open_case",
        "request",
        lambda s, h: asked(s, h, **PRIVATE),
        lambda s, h, it: open_case(s, it.id, reason=REASON, by=h.technician, at=TODAY),
        after=("opening", "until"),
    ),
    Step(
        "confirm_proposal",
        "proposal",
        lambda s, h: None,
        lambda s, h, _: book_by_telephone(
            s,
            a_draft(h.instrument, **PRIVATE),
            h.company,
            by=h.technician,
            at=TODAY,
            settings=SETTINGS,
        ),
        before=("status",),
        after=("status", "reservation", "yen"),
    ),
    Step(
        "propose",
        "request",
        _planning,
        lambda s, h, it: write_back_plan(
            s, it[0], [_run(h, it[1].id, 0)], at=TODAY, settings=SETTINGS
        ),
        by="",
        after=("status", "proposal"),
    ),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.what}_by_{step.by or 'itself'}")
def test_a_step_leaves_its_line_without_a_name_or_free_text(session: Session, step: Step) -> None:
    house = a_house(session)
    there = step.prepare(session, house)
    session.flush()
    last = session.scalar(select(func.max(HistoryEntry.id))) or 0

    step.act(session, house, there)

    session.flush()
    lines = session.scalars(select(HistoryEntry).where(HistoryEntry.id > last)).all()
    by: Person | None = getattr(house, step.by) if step.by else None
    (line,) = [line for line in lines if line.what == step.what]
    assert (line.about, line.at, line.by_id) == (step.about, TODAY, by.id if by else None)
    assert line.about_id > 0
    assert set(step.before) <= set(line.before)
    assert set(step.after) <= set(line.after)
    if "status" in step.before:
        assert line.before["status"] != line.after["status"]
    written = [f"{line.what} {line.about} {line.before} {line.after}" for line in lines]
    assert [secret for secret in SECRETS if secret in "".join(written)] == []
