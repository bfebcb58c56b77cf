"""The tables of the fast engine: a problem as rows of whole numbers, and a plan beside it.

Codes have become row numbers; -1 is "none". Of lists of different lengths each row has the first
entry and the one behind its last (`first_x`, `end_x`).
"""

from typing import Any, ClassVar

import numpy as np

Rows = dict[str, np.dtype[Any]]
Table = Any  # an array; what fields its rows have no type can tell

NONE = -1
NEVER = 1 << 29  # a slot behind every horizon; sums of two stay below 2**31

FREE, AT_START, WHOLE = 0, 1, 2  # Step.bind: windows_bind
EXCLUSIVE, ON_CALL = 0, 1  # Part.mode; also the lane of a person
AT_ANY_TIME = -2  # Question.leaves: there is a way, and no collection hours
RUN, FURTHER, HOLD = 0, 1, 2  # kind of a run: a step's own unit, a further one, kept in between


def _row(*names: str) -> np.dtype[Any]:
    return np.dtype([(name, np.int32) for name in names], align=True)


GRID = _row("every", "first_offset", "end_offset")
SPAN = _row("start", "end")
REQUEST = _row(
    *("first_step", "end_step", "mandatory", "follows"),
    *("first_linked", "end_linked", "first_follower", "end_follower"),
)
STEP = _row(
    *("request", "first_option", "end_option", "not_before", "not_after", "setting", "pieces"),
    *("party", "bind", "same_as", "keeps", "pauses", "locked", "standing", "soft_end", "tail"),
    *("first_who", "first_also", "first_in", "end_in", "first_out", "end_out"),
)
WAY = _row(
    *("unit", "site", "duration", "cost", "staff_slots", "open"),
    *("first_rule", "end_rule", "first_part", "end_part", "first_need", "end_need"),
    *("first_draw", "end_draw", "first_spend", "end_spend"),
)
RULE = _row("calendar", "begin", "begin_at_end", "stop", "stop_at_end")
PART = _row("mode", "slots", "at_end", "throughout", "crew", "team")
NEED = _row("first_unit", "end_unit", "count", "slot")
DRAW = _row("of", "amount")
UNIT = _row(
    *("site", "kind", "capacity", "grid", "free", "first_run", "room", "reach"),
    *("change", "longest", "default_change"),
)
CHANGE = _row("local", "width", "first_slot")
MEMBER = _row("person", "calendar")
LANE = _row("first", "room", "reach", "limit", "roams")
ARC = _row("before", "after", "least", "origin_end", "target_end", "travels")
POOL = _row("capacity", "first", "room")
SOFT = _row("before", "after", "most", "origin_end", "target_end")
TERM = _row("level", "name")
STOOD = _row("step", "option", "start", "kind", "first_person", "end_person")
PLACED = _row("option", "start", "end")
ENTRY = _row("start", "end", "step", "setting", "pieces", "kind")
TASK = _row("start", "end", "step", "site")
MARK = _row("time", "used")


class Tables:
    """A group of named tables, handed to compiled functions as one address (see native.py)."""

    ROWS: ClassVar[Rows] = {}  # of those that are no plain whole numbers
    SQUARE: ClassVar[tuple[str, ...]] = ()  # those of two dimensions

    def __init__(self, **tables: Table) -> None:
        if tables.keys() != type(self).rows().keys():
            raise AssertionError(f"tables differ by {tables.keys() ^ type(self).rows().keys()}")
        words = []
        for name, (row, dimensions) in type(self).rows().items():
            array = tables[name]
            if (array.dtype, array.ndim) != (row, dimensions) or not array.flags.c_contiguous:
                raise AssertionError(f"{name}: {array.dtype} of {array.ndim}; expected {row}")
            setattr(self, name, array)
            words += [array.ctypes.data, *array.shape, *([0] * (2 - dimensions))]
        self._words = np.array(words, np.int64)
        self.address = int(self._words.ctypes.data)

    @classmethod
    def rows(cls) -> dict[str, tuple[np.dtype[Any], int]]:
        """The row and the number of dimensions of each table, in the order of the words."""
        return {
            name: (np.dtype(cls.ROWS.get(name, np.int32)), 1 + (name in cls.SQUARE))
            for name in cls.__annotations__
            if name.islower()
        }


class Question(Tables):
    """A problem as tables."""

    ROWS: ClassVar[Rows] = {
        "spans": SPAN,
        "grids": GRID,
        "requests": REQUEST,
        "steps": STEP,
        "ways": WAY,
        "rules": RULE,
        "parts": PART,
        "needs": NEED,
        "draws": DRAW,
        "units": UNIT,
        "changes": CHANGE,
        "members": MEMBER,
        "lanes": LANE,
        "arcs": ARC,
        "pools": POOL,
        "terms": TERM,
        "soft": SOFT,
        "stood": STOOD,
        "weights": np.dtype(np.int64),
        "due": np.dtype(np.int64),
        "term_weights": np.dtype(np.int64),
        "prices": np.dtype(np.float64),
    }
    SQUARE = ("local", "travel", "leaves")

    # Calendars as ascending spans that do not touch, and where runs may start.
    horizon: Table  # one number
    calendars: Table  # first span of each; one more at the end
    spans: Table
    grids: Table
    days: Table
    offsets: Table
    # Requests, their steps, and how a step may run.
    requests: Table
    weights: Table
    due: Table
    steps: Table
    order: Table  # the steps of each request, earlier ones first
    linked: Table  # requests whose worth changes with a request's place
    followers: Table  # of each request those that come only with it, their own followers first
    options: Table  # rows of `ways`: the alternatives of each step
    ways: Table
    rules: Table  # spans of a run that must lie in one stretch of a calendar
    parts: Table
    needs: Table
    need_units: Table
    draws: Table
    # Units and their change-over.
    units: Table
    changes: Table
    local: Table  # for each change-over class: settings as its own small numbers
    change_slots: Table
    # Who can attend what. Lanes 2p and 2p + 1 are person p's, then one for each party.
    crews: Table  # first member of each; one more at the end
    members: Table
    lanes: Table
    home: Table  # site of each person
    # What lies between steps. An arc: one side of a step comes so long after one of another.
    arcs: Table
    into: Table
    out: Table
    travel: Table  # slots between two sites
    leaves: Table  # calendar of the collection hours; AT_ANY_TIME, or -1 where there is no way
    pools: Table
    # The goal: terms by level.
    terms: Table
    term_weights: Table
    prices: Table  # of the terms, as one number for choosing between places of one step
    soft: Table
    soft_of: Table  # first soft lag of each request; one more at the end
    stood: Table
    stood_people: Table


class Plan(Tables):
    """What is placed, and what it takes of units, people, pools and budgets."""

    ROWS: ClassVar[Rows] = {
        "placed": PLACED,
        "runs": ENTRY,
        "tasks": TASK,
        "marks": MARK,
        "budgets": np.dtype(np.int64),
        "random": np.dtype(np.int64),
        "seen": np.dtype(np.int64),
        "free": np.dtype(np.bool_),
    }
    SQUARE = ("free",)

    placed: Table
    who: Table  # people by step and part
    also: Table  # further units by step
    runs: Table
    run_count: Table
    tasks: Table
    task_count: Table
    marks: Table
    mark_count: Table
    budgets: Table
    random: Table
    # Scratch: least starts while a request is inserted; units chosen for one run; of teams, who is
    # free for which part, the part each person has and the person each part has, who was asked
    # already and by which part, and the parts that wait for somebody.
    lower: Table
    picked: Table
    free: Table
    mate: Table
    seat: Table
    seen: Table
    asked_by: Table
    waiting: Table
