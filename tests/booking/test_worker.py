"""Background work: claimed with a lease and a fence, taken up after a crash, never run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier, Event, Thread
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from booking.database import writing_sessions
from booking.models import Job
from booking.models.kinds import JobState
from booking.worker import Handler, Ticket, Worker, enqueue
from tests.builders import TODAY

LEASE = 15


@dataclass
class Clock:
    """Stands still until it is put forward."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Shop:
    """One database with jobs, and workers on it."""

    engine: Engine
    clock: Clock

    def put(self, kind: str = "plan", **changes: object) -> int:
        """A job that waits; its number."""
        with writing_sessions(self.engine).begin() as session:
            job = enqueue(session, kind, {"facility": 7}, by_id=None, at=TODAY)
            for name, value in changes.items():
                setattr(job, name, value)
            return job.id

    def worker(self, handler: Handler, *, lease: int = LEASE) -> Worker:
        """A worker that does every `plan` with the handler."""
        return Worker(
            writing_sessions(self.engine), {"plan": handler}, lease_seconds=lease, clock=self.clock
        )

    def job(self, number: int) -> Job:
        """The job as it stands in the database."""
        with Session(self.engine, expire_on_commit=False) as session:
            return session.scalars(select(Job).where(Job.id == number)).one()

    def dies_with(self, number: int) -> None:
        """A worker claims the job and is never heard of again."""

        class Died(BaseException):
            """Nothing the worker catches: the process is gone."""

        def die(_ticket: Ticket) -> None:
            raise Died

        try:
            self.worker(die).run_one()
        except Died:
            assert self.job(number).state is JobState.RUNNING


def _shop(engine: Engine) -> Shop:
    return Shop(engine, Clock())


def _until(true: Callable[[], bool]) -> None:
    deadline = monotonic() + 10
    while not true():
        assert monotonic() < deadline, "it did not come to pass"
        sleep(0.02)


def test_a_job_is_done_with_its_payload(engine: Engine) -> None:
    shop = _shop(engine)
    seen: list[Any] = []
    number = shop.put()

    assert shop.worker(lambda ticket: seen.append((ticket.job_id, ticket.payload))).run_one()

    assert seen == [(number, {"facility": 7})]
    job = shop.job(number)
    assert (job.state, job.attempt, job.error, job.lease_until) == (JobState.DONE, 1, "", None)


def test_without_a_job_there_is_nothing_to_do(engine: Engine) -> None:
    assert not _shop(engine).worker(lambda _ticket: None).run_one()


def test_jobs_are_done_in_the_order_they_were_asked_for(engine: Engine) -> None:
    shop = _shop(engine)
    seen: list[Any] = []
    numbers = [shop.put() for _ in range(3)]
    worker = shop.worker(lambda ticket: seen.append(ticket.job_id))

    while worker.run_one():
        pass

    assert seen == numbers


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(engine: Engine) -> None:
    shop = _shop(engine)
    with writing_sessions(engine)() as session:
        enqueue(session, "plan", {}, by_id=None, at=TODAY)
        session.rollback()

    assert not shop.worker(lambda _ticket: None).run_one()


def test_a_job_that_raises_has_failed_and_says_where_but_not_what_was_typed(
    engine: Engine,
) -> None:
    shop = _shop(engine)
    number = shop.put()

    def fail(_ticket: Ticket) -> None:
        raise ValueError("目的の文")

    assert shop.worker(fail).run_one()

    job = shop.job(number)
    assert job.state is JobState.FAILED
    assert job.error.startswith("builtins.ValueError in fail, line ")
    assert "目的の文" not in job.error


def test_nobody_takes_a_job_whose_lease_still_runs(engine: Engine) -> None:
    shop = _shop(engine)
    shop.dies_with(shop.put())
    shop.clock.now += timedelta(seconds=LEASE)

    assert not shop.worker(lambda _ticket: None).run_one()


def test_a_job_is_taken_up_again_when_the_lease_is_over(engine: Engine) -> None:
    shop = _shop(engine)
    number = shop.put()
    shop.dies_with(number)
    shop.clock.now += timedelta(seconds=LEASE + 1)

    assert shop.worker(lambda _ticket: None).run_one()

    assert (shop.job(number).state, shop.job(number).attempt) == (JobState.DONE, 2)


