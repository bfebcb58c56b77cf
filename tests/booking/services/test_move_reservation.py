"""A promised visit is put at another time, with the word of whoever comes."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed, NotNow, ReasonMissing, RuleBroken
from booking.models import Claim, Notice, Reservation
from booking.models.kinds import ClaimKind
from booking.permissions import Role
from booking.planning.answers import Part, Run
from booking.services.cancel_reservation import cancel_reservation
from booking.services.move_reservation import move_reservation
from booking.services.record_absence import record_absence
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    a_person,
    a_tariff,
    an_instrument,
    another_company,
    hours,
)


def _later(reservation: Reservation, by_hours: float) -> Run:
    """The same visit so many hours later, with the same technicians."""
    shift = by_hours * HOUR
    return Run(
        reservation.request_id,
        reservation.unit_id,
        reservation.starts_at + shift,
        reservation.ends_at + shift,
        tuple(
            Part(a.technician_id, a.mode, a.starts_at + shift, a.ends_at + shift)
            for a in reservation.assignments
        ),
    )


def _move(session: Session, house: House, reservation: Reservation, run: Run) -> None:
    move_reservation(
        session,
        reservation,
        run,
        agreed_by="佐藤様",
        by=house.technician,
        at=TODAY,
        settings=SETTINGS,
    )


def _guided_house(session: Session, *, technicians: int = 1) -> House:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    return a_house(session, guided, technicians=technicians)


def test_unit_technician_and_calendar_follow(session: Session) -> None:
    house = _guided_house(session)
    reservation = confirmed(session, house)

    _move(session, house, reservation, _later(reservation, 4))

    assert (reservation.starts_at, reservation.ends_at) == (NINE + 4 * HOUR, NINE + 6 * HOUR)
    assert [a.starts_at for a in reservation.assignments] == [NINE + 4 * HOUR]
    assert reservation.sequence == 1
    claims = session.scalars(select(Claim)).all()
    assert {(c.starts_at, c.kind, c.reservation_id) for c in claims} == {
        (NINE + 4 * HOUR, ClaimKind.RESERVATION, reservation.id)
    }
    assert len(claims) == 2


def test_the_new_time_may_overlap_the_old_one(session: Session) -> None:
    house = _guided_house(session)
    reservation = confirmed(session, house)

    _move(session, house, reservation, _later(reservation, 1))

    assert reservation.starts_at == NINE + HOUR


def test_the_old_time_is_free_at_once(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)
    other = another_company(session)

    _move(session, house, reservation, _later(reservation, 4))

    assert held(session, asked(session, house, by=other, windows=(hours(NINE, 2),)))


def test_a_visit_moves_to_another_unit_of_the_instrument(session: Session) -> None:
    house = a_house(session, an_instrument(units=2))
    reservation = confirmed(session, house)
    other_unit = house.instrument.units[1]

    _move(session, house, reservation, replace(_later(reservation, 0), unit_id=other_unit.id))

    assert reservation.unit is other_unit


def test_the_company_and_the_technicians_are_told_from_when(session: Session) -> None:
    house = _guided_house(session, technicians=2)
    reservation = confirmed(session, house)
    abe, ito = house.technicians
    before = reservation.assignments[0].technician
    after = ito if before is abe else abe
    run = _later(reservation, 4)
    run = replace(run, parts=(replace(run.parts[0], technician_id=after.id),))
    head = a_person(Role.FACILITY_MANAGER, facility=house.facility)
    session.add(head)

    move_reservation(
        session, reservation, run, agreed_by="佐藤様", by=head, at=TODAY, settings=SETTINGS
    )

    notices = session.scalars(select(Notice).where(Notice.template == "reservation_moved")).all()
    assert {n.to_id for n in notices} == {house.engineer.id, abe.id, ito.id}
    assert {n.facts["before"] for n in notices} == {NINE.isoformat()}


def test_a_visit_never_moves_without_a_word_of_the_company(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    with pytest.raises(ReasonMissing):
        move_reservation(
            session,
            reservation,
            _later(reservation, 4),
            agreed_by=" ",
            by=house.technician,
            at=TODAY,
            settings=SETTINGS,
        )


def test_a_held_time_is_not_moved_into(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)
    held(session, asked(session, house, by=another_company(session)))

    with pytest.raises(RuleBroken) as refused:
        _move(session, house, reservation, _later(reservation, 3))

    assert refused.value.facts == {"rules": ("units_carry_one_run_at_a_time",)}
    session.rollback()
    assert reservation.starts_at == NINE


def test_a_moved_visit_never_costs_more(session: Session) -> None:
    """Moved over the day on which the hour begins to cost 1,500 yen instead of 1,000."""
    house = a_house(session)
    session.add_all(
        [
            a_tariff(house.instrument, 1000, valid_to=date(2026, 4, 7)),
            a_tariff(house.instrument, 1500, valid_from=date(2026, 4, 7)),
        ]
    )
    reservation = confirmed(session, house)

    _move(session, house, reservation, _later(reservation, 24))

    assert reservation.price_yen == 2000


def test_a_moved_visit_costs_less_where_the_new_time_does(session: Session) -> None:
    house = a_house(session)
    session.add_all(
        [
            a_tariff(house.instrument, 1000, valid_to=date(2026, 4, 7)),
            a_tariff(house.instrument, 600, valid_from=date(2026, 4, 7)),
        ]
    )
    reservation = confirmed(session, house)

    _move(session, house, reservation, _later(reservation, 24))

    assert reservation.price_yen == 1200
    assert [line["yen"] for line in reservation.price_lines] == [1200]


def test_a_moved_visit_is_not_at_risk_any_more(session: Session) -> None:
    house = _guided_house(session)
    reservation = confirmed(session, house)
    record_absence(session, house.technician, *hours(NINE, 2), by=house.technician, at=TODAY)
    assert reservation.at_risk

    _move(session, house, reservation, _later(reservation, 2))

    assert not reservation.at_risk


def test_too_late_when_the_visit_has_begun(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    with pytest.raises(NotNow):
        move_reservation(
            session,
            reservation,
            _later(reservation, 4),
            agreed_by="佐藤様",
            by=house.technician,
            at=NINE,
            settings=SETTINGS,
        )


def test_too_late_when_it_was_cancelled(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)
    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)

    with pytest.raises(AlreadyDecided):
        _move(session, house, reservation, _later(reservation, 4))


def test_who_may_not_move(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    for role in (Role.COMPANY, Role.COORDINATOR, Role.CLERK, Role.PARTNER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            move_reservation(
                session,
                reservation,
                _later(reservation, 4),
                agreed_by="佐藤様",
                by=a_person(role),
                at=TODAY,
                settings=SETTINGS,
            )
