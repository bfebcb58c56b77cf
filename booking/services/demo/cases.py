"""The demo's requests: entered, offered, applied for and confirmed by the services people use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.models import Company, Person, Request
from booking.planning.candidates import allows_service
from booking.services.apply_with_offer import apply_with_offer
from booking.services.confirm_proposal import confirm_proposal
from booking.services.demo.accounts import read_rows
from booking.services.demo.calendar_words import windows
from booking.services.demo.staff import colleagues
from booking.services.hold_offers import hold_offers
from booking.services.leave_to_facility import leave_to_facility
from booking.services.notices import desk_of
from booking.services.request_use import MOST_WINDOWS, RequestDraft, save_request
from booking.settings import Settings
from instruments.models import Capability, Facility, Instrument
from instruments.words import InstrumentState, Service, Sharing

REQUESTS = "demo_requests.csv"
# Jobs over several steps, everyday menus and consultations are not single requests.
_NOT_SINGLE = re.compile(r"template:|menu:|consultation$")
_COUNT = re.compile(r"(\d+)(?:個|枚|本|検体|試料|点|素子)")
_VISITOR = "例示 来所者"
_TELEPHONE = "000-0000-0000"  # nobody's


class Outcome(StrEnum):
    """What became of a row of the demo."""

    RESERVED = "reserved"
    PROPOSED = "proposed"
    WAITING = "waiting"
    NOTHING_FITS = "nothing_fits"  # kept as a wish that was refused
    NOT_SINGLE = "not_single"  # a job, a menu or a consultation: left out
    NOWHERE = "nowhere"  # no facility that confirms here has an instrument for it


_IN_TURN = (Outcome.RESERVED, Outcome.PROPOSED, Outcome.WAITING)


@dataclass(frozen=True, slots=True)
class Desk:
    """What entering a case needs: who is there, since when, by which settings."""

    session: Session
    people: Sequence[Person]
    companies: Mapping[str, Company]
    asking: Mapping[str, Person]  # who of a company has an account, by the company's name
    at: datetime
    settings: Settings


def enter_cases(desk: Desk, folder: Path) -> Counter[Outcome]:
    """Enter every single request of the file; how many came out how."""
    places = _places(desk.session)
    turns = {facility.id: cycle(_IN_TURN) for facility, _ in places}
    tally: Counter[Outcome] = Counter()
    for number, row in enumerate(read_rows(folder / REQUESTS), start=1):
        if _NOT_SINGLE.match(row["instrument_or_capability"]):
            tally[Outcome.NOT_SINGLE] += 1
            continue
        found = _place_for(row, places)
        if found is None:
            tally[Outcome.NOWHERE] += 1
            continue
        facility, service = found
        request = _request(desk, row, facility, service, f"demo-{number}")
        tally[_carry(desk, request, facility, next(turns[facility.id]))] += 1
    return tally


def _places(session: Session) -> list[tuple[Facility, list[Instrument]]]:
    facilities = session.scalars(
        select(Facility)
        .where(Facility.sharing == Sharing.CONFIRMS)
        .order_by(Facility.code)
        .options(selectinload(Facility.instruments).selectinload(Instrument.capabilities))
    )
    return [
        (
            facility,
            [i for i in facility.instruments if i.state is InstrumentState.AVAILABLE],
        )
        for facility in facilities
    ]


def _place_for(
    row: Mapping[str, str], places: Sequence[tuple[Facility, list[Instrument]]]
) -> tuple[Facility, Service] | None:
    """The first facility that can do it, as asked for or in the other way it offers."""
    minutes = int(row["minutes"])
    asked, other = Service.EQUIPMENT_USE, Service.COMMISSIONED_TEST
    if row["guidance"] == "staff":
        asked, other = other, asked
    for service in (asked, other):
        for facility, instruments in places:
            for instrument in instruments:
                if (
                    allows_service(instrument, service)
                    and instrument.min_minutes <= minutes <= instrument.max_minutes
                    and row["instrument_or_capability"] in {c.code for c in instrument.capabilities}
                ):
                    return facility, service
    return None


def _request(
    desk: Desk, row: Mapping[str, str], facility: Facility, service: Service, token: str
) -> Request:
    zone = ZoneInfo(facility.zone)
    capability = desk.session.scalars(
        select(Capability).where(Capability.code == row["instrument_or_capability"])
    ).one()
    count = _COUNT.search(row["need_ja"])
    draft = RequestDraft(
        token=token,
        instrument=None,
        capability=capability,
        service=service,
        minutes=int(row["minutes"]),
        guidance=row["guidance"] == "yes" and service is Service.EQUIPMENT_USE,
        windows=windows(row["windows"], today=desk.at.astimezone(zone).date(), zone=zone)[
            :MOST_WINDOWS
        ],
        samples=int(count[1]) if count else 1,
        confidential=row["confidential"] != "no",
        purpose=row["need_ja"],
        visitor=_VISITOR,
        visitor_telephone=_TELEPHONE,
        facility_id=facility.id,
    )
    asked_by = desk.asking.get(row["company"])
    return save_request(
        desk.session,
        draft,
        desk.companies[row["company"]],
        asked_by=asked_by,
        by=asked_by or _counter(desk, facility),
        at=desk.at,
    )


def _counter(desk: Desk, facility: Facility) -> Person:
    """Whoever takes telephone calls there."""
    return colleagues(desk.people, facility.id)[0]


def _carry(desk: Desk, request: Request, facility: Facility, goal: Outcome) -> Outcome:
    by = request.asked_by or _counter(desk, facility)
    if goal is Outcome.WAITING:
        leave_to_facility(desk.session, request, by=by, at=desk.at)
        return goal
    session, at, settings = desk.session, desk.at, desk.settings
    offers = hold_offers(session, request, by=by, at=at, settings=settings)
    if not offers:
        return Outcome.NOTHING_FITS
    proposal = apply_with_offer(session, offers[0], by=by, at=at, settings=settings)
    if goal is Outcome.RESERVED:
        in_charge = desk_of(session, proposal.placement.unit.instrument_id)
        confirm_proposal(session, proposal, by=in_charge[0], at=at, settings=settings)
    return goal
