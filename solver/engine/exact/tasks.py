"""What people do: each attended part by each person who can attend it."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Run, Task, Values, Variables
from solver.problem import Span


def add_tasks(var: Variables) -> None:
    """Fill Variables.tasks: those of each person in each mode."""
    for run in var.all_runs():
        parts = run.option.alternative.attendance
        for part, span, able in zip(parts, run.option.part_spans(), run.who, strict=True):
            for person, does in able.items():
                earlier = var.tasks[part.mode].setdefault(person, [])
                counts = _counts(var, run, span, does, earlier)
                task = Task(person=person, run=run, span=span, on=does, counts=counts)
                earlier.append(task)


def _counts(
    var: Variables, run: Run, span: Span, does: cp_model.IntVar, earlier: list[Task]
) -> cp_model.IntVar:
    doubles = []
    for task in earlier:
        same = var.same_loading.get((task.run.on.index, run.on.index))
        if same is not None and task.span == span:
            doubles.append(_both(var, same, task.on))
    if not doubles:
        return does
    counts = var.bool(
        f"{run.step.code} counts",
        lambda at: at[does.index] and not any(at[double.index] for double in doubles),
    )
    var.model.add_bool_and(does, *(~double for double in doubles)).only_enforce_if(counts)
    var.model.add_bool_or(counts, ~does, *doubles)
    return counts


def _both(var: Variables, one: cp_model.IntVar, other: cp_model.IntVar) -> cp_model.IntVar:
    def worked(at: Values) -> int:
        return at[one.index] and at[other.index]

    both = var.bool("both", worked)
    var.model.add_implication(both, one)
    var.model.add_implication(both, other)
    var.model.add_bool_or(both, ~one, ~other)
    return both
