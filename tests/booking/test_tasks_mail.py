"""The outbox is emptied at least once, whoever dies on the way; one bad notice stops no other."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from booking.models import Notice
from booking.services.send_notices import LONGEST_DELAY, delay_after
from booking.tasks import Background
from tests.booking.killed import killed_at, statements_of
from tests.booking.mail_sink import mail_sink, text_of
from tests.booking.steps import applied, confirmed
from tests.builders import HOUR, SETTINGS, TODAY, a_house

SOON = TODAY + timedelta(seconds=1)


def a_post(engine: Engine, mail_url: str, *, at: datetime = SOON) -> Background:
    """The worker's mail, on a clock that stands still."""
    return Background.on(engine, replace(SETTINGS, mail_url=mail_url), lambda: at)


def notices(session: Session) -> list[Notice]:
    """Every notice as it is now."""
    session.expire_all()
    found = list(session.scalars(select(Notice).order_by(Notice.id)))
    session.commit()  # on SQLite the write lock is let go
    return found


def kept(folder: Path) -> list[EmailMessage]:
    """The mails in the folder."""
    return [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_what_is_due_is_sent_once(engine: Engine, session: Session, tmp_path: Path) -> None:
    house = a_house(session)
    confirmed(session, house)
    post = a_post(engine, f"folder:{tmp_path}")

    first, second = post.send_notices(), post.send_notices()

    told = notices(session)
    assert (first, second) == (len(told), 0)
    assert [notice.sent_at for notice in told] == [SOON] * len(told)
    assert sorted(m["Message-ID"] for m in kept(tmp_path)) == sorted(n.message_id for n in told)


def test_a_mail_server_is_given_the_whole_mail(engine: Engine, session: Session) -> None:
    house = a_house(session)
    applied(session, house)
    session.commit()

    with mail_sink() as sink:
        a_post(engine, sink.url).send_notices()

    (mail,) = sink.mails
    (notice,) = notices(session)
    assert (mail["To"], mail["Message-ID"]) == (house.technician.email, notice.message_id)
    assert house.company.name in text_of(mail)


def test_nothing_is_sent_before_its_time(engine: Engine, session: Session, tmp_path: Path) -> None:
    applied(session, a_house(session))
    session.commit()

    assert a_post(engine, f"folder:{tmp_path}", at=TODAY - HOUR).send_notices() == 0


def test_a_server_that_is_away_is_tried_again_later_and_later(
    engine: Engine, session: Session
) -> None:
    applied(session, a_house(session))
    session.commit()
    nobody = f"smtp://127.0.0.1:{_a_free_port()}"
    at, waits = SOON, []

    for _ in range(3):
        assert a_post(engine, nobody, at=at).send_notices() == 0
        (notice,) = notices(session)
        waits.append(notice.not_before - at)
        at = notice.not_before
    with mail_sink() as sink:
        too_early = a_post(engine, sink.url, at=at - timedelta(seconds=1)).send_notices()
        in_time = a_post(engine, sink.url, at=at).send_notices()

    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert (too_early, in_time, len(sink.mails)) == (0, 1, 1)
    (notice,) = notices(session)
    assert (notice.sent_at, notice.attempts, notice.error) == (at, 4, "")


def test_the_delay_grows_to_a_quarter_of_a_day_and_no_further() -> None:
    assert [delay_after(n) for n in (9, 10, 1000)] == [
        timedelta(minutes=256),
        LONGEST_DELAY,
        LONGEST_DELAY,
    ]


def test_why_a_mail_failed_is_kept_without_an_address(engine: Engine, session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)
    assert house.engineer.email is not None

    with mail_sink(refuses=house.engineer.email) as sink:
        a_post(engine, sink.url).send_notices()

    failed = [notice for notice in notices(session) if notice.sent_at is None]
    assert [(n.to_id, n.error) for n in failed] == [
        (house.engineer.id, "SMTPRecipientsRefused [550]")
    ]
    assert len(sink.mails) == len(notices(session)) - 1  # the others went out


@pytest.mark.parametrize("broken", ["address", "template", "fact"])
def test_a_notice_that_cannot_be_written_out_stops_no_other(
    engine: Engine, session: Session, tmp_path: Path, broken: str
) -> None:
    house = a_house(session)
    confirmed(session, house)
    bad, *good = notices(session)
    session.add(bad)
    if broken == "address":
        bad.to.email = None
    elif broken == "template":
        bad.template = "no_such_template"
    else:
        bad.facts = {"proposal": 4711}
    session.commit()

    sent = a_post(engine, f"folder:{tmp_path}").send_notices()

    still = [n for n in notices(session) if n.sent_at is None]
    addressed = [n for n in good if broken != "address" or n.to_id != bad.to_id]
    assert sent == len(addressed)
    assert {n.attempts for n in still} == {1}
    assert all(n.error for n in still)


def test_two_workers_send_each_notice_once(engine: Engine, session: Session) -> None:
    house = a_house(session)
    for _ in range(4):
        confirmed(session, house)
    begin = threading.Barrier(2)

    def work(url: str) -> None:
        begin.wait()
        a_post(engine, url).send_notices()

    with mail_sink() as sink:
        workers = [threading.Thread(target=work, args=(sink.url,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    told = notices(session)
    assert sorted(m["Message-ID"] for m in sink.mails) == sorted(n.message_id for n in told)


def test_no_notice_is_lost_wherever_a_worker_is_killed(
    session: Session, engine: Engine, tmp_path: Path
) -> None:
    house = a_house(session)
    applied(session, house)
    session.commit()
    told = session.scalars(select(Notice)).one()
    session.commit()
    clock = [SOON]

    def send() -> None:
        a_post(engine, f"folder:{tmp_path}", at=clock[0]).send_notices()

    statements = statements_of(engine, send)
    _unsend(session, told)

    for statement in range(1, statements + 1):
        assert killed_at(statement, engine, send), f"{statement} of {statements}"
        clock[0] = SOON + 10 * HOUR
        a_post(engine, f"folder:{tmp_path}", at=clock[0]).send_notices()

        (mail,) = kept(tmp_path)
        assert mail["Message-ID"] == told.message_id
        assert notices(session)[0].sent_at is not None
        clock[0] = SOON
        _unsend(session, told)
        (tmp_path / next(tmp_path.glob("*.eml")).name).unlink()


def _unsend(session: Session, told: Notice) -> None:
    """As it was when it was written."""
    session.refresh(told)
    told.sent_at, told.attempts, told.not_before = None, 0, TODAY
    session.commit()


def _a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
