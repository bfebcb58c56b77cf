"""Run a race round by round, and hold every page and every row against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy.orm import Session

from booking.app import create_app
from booking.database import in_transaction, make_engine, writing_sessions
from booking.models import Person
from tools.race.crowd import Shot, let_go, sign_in
from tools.race.ground import Ground, now, settings_for
from tools.race.measured import Measured
from tools.race.plan_writer import PlanWriter
from tools.race.promises import disagreements, doubles, newest_entry, told_by_history
from tools.race.rounds import Round, Scenario, Truth
from tools.race.sentences import WON, claims_to_have_won
from tools.race.servers import Web, web
from tools.race.stage import Kind, build
from tools.race.visitors import Answer, Visitor

PASSWORD = "everybody-races"  # noqa: S105  # of accounts that live as long as the measurement


@contextmanager
def prepared(url: str, folder: Path, clients: int) -> Iterator[tuple[Ground, Web]]:
    """The product running on the empty database at `url`, with everybody signed in."""
    secret = uuid4().hex
    settings = settings_for(url, secret)
    app = create_app(settings)
    with app.app_context():
        hashed = str(hash_password(PASSWORD))
    app.extensions["kyoyo"].engine.dispose()
    with ExitStack() as closing:
        engine = make_engine(url)
        closing.callback(engine.dispose)
        stage = in_transaction(
            writing_sessions(engine),
            lambda session: build(
                session,
                clients=clients,
                on_call_lanes=settings.on_call_limit,
                hashed=hashed,
                at=now(),
            ),
        )
        running = closing.enter_context(web(url, secret, folder))
        writer = closing.enter_context(PlanWriter(settings))
        with writing_sessions(engine)() as session:
            engineers = _visitors(session, stage.engineers, running.port)
            desk = _visitors(session, stage.desk, running.port)
        for visitor in (*engineers, *desk):
            closing.callback(visitor.close)
        sign_in([*engineers, *desk], PASSWORD)
        yield Ground(stage, engine, settings, engineers, desk, writer), running


def _visitors(session: Session, people: Sequence[int], port: int) -> tuple[Visitor, ...]:
    emails = {number: session.get_one(Person, number).email or "" for number in people}
    return tuple(Visitor(port, number, email) for number, email in emails.items())


def race(ground: Ground, scenario: Scenario, kind: Kind, rounds: int) -> Measured:
    """So many rounds of it."""
    measured = Measured(scenario.title, kind.value, ground.engine.dialect.name)
    for number in range(rounds):
        _one_round(ground, scenario.set_up(ground, kind, number), measured, number + 1)
    ground.clear()
    return measured


def _one_round(ground: Ground, ready: Round, measured: Measured, number: int) -> None:
    since = ground.do(newest_entry)
    answers = let_go(ready.shots, ready.beside)
    truth = ground.do(ready.truth)
    measured.winners_wanted = ready.winners
    measured.winners.append(truth.winners)
    measured.won_by += _won_by(truth)
    if truth.winners != ready.winners:
        measured.complain(number, f"{truth.winners} winners, not {ready.winners}")
    for text in _of_the_rows(ground, truth, measured, since):
        measured.complain(number, text)
    for shot, answer in zip(ready.shots, answers, strict=True):
        _count(measured, truth, shot, answer, number)


def _won_by(truth: Truth) -> Counter[str]:
    won = Counter(truth.won.values())
    return won + Counter({"plan": truth.planned})


def _of_the_rows(ground: Ground, truth: Truth, measured: Measured, since: int) -> Iterator[str]:
    with ground.engine.connect() as connection:
        twice = doubles(connection, on_call_limit=ground.settings.on_call_limit)
        contrary = disagreements(connection)
    measured.doubles += sum(twice.values())
    for name, count in twice.items():
        yield f"{name} ({count})"
    for name, count in contrary.items():
        yield f"disagree: {name} ({count})"
    history = ground.do(lambda session: told_by_history(session, since=since))
    if history != _won_by(truth):
        yield f"history tells of {dict(history)}, the rows of {dict(_won_by(truth))}"


def _count(measured: Measured, truth: Truth, shot: Shot, answer: Answer, number: int) -> None:
    measured.seconds.append(answer.seconds)
    if answer.status >= 500 or not answer.status:
        measured.server_errors += 1
        measured.complain(number, f"{shot.wants}: {answer}")
    if truth.won.get(shot.visitor.person_id) == shot.wants:
        if not WON[shot.wants].by(answer):
            measured.complain(number, f"won, but reads: {answer}")
        return
    measured.losers += 1
    right = any(said.by(answer) for said in truth.losers_read.get(shot.wants, ()))
    if right and not claims_to_have_won(answer):
        measured.losers_told += 1
    else:
        measured.complain(number, f"{shot.wants} came too late, but reads: {answer}")
