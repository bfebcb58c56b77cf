"""A colleague, or the desk of a facility, says that a person acts for the company."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.models import Membership, Person
from booking.permissions import Action, Role, require
from booking.services.history import record


def approve_membership(
    session: Session, membership_id: int, *, by: Person, at: datetime
) -> Membership:
    """Approve the membership; one that is approved already stays as it is.

    A company's person approves for the own company only. Raises NotAllowed, NotFound.
    """
    require(by, Action.APPROVE_MEMBER)
    membership = session.scalar(
        select(Membership).where(Membership.id == membership_id).with_for_update()
    )
    if membership is None or not _may_speak_for(session, by, membership.company_id):
        raise NotFound
    if membership.approved_at is not None:
        return membership
    membership.approved_at, membership.approved_by_id = at, by.id
    record(
        session,
        "approve_membership",
        "membership",
        membership.id,
        by=by,
        at=at,
        after={"person": membership.person_id, "company": membership.company_id},
    )
    return membership


def _may_speak_for(session: Session, by: Person, company_id: int) -> bool:
    if by.role is not Role.COMPANY:
        return True
    return bool(
        session.scalar(
            select(
                exists().where(
                    Membership.person_id == by.id,
                    Membership.company_id == company_id,
                    Membership.approved_at.is_not(None),
                )
            )
        )
    )
