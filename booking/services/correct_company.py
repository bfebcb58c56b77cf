"""The record of a firm is corrected, by the desk it asked; what it was stays in history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotNow, RequestIncomplete
from booking.models import Company, Person
from booking.permissions import Action, require
from booking.services.companies import LONGEST_NAME, company_key
from booking.services.history import record


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """A firm's record as it is to be."""

    name: str
    reading: str
    prefecture_jis: str  # empty: not known; its rate is then that of the facility's prefecture
    city: str
    telephone: str
    email: str


FIELDS = ("name", "reading", "prefecture_jis", "city", "telephone", "email")


def correct_company(
    session: Session, company: Company, facts: CompanyFacts, *, by: Person, at: datetime
) -> bool:
    """Make the record so; whether that changed anything. Prices that are fixed stand.

    Raises NotAllowed, NotNow when it was merged into another, RequestIncomplete without a name.
    """
    require(by, Action.KEEP_COMPANY)
    # Read anew under the lock: another desk may merge or correct the same firm.
    session.scalars(
        select(Company)
        .where(Company.id == company.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if company.merged_into_id is not None:
        raise NotNow("merged")
    if not facts.name:
        raise RequestIncomplete([("name", "says_who", {})])
    if len(facts.name) > LONGEST_NAME:
        raise RequestIncomplete([("name", "too_long_text", {"most": LONGEST_NAME})])
    was = {field: getattr(company, field) for field in FIELDS}
    changed = [field for field in FIELDS if was[field] != getattr(facts, field)]
    if not changed:
        return False
    for field in changed:
        setattr(company, field, getattr(facts, field))
    company.search_key = company_key(company.name, company.reading)
    # Names and numbers are no facts of history, but words beside it, in the order of `changed`.
    after: dict[str, Any] = {"changed": changed}
    words = "\n".join(f"{was[field]} → {getattr(facts, field)}" for field in changed)
    record(
        session, "correct_company", "company", company.id, by=by, at=at, after=after, words=words
    )
    return True
