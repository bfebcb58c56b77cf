"""Who guides on what until when, and when they work; what that leaves uncovered is said."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotFound, RequestIncomplete
from booking.models import ClaimSubject, HistoryEntry, Person, Skill, WorkingTime
from booking.permissions import Role
from booking.services.staffing import end_skill, grant_skill, set_hours
from booking.services.uncovered import uncovered
from instruments.models import Instrument
from instruments.words import Attended, Guidance
from tests.booking.steps import applied, asked, confirmed, held
from tests.builders import (
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_facility,
    a_house,
    a_person,
    an_instrument,
    hours,
)

LANES = SETTINGS.on_call_limit
OFFICE = [(time(8, 30), time(12)), (time(13), time(17, 15))]


def _guided_house(session: Session, *, technicians: int = 1) -> House:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    return a_house(session, guided, technicians=technicians)


def _somebody(session: Session, role: Role, house: House | None = None) -> Person:
    person = a_person(role, "管理", facility=house.facility if house else None)
    session.add(person)
    session.commit()
    return person


def _grant(
    session: Session, person: Person, instrument: Instrument, by: Person, until: date | None = None
) -> int:
    """How many parts are left open."""
    left = grant_skill(
        session,
        person,
        instrument,
        valid_until=until,
        is_primary=True,
        on_call_lanes=LANES,
        by=by,
        at=TODAY,
    )
    return len(left)


def test_a_newcomer_with_a_skill_and_hours_is_placed_at_once(session: Session) -> None:
    house = _guided_house(session, technicians=0)
    manager, person = (
        _somebody(session, role, house) for role in (Role.FACILITY_MANAGER, Role.TECHNICIAN)
    )
    assert held(session, asked(session, house)) == []

    _grant(session, person, house.instrument, manager)
    set_hours(session, person, dict.fromkeys(range(5), OFFICE), by=manager, at=TODAY)
    session.commit()

    offers = held(session, asked(session, house))
    assert {a.technician_id for o in offers for a in o.placement.attendance} == {person.id}
    lanes = select(ClaimSubject).where(ClaimSubject.technician_id == person.id)
    assert len(session.scalars(lanes).all()) == 1 + LANES


def test_an_ended_skill_lists_the_visits_it_leaves_and_plans_no_more(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    proposal = applied(session, house, windows=(hours(NINE + 3 * HOUR, 2),))

    left = end_skill(session, house.technician, house.instrument.id, by=manager, at=TODAY)
    session.commit()

    assert [(one.reservation_id, one.rule) for one in left] == [
        (visit.id, "people_are_qualified"),
        (None, "people_are_qualified"),
    ]
    assert left[1].proposal_id == proposal.id
    entry = session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert held(session, asked(session, house)) == []
    assert entry is not None
    assert (entry.what, entry.by_id, entry.before["instrument"]) == (
        "end_skill",
        manager.id,
        house.instrument.id,
    )


def test_a_skill_ends_after_its_last_day(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house)
    confirmed(session, house, windows=(hours(NINE, 2),))
    day = date(2026, 4, 6)  # NINE's

    assert _grant(session, house.technician, house.instrument, manager, day) == 0
    assert _grant(session, house.technician, house.instrument, manager, day - timedelta(1)) == 1
    assert _grant(session, house.technician, house.instrument, manager) == 0
    assert len(session.scalars(select(Skill)).all()) == 1


def test_hours_taken_away_under_a_visit_list_it(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))

    kept = set_hours(session, house.technician, {0: [(time(9), time(11))]}, by=manager, at=TODAY)
    touching = {0: [(time(9), time(10)), (time(10), time(17))]}
    split = set_hours(session, house.technician, touching, by=manager, at=TODAY)
    short = set_hours(session, house.technician, {0: [(time(9), time(10))]}, by=manager, at=TODAY)
    other_day = set_hours(session, house.technician, {1: []}, by=manager, at=TODAY)
    free = set_hours(session, house.technician, {0: []}, by=manager, at=TODAY)

    assert kept == split == []
    for left in (short, other_day, free):
        assert [(p.reservation_id, p.rule) for p in left] == [
            (visit.id, "people_work_when_they_work")
        ]


def test_what_is_over_or_cancelled_is_not_listed(session: Session) -> None:
    house = _guided_house(session)
    confirmed(session, house, windows=(hours(NINE, 2),))
    session.query(WorkingTime).delete()

    assert uncovered(session, [house.technician], at=NINE + 3 * HOUR) == {}
    assert len(uncovered(session, [house.technician], at=NINE)[house.technician.id]) == 1


def test_hours_that_stay_are_not_history(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house)

    for _ in range(2):
        set_hours(session, house.technician, {0: OFFICE, 6: []}, by=manager, at=TODAY)

    (entry,) = session.scalars(select(HistoryEntry)).all()
    assert entry.before == {"mon": "09:00-17:00"}
    assert entry.after == {"mon": "08:30-12:00 13:00-17:15"}


@pytest.mark.parametrize(
    "wrong",
    [[(time(12), time(9))], [(time(9), time(9))], [(time(9), time(12)), (time(11), time(17))]],
)
def test_hours_run_forward_and_apart(session: Session, wrong: list[tuple[time, time]]) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house)

    with pytest.raises(RequestIncomplete) as refused:
        set_hours(session, house.technician, {0: OFFICE, 2: wrong}, by=manager, at=TODAY)

    assert refused.value.facts["broken"] == [("hours-2", "hours_in_order", {})]


def test_only_the_own_managers_and_administrators_keep_staff(session: Session) -> None:
    house, elsewhere = _guided_house(session), an_instrument("ELSE", a_facility("ELSE"))
    session.add(elsewhere)
    stranger = a_person(Role.FACILITY_MANAGER, facility=elsewhere.facility)
    session.add(stranger)
    session.commit()
    others = [
        _somebody(session, role, house)
        for role in Role
        if role not in {Role.FACILITY_MANAGER, Role.ADMIN, Role.PUBLIC}
    ]
    admin = _somebody(session, Role.ADMIN)

    for by in (stranger, *others):
        with pytest.raises(NotAllowed):
            _grant(session, house.technician, house.instrument, by)
        with pytest.raises(NotAllowed):
            end_skill(session, house.technician, house.instrument.id, by=by, at=TODAY)
        with pytest.raises(NotAllowed):
            set_hours(session, house.technician, {0: []}, by=by, at=TODAY)
    assert _grant(session, house.technician, house.instrument, admin) == 0


def test_a_skill_is_of_the_own_facility_and_of_somebody_who_guides(session: Session) -> None:
    house, elsewhere = _guided_house(session), an_instrument("ELSE", a_facility("ELSE"))
    session.add(elsewhere)
    admin, clerk = _somebody(session, Role.ADMIN), _somebody(session, Role.CLERK, house)

    with pytest.raises(RequestIncomplete, match="instrument"):
        _grant(session, house.technician, elsewhere, admin)
    with pytest.raises(RequestIncomplete, match="does_not_guide"):
        _grant(session, clerk, house.instrument, admin)
    with pytest.raises(NotFound):
        end_skill(session, house.technician, elsewhere.id, by=admin, at=TODAY)
