"""The same instance, said to PyJobShop and solved by it.

Runs as a process of its own whose last line is JSON. What a problem of the benchmark can have and
PyJobShop 0.0.9 can say: tasks with modes on machines, pools, budgets and one person of several, and
lags. A person is a machine of it; each person who will do makes a mode.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from solver.benchmark.readers.registry import read_instance
from solver.outcome import PlacedAttendance, Placement
from solver.problem import Alternative, Lag, Problem, Step

Mode = tuple[Step, Alternative, str]  # and the person, where there is one


def main() -> int:
    """Solve and print what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("family")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    problem = read_instance(asked.file, asked.family)
    said = Said(problem)
    began = perf_counter()
    result = said.model.solve(
        solver="ortools",
        time_limit=asked.seconds,
        display=True,  # its search log, on this process's output, tells when plans were found
        num_workers=asked.workers,
        random_seed=asked.seed,
    )
    building = perf_counter() - began - result.runtime
    sys.stdout.flush()
    print(json.dumps(said.outcome(result, building)))  # noqa: T201  # the answer to who started it
    return 0


class Said:
    """The problem as a model of PyJobShop; `modes` tells what its modes stand for."""

    def __init__(self, problem: Problem) -> None:
        # Only here: PyJobShop is no dependency of ours.
        self.model: Any = import_module("pyjobshop").Model()
        self.modes: list[Mode] = []
        model = self.model
        self._units = {unit.code: model.add_machine(name=unit.code) for unit in problem.units}
        self._people = {one.code: model.add_machine(name=one.code) for one in problem.people}
        self._stock = {
            **{p.code: model.add_renewable(capacity=p.capacity) for p in problem.pools},
            **{b.code: model.add_consumable(capacity=b.amount) for b in problem.budgets},
        }
        steps = [step for request in problem.requests for step in request.steps]
        self._tasks = {step.code: self._task(problem, step) for step in steps}
        for lag in problem.lags:
            self._lag(lag)

    def _task(self, problem: Problem, step: Step) -> Any:
        latest = {} if step.not_after >= problem.horizon else {"latest_start": step.not_after - 1}
        task = self.model.add_task(earliest_start=step.not_before, name=step.code, **latest)
        for way in step.alternatives:
            for person in _people(problem, way):
                self._mode(task, (step, way, person))
        return task

    def _mode(self, task: Any, mode: Mode) -> None:
        _, way, person = mode
        draws = (*way.pools, *way.budgets)
        resources = [self._units[way.unit]] if way.unit else []
        resources += [self._people[person]] if person else []
        demands = [0] * len(resources) + [draw.amount for draw in draws]
        resources += [self._stock[draw.of] for draw in draws]
        self.model.add_mode(task, resources, way.duration, demands)
        self.modes.append(mode)

    def _lag(self, lag: Lag) -> None:
        before, after = self._tasks[lag.before], self._tasks[lag.after]
        add = getattr(self.model, f"add_{lag.origin}_before_{lag.target}")
        add(before, after, lag.least)
        if lag.most is not None:
            back = getattr(self.model, f"add_{lag.target}_before_{lag.origin}")
            back(after, before, -lag.most)

    def outcome(self, result: Any, building: float) -> dict[str, Any]:
        """The result as JSON-ready data, its plan as placements of ours."""
        found = result.status.value in ("Optimal", "Feasible")
        return {
            "objective": round(result.objective) if found else None,
            "bound": round(result.lower_bound) if found else None,
            "status": result.status.value.lower(),
            "building": building,
            "placements": [
                _placement(self.modes[task.mode], task.start, task.end).to_json()
                for task in (result.best.tasks if found else ())
            ],
        }


def _people(problem: Problem, way: Alternative) -> Iterator[str]:
    """Who can do the one attended part; "" where there is none.

    Raises ValueError for a team: its people would have to be enumerated.
    """
    if not way.attendance:
        yield ""
        return
    if len(way.attendance) > 1:
        raise ValueError(f"alternative {way.code}: PyJobShop has no teams")
    part = way.attendance[0]
    skill = part.skill or problem.units_by_code[way.unit].kind
    for person in problem.people:
        qualified = any(one.kind == skill for one in person.skills)
        if qualified and (not part.by or person.code in part.by):
            yield person.code


def _placement(mode: Mode, start: int, end: int) -> Placement:
    step, way, person = mode
    attended = PlacedAttendance(person=person or "nobody", mode="exclusive", start=start, end=end)
    return Placement(
        step=step.code,
        request=step.request,
        unit=way.unit,
        alternative=way.code,
        start=start,
        end=end,
        attendance=(attended,) if person else (),
    )


if __name__ == "__main__":
    sys.exit(main())
