"""Runs of "a schedule for all": how far one is, what it placed, what it could not place and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.disclosure import handles
from booking.errors import NotFound
from booking.models import Person, PlanningRun, Proposal, Request
from booking.models.kinds import JobState
from booking.queries.desk_cases import ASKED, PROPOSED, Asked, Proposed, asked_of, proposed_of
from booking.queries.desk_people import names_of
from booking.services.plan_for_all import UNDER_WAY

RECENT = 10


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run, in a list."""

    id: int
    state: JobState
    asked_at: datetime
    asked_by: str
    under_way: bool
    placed: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A request that got no time: the rules in its way; empty when others took its room."""

    asked: Asked
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run in full."""

    line: RunLine
    percent: int  # of the most that any plan could reach, as far as is known now
    looked_at: int  # requests
    placed: tuple[Proposed, ...]
    not_placed: tuple[NotPlaced, ...]
    taken_meanwhile: tuple[Asked, ...]  # it had a time for these, and somebody was faster
    not_ours: int  # requests that may go to another facility as well, and got no time here
    more_at_most: int  # requests that a better plan could still place
    answered: bool


def recent_runs(session: Session, me: Person) -> list[RunLine]:
    """The facility's latest runs, newest first."""
    rows = session.scalars(
        select(PlanningRun)
        .where(PlanningRun.facility_id == me.facility_id)
        .order_by(PlanningRun.id.desc())
        .limit(RECENT)
        .options(joinedload(PlanningRun.job))
    ).all()
    names = names_of(session, me.facility_id or 0, [row.asked_by_id for row in rows])
    return [_line(row, names) for row in rows]


def run_of_desk(session: Session, me: Person, number: int) -> PlanningRun:
    """A run of the reader's own facility. Raises NotFound."""
    run = session.scalar(
        select(PlanningRun)
        .where(PlanningRun.id == number, PlanningRun.facility_id == me.facility_id)
        .options(joinedload(PlanningRun.job))
    )
    if run is None:
        raise NotFound
    return run


def run_page(session: Session, me: Person, number: int, *, at: datetime) -> RunPage:
    """Everything about one run. A constant number of queries. Raises NotFound."""
    run = run_of_desk(session, me, number)
    proposals = [
        proposed_of(session, me, row, at)
        for row in session.scalars(
            select(Proposal)
            .where(Proposal.planning_run_id == run.id)
            .order_by(Proposal.id)
            .options(*PROPOSED)
        )
    ]
    answer: dict[str, Any] = run.answer or {}
    refused = {_number(one["request"]): one["refusal"] for one in answer.get("refused", [])}
    tried = {_number(one["request"]) for one in answer.get("placements", [])}
    without = tried - {p.asked.id for p in proposals} if run.job.state is JobState.DONE else set()
    rows = _requests(session, refused.keys() | without)
    ours = {row.id: asked_of(session, me, row, at) for row in rows if handles(session, me, row)}
    progress = run.job.progress
    return RunPage(
        line=_line(run, names_of(session, me.facility_id or 0, [run.asked_by_id])),
        percent=round(100 * float(progress.get("share", 0))),
        looked_at=int(progress.get("waiting", 0)),
        placed=tuple(proposals),
        not_placed=tuple(
            NotPlaced(ours[number], tuple(refusal["groups"]))
            for number, refusal in refused.items()
            if number in ours
        ),
        taken_meanwhile=tuple(ours[number] for number in sorted(without) if number in ours),
        not_ours=len(rows) - len(ours),
        more_at_most=int(progress.get("more_at_most", 0)),
        answered=run.answer is not None,
    )


def _requests(session: Session, ids: set[int]) -> list[Request]:
    query = select(Request).where(Request.id.in_(ids)).order_by(Request.id).options(*ASKED)
    return list(session.scalars(query))


def _number(code: str) -> int:
    return int(code[1:])  # R12 is request 12


def _line(run: PlanningRun, names: dict[int, str]) -> RunLine:
    return RunLine(
        id=run.id,
        state=run.job.state,
        asked_at=run.asked_at,
        asked_by=names.get(run.asked_by_id, ""),
        under_way=run.job.state in UNDER_WAY,
        placed=run.placed,
        seconds=run.seconds,
    )
