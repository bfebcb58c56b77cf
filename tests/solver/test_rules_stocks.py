"""What runs use together, by hand: pools while they last, budgets once."""

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Alternative, Budget, Draw, Load, Pool, Problem, Request
from tests.solver.builders import a_job, a_problem, a_step, a_unit, placed
from tests.solver.examples import Example, names

UNITS = tuple(a_unit(f"SEM-{n}") for n in (1, 2, 3))


def _drawing(number: int, power: int = 0, film: int = 0) -> Request:
    way = Alternative(
        unit=f"SEM-{number}",
        duration=3,
        pools=(Draw(of="power", amount=power),) if power else (),
        budgets=(Draw(of="film", amount=film),) if film else (),
    )
    return a_job(a_step(f"R{number}-1", alternatives=(way,)))


def _power(*amounts: int, taken: tuple[Load, ...] = ()) -> Problem:
    drawing = (_drawing(number, power) for number, power in enumerate(amounts, start=1))
    pool = Pool(code="power", capacity=5, taken=taken)
    return a_problem(*drawing, units=UNITS, pools=(pool,))


def _plan(**starts: int) -> list[Placement]:
    """R1 on the first unit, and so on."""
    return [placed(f"{code}-1", at, unit=f"SEM-{code[1:]}") for code, at in starts.items()]


EXAMPLES = [
    Example(
        "pools_are_not_overdrawn",
        _power(3, 3),
        _plan(R1=9, R2=12),
        _plan(R1=9, R2=11),
        {"pool": "power", "at": 11, "used": 6, "capacity": 5},
    ),
    Example(
        "pools_are_not_overdrawn",  # three that fit two by two
        _power(2, 2, 2),
        _plan(R1=9, R2=11, R3=12),
        _plan(R1=9, R2=11, R3=10),
        {"pool": "power", "at": 11, "used": 6, "capacity": 5},
    ),
    Example(
        "pools_are_not_overdrawn",
        _power(3, taken=(Load(start=12, end=14, amount=3),)),
        _plan(R1=9),
        _plan(R1=13),
        {"pool": "power", "at": 13, "used": 6, "capacity": 5},
    ),
    Example(
        "pools_are_not_overdrawn",  # more than there ever is
        _power(6, 5),
        _plan(R2=9),
        _plan(R1=9),
        {"pool": "power", "at": 9, "used": 6, "capacity": 5},
    ),
    Example(
        "budgets_are_not_exceeded",
        a_problem(
            _drawing(1, film=3),
            _drawing(2, film=4),
            _drawing(3, film=2),
            units=UNITS,
            budgets=(Budget(code="film", amount=6),),
        ),
        _plan(R2=9, R3=9),
        _plan(R1=9, R2=30),
        {"budget": "film", "used": 7, "left": 6},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_what_stands_used_beyond_the_capacity_is_nobodys_fault_until_somebody_adds_to_it() -> None:
    problem = _power(1, taken=(Load(start=12, end=14, amount=9),))

    assert judge(problem, _plan(R1=9)) == ()
    assert judge(problem, _plan(R1=14)) == ()
    assert [v.rule for v in judge(problem, _plan(R1=11))] == ["pools_are_not_overdrawn"]


def test_a_run_that_starts_within_what_is_overdrawn_overdraws_it_further() -> None:
    problem = _power(1, taken=(Load(start=12, end=14, amount=9),))

    assert [dict(v.facts)["at"] for v in judge(problem, _plan(R1=13))] == [13]


def test_a_pool_full_to_the_last_is_not_overdrawn_until_more_comes() -> None:
    full = (Load(start=9, end=12, amount=2), Load(start=10, end=11, amount=1))

    assert judge(_power(3, taken=full[:1]), _plan(R1=9)) == ()
    assert [dict(v.facts)["at"] for v in judge(_power(3, taken=full), _plan(R1=9))] == [10]


def test_what_ended_before_a_standing_overdraft_has_no_part_in_it() -> None:
    taken = (Load(start=0, end=2, amount=1), Load(start=20, end=22, amount=9))

    assert judge(_power(1, taken=taken), _plan(R1=9)) == ()


def test_one_overdraft_is_told_once_whatever_changes_in_it() -> None:
    taken = (Load(start=9, end=12, amount=5), Load(start=10, end=11, amount=1))

    assert [dict(v.facts)["at"] for v in judge(_power(1, taken=taken), _plan(R1=9))] == [9]


def test_each_time_a_pool_is_overdrawn_is_told_once() -> None:
    problem = _power(3, taken=(Load(start=9, end=10, amount=3), Load(start=11, end=12, amount=4)))

    told = [dict(v.facts)["at"] for v in judge(problem, _plan(R1=9))]

    assert told == [9, 11]


def test_the_other_way_of_a_step_draws_what_it_draws() -> None:
    ways = (
        Alternative(unit="SEM-1", duration=3, code="hot", pools=(Draw(of="power", amount=9),)),
        Alternative(unit="SEM-1", duration=3, code="cold"),
    )
    problem = a_problem(a_job(a_step(alternatives=ways)), pools=(Pool(code="power", capacity=5),))

    assert judge(problem, [placed("R1-1", 9, alternative="cold")]) == ()
    assert judge(problem, [placed("R1-1", 9, alternative="hot")]) != ()
