"""The worklist, the week and the planning pages of a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from booking.models import PlanningRun, Proposal, Reservation
from booking.models.kinds import JobState, ProposalStatus
from booking.settings import Settings
from booking.tasks import Background
from tests.booking.routes.company_browser import now
from tests.booking.routes.desk_browser import MOBILE, SECRET, VISITOR, Desk, a_desk
from tests.builders import JAPAN, an_instrument, settle
from tests.support.apps import an_app


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    return a_desk(app, session, new_session)


def _queries(app: Flask, look: Callable[[], object]) -> int:
    counted: list[str] = []

    def count(*facts: object) -> None:
        counted.append(str(facts[2]))

    engine = app.extensions["kyoyo"].engine
    event.listen(engine, "before_cursor_execute", count)
    look()
    event.remove(engine, "before_cursor_execute", count)
    return len(counted)


def test_the_list_begins_with_what_must_be_answered(desk: Desk) -> None:
    proposal, request = desk.applied(0, 0), desk.waiting(1)

    page = desk.technician.seen("/desk/")

    assert f"/desk/proposals/{proposal.id}" in page
    assert f"/desk/requests/{request.id}" in page
    assert "までに回答" in page
    assert "期限超過" not in page
    assert SECRET not in page


def test_an_answer_that_is_late_is_marked(desk: Desk) -> None:
    proposal = desk.applied()
    with desk.new_session() as session:
        session.get_one(Proposal, proposal.id).answer_by = now() - timedelta(hours=1)
        session.commit()

    assert "期限超過" in desk.technician.seen("/desk/")


def test_the_next_open_days_visitors_are_listed_with_their_mobile_numbers(desk: Desk) -> None:
    visit = desk.confirmed()
    with desk.new_session() as session:
        row = session.get_one(Reservation, visit.id)
        today = now().astimezone(JAPAN).replace(hour=23, minute=0, second=0)
        row.starts_at, row.ends_at = today, today + timedelta(minutes=30)
        session.commit()

    page = desk.clerk.seen("/desk/")

    assert "朝の電話連絡" in page
    assert VISITOR in page
    assert f'href="tel:{MOBILE}"' in page


def test_mine_shows_my_instruments_only(desk: Desk, session: Session) -> None:
    proposal = desk.applied()
    facility = session.merge(desk.house.facility)
    session.add(an_instrument("OTHER", facility, name_ja="硬さ試験機"))
    settle(session)

    assert f"/desk/proposals/{proposal.id}" in desk.technician.seen("/desk/?show=mine")
    assert f"/desk/proposals/{proposal.id}" not in desk.clerk.seen("/desk/?show=mine")


def test_an_empty_desk_says_so(desk: Desk) -> None:
    assert "対応待ちの案件はなく" in desk.technician.seen("/desk/")


def test_another_facility_sees_none_of_it(desk: Desk) -> None:
    desk.applied(0, 0), desk.waiting(1), desk.confirmed(0, 4)
    week = desk.day(0).date()

    for address in ("/desk/", f"/desk/week?day={week}", "/desk/planning", "/desk/closures"):
        page = desk.stranger.seen(address)
        for text in (desk.house.company.name, VISITOR, MOBILE, SECRET, "走査電子顕微鏡"):
            assert text not in page, (address, text)


@pytest.mark.parametrize("address", ["/desk/", "/desk/week", "/desk/closures", "/desk/planning"])
def test_more_cases_need_no_more_queries(app: Flask, desk: Desk, address: str) -> None:
    desk.applied(0, 0), desk.waiting(1), desk.confirmed(0, 3)
    few = _queries(app, lambda: desk.technician.seen(address))

    for hour in (0, 3, 5):
        desk.applied(2, hour), desk.confirmed(3, hour), desk.waiting(4)
    many = _queries(app, lambda: desk.technician.seen(address))

    assert many == few


def test_the_week_names_what_lies_in_it(desk: Desk) -> None:
    visit, proposal = desk.confirmed(0, 0), desk.applied(0, 4)

    page = desk.technician.seen(f"/desk/week?day={desk.day(0).date()}")

    assert f"/desk/reservations/{visit.id}" in page
    assert f"/desk/requests/{proposal.request_id}" in page
    assert desk.house.company.name in page
    for day in ("x", "2026-13-45", "0001-01-01", "9999-12-31", "%00", "2199-12-31", "2000-01-01"):
        assert desk.technician.get(f"/desk/week?day={day}").status_code == 200


def test_an_offer_of_somebody_who_goes_anywhere_is_a_time_without_a_name(
    desk: Desk, session: Session
) -> None:
    proposal = desk.applied(0, 0)
    row = session.get_one(Proposal, proposal.id)
    row.request.facility_id = None
    session.commit()

    page = desk.technician.seen(f"/desk/week?day={desk.day(0).date()}")

    assert "仮予約" in page
    assert desk.house.company.name not in page


def _work(desk: Desk, app: Flask) -> None:
    """The worker takes the one job there is."""
    settings = Settings(database_url="", secret_key="", solve_seconds=5)
    house = app.extensions["kyoyo"]
    Background(settings, house.reading, house.writing).worker().run_one()


def test_all_waiting_requests_get_proposals_that_the_desk_confirms_one_by_one(
    app: Flask, desk: Desk
) -> None:
    first, second = desk.waiting(0), desk.waiting(0)  # the same two hours: one of them only

    started = desk.technician.post("/desk/planning")
    again = desk.colleague.post("/desk/planning")
    during = desk.technician.seen(started.headers["Location"])
    _work(desk, app)
    page = desk.technician.seen(started.headers["Location"])

    assert started.status_code == again.status_code == 303
    assert started.headers["Location"] == again.headers["Location"]
    assert 'role="progressbar"' in during
    assert "中止する" in during
    assert "日程案が1件できました" in page
    assert "これ以上良い案は見つかっていません" in page
    assert "日程が決まらなかった申込" in page
    with desk.new_session() as session:
        made = session.scalars(select(Proposal)).one()
        assert made.request_id in {first.id, second.id}
        assert made.status is ProposalStatus.WAITING
        assert session.scalars(select(Reservation)).all() == []
    assert f"/desk/proposals/{made.id}/confirm" in page


def test_a_plan_can_be_stopped_and_then_proposes_nothing(app: Flask, desk: Desk) -> None:
    desk.waiting()
    place = desk.technician.post("/desk/planning").headers["Location"]

    stopped = desk.technician.post(f"{place}/stop")
    late = desk.technician.post(f"{place}/stop")
    page = desk.technician.seen(place)

    assert stopped.status_code == 303
    assert late.status_code == 409
    assert "日程案は作成していません" in page
    with desk.new_session() as session:
        run = session.scalars(select(PlanningRun)).one()
        assert run.job.state is JobState.CANCELLED
        assert session.scalars(select(Proposal)).all() == []


def test_only_the_desk_plans_and_only_for_its_own_facility(desk: Desk) -> None:
    desk.waiting()
    place = desk.technician.post("/desk/planning").headers["Location"]

    for who in (desk.clerk, desk.approver):
        assert who.post("/desk/planning").status_code == 403
        assert who.post(f"{place}/stop").status_code == 403
        assert who.get(place).status_code == 200
    assert desk.stranger.get(place).status_code == 404
    assert desk.stranger.post(f"{place}/stop").status_code == 404


def test_the_desks_pages_open_in_both_languages_and_hide_what_may_not_be_done(desk: Desk) -> None:
    desk.waiting()
    pages = ["", "week", "closures", "absences", "companies", "planning"]

    for language, word in (("ja", "受付一覧"), ("en", "Worklist")):
        assert word in desk.technician.seen("/desk/", language)
        for page in pages:
            assert "<form" in desk.technician.seen(f"/desk/{page}", language)
    for page in ("closures", "planning", "companies"):
        shown = desk.clerk.seen(f"/desk/{page}")
        assert 'method="post" action="/desk' not in shown
