"""Solving: the best plan found is told, judged, bounded; impossible is not out of time."""

import threading
import time
from dataclasses import replace

import pytest

from solver.engine.fast.improve import first_plan
from solver.engine.solve import Limits, solve
from solver.judge import judge
from solver.objective import as_levels, factors, value
from solver.outcome import NoSchedule, Schedule
from solver.problem import Alternative, Problem, Step
from tests.solver.builders import DAY, a_person, a_problem, a_request, a_unit, attended
from tests.solver.fast.whole_shops import whole_shop, with_each_step

LIMITS = Limits(seconds=20.0)
TWO_UNITS = (a_unit(), a_unit("SEM-2"))


def _solved(problem: Problem, limits: Limits = LIMITS) -> Schedule:
    answer = solve(problem, limits)
    assert isinstance(answer, Schedule)
    assert judge(problem, answer.placements) == ()
    return answer


def test_greed_is_beaten_where_one_heavy_request_keeps_out_two() -> None:
    """The heavy one fits at noon only where both light ones would go; together they weigh more."""
    heavy = a_request("R1", duration=6, windows=((9, 15),), bind="whole", weight=3)
    light = [
        a_request(code, windows=(window,), bind="whole", weight=2)
        for code, window in (("R2", (9, 12)), ("R3", (12, 15)))
    ]
    problem = a_problem(heavy, *light)

    answer = _solved(problem)

    assert as_levels(problem, answer.objective)[0] == 4
    assert answer.status == "optimal"
    assert answer.bound == answer.objective == value(problem, answer.placements)
    assert [(r.request, r.refusal.why) for r in answer.refused] == [("R1", "fits_alone")]


def test_one_more_request_counts_more_than_any_earliness() -> None:
    problem = a_problem(*(a_request(f"R{n}", duration=4) for n in range(4)))

    assert factors(problem)[0] > sum(problem.horizon for _ in problem.requests)


def test_a_mandatory_request_is_placed_before_heavier_ones() -> None:
    must = a_request("R1", windows=((9, 12),), bind="whole", mandatory=True)
    heavy = a_request("R2", windows=((9, 12),), bind="whole", weight=9)

    answer = _solved(a_problem(must, heavy))

    assert [p.request for p in answer.placements] == ["R1"]


def test_a_mandatory_request_that_fits_nowhere_is_proven_impossible_with_its_reason() -> None:
    problem = a_problem(a_request(mandatory=True, windows=((1, 5),)), a_request("R2"))

    answer = solve(problem, LIMITS)

    assert isinstance(answer, NoSchedule)
    assert answer.why == "proven_impossible"
    assert [(r.request, r.refusal.groups) for r in answer.refused] == [("R1", ("window",))]


def test_two_mandatory_requests_for_one_place_are_proven_impossible() -> None:
    both = [a_request(c, windows=((9, 13),), bind="whole", mandatory=True) for c in ("R1", "R2")]

    answer = solve(a_problem(*both), LIMITS)

    assert isinstance(answer, NoSchedule)
    assert (answer.why, answer.refused) == ("proven_impossible", ())


def test_mandatory_requests_greed_cannot_place_are_placed_by_search() -> None:
    """Greed gives R1 the first unit, the only one R2 may use."""
    first = a_request("R1", "SEM-1", "SEM-2", windows=((9, 12),), bind="whole", mandatory=True)
    second = a_request("R2", "SEM-1", windows=((9, 12),), bind="whole", mandatory=True)
    problem = a_problem(first, second, units=TWO_UNITS)

    answer = _solved(problem)

    assert {(p.request, p.unit) for p in answer.placements} == {("R1", "SEM-2"), ("R2", "SEM-1")}


def test_one_technician_guides_two_units_one_after_the_other() -> None:
    guided = [a_request(c, u, attendance=(attended("start", 2),)) for c, u in UNITS_OF.items()]

    answer = _solved(a_problem(*guided, units=TWO_UNITS))

    assert sorted(p.start for p in answer.placements) == [9, 11]


UNITS_OF = {"R1": "SEM-1", "R2": "SEM-2"}


def test_change_over_that_depends_on_both_runs_is_kept() -> None:
    wet = [a_request(f"R{n}", setting=s, duration=2) for n, s in enumerate("abab")]
    problem = a_problem(*wet, units=(a_unit(default_changeover=4),))

    answer = _solved(problem)

    assert answer.status == "optimal"
    assert len(answer.placements) == 4


