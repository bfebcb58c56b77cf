"""One round: what everybody sends, and what must be true of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tools.race.crowd import Shot
from tools.race.ground import Ground
from tools.race.sentences import Said
from tools.race.stage import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the database says of a round; pages are held against it, never the other way."""

    won: Mapping[int, str]  # person id -> what he or she wanted and got
    planned: int = 0  # proposals that the plan beside the crowd left
    losers_read: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)  # by what they wanted

    @property
    def winners(self) -> int:
        """All together."""
        return len(self.won) + self.planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Ready to be let go."""

    shots: Sequence[Shot]
    winners: int  # exactly so many there must be
    truth: Callable[[Session], Truth]
    beside: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One race; `set_up` makes a round of it, numbered from 0."""

    name: str
    title: str
    kinds: tuple[Kind, ...]
    set_up: Callable[[Ground, Kind, int], Round]
