"""People who sign in, the companies they belong to, and what a company is called."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.kinds import Role
from instruments.database import Base
from instruments.models import Facility


class Person(Base):
    """Someone the product knows. Name, mail, telephone are erasable; history keeps the id."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email IS NULL OR email = lower(email)", name="email_is_lower_case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)  # None: known by telephone only
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    reading: Mapped[str] = mapped_column(default="")
    role: Mapped[Role]
    post: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ja")
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))  # staff and partners
    valid_until: Mapped[date | None]  # last day of a fixed term, or of an auditor's access

    facility: Mapped[Facility | None] = relationship()
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", foreign_keys="Membership.person_id"
    )


class Company(Base):
    """A firm that asks for time. Known by name alone when it only telephones."""

    __tablename__ = "company"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    reading: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(index=True)  # name and reading, width and kana folded
    prefecture_jis: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")  # of the firm itself; nothing is sent there
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))

    memberships: Mapped[list[Membership]] = relationship(back_populates="company")


class Membership(Base):
    """A person acts for a company, once a member or the facility has approved it."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "company_id", name="one_membership_a_company"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    asked_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="memberships", foreign_keys=[person_id])
    company: Mapped[Company] = relationship(back_populates="memberships")
