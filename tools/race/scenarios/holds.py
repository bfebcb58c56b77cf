"""Everybody sends the request form for the same hour; or one person sends one form many times."""

from __future__ import annotations

from dataclasses import replace

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


def _one_form(ground: Ground, kind: Kind, _number: int) -> Round:
    ground.clear()
    stage = ground.stage
    form = hold_shot(ground.engineers[0], stage.wish(kind, 0), stage.slot)
    copies = [replace(form, visitor=form.visitor.again()) for _ in ground.engineers]
    return Round(shots=copies, winners=1, truth=lambda session: Truth(won=holders(session)))


HOLD = Scenario(name="hold", title="hold · hold", kinds=tuple(Kind), set_up=_set_up)
SENT_AGAIN = Scenario(
    name="again", title="one form, sent again", kinds=(Kind.UNIT,), set_up=_one_form
)
