"""The goal as tables."""

from collections.abc import Sequence
from typing import get_args

import numpy as np

from solver.engine.fast.ask.calendars import table
from solver.engine.fast.ask.places import UnitRows
from solver.engine.fast.tables import SOFT, STOOD, TERM, Table
from solver.goal import TermName
from solver.problem import Problem

NAMES: tuple[TermName, ...] = get_args(TermName)
# How much less a level counts than the one before it, where a place for one step is chosen.
_NEXT_LEVEL = 1e-6


def aim_tables(
    problem: Problem, steps: dict[str, int], people: dict[str, int], units: UnitRows
) -> dict[str, Table]:
    """The tables; soft lags stand by the request of their later step."""
    rows, weights, prices = [], [], []
    for level, terms in enumerate(problem.goal):
        largest = max(abs(term.weight) for term in terms)
        for term in terms:
            rows.append((level, NAMES.index(term.name)))
            weights.append(term.weight)
            prices.append(-term.weight / largest * _NEXT_LEVEL**level)
    soft, soft_of = _soft(problem, steps)
    stood, on_them = _stood(problem, steps, people, units)
    return {
        "terms": table(rows, TERM),
        "term_weights": np.array(weights, np.int64),
        "prices": np.array(prices, np.float64),
        "soft": soft,
        "soft_of": soft_of,
        "stood": stood,
        "stood_people": on_them,
    }


def _soft(problem: Problem, steps: dict[str, int]) -> tuple[Table, Table]:
    numbers = {request.code: n for n, request in enumerate(problem.requests)}
    of: list[list[tuple[int, ...]]] = [[] for _ in problem.requests]
    for lag in problem.lags:
        if lag.soft and lag.most is not None:
            ends = int(lag.origin == "end"), int(lag.target == "end")
            row = steps[lag.before], steps[lag.after], lag.most, *ends
            of[numbers[problem.steps_by_code[lag.after].request]].append(row)
    firsts = np.zeros(len(of) + 1, np.int32)
    firsts[1:] = np.cumsum([len(rows) for rows in of])
    return table([row for rows in of for row in rows], SOFT), firsts


def _stood(
    problem: Problem, steps: dict[str, int], people: dict[str, int], units: UnitRows
) -> tuple[Table, Table]:
    rows: list[Sequence[int]] = []
    on_them: list[int] = []
    for one in problem.standing:
        step = problem.steps_by_code[one.step]
        option = [way.code for way in step.alternatives].index(one.alternative)
        unit = step.alternatives[option].unit
        kind = units.kind(problem.units_by_code[unit].kind) if unit else -1
        first = len(on_them)
        on_them += [people[code] for code in dict.fromkeys(one.people)]
        rows.append((steps[one.step], option, one.start, kind, first, len(on_them)))
    return table(rows, STOOD), np.array(on_them, np.int32)
