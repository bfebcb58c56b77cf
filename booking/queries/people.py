"""Who may sign in. Names and addresses of companies' people stay with their cases (disclosure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.models import Person
from booking.permissions import Role
from instruments.models import Facility

PAGE = 50  # people on a page
HOME_ZONE = ZoneInfo("Asia/Tokyo")  # whose calendar the last day of an account is of


@dataclass(frozen=True, slots=True)
class PeopleWish:
    """Which people; an empty field asks for nothing."""

    text: str = ""
    number: int | None = None  # of one person; the text is then not looked for
    role: Role | None = None
    facility: str = ""  # code
    may_sign_in: bool | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One account. Name and address are empty for people of companies."""

    id: int
    name: str
    email: str
    role: Role
    post: str
    facility: Facility | None
    active: bool
    has_account: bool  # an address and a password; others are known by telephone only
    valid_until: date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people, and what there is to filter by."""

    people: tuple[PersonLine, ...]
    total: int
    pages: int
    page: int
    facilities: tuple[Facility, ...]


def people_page(session: Session, wish: PeopleWish, *, at: datetime) -> PeoplePage:
    """The people of the wish, by role and reading. Three queries."""
    today = at.astimezone(HOME_ZONE).date()
    wanted = _conditions(wish, today)
    total = session.scalar(select(func.count()).select_from(Person).where(*wanted)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wish.page), pages)
    rows = session.scalars(
        select(Person)
        .where(*wanted)
        .options(joinedload(Person.facility))
        .order_by(Person.role, Person.reading, Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    facilities = session.scalars(
        select(Facility)
        .where(Facility.id.in_(select(Person.facility_id)))
        .order_by(Facility.prefecture_jis, Facility.code)
    )
    return PeoplePage(
        people=tuple(_line(row, today) for row in rows),
        total=total,
        pages=pages,
        page=page,
        facilities=tuple(facilities),
    )


def _conditions(wish: PeopleWish, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.role is not None:
        found.append(Person.role == wish.role)
    if wish.facility:
        found.append(Person.facility.has(code=wish.facility))
    if wish.may_sign_in is not None:
        found.append(_may_sign_in(today) == wish.may_sign_in)
    if wish.number is not None:
        found.append(Person.id == wish.number)
    elif wish.text:
        found.append(_says(wish.text))
    return found


def _may_sign_in(today: date) -> ColumnElement[bool]:
    valid = or_(Person.valid_until.is_(None), Person.valid_until >= today)
    return and_(Person.active, Person.password.is_not(None), valid)


def _says(text: str) -> ColumnElement[bool]:
    """Staff by a part of name, reading or address; anybody by the whole address."""
    whole = Person.email == text.lower()
    part = or_(
        *(
            column.contains(text, autoescape=True)
            for column in (Person.name, Person.reading, Person.email)
        )
    )
    return or_(whole, and_(Person.role != Role.COMPANY, part))


def _line(row: Person, today: date) -> PersonLine:
    of_company = row.role is Role.COMPANY
    return PersonLine(
        id=row.id,
        name="" if of_company else row.name,
        email="" if of_company else row.email or "",
        role=row.role,
        post="" if of_company else row.post,
        facility=row.facility,
        active=row.active,
        has_account=bool(row.email and row.password),
        valid_until=row.valid_until,
        ended=row.valid_until is not None and row.valid_until < today,
    )


def staff_names(session: Session, numbers: set[int]) -> dict[int, str]:
    """Names by id; people of companies have none here. One query."""
    rows = session.execute(
        select(Person.id, Person.name).where(Person.id.in_(numbers), Person.role != Role.COMPANY)
    )
    return dict(rows.all())
