"""Every term of a goal by hand: what a plan has of it, and what any plan can have."""

from collections.abc import Sequence
from dataclasses import replace

from solver.goal import TermName
from solver.outcome import Placement
from solver.problem import Alternative, Lag, Mode, Problem, Standing
from solver.terms import AMOUNTS
from tests.solver.builders import (
    DAY,
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    a_unit,
    at,
    attended,
    placed,
)
from tests.solver.whole_language import a_whole_plan, whole_language

TWO_UNITS = (a_unit(), a_unit("SEM-2"))
JOB = a_job(a_step("R1-1"), a_step("R1-2", duration=2), weight=4, due=14)
LOOK = a_request("R2", weight=2)
LONG = [placed("R1-1", 9), placed("R1-2", 40)]
GUIDED_ENDS = (attended("start", 1), attended("end", 2))
GUIDED = a_job(a_step(attendance=GUIDED_ENDS))
THROUGHOUT = (attended("throughout"),)


def _amount(name: TermName, problem: Problem, plan: Sequence[Placement]) -> int:
    """The amount of one term, checked to lie in the range said of all plans."""
    found = AMOUNTS[name].of(problem, plan)
    least, most = AMOUNTS[name].range(problem)
    assert least <= found <= most
    return found


def test_a_request_counts_when_all_its_steps_are_placed() -> None:
    problem = a_problem(JOB, LOOK)

    assert _amount("accepted_weight", problem, [at(9, "R2")]) == 2
    assert _amount("accepted_weight", problem, [placed("R1-1", 9), at(12, "R2")]) == 2
    assert _amount("accepted_weight", problem, [placed("R1-1", 9), placed("R1-2", 12)]) == 4
    assert _amount("accepted_weight", problem, []) == 0


def test_earliness_is_what_is_left_of_the_horizon_after_each_start() -> None:
    problem = a_problem(JOB)

    assert _amount("earliness", problem, [placed("R1-1", 9), placed("R1-2", 12)]) == 39 + 36


def test_lateness_is_of_the_last_end_by_the_weight() -> None:
    problem = a_problem(JOB, LOOK)

    assert _amount("lateness", problem, [placed("R1-1", 9), placed("R1-2", 12, slots=2)]) == 0
    assert _amount("lateness", problem, [placed("R1-1", 9), placed("R1-2", 15, slots=2)]) == 12
    assert _amount("lateness", problem, [placed("R1-1", 15), placed("R1-2", 9)]) == 16
    assert _amount("lateness", problem, [at(40, "R2")]) == 0  # nobody waits for it


def test_the_makespan_is_the_last_end_of_all() -> None:
    problem = a_problem(JOB, LOOK)

    assert _amount("makespan", problem, [placed("R1-1", 9), at(20, "R2")]) == 23
    assert _amount("makespan", problem, []) == 0


def test_cost_is_that_of_the_ways_taken() -> None:
    ways = (
        Alternative(unit="SEM-1", duration=3, code="hired", cost=50),
        Alternative(unit="SEM-1", duration=3, code="own", cost=-5),
    )
    problem = a_problem(a_job(a_step(alternatives=ways)))

    assert _amount("cost", problem, [placed("R1-1", 9, alternative="hired")]) == 50
    assert _amount("cost", problem, [placed("R1-1", 9, alternative="own")]) == -5
    assert _amount("cost", problem, []) == 0


def test_waiting_is_what_soft_gaps_are_longer_than_they_should_be() -> None:
    soft = Lag(before="R1-1", after="R1-2", most=2, soft=True)
    problem = a_problem(JOB, lags=(soft, Lag(before="R1-1", after="R1-2", most=40)))

    assert _amount("waiting", problem, [placed("R1-1", 9), placed("R1-2", 14)]) == 0
    assert _amount("waiting", problem, [placed("R1-1", 9), placed("R1-2", 17)]) == 3
    assert _amount("waiting", problem, [placed("R1-2", 17)]) == 0
    assert _amount("waiting", problem, [placed("R1-1", 17)]) == 0
    assert _amount("waiting", a_problem(JOB, lags=(replace(soft, soft=False),)), LONG) == 0
    assert _amount("waiting", a_problem(JOB, lags=(replace(soft, most=None),)), LONG) == 0


