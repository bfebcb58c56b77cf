"""Between a person's new parts at different sites lies the way; to what stands: in the domains."""

from itertools import combinations

from solver.engine.exact.variables import Task, Values, Variables
from solver.problem import Person


def constrain(var: Variables) -> None:
    roaming = [person for person in var.problem.people if person.more_sites]
    for person in roaming:
        of_person = [task for tasks in var.tasks.values() for task in tasks.get(person.code, ())]
        for one, other in combinations(of_person, 2):
            if _site(one) and _site(other) and _site(one) != _site(other):
                _apart(var, person, one, other)


def _site(task: Task) -> str:
    unit = task.run.option.unit
    return unit.site if unit is not None else ""


def _apart(var: Variables, person: Person, one: Task, other: Task) -> None:
    if one.run.step.code == other.run.step.code:
        return  # two ways to run one step: at most one is taken

    def worked(at: Values) -> int:
        both = at[one.on.index] and at[other.on.index]
        return both and at[one.run.start.index] + one.span[0] < (
            at[other.run.start.index] + other.span[0]
        )

    first = var.bool(f"{person.code} goes first", worked)
    for earlier, later, literal in ((one, other, first), (other, one, ~first)):
        way = var.calendars.way_slots(_site(earlier), _site(later))
        there = earlier.run.start + earlier.span[1] + way
        kept = var.model.add(there <= later.run.start + later.span[0])
        kept.only_enforce_if(earlier.on, later.on, literal)
