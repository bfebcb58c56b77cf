"""Who runs facilities, lends money or gives advice: the directory of the network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from instruments.database import Base, one_of
from instruments.words import LegalForm, OrganizationKind, Sharing

if TYPE_CHECKING:
    from instruments.models.facility import Facility


class Organization(Base):
    """A body with a role in the network and the fields it knows."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("code <> ''", name="has_a_code"),
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to",
            name="validity_runs_forward",
        ),
        one_of("kind", OrganizationKind),
        one_of("legal_form", LegalForm),
        one_of("sharing_mode", Sharing),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[OrganizationKind]
    prefecture_jis: Mapped[str]  # JIS X 0401, two digits
    address: Mapped[str] = mapped_column(default="")
    role_ja: Mapped[str] = mapped_column(default="")
    role_en: Mapped[str] = mapped_column(default="")
    fields: Mapped[str] = mapped_column(default="")  # of instruments.words.Field, separated by ";"
    legal_form: Mapped[LegalForm] = mapped_column(default=LegalForm.PERMISSION)
    sharing_mode: Mapped[Sharing] = mapped_column(default=Sharing.INQUIRY_ONLY)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day it no longer exists under this name
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)

    facilities: Mapped[list[Facility]] = relationship(
        back_populates="organization", order_by="Facility.code"
    )
    successor: Mapped[Organization | None] = relationship(remote_side="Organization.id")
