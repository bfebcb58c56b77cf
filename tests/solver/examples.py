"""A rule by hand: a plan that keeps it, and one that breaks it and nothing else, with the facts."""

from collections.abc import Sequence
from typing import NamedTuple

from solver.judge import judge
from solver.outcome import Placement, Violation
from solver.problem import Problem


class Example(NamedTuple):
    """One rule, one question, two plans, and what the judge says of the second."""

    rule: str
    problem: Problem
    good: Sequence[Placement]
    bad: Sequence[Placement]
    facts: dict[str, int | str]

    def check(self) -> None:
        """Assert that the judge finds nothing in the one and exactly this in the other."""
        assert judge(self.problem, self.good) == ()
        assert judge(self.problem, self.bad) == (
            Violation(rule=self.rule, facts=tuple(self.facts.items())),
        )


def names(examples: Sequence[Example]) -> list[str]:
    """How pytest calls each: the rule and its number in the list."""
    return [f"{example.rule}-{n}" for n, example in enumerate(examples)]
