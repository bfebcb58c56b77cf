"""Rows that read aloud: a person, a facility, an instrument, a company, and a small house of them.

Times are fixed: NINE is Monday 2026-04-06 09:00 in Japan, TODAY is the Wednesday before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.models import Company, Membership, Person, Skill, WorkingTime
from booking.permissions import Role
from booking.services.companies import company_key
from booking.services.request_use import RequestDraft
from booking.services.subjects import ensure_subjects
from booking.settings import Settings
from instruments.models import (
    Capability,
    Facility,
    Instrument,
    OpeningHours,
    Organization,
    Tariff,
    Unit,
)
from instruments.words import (
    Attended,
    Category,
    Guidance,
    OrganizationKind,
    Service,
    Sharing,
    TariffForm,
)

JAPAN = ZoneInfo("Asia/Tokyo")
NINE = datetime(2026, 4, 6, 0, 0, tzinfo=UTC)  # Monday 2026-04-06 09:00 in Japan
TODAY = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)  # Wednesday 2026-04-01 10:00 in Japan
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OFFICE = (time(9), time(17))
SETTINGS = Settings(database_url="", secret_key="")

_number = count(1)


def in_japan(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of 2026 on the clocks of Japan, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=JAPAN).astimezone(UTC)


def hours(starts_at: datetime, length: float) -> tuple[datetime, datetime]:
    """So many hours from that moment on."""
    return starts_at, starts_at + timedelta(hours=length)


def a_person(role: Role, name: str = "阿部", **changes: Any) -> Person:
    """Somebody of that role with an address of his or her own."""
    n = next(_number)
    facts: dict[str, Any] = {
        "email": f"person{n}@example.jp",
        "fs_uniquifier": f"person-{n}",
        "name": name,
        "role": role,
    }
    return Person(**facts | changes)


def a_company(name: str = "株式会社最上精工", **changes: Any) -> Company:
    """A firm of Yamagata (JIS 06)."""
    facts: dict[str, Any] = {
        "name": name,
        "search_key": company_key(name, changes.get("reading", "")),
        "prefecture_jis": "06",
    }
    return Company(**facts | changes)


def a_member(company: Company, person: Person, **changes: Any) -> Membership:
    """The person acts for the company, approved."""
    facts: dict[str, Any] = {
        "company": company,
        "person": person,
        "asked_at": TODAY,
        "approved_at": TODAY,
    }
    return Membership(**facts | changes)


def an_organization(code: str = "YRIT") -> Organization:
    """A public institute of Yamagata."""
    return Organization(
        code=code,
        name_ja="工業技術センター",
        kind=OrganizationKind.PUBLIC_INSTITUTE,
        prefecture_jis="06",
    )


def a_facility(code: str = "YRIT", **changes: Any) -> Facility:
    """Open Monday to Friday 9-17, no notice needed, three months ahead."""
    facts: dict[str, Any] = {
        "code": code,
        "organization": an_organization(code),
        "name_ja": "工業技術センター",
        "prefecture_jis": "06",
        "sharing": Sharing.CONFIRMS,
        "hours": [OpeningHours(weekday=day, opens=OFFICE[0], closes=OFFICE[1]) for day in range(5)],
    }
    return Facility(**facts | changes)


def an_instrument(
    code: str = "SEM", facility: Facility | None = None, *, units: int = 1, **changes: Any
) -> Instrument:
    """One that needs nobody beside the company, bookable by the half hour, unless told."""
    facts: dict[str, Any] = {
        "code": code,
        "facility": facility or a_facility(),
        "name_ja": "走査電子顕微鏡",
        "category": Category.OBSERVATION,
        "attended": Attended.NONE,
        "guidance": Guidance.NEVER,
        "start_minutes": 30,
        "end_minutes": 30,
        "units": [Unit(label=str(n)) for n in range(1, units + 1)],
    }
    return Instrument(**facts | changes)


def a_capability(code: str = "observe", *instruments: Instrument) -> Capability:
    """What those instruments can do."""
    return Capability(code=code, name_ja="表面を見る", instruments=list(instruments))


def a_tariff(instrument: Instrument, first_yen: int = 1000, **changes: Any) -> Tariff:
    """So many yen for each hour begun, since 2020, with the surcharge for outsiders of 50 %."""
    facts: dict[str, Any] = {
        "instrument": instrument,
        "service": Service.EQUIPMENT_USE,
        "form": TariffForm.HOUR_BEGUN,
        "first_yen": first_yen,
        "outside_percent": 50,
        "valid_from": date(2020, 4, 1),
        "legal_basis": "使用料条例",
    }
    return Tariff(**facts | changes)


def a_skill(technician: Person, instrument: Instrument, **changes: Any) -> Skill:
    """The technician may guide on the instrument, without an end."""
    return Skill(technician=technician, instrument=instrument, **changes)


def office_hours(technician: Person, days: Sequence[int] = range(5)) -> list[WorkingTime]:
    """9-17 on those weekdays, Monday to Friday unless told. The technician must have an id."""
    return [
        WorkingTime(technician_id=technician.id, weekday=day, starts=OFFICE[0], ends=OFFICE[1])
        for day in days
    ]


@dataclass(frozen=True, slots=True)
class House:
    """A facility with one instrument, the technicians who know it, and a company that comes."""

    instrument: Instrument
    technicians: tuple[Person, ...]
    company: Company
    engineer: Person

    @property
    def facility(self) -> Facility:
        """Where the instrument stands."""
        return self.instrument.facility

    @property
    def unit(self) -> Unit:
        """The instrument's first unit."""
        return self.instrument.units[0]

    @property
    def technician(self) -> Person:
        """The first technician."""
        return self.technicians[0]


def a_house(
    session: Session, instrument: Instrument | None = None, *, technicians: int = 1
) -> House:
    """A small house in the database, committed, everything claimable."""
    instrument = instrument or an_instrument()
    people = tuple(
        a_person(Role.TECHNICIAN, name, facility=instrument.facility)
        for name in ("阿部", "伊藤", "上野", "遠藤")[:technicians]
    )
    company, engineer = a_company(), a_person(Role.COMPANY, "佐藤")
    session.add_all([instrument, *people, company, engineer, a_member(company, engineer)])
    session.add_all([a_skill(person, instrument) for person in people])
    settle(session, *people)
    return House(instrument, people, company, engineer)


def settle(session: Session, *technicians: Person) -> None:
    """Give the technicians office hours and everything its place to be claimed, and commit."""
    session.flush()
    session.add_all([row for person in technicians for row in office_hours(person)])
    ensure_subjects(session, on_call_lanes=SETTINGS.on_call_limit)
    session.commit()


def another_company(session: Session, name: str = "置賜電子") -> tuple[Company, Person]:
    """A second firm and its engineer, committed."""
    company, engineer = a_company(name), a_person(Role.COMPANY, "鈴木")
    session.add_all([company, engineer, a_member(company, engineer)])
    session.commit()
    return company, engineer


def a_draft(what: Instrument | Capability, **changes: Any) -> RequestDraft:
    """Two hours, any time on Monday 9-17, from a form of its own."""
    facts: dict[str, Any] = {
        "token": f"form-{next(_number)}",
        "instrument": what if isinstance(what, Instrument) else None,
        "capability": what if isinstance(what, Capability) else None,
        "service": Service.EQUIPMENT_USE,
        "minutes": 120,
        "guidance": False,
        "windows": (hours(NINE, 8),),
    }
    return RequestDraft(**facts | changes)
