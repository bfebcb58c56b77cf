"""Eight at the same moment: one wins, the others hear of it, and nothing is double."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from booking.errors import (
    AlreadyDecided,
    BookingError,
    ClosureOverReservation,
    NotNow,
    RuleBroken,
    Taken,
)
from booking.models import (
    Closure,
    Company,
    HistoryEntry,
    Job,
    Offer,
    Person,
    PlanningRun,
    Proposal,
    Request,
    Reservation,
)
from booking.models.kinds import ClosureKind, RequestStatus
from booking.planning.answers import Run
from booking.services.apply_with_offer import apply_with_offer
from booking.services.book_by_telephone import book_by_telephone
from booking.services.cancel_reservation import cancel_reservation
from booking.services.close_unit import close_unit
from booking.services.confirm_proposal import confirm_proposal
from booking.services.hold_offers import hold_offers
from booking.services.move_reservation import move_reservation
from booking.services.refuse_proposal import refuse_proposal
from booking.services.request_use import request_use
from booking.services.withdraw_request import withdraw_request
from booking.services.write_back_plan import write_back_plan
from instruments.models import Instrument, Unit
from instruments.words import Attended, Guidance
from tests.booking.racing import race, refusals, winners
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_capability,
    a_draft,
    a_house,
    an_instrument,
    another_company,
    hours,
    settle,
)

MANY = 8
ROUNDS = 2
Work = Callable[[Session], Any]


def _companies(session: Session) -> list[tuple[Company, Person]]:
    return [another_company(session, f"会社{n}") for n in range(MANY)]


def _hold(request_id: int) -> Work:
    def work(session: Session) -> list[Offer]:
        request = session.get_one(Request, request_id)
        by = session.get_one(Person, request.entered_by_id)
        return hold_offers(session, request, by=by, at=TODAY, settings=SETTINGS)

    return work


def _confirm(proposal_id: int, technician_id: int) -> Work:
    return lambda session: confirm_proposal(
        session,
        session.get_one(Proposal, proposal_id),
        by=session.get_one(Person, technician_id),
        at=TODAY,
        settings=SETTINGS,
    )


def _hold_one_slot(engine: Engine, session: Session, house: House) -> list[int]:
    """Every company wants Monday, then Tuesday, from nine to eleven; how many got it each day."""
    companies, counts = _companies(session), []
    for day in range(ROUNDS):
        slot = (hours(NINE + day * DAY, 2),)
        requests = [asked(session, house, by=one, windows=slot).id for one in companies]
        session.commit()
        outcomes = race(engine, [_hold(number) for number in requests])
        assert refusals(outcomes) == set()
        counts.append(len(winners(outcomes)))
    return counts


def test_one_of_many_holds_a_unit(engine: Engine, session: Session) -> None:
    house = a_house(session)

    assert _hold_one_slot(engine, session, house) == [1] * ROUNDS


def test_one_of_many_holds_a_technician(engine: Engine, session: Session) -> None:
    """There are units enough, but only one technician, who guides throughout."""
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS, units=MANY)
    house = a_house(session, guided)

    assert _hold_one_slot(engine, session, house) == [1] * ROUNDS


def test_as_many_as_the_limit_hold_a_technician_on_call(engine: Engine, session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.ON_CALL, units=MANY))

    assert _hold_one_slot(engine, session, house) == [SETTINGS.on_call_limit] * ROUNDS


def test_many_confirm_one_proposal(engine: Engine, session: Session) -> None:
    house = a_house(session, technicians=2)
    for _ in range(ROUNDS):
        proposal = applied(session, house)
        session.commit()

        outcomes = race(
            engine,
            [_confirm(proposal.id, house.technicians[n % 2].id) for n in range(MANY)],
        )

        assert len(winners(outcomes)) == 1
        assert refusals(outcomes) == {AlreadyDecided}
        winner = winners(outcomes)[0].confirmed_by_id
        told = {one.facts["by_id"] for one in outcomes if isinstance(one, AlreadyDecided)}
        assert told == {winner}


def test_some_confirm_some_refuse_and_some_withdraw(engine: Engine, session: Session) -> None:
    house = a_house(session)
    by, company = house.technician.id, house.engineer.id
    for _ in range(ROUNDS):
        proposal = applied(session, house)
        session.commit()
        number, request_id = proposal.id, proposal.request_id

        def refuse(session: Session, number: int = number) -> str:
            proposal = session.get_one(Proposal, number)
            person = session.get_one(Person, by)
            refuse_proposal(session, proposal, reason="点検", by=person, at=TODAY)
            return "refused"

        def withdraw(session: Session, request_id: int = request_id) -> str:
            request = session.get_one(Request, request_id)
            withdraw_request(session, request, by=session.get_one(Person, company), at=TODAY)
            return "withdrawn"

        outcomes = race(engine, [_confirm(number, by), refuse, withdraw] * 3)

        (winner,) = winners(outcomes)
        assert refusals(outcomes) <= {AlreadyDecided, NotNow}
        session.expire_all()
        status = "confirmed" if isinstance(winner, Reservation) else winner
        assert (proposal.status.value, proposal.request.status.value) == (status, status)
        lines = session.scalar(
            select(func.count()).where(
                HistoryEntry.what.in_(["confirm_proposal", "refuse_proposal"]),
                HistoryEntry.about_id == number,
            )
        )
        assert lines == (0 if winner == "withdrawn" else 1)
        session.rollback()


def test_a_visit_is_moved_into_a_time_that_others_hold_at_that_moment(
    engine: Engine, session: Session
) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)
    slot = (hours(NINE + 4 * HOUR, 2),)
    requests = [asked(session, house, by=one, windows=slot).id for one in _companies(session)]
    session.commit()
    number, by = reservation.id, house.technician.id
    run = Run(reservation.request_id, house.unit.id, *slot[0], parts=())

    def move(session: Session) -> str:
        move_reservation(
            session,
            session.get_one(Reservation, number),
            run,
            agreed_by="佐藤様",
            by=session.get_one(Person, by),
            at=TODAY,
            settings=SETTINGS,
        )
        return "moved"

    outcomes = race(engine, [move, *(_hold(request) for request in requests)])

    assert len(winners(outcomes)) == 1
    assert refusals(outcomes) <= {RuleBroken, Taken}
    session.refresh(reservation)
    moved = winners(outcomes) == ["moved"]
    assert reservation.starts_at == (slot[0][0] if moved else NINE)


def test_a_closure_and_holds_over_the_same_time(engine: Engine, session: Session) -> None:
    house = a_house(session)
    requests = [
        asked(session, house, by=one, windows=(hours(NINE, 2),)).id for one in _companies(session)
    ]
    session.commit()
    unit, by = house.unit.id, house.technician.id

    def close(session: Session) -> Closure:
        return close_unit(
            session,
            session.get_one(Unit, unit),
            ClosureKind.MAINTENANCE,
            *hours(NINE, 8),
            by=session.get_one(Person, by),
            at=TODAY,
        )

    outcomes = race(engine, [*(_hold(request) for request in requests), close, close])

    assert len(winners(outcomes)) == 1
    assert refusals(outcomes) == {ClosureOverReservation}


def _plan(session: Session, house: House) -> int:
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
    return run.id


def _write_back(plan: int, runs: list[Run]) -> Work:
    return lambda session: write_back_plan(
        session, session.get_one(PlanningRun, plan), runs, at=TODAY, settings=SETTINGS
    )


def test_a_plan_is_written_back_while_others_hold_the_time(
    engine: Engine, session: Session
) -> None:
    house = a_house(session)
    slot = (hours(NINE, 2),)
    planned = waiting(session, house, windows=slot)
    requests = [asked(session, house, by=one, windows=slot).id for one in _companies(session)]
    plan = _plan(session, house)
    run = Run(planned.id, house.unit.id, *slot[0], parts=())
    session.commit()

    outcomes = race(engine, [_write_back(plan, [run]), *(_hold(request) for request in requests)])

    assert len(winners(outcomes)) == 1
    assert refusals(outcomes) == set()


def test_two_plans_over_the_same_units_in_opposite_order(engine: Engine, session: Session) -> None:
    """Each places two requests: one of the plans on units 1 and 2, the other on 2 and 1."""
    house = a_house(session, an_instrument(units=2))
    one, two = (unit.id for unit in house.instrument.units)
    works = []
    for units in ((one, two), (two, one)) * 4:
        requests = [waiting(session, house) for _ in units]
        runs = [
            Run(request.id, unit, *hours(NINE, 2), parts=())
            for request, unit in zip(requests, units, strict=True)
        ]
        works.append(_write_back(_plan(session, house), runs))
    session.commit()

    outcomes = race(engine, works)

    assert refusals(outcomes) == set()
    assert sum(len(proposals) for proposals in winners(outcomes)) == 2


def test_many_hold_the_same_two_instruments(engine: Engine, session: Session) -> None:
    """Every hold takes both, whichever it found first; nobody waits for ever."""
    house = a_house(session)
    other = an_instrument("SEM2", house.facility)
    observe = a_capability("observe", house.instrument, other)
    session.add_all([other, observe])
    settle(session)
    slot = (hours(NINE, 2),)
    requests = [
        asked(session, house, by=one, capability=observe, windows=slot).id
        for one in _companies(session)
    ]
    session.commit()

    outcomes = race(engine, [_hold(request) for request in requests])

    assert refusals(outcomes) == set()
    assert [len(offers) for offers in winners(outcomes)] == [2]


def test_two_visits_change_places_at_the_same_moment(engine: Engine, session: Session) -> None:
    """Each asks for the time of the other: neither is free, and neither waits for ever."""
    house = a_house(session, an_instrument(units=2))
    visits = [confirmed(session, house, windows=(hours(NINE, 2),)) for _ in range(2)]
    units = [visit.unit_id for visit in visits]
    by = house.technician.id
    works = []
    for visit, unit in zip(visits, reversed(units), strict=True):
        run = Run(visit.request_id, unit, *hours(NINE, 2), parts=())

        def move(session: Session, number: int = visit.id, run: Run = run) -> None:
            move_reservation(
                session,
                session.get_one(Reservation, number),
                run,
                agreed_by="佐藤様",
                by=session.get_one(Person, by),
                at=TODAY,
                settings=SETTINGS,
            )

        works += [move, move]

    outcomes = race(engine, works)

    assert refusals(outcomes) == {RuleBroken}
    assert len([one for one in outcomes if isinstance(one, BookingError)]) == len(works)


def test_cancelled_time_is_taken_by_one_of_those_who_wait_for_it(
    engine: Engine, session: Session
) -> None:
    house = a_house(session)
    reservation = confirmed(session, house, windows=(hours(NINE, 2),))
    slot = (hours(NINE, 2),)
    requests = [asked(session, house, by=one, windows=slot).id for one in _companies(session)]
    session.commit()
    number, by = reservation.id, house.engineer.id

    def cancel(session: Session) -> str:
        cancel_reservation(
            session,
            session.get_one(Reservation, number),
            reason="",
            by=session.get_one(Person, by),
            at=TODAY,
        )
        return "cancelled"

    outcomes = race(engine, [cancel, cancel, *(_hold(request) for request in requests)])

    assert outcomes.count("cancelled") == 1
    assert refusals(outcomes) == {AlreadyDecided}
    assert len(winners(outcomes)) <= 2


def test_one_form_sent_many_times_at_once_is_one_request(engine: Engine, session: Session) -> None:
    house = a_house(session)
    instrument, company, by = house.instrument.id, house.company.id, house.engineer.id

    def send(session: Session) -> int:
        draft = a_draft(session.get_one(Instrument, instrument), token="the form")
        return request_use(
            session,
            draft,
            session.get_one(Company, company),
            by=session.get_one(Person, by),
            at=TODAY,
        ).id

    outcomes = race(engine, [send] * MANY)

    assert len(set(winners(outcomes))) == 1
    assert len(winners(outcomes)) == MANY


def test_one_call_entered_many_times_at_once_is_one_booking(
    engine: Engine, session: Session
) -> None:
    house = a_house(session)
    instrument, company, by = house.instrument.id, house.company.id, house.technician.id

    def send(session: Session) -> int:
        draft = a_draft(session.get_one(Instrument, instrument), token="the form")
        return book_by_telephone(
            session,
            draft,
            session.get_one(Company, company),
            by=session.get_one(Person, by),
            at=TODAY,
            settings=SETTINGS,
        ).id

    outcomes = race(engine, [send] * MANY)

    assert len(set(winners(outcomes))) == 1
    assert len(winners(outcomes)) == MANY


def test_colleagues_apply_with_different_offers_of_one_request(
    engine: Engine, session: Session
) -> None:
    house = a_house(session)
    request = asked(session, house)
    offers = [offer.id for offer in held(session, request)]
    session.commit()
    by = house.engineer.id

    def apply(number: int) -> Work:
        return lambda session: apply_with_offer(
            session,
            session.get_one(Offer, number),
            by=session.get_one(Person, by),
            at=TODAY,
            settings=SETTINGS,
        )

    outcomes = race(engine, [apply(offers[n % 3]) for n in range(MANY)])

    assert len(winners(outcomes)) == 1
    assert refusals(outcomes) <= {NotNow, AlreadyDecided}
    session.refresh(request)
    assert request.status is RequestStatus.PROPOSED
