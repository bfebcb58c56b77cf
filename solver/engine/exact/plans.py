"""A plan as values of the variables, and the values of a solution as a plan."""

from collections.abc import Iterator, Mapping, Sequence

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Run, Values, Variables
from solver.outcome import PlacedAttendance, Placement


def values(var: Variables, plan: Sequence[Placement]) -> Values | None:
    """A value for every variable that says the plan; None when the variables cannot say it."""
    placed = {p.step: p for p in plan}
    if len(placed) != len(plan) or not set(placed) <= set(var.start):
        return None
    at: Values = {}
    for request in var.problem.requests:
        of_request = [placed.get(step.code) for step in request.steps]
        at[var.accepted[request.code].index] = int(all(p is not None for p in of_request))
        if any(p is not None and p.request != request.code for p in of_request):
            return None
    for step, start in var.start.items():
        p = placed.get(step)
        at[start.index] = p.start if p is not None else var.problem.horizon
        if not _say_runs(var, at, step, p):
            return None
    for variable, worked in var.follows:
        at[variable.index] = int(worked(at))
    return at


def _say_runs(var: Variables, at: Values, step: str, p: Placement | None) -> bool:
    """Whether some run of the step can be the placement; write down which."""
    for run in var.runs[step]:
        for literal in _literals(run):
            at[literal.index] = 0
    if p is None:
        return True
    for run in var.runs[step]:
        taken = _taken(run, p)
        if taken is not None:
            for literal in taken:
                at[literal.index] = 1
            return True
    return False


def _literals(run: Run) -> Iterator[cp_model.IntVar]:
    yield run.on
    for able in (*run.who, *run.further):
        yield from able.values()


def _taken(run: Run, p: Placement) -> list[cp_model.IntVar] | None:
    """The literals that hold if the placement is this run; None when it is not."""
    if (run.option.alternative.code, run.unit) != (p.alternative, p.unit):
        return None
    if p.start < 0 or not run.option.starts >> p.start & 1 or run.length != p.end - p.start:
        return None
    people, units = _people(run, p), _units(run, p)
    if people is None or units is None:
        return None
    return [run.on, *people, *units]


def _people(run: Run, p: Placement) -> list[cp_model.IntVar] | None:
    """Who attends each part of the run, in order; None when the run cannot be so."""
    left, found = list(p.attendance), []
    parts = run.option.alternative.attendance
    for part, able in zip(parts, run.who, strict=True):
        wanted = (part.mode, *part.span(p.start, p.end))
        fits = [given for given in left if (given.mode, given.start, given.end) == wanted]
        if not fits or fits[0].person not in able:
            return None
        left.remove(fits[0])
        found.append(able[fits[0].person])
    return None if left else found


def _units(run: Run, p: Placement) -> list[cp_model.IntVar] | None:
    """The further units of each need, in order; None when the run cannot have them."""
    found: list[cp_model.IntVar] = []
    left = list(p.also)
    for need, able in zip(run.option.alternative.also, run.further, strict=True):
        given, left = left[: need.count], left[need.count :]
        if len(given) < need.count or len(set(given)) < len(given) or not set(given) <= set(able):
            return None
        if _stood_otherwise(able, given, run):
            return None
        found.extend(able[unit] for unit in given)
    return None if left else found


def _stood_otherwise(able: Mapping[str, object], given: list[str], run: Run) -> bool:
    """Whether a locked step has its further units in another order than it had them."""
    return run.is_locked and list(able) != given


def plan_of(var: Variables, value: cp_model.CpSolver) -> tuple[Placement, ...]:
    """The plan of the best solution found."""
    return tuple(_placement(run, value) for run in var.all_runs() if value.boolean_value(run.on))


def _placement(run: Run, value: cp_model.CpSolver) -> Placement:
    start = value.value(run.start)
    end = start + run.length
    attendance = []
    parts = run.option.alternative.attendance
    for part, able in zip(parts, run.who, strict=True):
        person = next(code for code, does in able.items() if value.boolean_value(does))
        begin, stop = part.span(start, end)
        attendance.append(PlacedAttendance(person=person, mode=part.mode, start=begin, end=stop))
    return Placement(
        step=run.step.code,
        request=run.step.request,
        alternative=run.option.alternative.code,
        unit=run.unit,
        start=start,
        end=end,
        attendance=tuple(attendance),
        also=tuple(
            code for able in run.further for code, has in able.items() if value.boolean_value(has)
        ),
    )
