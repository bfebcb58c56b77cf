"""Half of the desk closes a unit over the hour that companies ask for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Closure
from booking.planning.grid import Moments
from tools.race.crowd import Shot
from tools.race.ground import Ground
from tools.race.rounds import Round, Scenario, Truth
from tools.race.scenarios.wishes import hold_shot, holders
from tools.race.sentences import CLOSED_THEN, IN_THE_WAY, JUST_TAKEN, NOTHING_LEFT
from tools.race.stage import HOUR, ZONE, Kind
from tools.race.visitors import Visitor

STEP = timedelta(minutes=5)  # each closes a little longer: the same closure twice would be one


def _set_up(ground: Ground, kind: Kind, _number: int) -> Round:
    ground.clear()
    stage, half = ground.stage, ground.clients // 2
    starts_at, ends_at = stage.slot
    unit = stage.unit(kind, 0)
    closures = [
        _close(ground.desk[n], unit, (starts_at - HOUR, ends_at + n * STEP)) for n in range(half)
    ]
    holds = [
        hold_shot(ground.engineers[n], stage.wish(kind, 0), stage.slot)
        for n in range(half, ground.clients)
    ]
    return Round(shots=[*closures, *holds], winners=1, truth=_truth)


def _close(visitor: Visitor, unit: int, span: Moments) -> Shot:
    start, end = (moment.astimezone(ZONE) for moment in span)
    fields = {
        "unit": str(unit),
        "kind": "maintenance",
        "from_day": start.date().isoformat(),
        "from_clock": f"{start:%H:%M}",
        "to_day": end.date().isoformat(),
        "to_clock": f"{end:%H:%M}",
    }
    return Shot(visitor, "close", "/desk/closures", fields)


def _truth(session: Session) -> Truth:
    closed = dict.fromkeys(session.scalars(select(Closure.entered_by_id)), "close")
    too_late = CLOSED_THEN if closed else NOTHING_LEFT[Kind.UNIT]
    return Truth(
        won=closed | holders(session),
        losers_read={"hold": (too_late, JUST_TAKEN), "close": (IN_THE_WAY,)},
    )


CLOSURE = Scenario(name="closure", title="closure · hold", kinds=(Kind.UNIT,), set_up=_set_up)
