"""What a plan is worth: levels in order, each a weighted sum of named terms, each to be large."""

from dataclasses import dataclass
from typing import Literal

TermName = Literal[
    "accepted_weight",  # weights of the requests placed whole
    "earliness",  # slots of the horizon left after each start, summed over the steps placed
    "lateness",  # weight x slots by which a request's last step ends after its due slot
    "makespan",  # end of the last step placed
    "cost",  # of the alternatives taken
    "waiting",  # slots by which soft lags and soft ends are exceeded
    "visits",  # days on which somebody of a request comes (brings work, is there), summed over them
    "staff_slots",  # slots of all attended parts
    "moves",  # standing steps that start at another slot or on another kind of unit, or are dropped
    "people_told",  # people on a standing step now who were not, and the other way round
    "slots_shifted",  # how far the starts of standing steps moved; a dropped one: the horizon
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a level: a negative weight makes it small instead of large."""

    name: TermName
    weight: int

    def __post_init__(self) -> None:
        if self.weight == 0:
            raise ValueError(f"term {self.name}: weight is 0; drop the term or give a weight")


Level = tuple[Term, ...]

# As much as possible of what is asked for, and then as early as possible.
ACCEPT_THEN_EARLY: tuple[Level, ...] = (
    (Term(name="accepted_weight", weight=1),),
    (Term(name="earliness", weight=1),),
)
SHORTEST: tuple[Level, ...] = ((Term(name="makespan", weight=-1),),)
