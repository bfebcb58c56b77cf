"""How long a plan is at least, by the work there is for those who can do it.

A set of people or units can do no more in a slot than there are of them, a pool gives no more than
it has. All work that only they can do lies after the first start and before the last end of those
who need them (energetic reasoning: Baptiste, Le Pape and Nuijten 2001, with one sided intervals).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.places.options import Option
from solver.problem import Problem

# Unions of sets are looked at until there are so many, fewer where there are many ways to run:
# measured 0.4 s for 5,400 ways.
_MOST_SETS, _MOST_SETS_TIMES_WAYS = 300, 400_000


@dataclass(frozen=True, slots=True)
class _Load:
    """What a step needs of some: slots of work, after and before how many slots of the plan."""

    work: int
    head: int
    tail: int


def least_end(
    problem: Problem,
    options: Mapping[str, Sequence[Option]],
    heads: Mapping[str, int],
    tails: Mapping[str, int],
) -> int:
    """The least last end of a plan of all these steps.

    heads: the first slot each can start in; tails: the least slots from its end to the plan's.
    """
    parts = {code: list(_parts(problem, some)) for code, some in options.items()}
    found = 0
    ways = sum(map(len, parts.values()))
    for members in _sets(parts.values(), min(_MOST_SETS, _MOST_SETS_TIMES_WAYS // max(1, ways))):
        loads = [
            _Load(work, heads[code], tails[code])
            for code, ways in parts.items()
            if (work := _least_work(ways, members))
        ]
        found = max(found, _least_span(loads, members.bit_count()))
    for pool in problem.pools:
        loads = [
            _Load(work, heads[code], tails[code])
            for code, some in options.items()
            if (work := min((_drawn(one, pool.code) for one in some), default=0))
        ]
        found = max(found, _least_span(loads, pool.capacity))
    return found


def _parts(problem: Problem, options: Iterable[Option]) -> Iterator[list[tuple[int, int]]]:
    """Of each way, who could do its parts, a bit for each, and for how many slots.

    None of a way on a unit with room for several: one person may attend all of a loading.
    """
    units = {unit.code: 1 << n for n, unit in enumerate(problem.units)}
    people = {one.code: 1 << n for n, one in enumerate(problem.people, len(units))}
    for option in options:
        way = option.alternative
        is_shared = option.unit is not None and option.unit.capacity > 1
        some = [(units[way.unit], option.length)] if way.unit and not is_shared else []
        for part, able in zip(way.attendance, option.who, strict=True):
            if part.mode == "exclusive" and not is_shared:
                bits = sum(people[code] for code in able)
                some.append((bits, part.slots or option.length))
        yield some


def _sets(steps: Iterable[list[list[tuple[int, int]]]], most: int) -> set[int]:
    """Who is able to do something alone, and some unions of such sets."""
    first = set()
    for ways in steps:
        for some in zip(*ways, strict=False):
            union = 0
            for bits, _ in some:
                union |= bits
                first.add(bits)
            first.add(union)
    found = set(first)
    for one in sorted(first, key=int.bit_count):
        if len(found) > most:
            break
        found |= {one | other for other in first}
    everybody = 0
    for one in first:
        everybody |= one
    return found | {everybody}


def _least_work(ways: Sequence[list[tuple[int, int]]], members: int) -> int:
    """What a step needs of these members at least, whichever way it runs."""
    others, least = ~members, 0
    for some in ways:
        work = sum(slots for bits, slots in some if not bits & others)
        if not work:
            return 0  # the one case that must be quick: most ways of most steps need others
        least = min(least or work, work)
    return least


def _drawn(option: Option, pool: str) -> int:
    return option.length * sum(d.amount for d in option.alternative.pools if d.of == pool)


def _least_span(loads: Sequence[_Load], members: int) -> int:
    """The least end for those with late starts, and for those with long tails."""
    found = 0
    by_head = sorted(loads, key=lambda load: -load.head)
    by_tail = sorted(loads, key=lambda load: -load.tail)
    for in_order in (by_head, by_tail):
        work, head, tail = 0, 1 << 60, 1 << 60
        for load in in_order:
            work += load.work
            head, tail = min(head, load.head), min(tail, load.tail)
            found = max(found, head - (-work // members) + tail)
    return found
