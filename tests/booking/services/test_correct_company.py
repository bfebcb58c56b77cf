"""The record of a firm is corrected; what it was stays beside the history, erasable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow, RequestIncomplete
from booking.models import HistoryEntry
from booking.permissions import Role
from booking.services.companies import merge_companies, similar_companies
from booking.services.correct_company import CompanyFacts, correct_company
from tests.builders import TODAY, House, a_house, a_person, another_company

FACTS = CompanyFacts(
    name="株式会社もがみ精工",
    reading="もがみせいこう",
    prefecture_jis="04",
    city="仙台市",
    telephone="022-000-0000",
    email="info@example.jp",
)


def _correct(session: Session, house: House, facts: CompanyFacts = FACTS) -> bool:
    return correct_company(session, house.company, facts, by=house.technician, at=TODAY)


def test_a_corrected_firm_is_found_by_its_new_name(session: Session) -> None:
    house = a_house(session)

    assert _correct(session, house)

    assert house.company.prefecture_jis == "04"
    assert similar_companies(session, "もがみせいこう") == [house.company]


def test_history_keeps_which_fields_and_beside_it_what_they_said(session: Session) -> None:
    house = a_house(session)

    done = [_correct(session, house, replace(FACTS, prefecture_jis="06")) for _ in range(2)]

    assert done == [True, False]
    entry = session.scalars(select(HistoryEntry)).one()
    assert entry.after == {"changed": ["name", "reading", "city", "telephone", "email"]}
    assert entry.by_id == house.technician.id
    assert entry.remark is not None
    assert entry.remark.text.splitlines()[0] == "株式会社最上精工 → 株式会社もがみ精工"


def test_a_firm_has_a_name(session: Session) -> None:
    house = a_house(session)

    for name in ("", "長" * 201):
        with pytest.raises(RequestIncomplete, match="name"):
            _correct(session, house, replace(FACTS, name=name))


def test_a_firm_that_was_merged_is_corrected_under_the_other(session: Session) -> None:
    house = a_house(session)
    kept, _engineer = another_company(session)
    merge_companies(session, kept, house.company, by=house.technician, at=TODAY)
    session.commit()

    with pytest.raises(NotNow):
        _correct(session, house)


@pytest.mark.parametrize(
    "role", [Role.COMPANY, Role.CLERK, Role.APPROVER, Role.AUDITOR, Role.PARTNER, Role.ADMIN]
)
def test_only_the_desk_corrects(session: Session, role: Role) -> None:
    house = a_house(session)
    by = a_person(role, facility=house.facility)
    session.add(by)

    with pytest.raises(NotAllowed):
        correct_company(session, house.company, FACTS, by=by, at=TODAY)
