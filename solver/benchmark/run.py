"""Solves one instance as the product does, judges the plan, and compares."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from solver.benchmark.against import Other, ask_pyjobshop
from solver.benchmark.known import Known
from solver.benchmark.network_checker import complaints
from solver.benchmark.plans import network_plan
from solver.benchmark.readers.network import FORMAT as NETWORK
from solver.benchmark.readers.registry import group, instance_text, read_instance
from solver.benchmark.result import Result, Status
from solver.benchmark.worth import Sense, bettered, sense, worth
from solver.engine.limits import Limits
from solver.judge import judge
from solver.objective import as_levels
from solver.outcome import NoSchedule, Placement, Schedule
from solver.problem import Problem

Solve = Callable[..., Schedule | NoSchedule]  # as solver.engine.solve.solve
Improvements = list[tuple[int, float]]  # worth in the solver's own numbers, and seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How each instance is to be solved."""

    seconds: float
    workers: int
    seed: int
    against: bool = False
    plans: Path | None = None  # where network plans are written


def run(known: Known, asked: Asked, solve: Solve) -> Result:
    """The result for one instance. An instance that cannot be solved is a result too."""
    blank = Result(
        family=known.family,
        instance=known.instance,
        best_known=known.best,
        status="unreadable",
        seconds=0.0,
        seed=asked.seed,
        workers=asked.workers,
        limit_seconds=asked.seconds,
    )
    try:
        problem = read_instance(known.file, known.family)
    except (OSError, ValueError) as wrong:
        return replace(blank, why=str(wrong))
    blank = replace(blank, sense=sense(problem))
    result, improvements = _solved(known, problem, asked, blank, solve)
    if not asked.against or result.status == "unsupported":
        return result
    other = ask_pyjobshop(
        known, problem, seconds=asked.seconds, workers=asked.workers, seed=asked.seed
    )
    return result if other is None else _beside(problem, result, other, improvements)


def _solved(
    known: Known, problem: Problem, asked: Asked, blank: Result, solve: Solve
) -> tuple[Result, Improvements]:
    limits = Limits(seconds=asked.seconds, workers=asked.workers, seed=asked.seed)
    improvements: Improvements = []
    began = perf_counter()
    try:
        answer = solve(
            problem,
            limits,
            progress=lambda objective, bound, seconds: improvements.append((objective, seconds)),
        )
    except (ValueError, AssertionError) as refused:
        status: Status = "unsupported" if isinstance(refused, ValueError) else "broken"
        judged = None if status == "unsupported" else False
        seconds = perf_counter() - began
        return replace(blank, status=status, why=str(refused), seconds=seconds, judged=judged), []
    if isinstance(answer, NoSchedule):
        return replace(blank, status=answer.why, seconds=answer.seconds), []
    return _judged(known, problem, asked, answer, blank), improvements


def _judged(
    known: Known, problem: Problem, asked: Asked, schedule: Schedule, blank: Result
) -> Result:
    broken = {found.rule for found in judge(problem, schedule.placements)}
    if group(known.family) == "network":
        broken |= _network(known, problem, asked, schedule.placements)
    objective = worth(problem, schedule.placements)
    if objective != _own_measure(problem, blank.sense, schedule.objective):
        broken.add("the objective is the plan's")
    bound = _own_measure(problem, blank.sense, schedule.bound)
    if bettered(blank.sense, objective, bound) > 0:
        broken.add("no plan is better than the bound")
    return replace(
        blank,
        objective=objective,
        bound=bound,
        status=schedule.status,
        seconds=schedule.seconds,
        judged=not broken,
        broken=tuple(sorted(broken)),
    )


def _own_measure(problem: Problem, measure: Sense, value: int) -> int:
    """A value or bound of the solver, of which the first level counts, in the family's measure."""
    first = as_levels(problem, value)[0]
    return -first if measure == "makespan" else first


def _network(
    known: Known, problem: Problem, asked: Asked, placements: Sequence[Placement]
) -> set[str]:
    """Write the plan where asked for; what the independent checker says of it."""
    plan = network_plan(known.instance, problem, placements)
    if asked.plans is not None:
        asked.plans.mkdir(parents=True, exist_ok=True)
        file = asked.plans / f"{known.instance}.json"
        file.write_text(json.dumps(plan) + "\n", encoding="utf-8")
    week = json.loads(instance_text(known.file))
    return {f"{NETWORK} checker"} if complaints(week, plan) else set()


def _beside(problem: Problem, result: Result, other: Other, improvements: Improvements) -> Result:
    return replace(
        result,
        other_objective=other.objective,
        other_bound=other.bound,
        other_status=other.status,
        other_seconds_to_best=other.seconds_to_best,
        other_judged=other.judged,
        seconds_to_other=_seconds_to(problem, result, other, improvements),
    )


def _seconds_to(
    problem: Problem, result: Result, other: Other, improvements: Improvements
) -> float | None:
    """When ours was first as good as the other's at its end; None where it never was."""
    if other.objective is None or result.objective is None:
        return None
    for value, seconds in improvements:
        ours = _own_measure(problem, result.sense, value)
        if bettered(result.sense, ours, other.objective) >= 0:
            return seconds
    reached = bettered(result.sense, result.objective, other.objective) >= 0
    return result.seconds if reached else None
