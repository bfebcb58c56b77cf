"""When and where those who come from a company can be, by hand."""

import pytest

from solver.judge import judge
from solver.problem import Alternative
from tests.solver.builders import (
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
from tests.solver.examples import Example, names

TWO_UNITS = (a_unit(), a_unit("SEM-2"))
GUIDED = (attended("start", 1),)
TWO_BROUGHT = a_problem(
    a_request(party="Sato", attendance=GUIDED),
    a_request("R2", "SEM-2", party="Sato", attendance=GUIDED),
    units=TWO_UNITS,
    people=(a_person(), a_person("ito")),
)

EXAMPLES = [
    Example(
        "companies_come_in_open_hours",
        a_problem(),
        [at(16)],
        [at(17)],
        {"step": "R1-step", "unit": "SEM-1", "start": 17, "end": 18},
    ),
    Example(
        "companies_come_in_open_hours",
        a_problem(a_request(bind="whole")),
        [at(14)],
        [at(15)],
        {"step": "R1-step", "unit": "SEM-1", "start": 15, "end": 18},
    ),
    Example(
        "runs_lie_in_the_companys_windows",
        a_problem(a_request(windows=((9, 12),), bind="whole")),
        [at(9)],
        [at(10)],
        {"step": "R1-step", "start": 10, "end": 13},
    ),
    Example(
        "runs_lie_in_the_companys_windows",
        a_problem(a_request(windows=((9, 12),))),
        [at(11)],
        [at(12)],
        {"step": "R1-step", "start": 12, "end": 13},
    ),
    Example(
        "runs_lie_in_the_companys_windows",  # work without a unit has no hours, but windows
        a_problem(
            a_job(
                a_step(
                    alternatives=(Alternative(duration=3, code="talk"),),
                    windows=((2, 5),),
                    windows_bind="whole",
                )
            )
        ),
        [placed("R1-1", 2, unit="", alternative="talk")],
        [placed("R1-1", 3, unit="", alternative="talk")],
        {"step": "R1-1", "start": 3, "end": 6},
    ),
    Example(
        "one_person_is_not_on_two_instruments",
        a_problem(
            a_request(party="Sato", bind="whole"),
            a_request("R2", "SEM-2", party="Sato", bind="whole"),
            units=TWO_UNITS,
        ),
        [at(9), at(12, "R2", unit="SEM-2")],
        [at(9), at(10, "R2", unit="SEM-2")],
        {"step": "R2-step", "party": "Sato", "other": "R1-step"},
    ),
    Example(
        "one_person_is_not_on_two_instruments",  # who only brings the work is there when guided
        TWO_BROUGHT,
        [
            at(9, by=(("abe", "exclusive", 9, 10),)),
            at(10, "R2", unit="SEM-2", by=(("ito", "exclusive", 10, 11),)),
        ],
        [
            at(9, by=(("abe", "exclusive", 9, 10),)),
            at(9, "R2", unit="SEM-2", by=(("ito", "exclusive", 9, 10),)),
        ],
        {"step": "R2-step", "party": "Sato", "other": "R1-step"},
    ),
    Example(
        "one_person_is_not_on_two_instruments",
        a_problem(a_request(party="Sato", bind="whole", party_taken=((12, 13),))),
        [at(9)],
        [at(10)],
        {"step": "R1-step", "taken_from": 12},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_what_the_company_has_nothing_to_do_with_runs_at_night_without_windows() -> None:
    step = a_step(party="Sato", attendance=GUIDED)
    problem = a_problem(a_job(step, party_taken=((9, 12),)))

    assert judge(problem, [placed("R1-1", 9, by=(("abe", "exclusive", 9, 10),))]) == ()
    assert judge(a_problem(a_job(a_step())), [placed("R1-1", 20)]) == ()


def test_a_company_that_can_never_come_gets_no_run_it_must_come_to() -> None:
    problem = a_problem(a_request(windows=()))

    assert [v.rule for v in judge(problem, [at(9)])] == ["runs_lie_in_the_companys_windows"]


def test_two_runs_of_one_batch_are_one_instrument_to_those_who_come() -> None:
    both = [
        a_request(code, "OVEN", party="Sato", bind="whole", setting="85C") for code in ("R1", "R2")
    ]
    problem = a_problem(*both, units=(a_unit("OVEN", capacity=2),))

    assert judge(problem, [at(9, "R1", unit="OVEN"), at(9, "R2", unit="OVEN")]) == ()


def test_two_companies_do_not_mind_each_other() -> None:
    problem = a_problem(
        a_request(party="Sato", bind="whole"),
        a_request("R2", "SEM-2", party="Kato", bind="whole"),
        units=TWO_UNITS,
    )

    assert judge(problem, [at(9), at(9, "R2", unit="SEM-2")]) == ()
