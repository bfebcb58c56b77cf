"""How long and how hard a search may try."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one solve. Equal answers are promised for one worker and a deterministic time
    that ends the search before `seconds` does.
    """

    seconds: float
    workers: int = 1
    seed: int = 1
    deterministic_time: float | None = None  # CP-SAT's own unit, roughly seconds of an idle core

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError(f"limits: seconds is {self.seconds}; give more than 0")
        if self.workers < 1:
            raise ValueError(f"limits: workers is {self.workers}; give 1 or more")
        if self.deterministic_time is not None and self.deterministic_time <= 0:
            raise ValueError(
                f"limits: deterministic_time is {self.deterministic_time}; give more than 0 or none"
            )
