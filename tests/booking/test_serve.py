"""One command: it starts all or says why not, stops without a trace, and leaves no child behind."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, func, select, text
from sqlalchemy.orm import Session

from booking.database import migrate
from booking.models import Notice, Person
from booking.readiness import NotReady, make_ready
from booking.settings import ROOT, Settings
from instruments.models import Instrument, Organization
from tests.booking.killed import killed_at, spread, statements_of
from tests.booking.mail_sink import text_of
from tests.builders import SETTINGS

PATIENCE_SECONDS = 120  # of a test on a busy machine; the promises are asserted by themselves


class Kyoyo:
    """A running `python -m booking.serve` and what it says."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "booking.serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        if not self.said:
            pytest.fail(f"it did not start: {self.process.communicate()[1]}")
        self.address = (re.findall(r"http://\S+", self.said) or [""])[0]

    def status_of(self, path: str) -> int:
        """The HTTP status of a page."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # http, as said
            return int(answer.status)

    def children(self) -> list[int]:
        """Process ids of its children."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(number) for number in listed.split()]

    def stopped(self, number: signal.Signals) -> tuple[int, str, float]:
        """Send the signal: exit code, everything said after the first line, seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        rest, complaints = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, rest + complaints, time.monotonic() - began


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """Everything of a start in a folder of its own, on a free port."""
    return {
        **os.environ,
        "KYOYO_DATABASE_URL": database_url,
        "KYOYO_SECRET_KEY": "x" * 32,
        "KYOYO_MAIL_URL": f"folder:{tmp_path / 'mail'}",
        "KYOYO_LOG_FOLDER": str(tmp_path / "log"),
        "KYOYO_DEMO": "0",
        "PORT": "0",
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., Kyoyo]]:
    """Starts Kyoyo; whatever still runs at the end of the test is killed."""
    started: list[Kyoyo] = []

    def begin(**changes: str) -> Kyoyo:
        started.append(Kyoyo(environment | changes))
        return started[-1]

    yield begin
    for kyoyo in started:
        kyoyo.process.kill()
        kyoyo.process.communicate()


def refused(environment: dict[str, str], **changes: str) -> subprocess.CompletedProcess[str]:
    """A start that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "booking.serve"],
        cwd=ROOT,
        env=environment | changes,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_a_first_start_fills_the_house_and_says_where_it_is_and_who_may_enter(
    start: Callable[..., Kyoyo], engine: Engine, tmp_path: Path
) -> None:
    kyoyo = start(KYOYO_DEMO="1")

    assert kyoyo.said.startswith(f"Kyoyo is ready: {kyoyo.address} (Ctrl-C stops it).")
    assert "password kyoyo-demo: company@example.jp, company2@example.jp" in kyoyo.said
    assert kyoyo.status_of("/") == 200
    with Session(engine) as session:
        assert session.scalar(select(func.count(Instrument.id)))
        assert session.scalar(select(func.count(Person.id)))
    _until(lambda: _waiting_mail(engine) == 0)  # the worker beside it sends the demo's mail
    link = f"{kyoyo.address}/desk/requests/"
    assert any(link in _text(path) for path in (tmp_path / "mail").glob("*.eml"))
    assert '"process": "worker"' in (tmp_path / "log" / "kyoyo.log").read_text()
    assert kyoyo.stopped(signal.SIGINT)[:2] == (0, "")


def test_a_later_start_costs_little_and_ends_without_a_trace(
    start: Callable[..., Kyoyo], settings: Settings
) -> None:
    _made_ready(settings)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    kyoyo = start()
    assert kyoyo.said.endswith("(Ctrl-C stops it).\n")  # no account is shown without the demo
    assert kyoyo.status_of("/") == 200
    (worker,) = kyoyo.children()
    code, said, seconds = kyoyo.stopped(signal.SIGTERM)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (code, said) == (0, "")
    assert seconds < 3
    assert not _lives(worker)
    # Of the processor, web and worker together: what else the machine does just now is not ours.
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 20


def test_a_worker_that_dies_is_started_again_and_goes_when_its_parent_is_killed(
    start: Callable[..., Kyoyo],
) -> None:
    kyoyo = start()
    (first,) = kyoyo.children()

    os.kill(first, signal.SIGKILL)
    _until(lambda: bool(kyoyo.children()) and kyoyo.children() != [first])
    (second,) = kyoyo.children()
    kyoyo.process.kill()
    kyoyo.process.wait()

    _until(lambda: not _lives(second))