def test_nothing_asked_is_answered_with_an_empty_plan() -> None:
    answer = _solved(replace(a_problem(), requests=()))

    assert (answer.placements, answer.refused, answer.status) == ((), (), "optimal")


def _crowd(count: int) -> Problem:
    """More work than two units and one person can carry, so that the search does not end soon."""
    requests = [
        replace(
            a_request(f"R{n:03}", party=f"party {n % 7}", setting="ab"[n % 2], weight=1 + n % 3),
            steps=(
                replace(
                    a_request(f"R{n:03}").step,
                    alternatives=tuple(
                        Alternative(
                            unit=unit,
                            duration=1 + (n + m) % 3,
                            attendance=(attended("start", 1),),
                        )
                        for m, unit in enumerate(("SEM-1", "SEM-2"))
                    ),
                    setting="ab"[n % 2],
                ),
            ),
        )
        for n in range(count)
    ]
    units = tuple(a_unit(code, default_changeover=1) for code in ("SEM-1", "SEM-2"))
    people = (a_person(), a_person("ito", working=((9, 12), (DAY + 13, DAY + 17))))
    return a_problem(*requests, units=units, people=people)


def test_the_same_question_gets_the_same_answer_under_a_deterministic_time() -> None:
    limits = Limits(seconds=60.0, deterministic_time=0.03)
    problem = _crowd(24)

    one, other = _solved(problem, limits), _solved(problem, limits)

    assert (one.placements, one.objective, one.bound) == (
        other.placements,
        other.objective,
        other.bound,
    )


def test_out_of_time_the_greedy_plan_at_least_is_told_with_a_bound() -> None:
    problem = _crowd(24)

    answer = _solved(problem, Limits(seconds=0.05))

    assert answer.objective >= value(problem, first_plan(problem))
    assert answer.bound >= answer.objective


def test_progress_never_goes_back_and_ends_at_the_answer() -> None:
    told: list[tuple[int, int, float]] = []
    problem = _crowd(16)
    answer = solve(problem, Limits(seconds=1.0), progress=lambda *step: told.append(step))

    assert isinstance(answer, Schedule)
    values = [objective for objective, _, _ in told]
    assert values == sorted(values)
    assert values[-1] == answer.objective
    assert all(bound >= answer.objective for _, bound, _ in told)


def test_a_cancelled_search_ends_within_a_second_with_the_best_plan_so_far() -> None:
    asked = threading.Event()
    threading.Timer(0.5, asked.set).start()
    began = time.perf_counter()

    answer = solve(_crowd(40), Limits(seconds=60.0), cancelled=asked.is_set)

    assert time.perf_counter() - began < 1.5
    assert isinstance(answer, Schedule)
    assert answer.placements


def test_a_search_cancelled_before_it_began_has_no_plan() -> None:
    answer = solve(a_problem(), LIMITS, cancelled=lambda: True)

    assert isinstance(answer, NoSchedule)
    assert answer.why == "cancelled"


@pytest.mark.parametrize(
    ("field", "wrong"), [("seconds", 0.0), ("workers", 0), ("deterministic_time", -1.0)]
)
def test_limits_that_mean_nothing_are_refused(field: str, wrong: float) -> None:
    with pytest.raises(ValueError, match=f"limits: {field} is"):
        replace(LIMITS, **{field: wrong})  # type: ignore[arg-type]  # wrong on purpose


def test_a_plan_as_short_as_the_work_allows_is_proven_at_once() -> None:
    """All steps may run on any of five machines: CP-SAT alone knows no bound of that kind."""
    shop = with_each_step(whole_shop(4, jobs=15, steps=5, machines=5, ways=5), _equally_long)

    answer = solve(shop, Limits(seconds=60.0, workers=2))

    assert isinstance(answer, Schedule)
    assert answer.status == "optimal"
    assert answer.seconds < 20


def _equally_long(step: Step) -> Step:
    """The step, as long on any machine as on its first."""
    takes = step.alternatives[0].duration
    ways = tuple(replace(way, duration=takes) for way in step.alternatives)
    return replace(step, alternatives=ways)
