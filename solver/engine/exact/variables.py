"""The variables of the model: which option of a step is taken, when, by whom and with what.

What a calendar alone decides is in their domains (solver.places.calendars). Whatever a rule
adds beside them follows from them, and is added with the way to work it out: so every plan gives a
complete hint.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from solver.places.calendars import Calendars
from solver.places.options import Able, Option, options_of
from solver.problem import Mode, Problem, Request, Span, Step
from solver.timeline import to_spans

Literals = dict[str, cp_model.IntVar]  # by code of a person or unit
Values = dict[int, int]  # by index of a variable
Worked = Callable[[Values], int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """A step by one of its options; `on` says that it is the one taken."""

    option: Option
    on: cp_model.IntVar
    start: cp_model.IntVar
    interval: cp_model.IntervalVar
    who: tuple[Literals, ...]  # for each attended part
    further: tuple[Literals, ...]  # for each need

    @property
    def step(self) -> Step:
        """The step it is a run of."""
        return self.option.step

    @property
    def length(self) -> int:
        """Slots from start to end."""
        return self.option.length

    @property
    def is_locked(self) -> bool:
        """Whether it stands and may not change."""
        return self.option.is_locked

    @property
    def unit(self) -> str:
        """The code of its own unit; empty where it has none."""
        return self.option.alternative.unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Use:
    """A run keeps a unit: its own, or a further one, which it keeps alone."""

    run: Run
    on: cp_model.IntVar
    interval: cp_model.IntervalVar
    further: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """A person may attend this part of this run: then `on` holds."""

    person: str
    run: Run
    span: Span  # from the run's start
    on: cp_model.IntVar
    counts: cp_model.IntVar  # on, and nobody's equal part of the same loading was counted before

    def interval(self, model: cp_model.CpModel) -> cp_model.IntervalVar:
        """The part as an interval, there where it counts."""
        begin, end = self.span
        if self.span == (0, self.run.length) and self.counts.index == self.run.on.index:
            return self.run.interval
        return model.new_optional_fixed_size_interval_var(
            self.run.start + begin, end - begin, self.counts, f"{self.person} does"
        )


@dataclass(slots=True, kw_only=True)
class Variables:
    """start: the step's first slot, or the horizon when it is refused. accepted: by request."""

    model: cp_model.CpModel
    problem: Problem
    calendars: Calendars
    start: dict[str, cp_model.IntVar] = field(default_factory=dict)
    end: dict[str, cp_model.LinearExpr] = field(default_factory=dict)  # of a step that is placed
    length: dict[str, cp_model.IntVar] = field(default_factory=dict)  # where options differ in it
    accepted: dict[str, cp_model.IntVar] = field(default_factory=dict)
    runs: dict[str, list[Run]] = field(default_factory=dict)  # by step
    uses: dict[str, list[Use]] = field(default_factory=dict)  # by unit
    follows: list[tuple[cp_model.IntVar, Worked]] = field(default_factory=list)
    # made when the variables above are there, for the rules that ask for them
    tasks: dict[Mode, dict[str, list[Task]]] = field(
        default_factory=lambda: {"exclusive": {}, "on_call": {}}
    )
    pairs: dict[str, list[Any]] = field(
        default_factory=dict
    )  # by unit; solver.engine.exact.loadings
    same_loading: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)  # by `on`

    def all_runs(self) -> list[Run]:
        """The runs of all steps."""
        return [run for runs in self.runs.values() for run in runs]

    def bool(self, name: str, worked: Worked) -> cp_model.IntVar:
        """A literal that follows from the others."""
        literal = self.model.new_bool_var(name)
        self.follows.append((literal, worked))
        return literal

    def whole(self, least: int, most: int, name: str, worked: Worked) -> cp_model.IntVar:
        """A whole number that follows from the others."""
        number = self.model.new_int_var(least, most, name)
        self.follows.append((number, worked))
        return number

    def starts_among(
        self, start: cp_model.IntVar, on: cp_model.IntVar, starts: int, of: int
    ) -> cp_model.IntVar:
        """Whether `on` holds, whose starts are `of`, with a start among these."""
        if of & ~starts == 0:
            return on

        def worked(at: Values) -> int:
            return at[on.index] and starts >> at[start.index] & 1

        here = self.bool("starts there", worked)
        self.model.add_implication(here, on)
        for literals, domain in (((here,), starts & of), ((on, ~here), of & ~starts)):
            within = self.model.add_linear_expression_in_domain(start, _domain(domain))
            within.only_enforce_if(*literals)
        return here

    def is_accepted(self, step: str) -> cp_model.IntVar:
        """Whether the step's request is accepted."""
        return self.accepted[self.problem.steps_by_code[step].request]

    def end_in(self, at: Values, step: str) -> int:
        """The end of a step in a plan; 0 where it is left out."""
        for run in self.runs[step]:
            if at[run.on.index]:
                return at[run.start.index] + run.length
        return 0


