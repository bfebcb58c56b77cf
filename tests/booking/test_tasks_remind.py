"""What is not answered in time: the deputy hears first, an open day later the head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from booking.models import HistoryEntry, Notice, Person, Proposal, Request
from booking.permissions import Role
from booking.planning.answers import Run
from booking.services.propose_another_time import propose_another_time
from booking.services.refuse_proposal import refuse_proposal
from booking.services.remind import remind, someone_to_remind
from booking.tasks import REMIND_EVERY, Background
from tests.booking.steps import applied, waiting
from tests.builders import DAY, HOUR, NINE, SETTINGS, House, a_house, a_person, a_skill, in_japan

DUE = in_japan(4, 7)  # three open days after Wednesday 1 April: the end of Monday the 6th


def a_late_house(session: Session, *, deputy: bool = True, head: bool = True) -> House:
    """A proposal waits for the facility; the technician in charge does not answer."""
    house = a_house(session)
    if deputy:
        second = a_person(Role.TECHNICIAN, "副担当", facility=house.facility)
        session.add(a_skill(second, house.instrument, is_primary=False))
    if head:
        session.add(a_person(Role.APPROVER, "場長", facility=house.facility))
    proposal = applied(session, house, windows=((NINE + 7 * DAY, NINE + 7 * DAY + 8 * HOUR),))
    session.commit()
    assert proposal.answer_by == DUE
    return house


def told(session: Session) -> list[tuple[str, str]]:
    """Whom the reminders went to, and at which stage."""
    rows = session.execute(
        select(Person.name, Notice.facts)
        .join(Person, Notice.to_id == Person.id)
        .where(Notice.template == "answer_overdue")
        .order_by(Notice.id)
    )
    return [(name, facts["stage"]) for name, facts in rows]


def reminded(session: Session, at: datetime) -> int:
    """What the worker does at that moment, committed."""
    count = remind(session, at=at)
    session.commit()
    return count


def test_before_the_deadline_nobody_is_reminded(session: Session) -> None:
    a_late_house(session)

    assert not someone_to_remind(session, at=DUE - timedelta(seconds=1))
    assert reminded(session, DUE - timedelta(seconds=1)) == 0


def test_the_deputy_first_then_the_head_then_nobody_again(session: Session) -> None:
    a_late_house(session)

    at, counts = DUE, []
    while at < DUE + 6 * DAY:
        counts.append(reminded(session, at))
        at += 6 * HOUR

    assert told(session) == [("副担当", "deputy"), ("場長", "head")]
    assert sum(counts) == 2
    stages = session.scalars(
        select(HistoryEntry.after).where(HistoryEntry.what == "remind").order_by(HistoryEntry.id)
    ).all()
    assert [after["stage"] for after in stages] == ["deputy", "head"]


def test_the_deputy_has_a_whole_open_day(session: Session) -> None:
    a_late_house(session)
    saturday = in_japan(4, 11, 8)  # the worker was away; the reminder goes out on a weekend

    reminded(session, saturday)

    assert reminded(session, in_japan(4, 13, 23, 59)) == 0
    assert reminded(session, in_japan(4, 14)) == 1
    assert told(session)[-1] == ("場長", "head")


def test_without_a_deputy_the_head_hears_at_once(session: Session) -> None:
    a_late_house(session, deputy=False)

    reminded(session, DUE)

    assert told(session) == [("場長", "deputy")]


def test_without_a_head_every_technician_hears(session: Session) -> None:
    a_late_house(session, head=False)

    reminded(session, DUE)
    reminded(session, DUE + DAY)

    assert told(session) == [("副担当", "deputy"), ("阿部", "head"), ("副担当", "head")]


def test_what_waits_for_the_company_is_put_to_it_again_then_to_the_desk(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)
    suggested = _another_time(session, house, request.id)
    session.commit()

    reminded(session, suggested.answer_by)
    reminded(session, suggested.answer_by + DAY)

    assert told(session) == [("佐藤", "company"), ("阿部", "desk")]


def test_an_answered_proposal_is_not_reminded_of(session: Session) -> None:
    house = a_late_house(session)
    proposal = session.scalars(select(Proposal)).one()

    refuse_proposal(session, proposal, reason="校正", by=house.technician, at=DUE)

    assert reminded(session, DUE + HOUR) == 0


def test_the_worker_looks_once_a_minute(new_session: Callable[[], Session], engine: Engine) -> None:
    session = new_session()
    a_late_house(session)
    clock = [DUE - REMIND_EVERY]
    background = Background.on(engine, SETTINGS, lambda: clock[0])
    background.between_jobs()

    clock[0] = DUE - timedelta(seconds=1) + timedelta(microseconds=1)
    background.between_jobs()
    early = told(session)
    session.commit()
    clock[0] = DUE
    background.between_jobs()

    assert early == []
    assert told(session) == [("副担当", "deputy")]


def _another_time(session: Session, house: House, request_id: int) -> Proposal:
    run = Run(
        request_id=request_id,
        unit_id=house.unit.id,
        starts_at=NINE + 7 * DAY,
        ends_at=NINE + 7 * DAY + 2 * HOUR,
        parts=(),
    )
    return propose_another_time(
        session,
        session.get_one(Request, request_id),
        run,
        by=house.technician,
        at=in_japan(4, 1, 10),
        settings=SETTINGS,
    )
