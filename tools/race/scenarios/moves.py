"""Half of the crowd moves visits into an hour that the other half asks for."""

from __future__ import annotations

from tools.race.ground import Ground
from tools.race.rounds import Round, Scenario, Truth
from tools.race.scenarios.visits import Place, move_shot, movers, visits_at
from tools.race.scenarios.wishes import hold_shot, holders
from tools.race.sentences import JUST_TAKEN, NO_ROOM_THERE, NOTHING_LEFT
from tools.race.stage import Kind


def _set_up(ground: Ground, kind: Kind, _number: int) -> Round:
    stage, half = ground.stage, ground.clients // 2
    elsewhere = stage.other_hours(half)
    visits = visits_at(
        ground,
        {n: Place(stage.wish(kind, n), stage.unit(kind, n), elsewhere[n]) for n in range(half)},
    )
    moved_by = {visits[n]: ground.desk[n] for n in range(half)}
    moves = [
        move_shot(moved_by[visits[n]], visits[n], stage.unit(kind, n), stage.slot)
        for n in range(half)
    ]
    holds = [
        hold_shot(ground.engineers[n], stage.wish(kind, n), stage.slot)
        for n in range(half, ground.clients)
    ]
    return Round(
        shots=[*moves, *holds],
        winners=stage.places[kind],
        truth=lambda session: Truth(
            won=holders(session) | movers(session, moved_by),
            losers_read={
                "hold": (NOTHING_LEFT[kind], JUST_TAKEN),
                "move": (NO_ROOM_THERE[kind], JUST_TAKEN),
            },
        ),
    )


MOVE = Scenario(name="move", title="move · hold", kinds=tuple(Kind), set_up=_set_up)