def test_waiting_between_other_sides() -> None:
    soft = Lag(before="R1-1", after="R1-2", origin="start", target="end", most=5, soft=True)
    problem = a_problem(JOB, lags=(soft,))

    assert _amount("waiting", problem, [placed("R1-1", 9), placed("R1-2", 14, slots=2)]) == 2


def test_waiting_is_also_what_a_soft_end_is_away_from_the_staff() -> None:
    """Open 9-17: an end at 19 waits two slots after they left, one at 6 three before they come."""
    problem = a_problem(a_job(a_step(end_binds="soft", end_tolerance=1)))
    ends = (16, 17, 18, 19, DAY + 6, DAY + 9)

    waited = [_amount("waiting", problem, [placed("R1-1", end - 3)]) for end in ends]

    assert waited == [0, 0, 0, 1, 2, 0]


def test_where_the_staff_never_come_a_soft_end_waits_for_the_whole_horizon() -> None:
    never = a_unit(open=((2 * DAY, 3 * DAY),))
    problem = a_problem(a_job(a_step(end_binds="soft")), units=(never,))
    hard = a_problem(a_job(a_step(end_binds="hard")), units=(never,))

    assert _amount("waiting", problem, [placed("R1-1", 9)]) == 2 * DAY
    assert _amount("waiting", hard, [placed("R1-1", 9)]) == 0

    yesterday = a_problem(a_job(a_step(end_binds="soft")), units=(a_unit(open=((-9, 0),)),))
    always = a_problem(a_job(a_step(end_binds="soft")), units=(a_unit(open=((0, 2 * DAY),)),))
    first_slot = a_problem(a_job(a_step(end_binds="soft")), units=(a_unit(open=((-9, 1),)),))

    assert _amount("waiting", yesterday, [placed("R1-1", 0)]) == 2 * DAY
    assert _amount("waiting", first_slot, [placed("R1-1", 0)]) == 2
    assert _amount("waiting", always, [placed("R1-1", 0)]) == 0


def test_visits_are_days_on_which_somebody_comes_for_a_request() -> None:
    there = a_step("R1-1", windows_bind="whole", windows=((0, 48),))
    brought = a_step("R1-2", windows_bind="start", windows=((0, 48),))
    sent = a_step("R1-3")
    problem = a_problem(a_job(there, brought, sent), a_request("R2"))

    def visits(*plan: Placement) -> int:
        return _amount("visits", problem, plan)

    assert visits(placed("R1-1", 9), placed("R1-2", 12), placed("R1-3", DAY + 9)) == 1
    assert visits(placed("R1-1", 9), placed("R1-2", DAY + 9)) == 2
    assert visits(placed("R1-1", DAY - 1)) == 2  # there over midnight
    assert visits(placed("R1-1", DAY - 3)) == 1  # until midnight
    assert visits(placed("R1-1", DAY - 2)) == 2  # a slot longer
    assert visits(placed("R1-2", DAY - 1)) == 1  # it runs over midnight by itself
    assert visits(placed("R1-1", 9), at(12, "R2")) == 2  # of two companies


def test_staff_slots_are_those_of_all_parts() -> None:
    plan = [placed("R1-1", 9, by=(("abe", "exclusive", 9, 10), ("abe", "exclusive", 10, 12)))]

    assert _amount("staff_slots", a_problem(GUIDED), plan) == 3


def _stands(*people: str) -> Problem:
    """R1 stands at 9 on SEM-1; SEM-2 is of the same kind, XRD-1 of another."""
    step = a_step(
        "R1-1", "SEM-1", "SEM-2", "XRD-1", attendance=(attended("start", 1), attended("end", 1))
    )
    return a_problem(
        a_job(step),
        a_request("R2"),
        units=(*TWO_UNITS, a_unit("XRD-1", kind="XRD")),
        people=(a_person(), a_person("ito"), a_person("ono")),
        standing=(Standing(step="R1-1", alternative="SEM-1", start=9, end=12, people=people),),
    )


