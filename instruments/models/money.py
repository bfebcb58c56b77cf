"""Prices with start dates and legal basis, and who pays the inside rate."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from instruments.database import Base, one_of
from instruments.models.facility import Facility
from instruments.models.instrument import Instrument
from instruments.words import AgreementScope, RateRule, Service, TariffForm


class Tariff(Base):
    """One line of a price list in one version; a new version is a new row with its own start."""

    __tablename__ = "tariff"
    __table_args__ = (
        CheckConstraint(
            "(instrument_id IS NULL) <> (facility_id IS NULL)",
            name="belongs_to_an_instrument_or_to_a_facility",
        ),
        CheckConstraint(
            "first_yen >= 0 AND setup_yen >= 0 AND (further_yen IS NULL OR further_yen >= 0)"
            " AND (lower_yen IS NULL OR lower_yen >= 0)"
            " AND (extension_yen IS NULL OR extension_yen >= 0)",
            name="prices_are_not_negative",
        ),
        CheckConstraint(
            "after_hours_percent >= 0 AND urgent_percent >= 0 AND outside_percent >= 0",
            name="surcharges_are_not_negative",
        ),
        CheckConstraint("rounding_yen >= 1", name="rounds_to_at_least_one_yen"),
        CheckConstraint(
            "(lower_after_hours IS NULL) = (lower_yen IS NULL)",
            name="lower_rate_says_from_which_hour",
        ),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="validity_runs_forward"),
        one_of("service", Service),
        one_of("form", TariffForm),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"), index=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    service: Mapped[Service]
    form: Mapped[TariffForm]
    first_yen: Mapped[int]
    further_yen: Mapped[int | None]  # each further unit; None: as the first
    setup_yen: Mapped[int] = mapped_column(default=0)  # once per use
    extension_yen: Mapped[int | None]  # per hour begun past a half day or day
    times_samples: Mapped[bool] = mapped_column(default=False)  # time is charged for each sample
    after_hours_percent: Mapped[int] = mapped_column(default=0)  # on top, for after-hours time
    urgent_percent: Mapped[int] = mapped_column(default=0)  # on top
    lower_after_hours: Mapped[int | None]  # from this many hours on, an hour costs lower_yen
    lower_yen: Mapped[int | None]
    outside_percent: Mapped[int] = mapped_column(default=0)  # on top, outside every agreement
    surcharge_exempt: Mapped[bool] = mapped_column(default=False)  # outside pays no surcharge here
    rounding_yen: Mapped[int] = mapped_column(default=10)  # surcharged prices are rounded up to it
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  # the first day it no longer holds
    legal_basis: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)

    instrument: Mapped[Instrument | None] = relationship(back_populates="tariffs")
    facility: Mapped[Facility | None] = relationship(back_populates="tariffs")

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Agreement(Base):
    """Prefectures whose companies are treated alike; which ones is data, never code."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("code <> ''", name="has_a_code"),
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to",
            name="validity_runs_forward",
        ),
        one_of("scope", AgreementScope),
        one_of("rate_rule", RateRule),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=False)
    scope: Mapped[AgreementScope] = mapped_column(default=AgreementScope.ALL)
    rate_rule: Mapped[RateRule] = mapped_column(default=RateRule.INSIDE_RATE)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day it no longer holds
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)

    members: Mapped[list[AgreementMember]] = relationship(
        back_populates="agreement",
        order_by="AgreementMember.prefecture_jis",
        cascade="all, delete-orphan",
    )

    def holds_on(self, day: date) -> bool:
        began = self.valid_from is None or self.valid_from <= day
        return self.active and began and (self.valid_to is None or day < self.valid_to)


class AgreementMember(Base):
    """One prefecture, by JIS code, in one agreement."""

    __tablename__ = "agreement_member"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    prefecture_jis: Mapped[str] = mapped_column(primary_key=True)

    agreement: Mapped[Agreement] = relationship(back_populates="members")
