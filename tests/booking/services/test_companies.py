"""Which firm is meant: spellings of one firm meet, doubles are merged, and history keeps both."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotFound, NotNow, RequestIncomplete
from booking.models import Company, Membership
from booking.permissions import Role
from booking.services.companies import (
    company_key,
    company_of,
    merge_companies,
    register_company,
    similar_companies,
)
from tests.booking.steps import asked
from tests.builders import (
    TODAY,
    a_company,
    a_house,
    a_member,
    a_person,
    another_company,
)


@pytest.mark.parametrize(
    "spelling",
    [
        "株式会社最上精工",
        "㈱最上精工",
        "(株)最上精工",
        "（株）最上精工",
        "最上精工株式会社",
        "最上精工　㈱",
        " 最上精工 ",
    ],
)
def test_the_legal_form_says_nothing_about_which_firm_it_is(spelling: str) -> None:
    assert company_key(spelling) == company_key("最上精工")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("モガミセイコウ", "もがみせいこう"),
        ("ﾓｶﾞﾐｾｲｺｳ", "モガミセイコウ"),
        ("ＭＯＧＡＭＩ", "mogami"),
        ("髙橋製作所", "高橋製作所"),
        ("Mogami Co., Ltd.", "MOGAMI"),
    ],
)
def test_width_and_kana_do_not_matter(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize("typed", ["㈱最上精工", "もがみせいこお", "ﾓｶﾞﾐ", "もがみせいこう", "最上"])
def test_similar_names_are_suggested(session: Session, typed: str) -> None:
    meant = a_company("株式会社最上精工", reading="もがみせいこう")
    session.add_all([a_company("置賜電子工業", reading="おきたまでんし"), meant])
    session.flush()

    assert similar_companies(session, typed) == [meant]


def test_the_likeliest_comes_first_and_merged_entries_do_not_come(session: Session) -> None:
    exact, near, merged = a_company("最上精工"), a_company("最上精密"), a_company("最上精工")
    session.add_all([near, exact, merged])
    session.flush()
    merged.merged_into_id = exact.id
    session.flush()

    found = similar_companies(session, "最上精工")

    assert found[0] is exact
    assert merged not in found


def test_nothing_typed_suggests_nothing(session: Session) -> None:
    session.add(a_company())
    session.flush()

    assert similar_companies(session, " 株式会社 ") == []


def test_a_firm_is_registered_by_its_name_alone(session: Session) -> None:
    by = a_person(Role.TECHNICIAN)
    session.add(by)
    session.flush()

    company = register_company(session, "  有限会社 庄内機工 ", by=by, at=TODAY)

    assert (company.name, company.search_key) == ("有限会社 庄内機工", "庄内機工")


def test_a_firm_needs_a_name_of_sensible_length(session: Session) -> None:
    by = a_person(Role.TECHNICIAN)

    for name in ("", " \u3000", "あ" * 201):
        with pytest.raises(RequestIncomplete):
            register_company(session, name, by=by, at=TODAY)


def test_who_may_not_register_a_firm(session: Session) -> None:
    for role in (Role.COMPANY, Role.PARTNER, Role.ADMIN, Role.CLERK):
        with pytest.raises(NotAllowed):
            register_company(session, "庄内機工", by=a_person(role), at=TODAY)


def test_requests_and_members_move_to_the_entry_that_is_kept(session: Session) -> None:
    house = a_house(session)
    double, engineer = another_company(session, "㈱最上精工")
    double.telephone = "023-000-0000"
    request = asked(session, house, by=(double, engineer))

    merge_companies(session, house.company, double, by=house.technician, at=TODAY)

    session.refresh(request)
    assert request.company is house.company
    assert company_of(session, engineer) is house.company
    assert double.merged_into_id == house.company.id
    assert house.company.telephone == "023-000-0000"


def test_a_member_of_both_acts_for_the_entry_that_is_kept(session: Session) -> None:
    """The older membership is the one of the double."""
    engineer = a_person(Role.COMPANY)
    double, kept = a_company("㈱最上精工"), a_company("最上精工")
    by = a_person(Role.COORDINATOR)
    session.add_all([by, a_member(double, engineer)])
    session.flush()
    session.add(a_member(kept, engineer))
    session.flush()

    merge_companies(session, kept, double, by=by, at=TODAY)

    assert company_of(session, engineer) is kept
    assert len(session.scalars(select(Membership)).all()) == 2


def test_a_firm_is_merged_once_and_not_with_itself(session: Session) -> None:
    by = a_person(Role.ADMIN)
    kept, double, third = (a_company(name) for name in ("最上精工", "㈱最上精工", "庄内機工"))
    session.add_all([by, kept, double, third])
    session.flush()
    merge_companies(session, kept, double, by=by, at=TODAY)

    for one, other in ((kept, kept), (third, double), (double, third)):
        with pytest.raises(NotNow):
            merge_companies(session, one, other, by=by, at=TODAY)


def test_what_the_entry_kept_does_not_know_is_taken_from_the_other(session: Session) -> None:
    house = a_house(session)
    kept = register_company(session, "㈱最上", by=house.technician, at=TODAY)
    double = register_company(
        session,
        "最上",
        reading="もがみ",
        prefecture_jis="06",
        city="新庄市",
        by=house.technician,
        at=TODAY,
    )

    merge_companies(session, kept, double, by=house.technician, at=TODAY)

    assert (kept.reading, kept.prefecture_jis, kept.city) == ("もがみ", "06", "新庄市")
    assert similar_companies(session, "もがみ") == [kept]


def test_two_desks_do_not_merge_two_firms_into_each_other(
    new_session: Callable[[], Session],
) -> None:
    first = new_session()
    house = a_house(first)
    one = register_company(first, "庄内機工", by=house.technician, at=TODAY)
    other = register_company(first, "庄内機工所", by=house.technician, at=TODAY)
    first.commit()
    second = new_session()
    there = [second.get_one(Company, company.id) for company in (one, other)]
    by = second.merge(house.technician)
    second.commit()
    merge_companies(first, one, other, by=house.technician, at=TODAY)
    first.commit()

    with pytest.raises(NotNow):
        merge_companies(second, there[1], there[0], by=by, at=TODAY)


def test_who_may_not_merge(session: Session) -> None:
    kept, double = a_company(), a_company()
    session.add_all([kept, double])
    session.flush()

    for role in (Role.COMPANY, Role.PARTNER, Role.CLERK, Role.APPROVER):
        with pytest.raises(NotAllowed):
            merge_companies(session, kept, double, by=a_person(role), at=TODAY)


def test_whoever_is_not_approved_acts_for_nobody(session: Session) -> None:
    company, person = a_company(), a_person(Role.COMPANY)
    session.add(a_member(company, person, approved_at=None))
    session.flush()

    with pytest.raises(NotFound):
        company_of(session, person)
    assert session.scalars(select(Company)).all() == [company]