def test_a_job_that_kills_every_worker_has_failed_after_three(engine: Engine) -> None:
    shop = _shop(engine)
    number = shop.put()
    for _ in range(3):
        shop.dies_with(number)
        shop.clock.now += timedelta(seconds=LEASE + 1)

    assert not shop.worker(lambda _ticket: None).run_one()

    job = shop.job(number)
    assert (job.state, job.attempt, job.error) == (JobState.FAILED, 3, "worker lost")


def test_a_worker_that_was_only_slow_writes_nothing_more(engine: Engine) -> None:
    """Its lease ran out while it worked; the other one's result stands."""
    shop = _shop(engine)
    number = shop.put()

    def slow(ticket: Ticket) -> None:
        shop.clock.now += timedelta(seconds=LEASE + 1)
        assert shop.worker(quick).run_one()
        ticket.progress = {"placed": 99}
        raise ValueError("too late to be heard")

    def quick(ticket: Ticket) -> None:
        ticket.progress = {"placed": 2}

    shop.worker(slow).run_one()

    job = shop.job(number)
    assert (job.state, job.attempt, job.progress, job.error) == (
        JobState.DONE,
        2,
        {"placed": 2},
        "",
    )


def test_a_worker_that_lost_its_lease_is_told_to_stop(engine: Engine) -> None:
    shop, stopped = _shop(engine), []
    number = shop.put()

    def work(ticket: Ticket) -> None:
        with writing_sessions(engine).begin() as session:
            session.get_one(Job, number).fence = "another worker's"
        stopped.append(ticket.stop.wait(10))

    shop.worker(work, lease=1).run_one()

    assert stopped == [True]
    assert shop.job(number).state is JobState.RUNNING


def test_the_lease_is_renewed_and_progress_shown_while_the_work_goes_on(engine: Engine) -> None:
    shop = _shop(engine)
    number = shop.put()

    def work(ticket: Ticket) -> None:
        ticket.progress = {"placed": 5}
        shop.clock.now += timedelta(seconds=60)
        _until(lambda: shop.job(number).progress == {"placed": 5})
        assert shop.job(number).lease_until == TODAY + timedelta(seconds=61)

    shop.worker(work, lease=1).run_one()

    assert (shop.job(number).state, shop.job(number).error) == (JobState.DONE, "")


def test_a_job_that_nobody_has_begun_is_cancelled_without_work(engine: Engine) -> None:
    shop = _shop(engine)
    seen: list[Any] = []
    number = shop.put(cancel_asked=True)

    assert not shop.worker(seen.append).run_one()

    assert (shop.job(number).state, seen) == (JobState.CANCELLED, [])


def test_a_running_job_hears_that_it_shall_stop(engine: Engine) -> None:
    shop = _shop(engine)
    number = shop.put()

    def work(ticket: Ticket) -> None:
        with writing_sessions(engine).begin() as session:
            session.get_one(Job, number).cancel_asked = True
        assert ticket.stop.wait(10)

    shop.worker(work, lease=1).run_one()

    assert shop.job(number).state is JobState.CANCELLED


def test_between_jobs_the_worker_does_what_is_due(engine: Engine) -> None:
    shop, order = _shop(engine), []
    shop.put()
    worker = shop.worker(lambda _ticket: order.append("job"))

    def idle() -> None:
        order.append("idle")
        if len(order) > 2:
            worker.stopping.set()

    worker.idle = idle
    worker.run(poll_seconds=0.01)

    assert order == ["idle", "job", "idle"]


def test_two_workers_never_run_one_job_twice(engine: Engine) -> None:
    shop, runs, together = _shop(engine), [], Barrier(4)
    numbers = [shop.put() for _ in range(24)]

    def work() -> None:
        worker = shop.worker(lambda ticket: runs.append(ticket.job_id))
        together.wait()
        misses = 0
        while misses < 3:  # another may just hold the row that was looked at
            misses = 0 if worker.run_one() else misses + 1

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(runs) == numbers
    assert {(shop.job(n).state, shop.job(n).attempt) for n in numbers} == {(JobState.DONE, 1)}


def test_stopping_ends_the_worker(engine: Engine) -> None:
    worker, ended = _shop(engine).worker(lambda _ticket: None), Event()

    def run() -> None:
        worker.run(poll_seconds=60)
        ended.set()

    Thread(target=run, daemon=True).start()
    worker.stopping.set()

    assert ended.wait(10)
