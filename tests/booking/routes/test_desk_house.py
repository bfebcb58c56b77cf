"""Closures, absences and the register of firms, as the desk keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Absence, Closure, Company, Membership, Request, Reservation
from booking.permissions import Role
from tests.booking.routes.company_browser import now
from tests.booking.routes.desk_browser import Desk, a_desk
from tests.builders import a_company, a_member, a_person
from tests.support.apps import an_app


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    return a_desk(app, session, new_session)


def _closing(desk: Desk, number: int = 1, **changes: str) -> dict[str, str]:
    return {
        "unit": str(desk.unit),
        "kind": "maintenance",
        "from_day": desk.day(number).date().isoformat(),
        "from_clock": "9:00",
        "to_clock": "12:00",
    } | changes


def _away(desk: Desk, number: int = 0, **changes: str) -> dict[str, str]:
    return {
        "technician": str(desk.house.technician.id),
        "from_day": desk.day(number).date().isoformat(),
    } | changes


NONSENSE: list[dict[str, str]] = [
    {"from_day": ""},
    {"from_day": "2026-02-31"},
    {"from_day": "\N{PARTY POPPER}"},
    {"from_day": "2001-01-01"},
    {"from_day": "2199-12-31"},
    {"to_day": "2001-01-01"},
    {"to_day": "ｱ" * 500},
    {"from_clock": "25:00"},
    {"from_clock": "9:03"},
    {"from_clock": "12:00", "to_clock": "9:00"},
    {"to_clock": "\0!"},
]


def _closures(desk: Desk) -> list[Closure]:
    with desk.new_session() as session:
        return list(session.scalars(select(Closure)))


def test_a_closure_is_entered_listed_and_taken_back(desk: Desk) -> None:
    entered = desk.technician.post("/desk/closures", **_closing(desk, note="電源の点検"))
    page = desk.technician.seen("/desk/closures")
    closure = _closures(desk)[0]
    reopened = desk.technician.post(f"/desk/closures/{closure.id}/reopen")

    assert entered.status_code == reopened.status_code == 303
    assert "電源の点検" in page
    assert "保守" in page
    assert _closures(desk) == []


def test_the_same_closure_sent_twice_is_one(desk: Desk) -> None:
    answers = [desk.technician.post("/desk/closures", **_closing(desk)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(_closures(desk)) == 1


def test_a_closure_over_a_promise_is_refused_with_what_lies_there(desk: Desk) -> None:
    visit, proposal = desk.confirmed(1, 0), desk.applied(1, 3)

    answer = desk.technician.post("/desk/closures", **_closing(desk, to_clock="17:00"))

    assert answer.status_code == 409
    assert f"/desk/reservations/{visit.id}" in answer.text
    assert f"/desk/requests/{proposal.request_id}" in answer.text
    assert desk.house.company.name in answer.text
    assert 'value="17:00"' in answer.text
    assert _closures(desk) == []


def test_the_second_to_reopen_hears_who_was_faster(desk: Desk) -> None:
    desk.technician.post("/desk/closures", **_closing(desk))
    number = _closures(desk)[0].id
    desk.colleague.post(f"/desk/closures/{number}/reopen")

    late = desk.technician.post(f"/desk/closures/{number}/reopen")

    assert late.status_code == 409
    assert "𠮷田さんが" in late.text
    assert desk.stranger.post(f"/desk/closures/{number}/reopen").status_code == 404


def test_a_closure_entered_after_one_was_taken_back_can_be_taken_back_too(desk: Desk) -> None:
    # SQLite gave the number of the deleted row again, and history said: reopened already.
    for _ in range(2):
        desk.technician.post("/desk/closures", **_closing(desk))
        number = _closures(desk)[0].id
        assert desk.technician.post(f"/desk/closures/{number}/reopen").status_code == 303

    assert _closures(desk) == []


def test_only_the_desk_of_the_facility_closes(desk: Desk) -> None:
    desk.technician.post("/desk/closures", **_closing(desk))
    number = _closures(desk)[0].id

    for who in (desk.clerk, desk.approver):
        assert who.post("/desk/closures", **_closing(desk, 2)).status_code == 403
        assert who.post(f"/desk/closures/{number}/reopen").status_code == 403
        assert who.get("/desk/closures").status_code == 200
    assert desk.stranger.post("/desk/closures", **_closing(desk, 2)).status_code == 404
    assert desk.stranger.post(f"/desk/closures/{number}/reopen").status_code == 404
    assert len(_closures(desk)) == 1


def test_a_closure_that_makes_no_sense_is_said_beside_its_field(desk: Desk) -> None:
    strange = [{"unit": ""}, {"unit": "x"}, {"kind": "party"}, {"note": "長" * 501}]

    for changes in [*NONSENSE, *strange]:
        answer = desk.technician.post("/desk/closures", **_closing(desk) | changes)

        assert answer.status_code == 422, changes
        assert "aria-invalid" in answer.text
    assert _closures(desk) == []
    no_unit = desk.technician.post("/desk/closures", **_closing(desk, unit="999999999"))
    assert no_unit.status_code == 404


def _absences(desk: Desk) -> list[Absence]:
    with desk.new_session() as session:
        return list(session.scalars(select(Absence)))


def test_an_absence_shows_the_visits_now_at_risk(desk: Desk) -> None:
    visit = desk.confirmed(0, 0)

    answer = desk.clerk.post("/desk/absences", **_away(desk))
    page = desk.clerk.seen("/desk/absences")

    assert answer.status_code == 303
    assert "影響を受ける来所が1件" in page
    assert f"/desk/reservations/{visit.id}" in page
    assert "要対応の予約" in desk.technician.seen("/desk/")
    with desk.new_session() as session:
        assert session.get_one(Reservation, visit.id).at_risk


def test_an_absence_asks_for_no_reason(desk: Desk) -> None:
    page = desk.technician.seen("/desk/absences")

    assert 'name="reason"' not in page
    assert 'name="note"' not in page
    assert "textarea" not in page


def test_an_absence_is_taken_back_and_the_visit_is_no_longer_at_risk(desk: Desk) -> None:
    desk.confirmed(0, 0)
    desk.clerk.post("/desk/absences", **_away(desk))
    (absence,) = _absences(desk)

    answer = desk.technician.post(f"/desk/absences/{absence.id}/take-back")
    page = desk.technician.seen("/desk/absences")
    late = desk.colleague.post(f"/desk/absences/{absence.id}/take-back")

    assert answer.status_code == 303
    assert "1件の来所は「要対応」ではなくなりました。" in page
    assert "不在の予定はありません。" in page
    assert late.status_code == 409
    assert desk.stranger.post(f"/desk/absences/{absence.id}/take-back").status_code == 404
    desk.technician.post("/desk/absences", **_away(desk))
    assert "影響を受ける来所が1件" in desk.technician.seen("/desk/absences")  # it counts anew


def test_the_same_absence_sent_twice_is_one(desk: Desk) -> None:
    answers = [desk.technician.post("/desk/absences", **_away(desk)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with desk.new_session() as session:
        assert len(session.scalars(select(Absence)).all()) == 1


def test_nobody_enters_an_absence_at_another_site(desk: Desk) -> None:
    answer = desk.stranger.post("/desk/absences", **_away(desk))

    assert answer.status_code == 404
    assert desk.house.technician.name not in desk.stranger.seen("/desk/absences")


def test_an_absence_that_makes_no_sense_is_said_beside_its_field(desk: Desk) -> None:
    for changes in [*NONSENSE, {"technician": "somebody"}]:
        answer = desk.technician.post("/desk/absences", **_away(desk) | changes)

        assert answer.status_code == 422, changes
    assert "record_absence" not in desk.history()


def _double(desk: Desk) -> Company:
    """The house's firm in another spelling, with a request here."""
    with desk.new_session() as session:
        double = a_company("㈱最上精工")
        session.add(double)
        session.flush()
        session.add(a_member(double, a_person(Role.COMPANY, "高橋")))
        session.commit()
        return double