def variables(model: cp_model.CpModel, problem: Problem) -> Variables:
    """Make every variable, with what the standing plan and the calendars leave of its domain."""
    var = Variables(model=model, problem=problem, calendars=Calendars(problem))
    for request in problem.requests:
        var.accepted[request.code] = model.new_bool_var(f"{request.code} accepted")
        for step in request.steps:
            _step(var, request, step)
    return var


def _step(var: Variables, request: Request, step: Step) -> None:
    options = options_of(var.calendars, step)
    possible = 0 if request.mandatory and options else 1 << var.problem.horizon
    for option in options:
        possible |= option.starts
    var.start[step.code] = var.model.new_int_var_from_domain(_domain(possible), f"{step.code} at")
    var.runs[step.code] = [_run(var, option, possible) for option in options]
    var.end[step.code] = _end(var, step)


def _end(var: Variables, step: Step) -> cp_model.LinearExpr:
    """The end of the step where it is placed."""
    runs, start = var.runs[step.code], var.start[step.code]
    lengths = {run.length for run in runs}
    if len(lengths) <= 1:
        return start + max(lengths, default=0)
    most = max(lengths)
    length = var.whole(
        min(lengths),
        most,
        f"{step.code} takes",
        lambda at: next((run.length for run in runs if at[run.on.index]), most),
    )
    on = sum(run.on for run in runs)
    var.model.add(length == sum(run.length * run.on for run in runs) + most * (1 - on))
    end = var.whole(
        0,
        var.problem.horizon + most,
        f"{step.code} until",
        lambda at: at[start.index] + at[length.index],
    )
    var.model.add(end == start + length)
    var.length[step.code] = length
    return end


def _run(var: Variables, option: Option, possible: int) -> Run:
    model, step, unit = var.model, option.step.code, option.alternative.code
    start, on = var.start[step], model.new_bool_var(f"{step} by {unit} in {option.length}")
    if option.starts != possible:
        _starts_in(var, start, option.starts, on)
    run = Run(
        option=option,
        on=on,
        start=start,
        interval=model.new_optional_fixed_size_interval_var(
            start, option.length, on, f"{step} by {unit}"
        ),
        who=tuple(_literals(var, option, able, on) for able in option.who),
        further=tuple(_literals(var, option, able, None) for able in option.further),
    )
    _uses(var, run)
    return run


def _uses(var: Variables, run: Run) -> None:
    step = run.step.code
    if run.option.unit is not None:
        own = Use(run=run, on=run.on, interval=run.interval, further=False)
        var.uses.setdefault(run.unit, []).append(own)
    for units in run.further:
        for code, has in units.items():
            interval = var.model.new_optional_fixed_size_interval_var(
                run.start, run.length, has, f"{step} has {code}"
            )
            use = Use(run=run, on=has, interval=interval, further=True)
            var.uses.setdefault(code, []).append(use)


def _literals(var: Variables, option: Option, able: Able, only: cp_model.IntVar | None) -> Literals:
    """A literal for each; where there is no choice, that of the run itself."""
    if only is not None and len(able) == 1:
        return dict.fromkeys(able, only)
    found = {}
    for code, starts in able.items():
        found[code] = var.model.new_bool_var(f"{code} for {option.step.code}")
        if starts != option.starts:
            _starts_in(var, var.start[option.step.code], starts, found[code])
    return found


def _starts_in(
    var: Variables, start: cp_model.IntVar, starts: int, literal: cp_model.IntVar
) -> None:
    domain = _domain(starts)
    var.model.add_linear_expression_in_domain(start, domain).only_enforce_if(literal)


def _domain(bits: int) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([[s, e - 1] for s, e in to_spans(bits)])
