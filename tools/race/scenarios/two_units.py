"""Two units wanted from both sides: by what they can both do, and by visits that change places."""

from __future__ import annotations

from tools.race.ground import Ground
from tools.race.rounds import Round, Scenario, Truth
from tools.race.scenarios.visits import Place, move_shot, movers, visits_at
from tools.race.scenarios.wishes import hold_shot, holders
from tools.race.sentences import JUST_TAKEN, NO_ROOM_THERE, NOTHING_LEFT
from tools.race.stage import BOTH, Kind


def _whichever(ground: Ground, kind: Kind, _number: int) -> Round:
    """A request for the capability holds both units at that hour, as alternatives."""
    ground.clear()
    return Round(
        shots=[hold_shot(visitor, BOTH, ground.stage.slot) for visitor in ground.engineers],
        winners=1,
        truth=lambda session: Truth(
            won=holders(session), losers_read={"hold": (NOTHING_LEFT[kind], JUST_TAKEN)}
        ),
    )


def _change_places(ground: Ground, kind: Kind, _number: int) -> Round:
    """Visits of either unit go to the other one's free hour; each move locks both units."""
    stage, desk = ground.stage, ground.desk
    elsewhere = stage.other_hours(ground.clients // 2)
    sides = [n % 2 for n in range(len(desk))]
    visits = visits_at(
        ground,
        {n: Place(BOTH, stage.pair[side], elsewhere[n // 2]) for n, side in enumerate(sides)},
    )
    return Round(
        shots=[
            move_shot(desk[n], visits[n], stage.pair[1 - side], stage.slot)
            for n, side in enumerate(sides)
        ],
        winners=2,
        truth=lambda session: Truth(
            won=movers(session, {visits[n]: desk[n] for n in range(len(desk))}),
            losers_read={"move": (NO_ROOM_THERE[kind], JUST_TAKEN)},
        ),
    )


EITHER = Scenario(name="either", title="either of two units", kinds=(Kind.UNIT,), set_up=_whichever)
BOTH_WAYS = Scenario(
    name="both-ways", title="moves A → B, B → A", kinds=(Kind.UNIT,), set_up=_change_places
)