def test_one_firm_entered_twice_is_found_and_merged(desk: Desk) -> None:
    request, double = desk.waiting(), _double(desk)
    kept = desk.house.company

    page = desk.technician.seen("/desk/companies")
    compared = desk.technician.seen(f"/desk/companies/merge?kept={kept.id}&double={double.id}")
    answer = desk.technician.post("/desk/companies/merge", kept=kept.id, double=double.id)
    again = desk.technician.post("/desk/companies/merge", kept=kept.id, double=double.id)

    assert f"kept={kept.id}&amp;double={double.id}" in page
    assert "統合は取り消せません" in compared
    assert answer.status_code == 303
    assert again.status_code == 409
    with desk.new_session() as session:
        assert session.get_one(Request, request.id).company_id == kept.id
        assert session.get_one(Company, double.id).merged_into_id == kept.id


def test_firms_are_found_by_name_and_reading_in_any_spelling(desk: Desk) -> None:
    for typed in ("最上精工", "（株）最上精工", "㈱最上", "最上ｾｲｺｳ"[:2]):
        assert desk.house.company.name in desk.technician.seen(f"/desk/companies?q={typed}")
    for typed in ("%00", "%F0%9F%8E%89", "%EF%BD%B1" * 500, "%25_%27--"):
        assert desk.technician.get(f"/desk/companies?q={typed}").status_code == 200
        assert desk.technician.get(f"/desk/companies/similar?q={typed}").status_code == 200


