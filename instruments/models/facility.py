"""A place with instruments: where it is, when it is open, and the rules of booking there."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Connection, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from instruments.database import Base, one_of
from instruments.models.organization import Organization
from instruments.search import key_of
from instruments.words import Payment, Sharing

if TYPE_CHECKING:
    from instruments.models.instrument import Instrument
    from instruments.models.money import Tariff


class Facility(Base):
    """Rules are local: hours, closures, notice, words on the documents."""

    __tablename__ = "facility"
    __table_args__ = (
        CheckConstraint("code <> ''", name="has_a_code"),
        CheckConstraint("notice_days >= 0", name="notice_is_not_negative"),
        CheckConstraint("months_ahead >= 1", name="can_be_booked_ahead"),
        CheckConstraint(
            "longest_use_minutes IS NULL OR longest_use_minutes > 0", name="longest_use_is_positive"
        ),
        CheckConstraint("answer_deadline_days >= 1", name="answers_within_some_days"),
        CheckConstraint(
            "cancellation_fraction_percent BETWEEN 0 AND 100",
            name="cancellation_charges_at_most_the_fee",
        ),
        one_of("payment", Payment),
        one_of("sharing", Sharing),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    prefecture_jis: Mapped[str]  # JIS X 0401, two digits
    address: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    section_ja: Mapped[str] = mapped_column(default="")
    section_en: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")  # empty: not confirmed
    notice_days: Mapped[int] = mapped_column(default=0)  # days between applying and the first use
    months_ahead: Mapped[int] = mapped_column(default=3)
    longest_use_minutes: Mapped[int | None]  # attended time of one visit; None: no limit
    prior_consultation: Mapped[bool] = mapped_column(default=False)
    one_person_one_instrument: Mapped[bool] = mapped_column(default=False)
    terms_ja: Mapped[str] = mapped_column(default="")
    terms_en: Mapped[str] = mapped_column(default="")
    answer_deadline_days: Mapped[int] = mapped_column(default=3)  # open days
    cancellation_free_days: Mapped[int] = mapped_column(default=1)  # days before, free of charge
    cancellation_fraction_percent: Mapped[int] = mapped_column(default=0)  # of the fee, when later
    needs_permission: Mapped[bool] = mapped_column(default=False)
    payment: Mapped[Payment] = mapped_column(default=Payment.ADVANCE)
    use_word_ja: Mapped[str] = mapped_column(default="設備使用")
    test_word_ja: Mapped[str] = mapped_column(default="受託試験")
    sharing: Mapped[Sharing] = mapped_column(default=Sharing.CONFIRMS)
    closed_year_end: Mapped[bool] = mapped_column(default=True)  # 29 December to 3 January
    closed_on_holidays: Mapped[bool] = mapped_column(default=True)  # national holidays
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)
    search_key: Mapped[str] = mapped_column(default="")  # see instruments/search.py

    organization: Mapped[Organization] = relationship(back_populates="facilities")
    hours: Mapped[list[OpeningHours]] = relationship(
        back_populates="facility",
        order_by="(OpeningHours.weekday, OpeningHours.opens)",
        cascade="all, delete-orphan",
    )
    closure_days: Mapped[list[ClosureDay]] = relationship(
        back_populates="facility", order_by="ClosureDay.day", cascade="all, delete-orphan"
    )
    instruments: Mapped[list[Instrument]] = relationship(
        back_populates="facility", order_by="Instrument.code"
    )
    tariffs: Mapped[list[Tariff]] = relationship(
        back_populates="facility", order_by="(Tariff.service, Tariff.valid_from)"
    )


class OpeningHours(Base):
    """One staffed span of one weekday; a lunch break makes two rows."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        UniqueConstraint("facility_id", "weekday", "opens"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_monday_0_to_sunday_6"),
        CheckConstraint("opens < closes", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    weekday: Mapped[int]  # 0 is Monday
    opens: Mapped[time]
    closes: Mapped[time]  # the first minute it is closed again

    facility: Mapped[Facility] = relationship(back_populates="hours")


class ClosureDay(Base):
    """A whole local day on which the facility is closed, beyond weekends and holidays."""

    __tablename__ = "closure_day"
    __table_args__ = (UniqueConstraint("facility_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    day: Mapped[date]
    reason_ja: Mapped[str] = mapped_column(default="")
    reason_en: Mapped[str] = mapped_column(default="")

    facility: Mapped[Facility] = relationship(back_populates="closure_days")


@event.listens_for(Facility, "before_insert")
@event.listens_for(Facility, "before_update")
def _renew_facility_key(_: Mapper[Facility], __: Connection, it: Facility) -> None:
    it.search_key = key_of([it.name_ja, it.name_en, it.address])
