"""What the solver found becomes proposals: those that still fit, never reservations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import (
    Claim,
    HistoryEntry,
    Job,
    Notice,
    PlanningRun,
    Proposal,
    Request,
    Reservation,
)
from booking.models.kinds import Answerer, RequestStatus
from booking.planning.answers import Run
from booking.services.cancel_reservation import cancel_reservation
from booking.services.withdraw_request import withdraw_request
from booking.services.write_back_plan import write_back_plan
from tests.booking.steps import asked, confirmed, held, waiting
from tests.builders import (
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    another_company,
    hours,
)


def _planning(session: Session, house: House) -> PlanningRun:
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
    return run


def _run(house: House, request: Request, start: float) -> Run:
    """Two hours on the house's unit, from `start` hours after nine."""
    return Run(request.id, house.unit.id, *hours(NINE + start * HOUR, 2), parts=())


def _write_back(session: Session, planning: PlanningRun, runs: list[Run]) -> list[Proposal]:
    return write_back_plan(session, planning, runs, at=TODAY, settings=SETTINGS)


def test_every_run_that_fits_becomes_a_proposal_for_the_facility(session: Session) -> None:
    house = a_house(session)
    planning = _planning(session, house)
    first, second = waiting(session, house), waiting(session, house)

    proposals = _write_back(session, planning, [_run(house, second, 2), _run(house, first, 0)])

    assert [p.request for p in proposals] == [first, second]
    assert {p.awaits for p in proposals} == {Answerer.FACILITY}
    assert {(p.planning_run_id, p.made_by_id) for p in proposals} == {(planning.id, None)}
    assert planning.placed == 2
    assert session.scalars(select(Reservation)).all() == []


def test_what_was_taken_meanwhile_is_skipped_and_the_rest_is_written(session: Session) -> None:
    house = a_house(session)
    planning = _planning(session, house)
    late, lucky = waiting(session, house), waiting(session, house)
    other = asked(session, house, by=another_company(session), windows=(hours(NINE, 2),))
    held(session, other)

    proposals = _write_back(session, planning, [_run(house, late, 0), _run(house, lucky, 2)])

    assert [p.request for p in proposals] == [lucky]
    assert planning.placed == 1
    session.refresh(late)
    assert late.status is RequestStatus.WAITING
    assert set(session.scalars(select(Claim.request_id))) == {lucky.id, other.id}


def test_a_request_withdrawn_meanwhile_is_skipped(session: Session) -> None:
    house = a_house(session)
    planning = _planning(session, house)
    request = waiting(session, house)
    run = _run(house, request, 0)
    withdraw_request(session, request, by=house.engineer, at=TODAY)

    assert _write_back(session, planning, [run]) == []


def test_a_unit_out_of_use_meanwhile_is_skipped(session: Session) -> None:
    house = a_house(session)
    planning = _planning(session, house)
    request = waiting(session, house)
    house.unit.active = False

    assert _write_back(session, planning, [_run(house, request, 0)]) == []


def test_two_runs_of_one_plan_over_each_other_leave_one_proposal(session: Session) -> None:
    """The solver never says so; the judge would hear it all the same."""
    house = a_house(session)
    planning = _planning(session, house)
    first, second = waiting(session, house), waiting(session, house)

    proposals = _write_back(session, planning, [_run(house, first, 0), _run(house, second, 1)])

    assert [p.request for p in proposals] == [first]


def test_skipped_runs_leave_no_line_and_no_notice(session: Session) -> None:
    house = a_house(session)
    planning = _planning(session, house)
    confirmed(session, house, windows=(hours(NINE, 2),))
    request = waiting(session, house)
    session.flush()
    before = [len(session.scalars(select(kind)).all()) for kind in (HistoryEntry, Notice)]

    _write_back(session, planning, [_run(house, request, 0)])

    assert [len(session.scalars(select(kind)).all()) for kind in (HistoryEntry, Notice)] == before


def test_a_time_that_became_free_again_is_taken(session: Session) -> None:
    house = a_house(session)
    planning = _planning(session, house)
    reservation = confirmed(session, house, windows=(hours(NINE, 2),))
    request = waiting(session, house)
    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)

    assert len(_write_back(session, planning, [_run(house, request, 0)])) == 1
