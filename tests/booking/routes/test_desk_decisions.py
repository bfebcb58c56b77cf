"""A proposal is confirmed, changed or refused in two clicks; the late hear who was faster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Notice, Proposal, Request, Reservation
from booking.models.kinds import ProposalStatus, RequestStatus
from tests.booking.routes.company_browser import Browser
from tests.booking.routes.desk_browser import MOBILE, SECRET, VISITOR, Desk, a_desk
from tests.booking.routes.visitor import main_part
from tests.support.apps import an_app


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    return a_desk(app, session, new_session)


def _status(desk: Desk, proposal: Proposal) -> ProposalStatus:
    with desk.new_session() as session:
        return session.get_one(Proposal, proposal.id).status


def _latest(desk: Desk) -> Proposal:
    with desk.new_session() as session:
        found = session.scalar(select(Proposal).order_by(Proposal.id.desc()).limit(1))
        assert found is not None
        return found


def _pick(desk: Desk, number: int, hour: int) -> str:
    start = desk.day(number) + timedelta(hours=hour)
    return f"{desk.unit}@{start.isoformat()}"


def test_the_page_shows_request_proposal_and_what_competes(desk: Desk) -> None:
    proposal, rival = desk.applied(0, 0), desk.confirmed(0, 4)

    page = desk.technician.seen(f"/desk/proposals/{proposal.id}")

    for text in (desk.house.company.name, VISITOR, MOBILE, SECRET, "走査電子顕微鏡", "阿部"):
        assert text in page, text
    assert f"/desk/reservations/{rival.id}" in page
    assert f"/desk/proposals/{proposal.id}/confirm" in page
    for word in ("bound", "gap", "CP-SAT"):
        assert word not in page


def test_one_click_confirms(desk: Desk) -> None:
    proposal = desk.applied()

    answer = desk.technician.post(f"/desk/proposals/{proposal.id}/confirm")

    assert answer.status_code == 303
    assert _status(desk, proposal) is ProposalStatus.CONFIRMED
    page = desk.technician.seen(answer.headers["Location"])
    assert "予約を確定しました" in page
    assert "予約が確定しました" in page  # the history's line


@pytest.mark.parametrize("who", ["clerk", "approver"])
def test_clerk_and_approver_read_and_decide_nothing(desk: Desk, who: str) -> None:
    proposal, browser = desk.applied(), getattr(desk, who)

    page = browser.seen(f"/desk/proposals/{proposal.id}")
    answers = [
        browser.post(f"/desk/proposals/{proposal.id}/confirm"),
        browser.post(f"/desk/proposals/{proposal.id}/refuse", reason="満員"),
        browser.post(f"/desk/requests/{proposal.request_id}/propose", pick=_pick(desk, 1, 0)),
        browser.post(f"/desk/requests/{proposal.request_id}/withdraw"),
    ]

    assert "/confirm" not in page
    assert [answer.status_code for answer in answers] == [403] * 4
    assert _status(desk, proposal) is ProposalStatus.WAITING


def test_another_facility_gets_the_page_of_what_does_not_exist(desk: Desk) -> None:
    proposal = desk.applied()
    steps = ("", "/confirm", "/refuse")

    for step in steps:
        send = desk.stranger.post if step else desk.stranger.get
        theirs = send(f"/desk/proposals/{proposal.id}{step}")
        nothing = send(f"/desk/proposals/999999{step}")
        assert theirs.status_code == nothing.status_code == 404
        seen, told = (main_part(answer.text) for answer in (theirs, nothing))
        assert seen == told.replace("999999", str(proposal.id))
    assert desk.stranger.get(f"/desk/requests/{proposal.request_id}").status_code == 404
    assert (
        desk.stranger.post(
            f"/desk/requests/{proposal.request_id}/propose", pick=_pick(desk, 1, 0)
        ).status_code
        == 404
    )


def test_a_company_does_not_enter(desk: Desk) -> None:
    proposal = desk.applied()

    assert desk.company.get("/desk/").status_code == 403
    assert desk.company.post(f"/desk/proposals/{proposal.id}/confirm").status_code == 403


def test_the_second_to_confirm_hears_who_was_faster(desk: Desk) -> None:
    proposal = desk.applied()
    desk.technician.post(f"/desk/proposals/{proposal.id}/confirm")

    late = desk.colleague.post(f"/desk/proposals/{proposal.id}/confirm")
    again = desk.technician.post(f"/desk/proposals/{proposal.id}/confirm")

    assert late.status_code == again.status_code == 409
    assert "阿部さんが" in late.text
    assert "予約確定" in late.text
    assert f'href="/desk/proposals/{proposal.id}"' in late.text
    assert "あなたがすでに処理しています" in again.text
    with desk.new_session() as session:
        assert len(session.scalars(select(Reservation)).all()) == 1


def test_refusing_what_was_confirmed_changes_nothing(desk: Desk) -> None:
    proposal = desk.applied()
    desk.technician.post(f"/desk/proposals/{proposal.id}/confirm")

    late = desk.colleague.post(f"/desk/proposals/{proposal.id}/refuse", reason="満員です")

    assert late.status_code == 409
    assert "阿部さんが" in late.text
    assert _status(desk, proposal) is ProposalStatus.CONFIRMED


def test_a_reason_refuses_and_the_company_reads_it(desk: Desk) -> None:
    proposal = desk.applied()

    answer = desk.technician.post(
        f"/desk/proposals/{proposal.id}/refuse", choice="機器の保守のため。", reason="来月なら可"
    )

    assert answer.status_code == 303
    page = desk.technician.seen(answer.headers["Location"])
    assert "機器の保守のため。" in page
    assert "来月なら可" in page
    with desk.new_session() as session:
        assert session.get_one(Request, proposal.request_id).status is RequestStatus.REFUSED
        assert "proposal_refused" in set(session.scalars(select(Notice.template)))


def test_without_a_reason_the_form_is_shown_again(desk: Desk) -> None:
    proposal = desk.applied()

    for entries in ({}, {"reason": "  "}, {"choice": "", "reason": "\0"}):
        answer = desk.technician.post(f"/desk/proposals/{proposal.id}/refuse", **entries)

        assert answer.status_code == 422
        assert "理由を短く入力してください" in answer.text
    assert _status(desk, proposal) is ProposalStatus.WAITING


def test_a_reason_without_end_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    proposal = desk.applied()

    answer = desk.technician.post(f"/desk/proposals/{proposal.id}/refuse", reason="長" * 501)

    assert answer.status_code == 422
    assert "長" * 501 in answer.text


def test_another_time_among_the_companys_own_waits_for_the_desk(desk: Desk) -> None:
    request = desk.waiting()

    answer = desk.technician.post(
        f"/desk/requests/{request.id}/propose", pick=_pick(desk, 0, 0), seen="0"
    )

    assert answer.status_code == 303
    proposal = _latest(desk)
    assert answer.headers["Location"].endswith(f"/desk/proposals/{proposal.id}")
    assert desk.technician.post(f"/desk/proposals/{proposal.id}/confirm").status_code == 303


def test_another_time_beside_them_asks_the_company(desk: Desk) -> None:
    proposal = desk.applied()

    answer = desk.technician.post(
        f"/desk/requests/{proposal.request_id}/propose",
        pick=_pick(desk, 1, 2),
        seen=str(proposal.id),
    )
    page = desk.technician.seen(answer.headers["Location"])

    assert "この日時でよいか確認しています" in page
    assert "企業の返事待ち" in page
    assert "この日時で予約を確定する" not in page
    assert _status(desk, proposal) is ProposalStatus.REPLACED


def test_what_the_company_agrees_to_by_telephone_is_confirmed_with_its_name(desk: Desk) -> None:
    proposal = desk.applied()
    answer = desk.technician.post(
        f"/desk/requests/{proposal.request_id}/propose",
        pick=_pick(desk, 1, 2),
        seen=str(proposal.id),
    )
    page = answer.headers["Location"]

    nobody = desk.technician.post(f"{page}/confirm", agreed_by=" ")
    confirmed = desk.technician.post(f"{page}/confirm", agreed_by="佐藤様（電話）")

    assert nobody.status_code == 422
    assert "了承した方のお名前を入力してください" in nobody.text
    assert confirmed.status_code == 303
    assert "佐藤様（電話）" in desk.technician.seen(confirmed.headers["Location"])


def test_what_was_left_to_the_desk_is_refused_with_a_reason(desk: Desk) -> None:
    request = desk.waiting()
    page = f"/desk/requests/{request.id}"

    silent = desk.technician.post(f"{page}/refuse", reason=" ")
    refused = desk.technician.post(f"{page}/refuse", reason="この装置では測定できません")
    late = desk.colleague.post(f"{page}/refuse", reason="遅れて")

    assert silent.status_code == 422
    assert refused.status_code == 303
    assert late.status_code == 409
    assert "この装置では測定できません" in desk.technician.seen(page)
    assert "この装置では測定できません" in desk.company.seen(f"/company/requests/{request.id}")
    assert desk.clerk.post(f"{page}/refuse", reason="x").status_code == 403
    assert desk.stranger.post(f"{page}/refuse", reason="x").status_code == 404


def test_the_technician_chosen_is_the_one_who_attends(desk: Desk) -> None:
    request, colleague = desk.waiting(), desk.house.technicians[1]
    pick = _pick(desk, 0, 0)

    entries = {"pick": pick, "seen": "0", f"technician-{pick}": str(colleague.id)}
    desk.technician.post(f"/desk/requests/{request.id}/propose", **entries)

    with desk.new_session() as session:
        made = session.get_one(Proposal, _latest(desk).id)
        assert {a.technician_id for a in made.placement.attendance} == {colleague.id}


def test_the_same_choice_sent_twice_is_one_proposal(desk: Desk) -> None:
    request = desk.waiting()
    choice = {"pick": _pick(desk, 0, 0), "seen": "0"}

    answers = [
        desk.technician.post(f"/desk/requests/{request.id}/propose", **choice) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert desk.history().count("propose") == 1


def test_a_colleagues_proposal_in_between_is_not_overwritten(desk: Desk) -> None:
    request = desk.waiting()
    desk.colleague.post(f"/desk/requests/{request.id}/propose", pick=_pick(desk, 0, 0), seen="0")

    late = desk.technician.post(
        f"/desk/requests/{request.id}/propose", pick=_pick(desk, 1, 0), seen="0"
    )

    assert late.status_code == 409
    assert "𠮷田さんが" in late.text
    assert desk.history().count("propose") == 1


def test_a_time_entered_by_hand_is_judged_and_every_rule_named(desk: Desk) -> None:
    request = desk.waiting()
    desk.confirmed(1, 0)
    day = desk.day(1).date().isoformat()

    answer = desk.technician.post(
        f"/desk/requests/{request.id}/propose",
        unit=str(desk.unit),
        day=day,
        clock="8:15",
        technician=str(desk.house.technician.id),
        seen="0",
    )

    assert answer.status_code == 409
    for rule in (
        "機器がすでに使用予定",
        "開所時間の外です",
        "この機器の開始時刻の区切りと合いません",
        "担当職員の勤務時間の外、または不在です",
    ):
        assert rule in answer.text, rule
    assert 'value="8:15"' in answer.text
    assert desk.history().count("propose") == 1  # the other company's


def test_a_time_entered_by_hand_that_fits_is_proposed(desk: Desk) -> None:
    request = desk.waiting()

    answer = desk.technician.post(
        f"/desk/requests/{request.id}/propose",
        unit=str(desk.unit),
        day=desk.day(0).date().isoformat(),
        clock="９時",
        technician="",
        seen="0",
    )

    assert answer.status_code == 303


UNREADABLE: list[dict[str, Any]] = [
    {},
    {"pick": "1"},
    {"pick": "x@y"},
    {"pick": "1@2026-04-06"},
    {"pick": "1@0001-01-01T00:00:00+00:00"},
    {"pick": "99999999999999999999@2027-01-04T00:00:00+00:00"},
    {"unit": "\N{PARTY POPPER}", "day": "2026-02-31", "clock": "25:00", "technician": "\0"},
    {"unit": "1", "day": "99999-01-01", "clock": "ｱ" * 500},
    {"unit": ["1", "2"], "day": ["", ""], "clock": ["9:00", "10:00"]},
]
IMPOSSIBLE = [
    {"unit": "999999999", "day": "2026-04-06", "clock": "9:00"},
    {"unit": "U", "day": "2199-12-31", "clock": "9:00"},
    {"unit": "U", "day": "2001-01-01", "clock": "9:00"},
    {"unit": "U", "day": "2001-01-01", "clock": "23:55", "technician": "999999999"},
]


def test_what_cannot_be_read_is_said_beside_its_field(desk: Desk) -> None:
    request = desk.waiting()

    for entries in UNREADABLE:
        answer = desk.technician.post(f"/desk/requests/{request.id}/propose", **entries)

        assert answer.status_code == 422, entries
    assert desk.history().count("propose") == 0


def test_what_cannot_be_is_refused_in_a_sentence(desk: Desk) -> None:
    request = desk.waiting()

    for entries in IMPOSSIBLE:
        typed = entries | {"unit": entries["unit"].replace("U", str(desk.unit))}
        answer = desk.technician.post(f"/desk/requests/{request.id}/propose", **typed)

        assert answer.status_code == 409, entries
    assert desk.history().count("propose") == 0


def test_a_request_that_has_gone_on_is_said_to_be_so(desk: Desk) -> None:
    reservation = desk.confirmed()

    answer = desk.technician.post(
        f"/desk/requests/{reservation.request_id}/propose", pick=_pick(desk, 1, 0), seen="0"
    )

    assert answer.status_code == 409
    assert f"/desk/requests/{reservation.request_id}" in answer.text
    shown = desk.technician.get(f"/desk/requests/{reservation.request_id}")
    assert shown.headers["Location"].endswith(f"/desk/reservations/{reservation.id}")


def test_a_caller_takes_the_request_back(desk: Desk) -> None:
    proposal = desk.applied()

    answer = desk.technician.post(f"/desk/requests/{proposal.request_id}/withdraw")
    again = desk.technician.post(f"/desk/requests/{proposal.request_id}/withdraw")

    assert answer.status_code == 303
    assert again.status_code == 409
    assert _status(desk, proposal) is ProposalStatus.WITHDRAWN


def test_days_looked_at_may_be_anything(desk: Desk) -> None:
    request = desk.waiting()

    for query in (
        "first=2026-13-45",
        "first=2199-01-01&days=14",
        "first=2001-01-01",
        "first=&days=x",
        "first=2027-01-05&days=999999999999",
        "first=%00&days=%F0%9F%8E%89",
        f"first={desk.day(1).date()}&days=3",
    ):
        assert desk.technician.get(f"/desk/requests/{request.id}?{query}").status_code == 200


def test_ids_no_table_can_hold_are_not_found(desk: Desk) -> None:
    for path in ("proposals", "requests", "reservations", "planning"):
        for number in ("0", "2147483648", "9" * 30, "-1", "１"):
            answer = desk.technician.get(f"/desk/{path}/{number}")
            assert answer.status_code == 404, (path, number)


def test_the_pages_speak_english_too(desk: Desk) -> None:
    proposal = desk.applied()

    page = desk.technician.seen(f"/desk/proposals/{proposal.id}", "en")

    assert "Confirm this time" in page
    assert "What happened" in page


def test_the_public_is_sent_to_sign_in(app: Flask, desk: Desk) -> None:
    answer = Browser(app.test_client()).get("/desk/")

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]