def test_merging_needs_two_firms_that_are_there(desk: Desk) -> None:
    number = desk.house.company.id

    for kept, double in ((number, number), (number, 999999), ("x", "\0"), ("", "")):
        assert desk.technician.post(
            "/desk/companies/merge", kept=kept, double=double
        ).status_code in {404, 409}
        assert (
            desk.technician.get(f"/desk/companies/merge?kept={kept}&double={double}").status_code
            == 404
        )


def test_clerk_and_approver_neither_merge_nor_approve(desk: Desk) -> None:
    double = _double(desk)

    for who in (desk.clerk, desk.approver):
        assert who.get("/desk/companies").status_code == 200
        assert (
            who.post(
                "/desk/companies/merge", kept=desk.house.company.id, double=double.id
            ).status_code
            == 403
        )
        assert who.post("/desk/companies/members/1/approve").status_code == 403


def _applicant(desk: Desk) -> int:
    with desk.new_session() as session:
        company = session.get_one(Company, desk.house.company.id)
        person = a_person(Role.COMPANY, "新人 花子")
        member = a_member(company, person, approved_at=None, asked_at=now() - timedelta(days=1))
        session.add(member)
        session.commit()
        return member.id


def test_a_person_is_approved_where_the_firm_is_known(desk: Desk) -> None:
    desk.waiting()
    number = _applicant(desk)

    page = desk.technician.seen("/desk/companies")
    answers = [desk.technician.post(f"/desk/companies/members/{number}/approve") for _ in range(2)]

    assert "新人 花子" in page
    assert [answer.status_code for answer in answers] == [303, 303]
    assert desk.history().count("approve_membership") == 1
    with desk.new_session() as session:
        assert session.get_one(Membership, number).approved_by_id == desk.house.technician.id


def test_a_facility_that_does_not_know_the_firm_approves_nobody(desk: Desk) -> None:
    desk.waiting()
    number = _applicant(desk)

    assert "新人 花子" not in desk.stranger.seen("/desk/companies")
    assert desk.stranger.post(f"/desk/companies/members/{number}/approve").status_code == 404
