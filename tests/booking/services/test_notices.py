"""Who must hear of what: one row a person, written with the change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Notice
from booking.permissions import Role
from booking.services.notices import desk_of, tell
from tests.booking.steps import applied, confirmed, waiting
from tests.builders import TODAY, a_house, a_person, a_skill, an_instrument


def test_everyone_with_an_address_is_told_once(session: Session) -> None:
    abe, by_telephone, gone = (
        a_person(Role.TECHNICIAN),
        a_person(Role.COMPANY, email=None),
        a_person(Role.TECHNICIAN, active=False),
    )
    session.add_all([abe, by_telephone, gone])
    session.flush()

    tell(session, [abe, by_telephone, gone, abe], "proposal_to_answer", at=TODAY)

    assert session.scalars(select(Notice.to_id)).all() == [abe.id]


def test_every_notice_has_an_identity_of_its_own_and_is_due_at_once(session: Session) -> None:
    house = a_house(session, technicians=2)

    applied(session, house)

    notices = session.scalars(select(Notice)).all()
    assert {n.to_id for n in notices} == {p.id for p in house.technicians}
    assert len({n.message_id for n in notices}) == 2
    assert {(n.not_before, n.sent_at, n.attempts) for n in notices} == {(TODAY, None, 0)}


def test_a_notice_holds_no_name_and_no_free_text(session: Session) -> None:
    house = a_house(session)

    confirmed(session, house, purpose="目的の文", visitor="来所の人", sample_text="試料の文")
    waiting(session, house, purpose="目的の文")

    for notice in session.scalars(select(Notice)):
        written = str(notice.facts)
        for secret in ("目的の文", "来所の人", "試料の文", house.company.name, house.engineer.name):
            assert secret not in written


def test_those_in_charge_are_told_and_the_deputies_where_nobody_else_is(
    session: Session,
) -> None:
    instrument = an_instrument()
    chief, deputy = a_person(Role.TECHNICIAN), a_person(Role.TECHNICIAN)
    session.add_all([a_skill(chief, instrument), a_skill(deputy, instrument, is_primary=False)])
    session.flush()

    assert desk_of(session, instrument.id) == [chief]
    assert desk_of(session, instrument.id, without=chief) == [deputy]
    chief.active = False
    session.flush()
    assert desk_of(session, instrument.id) == [deputy]
