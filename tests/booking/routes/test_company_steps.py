"""A company's steps are safe to repeat, a lost race is a sentence, others' cases are unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.models import Claim, Offer, Proposal, Request, Reservation
from booking.models.kinds import OfferStatus, ProposalStatus, RequestStatus
from booking.services.propose_another_time import other_times, propose_another_time
from booking.services.refuse_proposal import refuse_proposal
from tests.booking.routes.company_browser import (
    Browser,
    a_guided_house,
    a_sunday,
    coming,
    now,
    signed_in,
)
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import HOUR, SETTINGS, House, another_company
from tests.support.apps import an_app


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    return new_session()


@pytest.fixture
def house(session: Session) -> House:
    return a_guided_house(session)


@pytest.fixture
def app(house: House, database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def company(app: Flask, house: House) -> Browser:
    return signed_in(app, house.engineer)


def _offers(session: Session, house: House) -> list[Offer]:
    request = asked(session, house, at=now(), windows=coming(house))
    offers = held(session, request, at=now())
    session.commit()
    return offers


def _another_time(session: Session, house: House) -> Proposal:
    """The facility proposes a day the company did not name."""
    request = waiting(session, house, at=now(), windows=coming(house, 1))
    start, end = coming(house, 3)[2]
    run = other_times(session, request, [(start, end)], at=now(), settings=SETTINGS)[0]
    proposal = propose_another_time(
        session, request, run, by=house.technician, at=now(), settings=SETTINGS
    )
    session.commit()
    return proposal


def _number(session: Session, kind: type[Proposal] | type[Reservation] | type[Claim]) -> int:
    session.commit()  # see what the application wrote
    count = session.scalar(select(func.count()).select_from(kind)) or 0
    session.commit()
    return count


def _status(session: Session, request_id: int) -> RequestStatus:
    session.commit()
    status = session.scalar(select(Request.status).where(Request.id == request_id))
    session.commit()
    assert status is not None
    return status


def test_applying_twice_is_one_application(
    company: Browser, session: Session, house: House
) -> None:
    offer = _offers(session, house)[1]
    address = f"/company/offers/{offer.id}/apply"

    first, second = company.post(address), company.post(address)

    assert (first.status_code, second.status_code) == (303, 303)
    assert "申込済み" in company.seen(first.headers["Location"])
    assert _number(session, Proposal) == 1


def test_two_clicks_at_once_are_one_application(app: Flask, session: Session, house: House) -> None:
    offer = _offers(session, house)[0]
    browsers = [signed_in(app, house.engineer) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda b: b.post(f"/company/offers/{offer.id}/apply"), browsers))

    assert {answer.status_code for answer in answers} <= {303, 409}
    assert 303 in {answer.status_code for answer in answers}
    assert _number(session, Proposal) == 1


def test_an_expired_offer_is_a_sentence_that_leads_to_new_ones(
    company: Browser, session: Session, house: House
) -> None:
    request = asked(session, house, at=now() - HOUR, windows=coming(house))
    offer = held(session, request, at=now() - HOUR)[0]
    session.commit()

    answer = company.post(f"/company/offers/{offer.id}/apply")

    assert answer.status_code == 409
    assert "確保期限" in answer.text
    assert f'href="/company/requests/{request.id}"' in answer.text
    assert "もう一度日程を探す" in company.seen(f"/company/requests/{request.id}")


def test_an_offer_let_go_for_new_times_cannot_be_taken(
    company: Browser, session: Session, house: House
) -> None:
    offer = _offers(session, house)[0]
    offer.status = OfferStatus.LAPSED
    session.commit()

    answer = company.post(f"/company/offers/{offer.id}/apply")

    assert answer.status_code == 409
    assert f'href="/company/requests/{offer.request_id}"' in answer.text


def test_looking_again_keeps_what_is_held(company: Browser, session: Session, house: House) -> None:
    offers = _offers(session, house)
    address = f"/company/requests/{offers[0].request_id}"

    assert company.post(f"{address}/offers").status_code == 303

    page = company.seen(address)
    assert [f"/company/offers/{offer.id}/apply" in page for offer in offers] == [True] * 3


def test_leaving_it_to_the_facility_twice_is_once_and_frees_the_time(
    company: Browser, session: Session, house: House
) -> None:
    number = _offers(session, house)[0].request_id

    for _ in range(2):
        assert company.post(f"/company/requests/{number}/leave").status_code == 303

    assert _status(session, number) is RequestStatus.WAITING
    assert _number(session, Claim) == 0


@pytest.mark.parametrize("state", ["open", "waiting", "proposed"])
def test_withdrawing_twice_is_once_and_frees_the_time(
    company: Browser, session: Session, house: House, state: str
) -> None:
    if state == "open":
        number = _offers(session, house)[0].request_id
    elif state == "waiting":
        number = waiting(session, house, at=now(), windows=coming(house)).id
    else:
        number = applied(session, house, at=now(), windows=coming(house)).request_id
    session.commit()

    for _ in range(2):
        assert company.post(f"/company/requests/{number}/withdraw").status_code == 303

    assert _status(session, number) is RequestStatus.WITHDRAWN
    assert _number(session, Claim) == 0


def test_withdrawing_what_is_confirmed_is_a_sentence(
    company: Browser, session: Session, house: House
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house))

    answer = company.post(f"/company/requests/{visit.request_id}/withdraw")

    assert answer.status_code == 409
    assert "予約確定" in answer.text
    assert f'href="/company/requests/{visit.request_id}"' in answer.text


def test_accepting_twice_is_one_visit(company: Browser, session: Session, house: House) -> None:
    proposal = _another_time(session, house)
    address = f"/company/proposals/{proposal.id}/accept"

    answers = [company.post(address) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "予約確定" in company.seen(answers[0].headers["Location"])
    assert _number(session, Reservation) == 1


def test_declining_twice_is_once_and_the_request_waits_again(
    company: Browser, session: Session, house: House
) -> None:
    proposal = _another_time(session, house)

    for _ in range(2):
        assert company.post(f"/company/proposals/{proposal.id}/decline").status_code == 303

    assert _status(session, proposal.request_id) is RequestStatus.WAITING
    assert _number(session, Claim) == 0


def test_the_facilitys_own_answer_is_not_the_companys_to_give(
    company: Browser, session: Session, house: House
) -> None:
    proposal = applied(session, house, at=now(), windows=coming(house))
    session.commit()

    for step in ("accept", "decline"):
        assert company.post(f"/company/proposals/{proposal.id}/{step}").status_code == 403

    assert _number(session, Reservation) == 0


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_what_was_decided_meanwhile_is_a_sentence(
    company: Browser, session: Session, house: House, step: str
) -> None:
    proposal = _another_time(session, house)
    refuse_proposal(session, proposal, reason="故障", by=house.technician, at=now())
    session.commit()

    answer = company.post(f"/company/proposals/{proposal.id}/{step}")

    assert answer.status_code == 409
    assert f'href="/company/requests/{proposal.request_id}"' in answer.text
    session.refresh(proposal)
    assert proposal.status is ProposalStatus.REFUSED


def test_other_times_bring_other_offers(company: Browser, session: Session, house: House) -> None:
    sunday = a_sunday()
    request = asked(session, house, at=now(), windows=((sunday, sunday + 8 * HOUR),))
    held(session, request, at=now())
    session.commit()
    address = f"/company/requests/{request.id}/windows"
    assert f'value="{sunday.date().isoformat()}"' in company.seen(address)
    day = coming(house)[1][0].date().isoformat()

    answer = company.post(address, day=day, to="12:00", **{"from": "10:00"})

    assert answer.status_code == 303
    page = company.seen(f"/company/requests/{request.id}")
    assert "10:00–12:00" in page
    assert page.count("この日程で申し込む</button>") == 1


def test_faults_of_new_times_stand_beside_them(
    company: Browser, session: Session, house: House
) -> None:
    offers = _offers(session, house)
    address = f"/company/requests/{offers[0].request_id}/windows"

    answer = company.post(address, day="2020-01-06", to="9:00", **{"from": "10:00"})

    assert answer.status_code == 422
    assert "終了は開始より後の時刻にしてください。" in answer.text
    assert "2020-01-06" in answer.text
    assert company.seen(f"/company/requests/{offers[0].request_id}").count("/apply") == 3


def test_new_times_without_script_can_have_more_rows(
    company: Browser, session: Session, house: House
) -> None:
    number = _offers(session, house)[0].request_id

    answer = company.post(f"/company/requests/{number}/windows", step="rows", day="2026-04-06")

    assert answer.status_code == 200
    assert answer.text.count('name="day"') == 4


def test_times_of_what_is_applied_for_cannot_be_changed(
    company: Browser, session: Session, house: House
) -> None:
    proposal = applied(session, house, at=now(), windows=coming(house))
    session.commit()
    address = f"/company/requests/{proposal.request_id}/windows"
    day = coming(house)[1][0].date().isoformat()

    assert company.get(address).status_code == 303
    assert company.post(address, day=day, to="12:00", **{"from": "10:00"}).status_code == 409


ADDRESSES = (
    ("get", "/company/requests/{request}"),
    ("get", "/company/requests/{request}/windows"),
    ("post", "/company/requests/{request}/windows"),
    ("post", "/company/requests/{request}/offers"),
    ("post", "/company/requests/{request}/leave"),
    ("post", "/company/requests/{request}/withdraw"),
    ("get", "/company/request?instrument=SEM&like={request}"),
    ("post", "/company/offers/{offer}/apply"),
    ("post", "/company/proposals/{proposal}/accept"),
    ("post", "/company/proposals/{proposal}/decline"),
    ("get", "/company/reservations/{visit}"),
    ("get", "/company/reservations/{visit}/visit.ics"),
    ("get", "/company/reservations/{visit}/cancel"),
    ("post", "/company/reservations/{visit}/cancel"),
)


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_anothers_case_answers_as_one_that_does_not_exist(
    app: Flask, session: Session, house: House, method: str, address: str
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house))
    offer = session.scalars(select(Offer)).first()
    assert offer is not None
    _firm, rival = another_company(session)
    browser = signed_in(app, rival)
    there = {
        "request": visit.request_id,
        "offer": offer.id,
        "proposal": visit.proposal_id,
        "visit": visit.id,
    }
    session.commit()

    bodies = set()
    for numbers in (there, dict.fromkeys(there, 999999), dict.fromkeys(there, 10**11)):
        path = address.format(**numbers)
        answer = browser.get(path) if method == "get" else browser.post(path)
        assert answer.status_code == 404, path
        bodies.add(_without_address(answer.text))

    assert len(bodies) == 1
    assert _status(session, visit.request_id) is RequestStatus.CONFIRMED


def _without_address(body: str) -> str:
    """The language switch repeats the address; the sign-out form carries a token of the second."""
    moving = ('class="language"', 'name="csrf_token"')
    return "\n".join(line for line in body.splitlines() if not any(m in line for m in moving))