def test_a_port_in_use_is_one_sentence_and_nothing_is_touched(
    environment: dict[str, str], tmp_path: Path
) -> None:
    untouched = tmp_path / "never" / "kyoyo.sqlite3"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = refused(environment, PORT=str(port), KYOYO_DATABASE_URL=f"sqlite:///{untouched}")

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use): stop what runs there, "
        f"or choose another port with PORT={port + 1} make run\n"
    )
    assert not untouched.parent.exists()
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"PORT": "http"}, "PORT: 'http' is no port"),
        ({"PORT": "70000"}, "PORT: 70000 is no port"),
        ({"HOST": "no such host"}, "HOST: 'no such host' is no address of this machine"),
        ({"KYOYO_MAIL_URL": "mail"}, "KYOYO_MAIL_URL: 'mail' must begin with"),
        ({"KYOYO_DATABASE_URL": "oracle"}, "KYOYO_DATABASE_URL: give sqlite:///PATH or"),
        ({"KYOYO_DATABASE_URL": "sqlite:////proc/x/y"}, "KYOYO_DATABASE_URL cannot be used"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    tmp_path: Path, wrong: dict[str, str], sentence: str
) -> None:
    here = {**os.environ, "KYOYO_LOG_FOLDER": str(tmp_path), "KYOYO_SECRET_KEY": "x", "PORT": "0"}

    done = refused(here, **wrong)

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_a_changed_guard_keeps_the_product_from_starting(
    settings: Settings, engine: Engine
) -> None:
    _made_ready(settings)
    drop = {
        "sqlite": "DROP TRIGGER history_is_not_changed",
        "postgresql": "DROP TRIGGER history_is_append_only ON history_entry",
    }
    with engine.begin() as connection:
        connection.execute(text(drop[engine.dialect.name]))

    with pytest.raises(NotReady, match=r"history_is_.*Put it back with: .*flask guards install$"):
        _made_ready(settings)

    migrate(settings.database_url)  # the next test finds it as it was


def test_a_database_of_a_later_version_is_left_alone(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        now = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))

    with pytest.raises(NotReady, match="A later version wrote the database"):
        _made_ready(settings)

    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": now})


def test_a_catalogue_with_a_fault_leaves_the_house_empty(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "organizations.csv").write_text("code\nx\n", encoding="utf-8")

    with pytest.raises(NotReady, match=r"The catalogue cannot be loaded .*organizations\.csv:1"):
        _made_ready(replace(settings, seed_folder=tmp_path))

    with Session(engine) as session:
        assert session.scalar(select(func.count(Organization.id))) == 0


def test_wherever_a_first_start_is_killed_the_next_one_completes_it(
    settings: Settings, engine: Engine
) -> None:
    def begin() -> None:
        _made_ready(settings)

    count = statements_of(engine, begin)
    with Session(engine) as session:
        whole = session.scalar(select(func.count(Instrument.id)))

    for statement in spread(count, samples=3):
        _emptied(engine)
        killed_at(statement, engine, begin)
        with Session(engine) as session:
            assert session.scalar(select(func.count(Instrument.id))) in {0, whole}
        begin()
        with Session(engine) as session:
            assert session.scalar(select(func.count(Instrument.id))) == whole


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Of a start without the demo."""
    return replace(SETTINGS, database_url=database_url, log_folder=tmp_path, demo=False)


def _made_ready(settings: Settings) -> None:
    make_ready(settings, demo_password=lambda: "hash", at=datetime(2026, 4, 1, tzinfo=UTC))


def _emptied(engine: Engine) -> None:
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        for table in reversed(tables.sorted_tables):
            if table.name != "alembic_version":
                connection.execute(table.delete())


def _waiting_mail(engine: Engine) -> int:
    with Session(engine.execution_options(sqlite_begin="DEFERRED")) as session:
        return session.scalar(select(func.count(Notice.id)).where(Notice.sent_at.is_(None))) or 0


def _text(mail: Path) -> str:
    return text_of(message_from_bytes(mail.read_bytes(), _class=EmailMessage, policy=default))


def _lives(process: int) -> bool:
    """Whether it runs; a process that has ended and only waits to be noticed does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _until(true: Callable[[], bool]) -> None:
    over = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < over, "waited in vain"
        time.sleep(0.1)
