"""Unique strings in every private field of one case, and who may ever read each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.models import Company, Person, Proposal, Request, Reservation
from booking.models.kinds import ClosureKind
from booking.permissions import Role
from booking.services.apply_with_offer import apply_with_offer
from booking.services.cancel_reservation import cancel_reservation
from booking.services.close_unit import close_unit
from booking.services.companies import company_key
from booking.services.confirm_proposal import confirm_proposal
from booking.services.hold_offers import hold_offers
from booking.services.leave_to_facility import leave_to_facility
from booking.services.refuse_proposal import refuse_proposal
from booking.services.request_use import request_use, save_request
from booking.settings import Settings
from instruments.models import Facility
from instruments.opening import is_open_on
from tests.builders import (
    a_draft,
    a_facility,
    a_house,
    a_member,
    a_person,
    an_instrument,
)

JAPAN = ZoneInfo("Asia/Tokyo")

# Where each string is planted. None of them stands in any other text of the product.
SONGS = {
    "company name": "秘密社名カナリア製作所",
    "company reading": "ひみつしゃめいかなりあ",
    "company telephone": "0237-00-7001",
    "company address": "canary-firm@example.jp",
    "asker's name": "黄鳥あきこ",
    "asker's address": "canary-asker@example.jp",
    "asker's telephone": "0237-00-7002",
    "purpose": "秘密目的カナリア剥離調査",
    "samples": "秘密試料カナリア端子",
    "visitor": "黄鳥まさお",
    "visitor's telephone": "090-0000-7003",
    "payer": "秘密支払カナリア商事",
    "setting": "秘密条件カナリア配合",
    "reason of a refusal": "秘密理由カナリア",
    "note of a closure": "秘密休止カナリア",
}
COMPANY_KNOWS = frozenset(SONGS) - {
    "note of a closure",
    "company reading",
    "company telephone",
    "company address",
}


@dataclass(frozen=True, slots=True)
class Case:
    """The planted house: who listens, and the rows whose ids go into every address."""

    listeners: dict[str, Person]
    requests: list[int]
    offers: list[int]
    proposals: list[int]
    reservations: list[int]
    company_id: int


def plant(session: Session, settings: Settings, *, at: datetime) -> Case:
    """Requests in every state, all of one company, with a string in every private field."""
    house = a_house(session)
    _name_company(house.company, house.engineer)
    listeners = _listeners(session, house.facility.id)
    session.add(a_member(house.company, listeners["colleague of the company"]))
    session.commit()
    listeners["the company"] = house.engineer
    listeners["technician of the case"] = house.technician
    start = _quiet_monday(house.facility, at)

    def ask(day: int) -> Request:
        window = (start + timedelta(days=day), start + timedelta(days=day, hours=8))
        draft = a_draft(
            house.instrument,
            windows=(window,),
            purpose=SONGS["purpose"],
            sample_text=SONGS["samples"],
            visitor=SONGS["visitor"],
            visitor_telephone=SONGS["visitor's telephone"],
            payer=SONGS["payer"],
            setting=SONGS["setting"],
            confidential=True,
        )
        return request_use(session, draft, house.company, by=house.engineer, at=at)

    def applied(day: int) -> Proposal:
        request = ask(day)
        offer = hold_offers(session, request, by=house.engineer, at=at, settings=settings)[0]
        return apply_with_offer(session, offer, by=house.engineer, at=at, settings=settings)

    def confirmed(day: int) -> Reservation:
        return confirm_proposal(
            session, applied(day), by=house.technician, at=at, settings=settings
        )

    open_request = ask(0)
    offers = hold_offers(session, open_request, by=house.engineer, at=at, settings=settings)
    waiting = ask(1)
    leave_to_facility(session, waiting, by=house.engineer, at=at)
    proposed = applied(2)
    standing = confirmed(3)
    cancelled = confirmed(4)
    cancel_reservation(
        session, cancelled, reason=SONGS["reason of a refusal"], by=house.technician, at=at
    )
    refused = applied(4)
    refuse_proposal(
        session, refused, reason=SONGS["reason of a refusal"], by=house.technician, at=at
    )
    closed_from = start + timedelta(days=7)
    close_unit(
        session,
        house.unit,
        ClosureKind.MAINTENANCE,
        closed_from,
        closed_from + timedelta(hours=2),
        note=SONGS["note of a closure"],
        by=house.technician,
        at=at,
    )
    by_coordinator = save_request(
        session,
        a_draft(
            house.instrument, purpose=SONGS["purpose"], windows=((start, start + timedelta(1)),)
        ),
        house.company,
        asked_by=None,
        by=listeners["coordinator of the case"],
        at=at,
    )
    session.flush()
    requests = [open_request, waiting, proposed.request, standing.request, refused.request]
    case = Case(
        listeners=listeners,
        requests=[request.id for request in (*requests, by_coordinator)],
        offers=[offer.id for offer in offers],
        proposals=[proposed.id, refused.id],
        reservations=[standing.id, cancelled.id],
        company_id=house.company.id,
    )
    session.commit()  # last of all: an open transaction would keep every writer of SQLite waiting
    return case


def _name_company(company: Company, engineer: Person) -> None:
    company.name, company.reading = SONGS["company name"], SONGS["company reading"]
    company.search_key = company_key(company.name, company.reading)
    company.telephone = SONGS["company telephone"]
    company.email = SONGS["company address"]
    engineer.name, engineer.email = SONGS["asker's name"], SONGS["asker's address"]
    engineer.telephone = SONGS["asker's telephone"]


def _listeners(session: Session, facility_id: int) -> dict[str, Person]:
    elsewhere = a_facility("OTHER")
    session.add(an_instrument("OTHER-SEM", elsewhere))
    session.flush()
    here = {
        "manager of the facility": Role.FACILITY_MANAGER,
        "approver of the facility": Role.APPROVER,
        "clerk of the facility": Role.CLERK,
    }
    away = {
        "technician elsewhere": Role.TECHNICIAN,
        "manager elsewhere": Role.FACILITY_MANAGER,
        "partner": Role.PARTNER,
    }
    free = {
        "coordinator of the case": Role.COORDINATOR,
        "another coordinator": Role.COORDINATOR,
        "administrator": Role.ADMIN,
        "auditor": Role.AUDITOR,
        "another company": Role.COMPANY,
        "colleague of the company": Role.COMPANY,
    }
    people = {name: a_person(role, facility_id=facility_id) for name, role in here.items()}
    people |= {name: a_person(role, facility_id=elsewhere.id) for name, role in away.items()}
    people |= {name: a_person(role) for name, role in free.items()}
    session.add_all(people.values())
    other = Company(name="最上電子", search_key=company_key("最上電子"))
    session.add_all([other, a_member(other, people["another company"])])
    session.flush()
    return people


def _quiet_monday(facility: Facility, at: datetime) -> datetime:
    """Nine o'clock in Japan on a Monday whose week and the Monday after it have no day off."""
    day = at.astimezone(JAPAN).date() + timedelta(days=14 - at.astimezone(JAPAN).weekday())
    while not all(is_open_on(facility, day + timedelta(days=n)) for n in (0, 1, 2, 3, 4, 7)):
        day += timedelta(days=7)
    return datetime(day.year, day.month, day.day, 9, tzinfo=JAPAN).astimezone(UTC)


def may_hear(listener: str) -> frozenset[str]:
    """Which strings design §4.6 lets this listener read."""
    if listener in {"the company", "colleague of the company"}:
        return COMPANY_KNOWS | {"company telephone", "company reading", "company address"}
    if listener == "technician of the case" or listener.endswith("of the facility"):
        return frozenset(SONGS)
    if listener == "coordinator of the case":
        return frozenset(SONGS) - {"note of a closure", "reason of a refusal"}
    return frozenset()
