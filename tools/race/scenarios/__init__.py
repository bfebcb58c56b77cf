"""Every race, in the order in which they are run."""

from tools.race.rounds import Scenario
from tools.race.scenarios.closures import CLOSURE
from tools.race.scenarios.decisions import CONFIRM, CONFIRM_OR_REFUSE
from tools.race.scenarios.holds import HOLD, SENT_AGAIN
from tools.race.scenarios.moves import MOVE
from tools.race.scenarios.plans import PLAN
from tools.race.scenarios.two_units import BOTH_WAYS, EITHER

SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        HOLD,
        CONFIRM,
        CONFIRM_OR_REFUSE,
        MOVE,
        CLOSURE,
        PLAN,
        EITHER,
        BOTH_WAYS,
        SENT_AGAIN,
    )
}
