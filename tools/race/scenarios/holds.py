"""Everybody sends the request form for the same hour."""

from __future__ import annotations

from tools.race.ground import Ground
from tools.race.rounds import Round, Scenario, Truth
from tools.race.scenarios.wishes import hold_shot, holders
from tools.race.sentences import JUST_TAKEN, NOTHING_LEFT
from tools.race.stage import Kind


def _set_up(ground: Ground, kind: Kind, _number: int) -> Round:
    ground.clear()
    stage = ground.stage
    return Round(
        shots=[
            hold_shot(visitor, stage.wish(kind, n), stage.slot)
            for n, visitor in enumerate(ground.engineers)
        ],
        winners=min(stage.places[kind], ground.clients),
        truth=lambda session: Truth(
            won=holders(session), losers_read={"hold": (NOTHING_LEFT[kind], JUST_TAKEN)}
        ),
    )


HOLD = Scenario(name="hold", title="hold · hold", kinds=tuple(Kind), set_up=_set_up)
