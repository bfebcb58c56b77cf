"""Which firm is meant: register, find similar ones, and merge two entries of the same firm."""

from __future__ import annotations

import re
from datetime import datetime

from rapidfuzz import fuzz, process
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking.errors import NotFound, NotNow, RequestIncomplete
from booking.models import Company, Membership, Person, Request
from booking.permissions import Action, require
from booking.services.history import record
from instruments.search import search_key

# The legal form says nothing about which firm it is, and people write it in many ways.
_LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|協同組合|一般社団法人|一般財団法人"
    r"|\(株\)|\(有\)|\(同\)|㈱|㈲|㈾|\bco\.?,? ?ltd\.?|\binc\.?"
)
SIMILAR_FROM = 82  # of 100, rapidfuzz's partial ratio: one wrong or missing character in six
LONGEST_NAME = 200


def company_key(name: str, reading: str = "") -> str:
    """What two spellings of one firm share: no legal form, width and kana folded."""
    keys = (
        _LEGAL_FORMS.sub("", search_key(_LEGAL_FORMS.sub("", part))) for part in (name, reading)
    )
    return " ".join(key.strip() for key in keys if key.strip())


def without_legal_form(name: str) -> str:
    """ながい彩鍍 for 株式会社ながい彩鍍: enough where there is little room."""
    return _LEGAL_FORMS.sub("", name).strip() or name


def similar_companies(session: Session, text: str, *, most: int = 5) -> list[Company]:
    """Firms the text may mean, by name or reading, likeliest first; merged entries left out."""
    wanted = company_key(text)
    if not wanted:
        return []
    companies = session.scalars(select(Company).where(Company.merged_into_id.is_(None))).all()
    keys = {company.id: company.search_key for company in companies}
    found = process.extract(
        wanted, keys, scorer=fuzz.partial_ratio, limit=most, score_cutoff=SIMILAR_FROM
    )
    by_id = {company.id: company for company in companies}
    return [by_id[company_id] for _key, _score, company_id in found]


def register_company(
    session: Session,
    name: str,
    *,
    reading: str = "",
    telephone: str = "",
    prefecture_jis: str = "",
    city: str = "",
    by: Person,
    at: datetime,
) -> Company:
    """Enter a firm by its name, with or without an account or mail.

    Raises NotAllowed, RequestIncomplete when the name is empty or too long.
    """
    require(by, Action.REQUEST_BY_TELEPHONE)
    name = name.strip()
    if not name:
        raise RequestIncomplete([("company", "says_who", {})])
    if len(name) > LONGEST_NAME:
        raise RequestIncomplete([("company", "too_long_text", {"most": LONGEST_NAME})])
    company = Company(
        name=name,
        reading=reading.strip(),
        search_key=company_key(name, reading),
        telephone=telephone,
        prefecture_jis=prefecture_jis,
        city=city,
    )
    session.add(company)
    session.flush()  # history names it by id
    record(session, "register_company", "company", company.id, by=by, at=at)
    return company


def merge_companies(
    session: Session, kept: Company, double: Company, *, by: Person, at: datetime
) -> None:
    """Everything of `double` becomes `kept`'s; the entry stays, pointing at the other, as history.

    Raises NotAllowed, NotNow when they are one already or `double` was merged before.
    """
    require(by, Action.MERGE_COMPANIES)
    # Read anew under the lock: two desks may merge the same two firms, each into the other.
    session.scalars(
        select(Company)
        .where(Company.id.in_((kept.id, double.id)))
        .order_by(Company.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if kept.id == double.id or double.merged_into_id or kept.merged_into_id:
        raise NotNow("merged")
    moved = session.scalars(select(Request.id).where(Request.company_id == double.id)).all()
    session.execute(
        update(Request).where(Request.company_id == double.id).values(company_id=kept.id)
    )
    members = set(
        session.scalars(select(Membership.person_id).where(Membership.company_id == kept.id))
    )
    session.execute(
        update(Membership)
        .where(Membership.company_id == double.id, Membership.person_id.not_in(members))
        .values(company_id=kept.id)
    )
    double.merged_into_id = kept.id
    for known in ("telephone", "email", "reading", "prefecture_jis", "city"):
        setattr(kept, known, getattr(kept, known) or getattr(double, known))
    kept.search_key = company_key(kept.name, kept.reading)
    record(
        session,
        "merge_companies",
        "company",
        kept.id,
        by=by,
        at=at,
        after={"merged": double.id, "requests": list(moved)},
    )


def company_of(session: Session, person: Person) -> Company:
    """The firm the person acts for. Raises NotFound without an approved membership."""
    company = session.scalar(
        select(Company)
        .join(Membership)
        .where(
            Membership.person_id == person.id,
            Membership.approved_at.is_not(None),
            Company.merged_into_id.is_(None),
        )
        .order_by(Membership.id)
    )
    if company is None:
        raise NotFound
    return company
