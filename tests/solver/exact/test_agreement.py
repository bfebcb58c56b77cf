"""CP-SAT accepts a plan exactly when the judge finds nothing, over the whole language."""

from dataclasses import replace
from random import Random

import pytest
from ortools.sat.python import cp_model

from solver.engine.exact.model import Built, build
from solver.engine.exact.plans import plan_of, values
from solver.judge import RULES, judge
from solver.objective import levels
from solver.outcome import Placement
from solver.problem import Problem
from tests.solver.exact.easier import easier, keeping, travelling
from tests.solver.fast.whole_problems import PEOPLE, UNITS, whole_problem

Plan = tuple[Placement, ...]

BATCHES, OF_A_BATCH = 12, 100


def _cases(batch: int) -> list[tuple[Problem, Plan]]:
    """Problems with a plan of the problem made easier in one way, as it is and disturbed."""
    found = []
    for seed in range(batch * OF_A_BATCH, (batch + 1) * OF_A_BATCH):
        rng = Random(seed)  # noqa: S311  # no secret
        problem = whole_problem(seed, 4)
        if seed % 5 == 0:
            problem = keeping(problem)
        if seed % 5 == 1:
            problem = travelling(problem)
        plan = _any_plan(rng, easier(rng, problem))
        if plan is not None:
            found += [(problem, plan), (problem, _disturbed(rng, plan))]
    return found


def _any_plan(rng: Random, problem: Problem) -> Plan | None:
    """Some plan the model of the problem allows: many requests, no order of its own."""
    built = build(problem)
    var = built.var
    accepted = sum(20 * literal for literal in var.accepted.values())
    early_or_late = sum(rng.choice((-1, 1)) * start for start in var.start.values())
    ways = sum(rng.randint(-3, 3) * run.on for run in var.all_runs())
    built.model.maximize(accepted + early_or_late + ways)
    solver = _solver()
    if solver.solve(built.model) != cp_model.OPTIMAL:
        return None
    return plan_of(var, solver)


def _disturbed(rng: Random, plan: Plan) -> Plan:
    return tuple(some for p in plan for some in _one_disturbed(rng, p))


def _one_disturbed(rng: Random, p: Placement) -> tuple[Placement, ...]:
    """Now and then moved, by other people, with other units, left out, or twice."""
    what = rng.random()
    if what < 0.15:
        by = rng.choice((-2, -1, 1, 2))
        parts = tuple(replace(a, start=a.start + by, end=a.end + by) for a in p.attendance)
        return (replace(p, start=p.start + by, end=p.end + by, attendance=parts),)
    if what < 0.25:
        others = tuple(replace(a, person=rng.choice(PEOPLE)) for a in p.attendance)
        return (replace(p, attendance=others),)
    if what < 0.3:
        return (replace(p, also=tuple(rng.sample(UNITS, len(p.also)))),)
    other = {
        12: (),
        13: (p, p),
        14: (replace(p, attendance=p.attendance[1:]),),
        15: (replace(p, unit=rng.choice(UNITS)),),
    }
    return other.get(int(what * 40), (p,))


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver


def _accepted(problem: Problem, plan: Plan) -> tuple[Built, cp_model.CpSolver] | None:
    """The model with every variable fixed to what says the plan, solved; None if it refuses."""
    built = build(problem)
    at = values(built.var, plan)
    if at is None:
        return None
    assert at.keys() == set(range(len(built.model.proto.variables)))  # a complete hint
    for index, value in at.items():
        built.model.add(built.model.get_int_var_from_proto_index(index) == value)
    solver = _solver()
    accepts = solver.solve(built.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (built, solver) if accepts else None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_plan_is_accepted_exactly_when_no_rule_is_broken_and_is_worth_the_same(
    batch: int,
) -> None:
    for problem, plan in _cases(batch):
        broken = judge(problem, plan)
        accepted = _accepted(problem, plan)

        assert (accepted is not None) == (not broken), broken
        if accepted is not None:
            built, solver = accepted
            assert tuple(solver.value(level) for level in built.levels) == levels(problem, plan)


def test_the_cases_break_every_rule_there_is() -> None:
    broken = {
        found.rule
        for batch in range(BATCHES)
        for problem, plan in _cases(batch)
        for found in judge(problem, plan)
    }

    assert {rule.__name__.rpartition(".")[2] for rule in RULES} - broken == set()
