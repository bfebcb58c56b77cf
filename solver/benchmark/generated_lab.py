"""The resources of a generated network: sites, units of many kinds, people, couriers, stocks.

Sizes and shares follow the generated weeks the solver was first measured on: seven out of ten
instruments keep office hours, 2-6 of a capability stand at different sites, technicians have 3-8
skills and one of two shifts.
"""

from dataclasses import dataclass
from itertools import permutations
from random import Random
from typing import Literal

from solver.problem import Budget, Person, Pool, Skill, Span, Travel, Unit

SLOT_MINUTES = 15
DAY = 96  # slots
DAYS = 14
HORIZON = DAYS * DAY
PREFECTURES = 3
WORKDAYS = tuple(day for day in range(DAYS) if day % 7 < 5)  # slot 0 is a Monday
FILM = "film"
LONGEST_ATTENDED = 14  # slots: what lies between a lunch and the end of a shift

Manner = Literal["plain", "overnight", "batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What one sort of instrument is like."""

    code: str
    manner: Manner
    length: Span  # slots of the shortest run and behind the longest
    cleaning: int = 0
    glove_box: bool = False  # its runs need one of the site beside them
    power: bool = False  # its runs draw on the site's supply
    film: bool = False  # its runs use up film


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """The resources, ready for a problem, and what requests are drawn from."""

    kinds: tuple[Kind, ...]
    units_of: dict[str, tuple[Unit, ...]]  # by the kind's code, glove boxes by site under theirs
    people: tuple[Person, ...]
    travels: tuple[Travel, ...]
    pools: tuple[Pool, ...]
    budgets: tuple[Budget, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit, glove boxes included."""
        return tuple(unit for some in self.units_of.values() for unit in some)


def a_lab(random: Random, requests: int) -> Lab:
    """A network that so many requests in two weeks load well; 300 units, or 1,000 above 4,000."""
    units, people, sites = (1000, 300, 20) if requests > 4000 else (300, 80, 7)
    site_codes = [f"S{number}" for number in range(sites)]
    kinds = tuple(_a_kind(random, number) for number in range(units // 8))
    units_of = {
        kind.code: _units(random, kind, site_codes, units // len(kinds)) for kind in kinds
    } | {glove_boxes(site): _glove_boxes(site) for site in site_codes}
    return Lab(
        kinds=kinds,
        units_of=units_of,
        people=tuple(
            _a_person(random, number, site_codes, kinds, units_of) for number in range(people)
        ),
        travels=tuple(_a_way(*pair) for pair in permutations(site_codes, 2)),
        pools=tuple(Pool(code=supply(site), capacity=random.randint(3, 6)) for site in site_codes),
        budgets=(Budget(code=FILM, amount=requests // 8 + 1),),
    )


def glove_boxes(site: str) -> str:
    """The name of a site's glove boxes."""
    return f"glove-boxes-{site}"


def supply(site: str) -> str:
    """The code of a site's supply of power."""
    return f"power-{site}"


def spans(days: tuple[int, ...], start: int, end: int) -> tuple[Span, ...]:
    """The same slots on each of the days."""
    return tuple((day * DAY + start, day * DAY + end) for day in days)


def _a_kind(random: Random, number: int) -> Kind:
    manner: Manner = random.choices(("plain", "overnight", "batch"), (16, 3, 3))[0]
    length = {"plain": (2, 29), "overnight": (40, 97), "batch": (8, 33)}[manner]
    return Kind(
        code=f"K{number}",
        manner=manner,
        length=length,
        cleaning=random.choice((0, 0, 0, 1, 2)),
        glove_box=manner == "plain" and random.random() < 0.1,
        power=random.random() < 0.15,
        film=random.random() < 0.1,
    )


def _units(random: Random, kind: Kind, sites: list[str], count: int) -> tuple[Unit, ...]:
    return tuple(_a_unit(random, kind, random.choice(sites), number) for number in range(count))


def _a_unit(random: Random, kind: Kind, site: str, number: int) -> Unit:
    every_day = tuple(range(DAYS))
    hours = random.choices(
        (spans(WORKDAYS, 36, 70), spans(WORKDAYS, 32, 88), spans(every_day, 0, DAY)), (14, 3, 3)
    )[0]
    down = random.randrange(HORIZON)
    return Unit(
        code=f"{kind.code}-{number}",
        site=site,
        kind=f"{kind.code}-{site}",
        open=hours,
        blocked=((down, down + random.randint(4, 2 * DAY)),) if random.random() < 0.2 else (),
        start_every=random.choice((1, 1, 1, 2, 4)),
        fixed_starts=(36, 52) if kind.manner == "overnight" and random.random() < 0.2 else (),
        default_changeover=kind.cleaning,
        capacity=random.choice((4, 6, 8)) if kind.manner == "batch" else 1,
    )


def _glove_boxes(site: str) -> tuple[Unit, ...]:
    return tuple(
        Unit(code=f"G{number}-{site}", site=site, kind=f"G-{site}", open=((0, HORIZON),))
        for number in range(2)
    )


def _a_person(
    random: Random,
    number: int,
    sites: list[str],
    kinds: tuple[Kind, ...],
    units_of: dict[str, tuple[Unit, ...]],
) -> Person:
    at = number % len(sites)
    near = sites[(at + PREFECTURES) % len(sites)]  # of the same prefecture
    more = (near,) if random.random() < 0.15 and near != sites[at] else ()
    here = [k.code for k in kinds if any(u.site in (sites[at], *more) for u in units_of[k.code])]
    skills = random.sample(here, min(len(here), random.randint(3, 8)))
    leave = random.choice((None, *WORKDAYS))
    days = tuple(day for day in WORKDAYS if day != leave)
    early = random.random() < 0.7
    return Person(
        code=f"T{number}",
        site=sites[at],
        working=spans(days, 34, 48) + spans(days, 52, 68)
        if early
        else spans(days, 44, 56) + spans(days, 60, 84),
        skills=tuple(Skill(kind=kind, valid=(0, HORIZON)) for kind in skills),
        more_sites=more,
    )


def _a_way(origin: str, target: str) -> Travel:
    """An hour inside a prefecture; half a day by a courier who collects in the afternoon."""
    near = int(origin[1:]) % PREFECTURES == int(target[1:]) % PREFECTURES
    if near:
        return Travel(origin=origin, target=target, slots=4)
    return Travel(origin=origin, target=target, slots=48, leaves=spans(WORKDAYS, 60, 72))
