"""The whole desk answers one proposal: all confirm it, or half confirm and half refuse."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Proposal
from booking.models.kinds import ProposalStatus
from tools.race.crowd import Shot
from tools.race.ground import Ground
from tools.race.rounds import Round, Scenario, Truth
from tools.race.sentences import decided
from tools.race.stage import Kind

_WANTED = {ProposalStatus.CONFIRMED: "confirm", ProposalStatus.REFUSED: "refuse"}


def _all_confirm(ground: Ground, kind: Kind, _number: int) -> Round:
    return _round(ground, kind, ["confirm"] * ground.clients)


def _half_refuse(ground: Ground, kind: Kind, number: int) -> Round:
    turns = ["confirm", "refuse"] if number % 2 else ["refuse", "confirm"]
    return _round(ground, kind, [turns[n % 2] for n in range(ground.clients)])


def _round(ground: Ground, kind: Kind, wishes: list[str]) -> Round:
    ground.clear()
    stage = ground.stage
    proposal = ground.do(
        lambda session: (
            ground.applied(session, 0, stage.wish(kind, 0), stage.unit(kind, 0), stage.slot).id
        )
    )
    return Round(
        shots=[
            Shot(
                visitor,
                wants,
                f"/desk/proposals/{proposal}/{wants}",
                {"reason": "The hour is needed otherwise."} if wants == "refuse" else {},
            )
            for visitor, wants in zip(ground.desk, wishes, strict=True)
        ],
        winners=1,
        truth=lambda session: _truth(session, proposal),
    )


def _truth(session: Session, number: int) -> Truth:
    proposal = session.scalars(select(Proposal).where(Proposal.id == number)).one()
    if proposal.decided_by_id is None:
        return Truth(won={})
    told = (decided(proposal.status.value),)
    return Truth(
        won={proposal.decided_by_id: _WANTED[proposal.status]},
        losers_read={"confirm": told, "refuse": told},
    )


CONFIRM = Scenario(
    name="confirm", title="confirm · confirm", kinds=tuple(Kind), set_up=_all_confirm
)
CONFIRM_OR_REFUSE = Scenario(
    name="refuse", title="confirm · refuse", kinds=tuple(Kind), set_up=_half_refuse
)
