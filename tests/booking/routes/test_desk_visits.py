"""A promised visit moves with the visitor's word only, and is cancelled with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.models import Claim, Reservation
from booking.models.kinds import ReservationStatus
from tests.booking.routes.desk_browser import MOBILE, SECRET, VISITOR, Desk, a_desk
from tests.support.apps import an_app


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    return a_desk(app, session, new_session)


def _now(desk: Desk, reservation: Reservation) -> Reservation:
    with desk.new_session() as session:
        return session.get_one(Reservation, reservation.id)


def _attending(desk: Desk, reservation: Reservation) -> set[int]:
    with desk.new_session() as session:
        assignments = session.get_one(Reservation, reservation.id).assignments
        return {a.technician_id for a in assignments}


def _pick(desk: Desk, number: int, hour: int) -> str:
    start = desk.day(number) + timedelta(hours=hour)
    return f"{desk.unit}@{start.isoformat()}"


def test_the_visit_shows_everything_the_desk_needs(desk: Desk) -> None:
    visit = desk.confirmed()

    page = desk.clerk.seen(f"/desk/reservations/{visit.id}")

    for text in (desk.house.company.name, VISITOR, MOBILE, SECRET, "阿部", "予約確定"):
        assert text in page, text
    for button in ("/move", "/cancel"):
        assert button in desk.technician.seen(f"/desk/reservations/{visit.id}")


def test_another_facility_gets_the_page_of_what_does_not_exist(desk: Desk) -> None:
    visit = desk.confirmed()

    for step in ("", "/move", "/cancel"):
        send = desk.stranger.post if step else desk.stranger.get
        theirs, nothing = (send(f"/desk/reservations/{n}{step}") for n in (visit.id, 999999))
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.text == nothing.text.replace("999999", str(visit.id))


def test_a_visit_moves_when_somebody_agreed(desk: Desk) -> None:
    visit = desk.confirmed()

    answer = desk.technician.post(
        f"/desk/reservations/{visit.id}/move", pick=_pick(desk, 1, 3), agreed_by="佐藤様"
    )

    assert answer.status_code == 303
    assert _now(desk, visit).starts_at == desk.day(1) + timedelta(hours=3)
    assert "日程を変更しました" in desk.technician.seen(f"/desk/reservations/{visit.id}")


def test_the_same_move_sent_twice_is_one(desk: Desk) -> None:
    visit = desk.confirmed()
    entries = {"pick": _pick(desk, 1, 3), "agreed_by": "佐藤様"}

    answers = [
        desk.technician.post(f"/desk/reservations/{visit.id}/move", **entries) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert desk.history().count("move_reservation") == 1
    assert _now(desk, visit).sequence == 1


def test_nobody_agreed_so_nothing_moves(desk: Desk) -> None:
    visit = desk.confirmed()

    for agreed_by in ("", "   ", "\0", "長" * 101):
        answer = desk.technician.post(
            f"/desk/reservations/{visit.id}/move", pick=_pick(desk, 1, 3), agreed_by=agreed_by
        )
        assert answer.status_code == 422
    assert _now(desk, visit).starts_at == desk.day(0)


def test_a_move_into_a_taken_time_names_the_rule_and_keeps_the_visit(desk: Desk) -> None:
    visit, other = desk.confirmed(0, 0), desk.confirmed(1, 0)

    answer = desk.technician.post(
        f"/desk/reservations/{visit.id}/move",
        unit=str(desk.unit),
        day=desk.day(1).date().isoformat(),
        clock="10:00",
        agreed_by="佐藤様",
    )

    assert answer.status_code == 409
    assert "機器がすでに使用予定" in answer.text
    assert 'value="佐藤様"' in answer.text
    assert _now(desk, visit).starts_at == desk.day(0)
    assert _now(desk, other).starts_at == desk.day(1)


@pytest.mark.parametrize("who", ["clerk", "approver"])
def test_clerk_and_approver_move_and_cancel_nothing(desk: Desk, who: str) -> None:
    visit, browser = desk.confirmed(), getattr(desk, who)

    moved = browser.post(
        f"/desk/reservations/{visit.id}/move", pick=_pick(desk, 1, 3), agreed_by="佐藤様"
    )
    cancelled = browser.post(f"/desk/reservations/{visit.id}/cancel", reason="天候")

    assert moved.status_code == cancelled.status_code == 403
    assert _now(desk, visit).status is ReservationStatus.STANDING


def test_cancelling_frees_the_time_at_once(desk: Desk) -> None:
    visit = desk.confirmed()

    answer = desk.technician.post(f"/desk/reservations/{visit.id}/cancel", choice="天候のため")

    assert answer.status_code == 303
    assert _now(desk, visit).status is ReservationStatus.CANCELLED
    with desk.new_session() as session:
        assert session.query(Claim).count() == 0


def test_the_reason_is_read_by_the_desk_and_by_the_company(desk: Desk) -> None:
    visit = desk.confirmed()

    desk.technician.post(f"/desk/reservations/{visit.id}/cancel", reason="落雷で<停止>しました")

    said = "落雷で&lt;停止&gt;しました"
    assert said in desk.colleague.seen(f"/desk/requests/{visit.request_id}")
    assert said in desk.company.seen(f"/company/reservations/{visit.id}")


def test_a_colleague_takes_a_visit_over_in_two_clicks(desk: Desk) -> None:
    visit = desk.confirmed()
    page = f"/desk/reservations/{visit.id}"
    (first,) = _attending(desk, visit)
    (deputy,) = [one for one in desk.house.technicians if one.id != first]
    shown = desk.technician.seen(page)

    answers = [desk.technician.post(f"{page}/hand-over", technician=deputy.id) for _ in range(2)]

    assert "担当を交代する" in shown
    assert f'<option value="{deputy.id}"' in shown
    assert [answer.status_code for answer in answers] == [303, 303]  # sent twice, done once
    assert _attending(desk, visit) == {deputy.id}
    assert desk.history().count("hand_over_visit") == 1


def test_nobody_hands_over_to_a_stranger_or_without_the_right(desk: Desk) -> None:
    visit = desk.confirmed()
    page = f"/desk/reservations/{visit.id}/hand-over"

    for nobody in ("", "x", "999999999"):
        assert desk.technician.post(page, technician=nobody).status_code == 404
    assert desk.clerk.post(page, technician=desk.house.technician.id).status_code == 403
    assert desk.stranger.post(page, technician=desk.house.technician.id).status_code == 404
    assert "hand_over_visit" not in desk.history()


def test_who_agreed_to_a_move_stays_with_the_case(desk: Desk) -> None:
    visit = desk.confirmed()

    desk.technician.post(
        f"/desk/reservations/{visit.id}/move", pick=_pick(desk, 1, 3), agreed_by="佐藤様（電話）"
    )

    assert "佐藤様（電話）" in desk.colleague.seen(f"/desk/reservations/{visit.id}")


def test_without_a_reason_nothing_is_cancelled(desk: Desk) -> None:
    visit = desk.confirmed()

    answer = desk.technician.post(f"/desk/reservations/{visit.id}/cancel", reason=" ")

    assert answer.status_code == 422
    assert "理由を短く入力してください" in answer.text
    assert _now(desk, visit).status is ReservationStatus.STANDING


def test_the_second_to_cancel_hears_who_was_faster(desk: Desk) -> None:
    visit = desk.confirmed()
    desk.colleague.post(f"/desk/reservations/{visit.id}/cancel", reason="電話あり")

    late = desk.technician.post(f"/desk/reservations/{visit.id}/cancel", reason="電話あり")
    moved = desk.technician.post(
        f"/desk/reservations/{visit.id}/move", pick=_pick(desk, 1, 3), agreed_by="佐藤様"
    )

    assert late.status_code == moved.status_code == 409
    assert "𠮷田さんが" in late.text
    assert "𠮷田さんが" in moved.text


def test_a_visit_that_has_begun_is_too_late_to_cancel(desk: Desk) -> None:
    visit = desk.confirmed()
    with desk.new_session() as session:
        row = session.get_one(Reservation, visit.id)
        row.starts_at -= timedelta(days=30)
        session.commit()

    answer = desk.technician.post(f"/desk/reservations/{visit.id}/cancel", reason="電話あり")

    assert answer.status_code == 409
    assert "すでに開始" in answer.text
    assert "/cancel" not in desk.technician.seen(f"/desk/reservations/{visit.id}")
