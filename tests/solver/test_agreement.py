"""What the rules mean and what CP-SAT is told are the same; so are the bitsets of the builder."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from ortools.sat.python import cp_model

from solver.construct import construct_all
from solver.engine.exact.model import build, values
from solver.explain import GROUPS, explain
from solver.judge import judge
from solver.outcome import PlacedAttendance, Placement
from solver.problem import Problem, Request
from solver.suggest import suggest
from tests.solver.strategies import guesses, problems

MANY = settings(max_examples=1500, deadline=None, derandomize=True)
EXAMPLES = settings(max_examples=200, deadline=None, derandomize=True)


def _solver_accepts(problem: Problem, plan: Sequence[Placement]) -> bool:
    model, var = build(problem)
    fixed = values(problem, var, plan)
    if fixed is None:
        return False  # no value of the variables says this plan
    free = {literal.index for literal in var.before.values()}
    for variable, value in fixed:
        if variable.index not in free:
            model.add(variable == value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return bool(solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE))


@MANY
@given(guess=guesses())
def test_solver_accepts_a_plan_exactly_when_no_rule_is_violated(
    guess: tuple[Problem, tuple[Placement, ...]],
) -> None:
    problem, plan = guess
    broken = judge(problem, plan)

    assert _solver_accepts(problem, plan) == (not broken), broken


@EXAMPLES
@given(problem=problems(most=1))
def test_suggestions_are_certain_and_the_first_is_the_earliest_there_is(problem: Problem) -> None:
    request = problem.requests[0]
    offered = suggest(problem, request.code)
    possible = [p for p in _every_placement(problem, request) if not judge(problem, [p])]

    assert all(judge(problem, [p]) == () for p in offered)
    assert [p.start for p in offered[:1]] == [p.start for p in possible[:1]]
    assert len({(p.unit, p.start) for p in offered}) == len(offered)


def _every_placement(problem: Problem, request: Request) -> list[Placement]:
    """Every placement with the right length and parts, by start: no bitset, no shared code."""
    people = [person.code for person in problem.people]
    found = []
    for start, alternative in product(range(problem.horizon), request.step.alternatives):
        end = start + alternative.duration
        for who in product(people, repeat=len(alternative.attendance)):
            parts = tuple(
                PlacedAttendance(
                    person=person,
                    mode=part.mode,
                    start=part.span(start, end)[0],
                    end=part.span(start, end)[1],
                )
                for person, part in zip(who, alternative.attendance, strict=True)
            )
            found.append(
                Placement(
                    step=request.step.code,
                    request=request.code,
                    unit=alternative.unit,
                    start=start,
                    end=end,
                    attendance=parts,
                )
            )
    return found


@EXAMPLES
@given(problem=problems())
def test_the_greedy_plan_breaks_no_rule_but_may_leave_mandatory_requests_out(
    problem: Problem,
) -> None:
    broken = {v.rule for v in judge(problem, construct_all(problem))}

    assert broken <= {"mandatory_requests_are_placed"}


@EXAMPLES
@given(problem=problems(most=1))
def test_an_explanation_is_given_exactly_when_nothing_can_be_suggested(problem: Problem) -> None:
    code = problem.requests[0].code
    refusal = explain(problem, code)

    assert (refusal.why == "fits_alone") == bool(suggest(problem, code))
    assert bool(refusal.groups) == (refusal.why == "")
    assert set(refusal.groups) <= set(GROUPS)