def test_a_move_is_another_start_or_kind_or_no_place_and_not_another_unit_of_the_kind() -> None:
    problem = _stands()
    plans = [
        [placed("R1-1", 9)],
        [placed("R1-1", 9, unit="SEM-2")],
        [placed("R1-1", 9, unit="XRD-1")],
        [placed("R1-1", 11)],
        [],
        [placed("R1-1", 9), at(12, "R2")],  # what did not stand does not move
    ]

    assert [_amount("moves", problem, plan) for plan in plans] == [0, 0, 1, 1, 1, 0]


def test_people_are_told_who_come_to_a_standing_step_and_who_leave_it() -> None:
    problem = _stands("abe", "ito")

    def told(*people: str) -> int:
        hours: list[tuple[str, Mode, int, int]] = [
            (person, "exclusive", 9 + n, 10 + n) for n, person in enumerate(people)
        ]
        return _amount("people_told", problem, [placed("R1-1", 9, by=tuple(hours))])

    assert told("abe", "ito") == told("ito", "abe") == 0
    assert told("abe", "abe") == 1
    assert told("abe", "ono") == 2
    assert _amount("people_told", problem, []) == 2


def test_slots_shifted_are_counted_either_way_and_a_dropped_step_counts_as_the_horizon() -> None:
    problem = _stands()

    assert _amount("slots_shifted", problem, [placed("R1-1", 11)]) == 2
    assert _amount("slots_shifted", problem, [placed("R1-1", 4)]) == 5
    assert _amount("slots_shifted", problem, []) == 2 * DAY


def test_the_ranges_of_the_whole_language_by_hand() -> None:
    ranges = {name: amount.range(whole_language()) for name, amount in AMOUNTS.items()}

    assert ranges == {
        "accepted_weight": (0, 4 + 1 + 1),
        "earliness": (0, 6 * 48),
        "lateness": (0, 4 * (48 - 36)),
        "makespan": (0, 48),
        "cost": (0, 30),
        "waiting": (0, (48 - 4) + 48),  # one soft gap, one soft end
        "visits": (0, 2),  # of one request, on two days
        "staff_slots": (0, 2 + 1),
        "moves": (0, 3),
        "people_told": (0, (2 + 2) + (1 + 1) + 0),
        "slots_shifted": (0, 3 * 48),
    }


def test_the_ranges_of_what_is_seldom_so() -> None:
    ways = (
        Alternative(unit="SEM-1", duration=3, code="own", cost=-5, attendance=GUIDED_ENDS),
        Alternative(unit="SEM-1", duration=9, code="hired", cost=20, attendance=THROUGHOUT),
    )
    pausing = a_step("R2-1", attendance=THROUGHOUT, may_pause=True)
    problem = a_problem(
        a_job(a_step(alternatives=ways), due=3 * DAY),
        a_job(pausing),
        standing=(
            Standing(step="R1-1", alternative="own", start=-20, end=-17, people=("abe",)),
            Standing(step="R2-1", alternative="SEM-1", start=60, end=63),
        ),
    )
    more_days = replace(a_problem(LOOK), days=(-DAY, 0, DAY, 2 * DAY))

    assert AMOUNTS["cost"].range(problem) == (-5, 20)
    assert AMOUNTS["lateness"].range(problem) == (0, 0)  # due after the horizon
    assert AMOUNTS["staff_slots"].range(problem) == (0, 9 + 48)  # a pause may be attended
    assert AMOUNTS["people_told"].range(problem) == (0, (1 + 2) + (0 + 1))
    assert AMOUNTS["slots_shifted"].range(problem) == (0, (48 + 20) + 60)
    assert AMOUNTS["visits"].range(more_days) == (0, 2)  # two of its days are in the horizon
    assert AMOUNTS["cost"].range(a_problem(a_job(a_step(alternatives=ways[:1])))) == (-5, 0)


def test_the_plan_that_uses_all_of_the_language_has_an_amount_of_every_term() -> None:
    problem, plan = whole_language(), a_whole_plan()

    amounts = {name: _amount(name, problem, plan) for name in AMOUNTS}

    assert amounts == {
        "accepted_weight": 5,
        "earliness": 45 + 39 + 37 + 11 + 38,
        "lateness": 4 * 2,
        "makespan": DAY + 14,
        "cost": 30,
        "waiting": 20,
        "visits": 1,
        "staff_slots": 3,
        "moves": 0,
        "people_told": 0,
        "slots_shifted": 0,
    }
