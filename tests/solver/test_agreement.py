"""What the rules mean and what the bitsets of the builder say are the same."""

from itertools import product

from hypothesis import given, settings

from solver.explain import GROUPS, explain
from solver.judge import judge
from solver.outcome import PlacedAttendance, Placement
from solver.problem import Problem, Request
from solver.suggest import suggest
from tests.solver.strategies import problems

EXAMPLES = settings(max_examples=200, deadline=None, derandomize=True)


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
@given(problem=problems(most=1))
def test_an_explanation_is_given_exactly_when_nothing_can_be_suggested(problem: Problem) -> None:
    code = problem.requests[0].code
    refusal = explain(problem, code)

    assert (refusal.why == "fits_alone") == bool(suggest(problem, code))
    assert bool(refusal.groups) == (refusal.why == "")
    assert set(refusal.groups) <= set(GROUPS)
