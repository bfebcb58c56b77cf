"""The tables of a project on pools."""

from typing import ClassVar

import numpy as np

from solver.engine.fast.tables import Rows, Table, Tables

# Four pools share a word, 15 bits each: the highest of them stays free, so that a subtraction that
# goes below zero shows there and nowhere else.
FIELD, FIELDS = 15, 4
LARGEST = (1 << (FIELD - 1)) - 1
OPEN = -1  # the way of a step that is chosen when it is placed
MOST_PEOPLE = 62  # in teams: each is a bit of a word
NOBODY = 0
BLOCK = 4  # 16 slots whose largest amounts are known together
GUARDS = sum(1 << (FIELD * n + FIELD - 1) for n in range(FIELDS))

_ARC = np.dtype([(n, np.int32) for n in ("other", "least", "of_end", "to_end")], align=True)
# A way draws from pools of the words from first_word up to end_word only.
_NAMES = (
    *("duration", "first_spend", "end_spend", "first_part", "end_part"),
    *("first_word", "end_word"),
)
_WAY = np.dtype([(n, np.int32) for n in _NAMES], align=True)
_SPEND = np.dtype([("of", np.int32), ("amount", np.int32)], align=True)


class Project(Tables):
    """Steps with ways, arcs in both directions, and what there is."""

    ROWS: ClassVar[Rows] = {
        "into": _ARC,
        "out": _ARC,
        "ways": _WAY,
        "spends": _SPEND,
        "needs": np.dtype(np.int64),
        "whole": np.dtype(np.int64),
        "budgets": np.dtype(np.int64),
        "crews": np.dtype(np.int64),
    }
    SQUARE: ClassVar[tuple[str, ...]] = ("needs",)

    first_way: Table  # of each step; one more at the end
    ways: Table
    needs: Table  # of each way: what it draws of the pools, in words
    spends: Table
    whole: Table  # all there is of the pools, in words
    budgets: Table
    crews: Table  # of the parts of teams: who can attend, a bit for each person
    lower: Table  # the least start of each step
    first_in: Table
    into: Table  # arcs from earlier steps
    first_out: Table
    out: Table  # the same from behind: arcs from later steps
    tail: Table  # the least slots from each step's start to the end of the project
    slots: Table  # one number: as many slots as any list of the steps needs
    loose: Table  # one number: 1 where a step may start or end before one it waits for


class Work(Tables):
    """What one thread works with, and its herd: lists and ways that are crossed with each other."""

    ROWS: ClassVar[Rows] = {
        "free": np.dtype(np.int64),
        "top": np.dtype(np.int64),
        "used": np.dtype(np.int64),
        "random": np.dtype(np.int64),
        "ends": np.dtype(np.int64),
        "best_end": np.dtype(np.int64),
        "busy": np.dtype(np.int64),
        "team": np.dtype(np.int64),
        "best_team": np.dtype(np.int64),
        "seat": np.dtype(np.int64),
    }
    SQUARE: ClassVar[tuple[str, ...]] = ("lists", "ways", "team", "best_team")

    free: Table  # what is left of the pools, a word after the other for each slot
    top: Table  # of each block of slots, the most that is left in one of them
    busy: Table  # of each slot: the people in teams; empty where there are none
    used: Table  # of the budgets
    way: Table  # the way of each step; OPEN where it is chosen when the step is placed
    start: Table
    team: Table  # of each step: who attends its parts, a bit each
    back: Table  # starts counted from the end
    order: Table  # the list that is tried
    ready: Table  # scratch of lists: steps that could come next
    waits: Table  # and of each step how many before it are not in the list yet
    counts: Table  # scratch for sorting by time
    never: Table  # zero for each step: seen from behind no notice binds
    random: Table
    lists: Table  # the herd, one list a row
    ways: Table
    ends: Table  # of each, what it is worth: its last end, more where budgets are exceeded
    best_end: Table  # one number
    best_start: Table
    best_way: Table
    best_team: Table
    # Scratch of teams: the person of each part, the parts that ask, and which one asked each.
    seat: Table
    queue: Table
    came: Table
