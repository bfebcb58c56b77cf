"""The desk at its browser: its people, somebody of another facility, cases in any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from booking.models import HistoryEntry, Person, Proposal, Request, Reservation
from booking.permissions import Role
from tests.booking.routes.company_browser import Browser, a_guided_house, coming, now, signed_in
from tests.booking.steps import applied, asked, confirmed, waiting
from tests.builders import (
    House,
    a_facility,
    a_person,
    a_skill,
    an_instrument,
    settle,
)

VISITOR, MOBILE, SECRET = "来所 太郎", "090-1111-2222", "社外秘の目的"


@dataclass(frozen=True)
class Desk:
    """A small house whose people are signed in, and somebody of another facility."""

    house: House
    technician: Browser
    colleague: Browser
    clerk: Browser
    approver: Browser
    stranger: Browser  # a technician of another facility
    company: Browser
    new_session: Callable[[], Session]

    @property
    def unit(self) -> int:
        """The id of the house's one unit."""
        return self.house.unit.id

    def day(self, number: int = 0) -> datetime:
        """Nine o'clock on one of the next open days."""
        return coming(self.house)[number][0]

    def applied(self, number: int = 0, hour: int = 0) -> Proposal:
        """The company applied for two hours on that day, that many hours after nine."""
        with self.new_session() as session:
            proposal = applied(session, self.here(session), at=now(), **self._wish(number, hour))
            session.commit()
            return proposal

    def waiting(self, number: int = 0) -> Request:
        """The company left the time to the desk."""
        with self.new_session() as session:
            request = waiting(session, self.here(session), at=now(), **self._wish(number, 0))
            session.commit()
            return request

    def confirmed(self, number: int = 0, hour: int = 0) -> Reservation:
        """The desk promised two hours on that day."""
        with self.new_session() as session:
            return confirmed(session, self.here(session), at=now(), **self._wish(number, hour))

    def open(self) -> Request:
        """The company is still choosing."""
        with self.new_session() as session:
            request = asked(session, self.here(session), at=now(), **self._wish(0, 0))
            session.commit()
            return request

    def here(self, session: Session) -> House:
        """The house in this session."""
        house = self.house
        return House(
            session.merge(house.instrument),
            tuple(session.merge(one) for one in house.technicians),
            session.merge(house.company),
            session.merge(house.engineer),
        )

    def history(self) -> list[str]:
        """What was recorded, in order."""
        with self.new_session() as session:
            return [e.what for e in session.query(HistoryEntry).order_by(HistoryEntry.id)]

    def _wish(self, number: int, hour: int) -> dict[str, Any]:
        start = self.day(number) + timedelta(hours=hour)
        return {
            "windows": ((start, start + timedelta(hours=2)),),
            "visitor": VISITOR,
            "visitor_telephone": MOBILE,
            "purpose": SECRET,
        }


def a_desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    """The house of the company's tests with a second technician and its other people."""
    house = a_guided_house(session)
    elsewhere = an_instrument("ELSE", a_facility("ELSE"), name_ja="別の顕微鏡")
    colleague = a_person(Role.TECHNICIAN, "𠮷田", facility=house.facility)
    clerk = a_person(Role.CLERK, "今野", facility=house.facility)
    approver = a_person(Role.APPROVER, "後藤", facility=house.facility)
    stranger = a_person(Role.TECHNICIAN, "長﨑", facility=elsewhere.facility)
    session.add_all([elsewhere, colleague, clerk, approver, stranger])
    session.add_all([a_skill(colleague, house.instrument), a_skill(stranger, elsewhere)])
    settle(session, colleague, stranger)

    def door(person: Person) -> Browser:
        return signed_in(app, person)

    house = House(house.instrument, (*house.technicians, colleague), house.company, house.engineer)
    people = (house.technician, colleague, clerk, approver, stranger, house.engineer)
    first, second, clerks, approvers, strangers, companys = (door(person) for person in people)
    session.commit()
    return Desk(
        house, first, second, clerks, approvers, strangers, companys, new_session=new_session
    )
