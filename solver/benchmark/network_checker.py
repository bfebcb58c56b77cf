"""Checks a plan of network weeks slot by slot, straight from the two JSON files.

On purpose it shares nothing with the reader, the rules or the judge of the solver: it is here to
disagree with them.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Data = dict[str, Any]
FULL = 2000  # what a unit of weight is worth on time: README of the instances


def complaints(week: Data, plan: Data) -> list[str]:
    """Everything that is wrong with the plan, in sentences; empty when it holds."""
    lab = _Lab(week)
    rows = plan["placements"]
    unknown = [row for row in rows if not _known(lab.requests, row)]
    if unknown:
        return [f"{row['request']} step {row['step']}: no such alternative" for row in unknown]
    placed = [_Placed(lab.requests[row["request"]], row) for row in rows]
    found = _whole_requests(placed)
    for check in (_in_time, _staffed):
        found += [said for one in placed for said in check(lab, one)]
    return [*found, *_gaps(lab, placed), *_instruments(lab, placed), *_technicians(placed)]


def value(week: Data, plan: Data) -> int:
    """The sum over accepted requests of weight x (2000 - slots of its last step after due)."""
    requests = {request["code"]: request for request in week["requests"]}
    total = 0
    for row in plan["placements"]:
        request = requests[row["request"]]
        if row["step"] == len(request["steps"]) - 1:
            late = max(0, _Placed(request, row).end - request["due"])
            total += request["weight"] * (FULL - late)
    return total


class _Lab:
    """The rows of the week by their codes, calendars as sets of slots."""

    def __init__(self, week: Data) -> None:
        self.slots: int = week["slots"]
        self.requests: dict[str, Data] = {one["code"]: one for one in week["requests"]}
        self.instruments: dict[str, Data] = {one["code"]: one for one in week["instruments"]}
        self.technicians: dict[str, Data] = {one["code"]: one for one in week["technicians"]}
        self.open = {code: _slots(one["open"]) for code, one in self.instruments.items()}
        self.working = {code: _slots(one["working"]) for code, one in self.technicians.items()}
        self._index = {site["code"]: at for at, site in enumerate(week["sites"])}
        self._transport = week["transport_slots"]

    def way(self, origin: str, target: str) -> int:
        """Slots from the site of one instrument to that of another."""
        sites = [self._index[self.instruments[code]["site"]] for code in (origin, target)]
        slots: int = self._transport[sites[0]][sites[1]]
        return slots


class _Placed:
    """A row of the plan beside the step it places."""

    def __init__(self, request: Data, row: Data) -> None:
        self.request = request
        self.number: int = row["step"]
        self.step: Data = request["steps"][self.number]
        self.instrument: str = row["instrument"]
        self.technician: str | None = row["technician"]
        self.start: int = row["start"]
        self.end = self.start + next(
            choice["duration"]
            for choice in self.step["alternatives"]
            if choice["instrument"] == self.instrument
        )
        self.name = f"{request['code']} step {self.number}"

    def served(self) -> range:
        """The slots in which a technician is with it."""
        if self.step["staff"] == "none":
            return range(0)
        if self.step["staff"] == "throughout":
            return range(self.start, self.end)
        return range(self.start, min(self.start + self.step["guidance_slots"], self.end))


def _known(requests: Data, row: Data) -> bool:
    request = requests.get(row["request"])
    if request is None or not 0 <= row["step"] < len(request["steps"]):
        return False
    choices = request["steps"][row["step"]]["alternatives"]
    return any(choice["instrument"] == row["instrument"] for choice in choices)


def _whole_requests(placed: list[_Placed]) -> list[str]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in placed:
        numbers[one.request["code"]].append(one.number)
    steps = {one.request["code"]: len(one.request["steps"]) for one in placed}
    return [
        f"{code}: steps {sorted(some)} of {steps[code]}; all once or none"
        for code, some in numbers.items()
        if sorted(some) != list(range(steps[code]))
    ]


def _in_time(lab: _Lab, one: _Placed) -> Iterator[str]:
    if one.start < one.request["release"] or one.end > lab.slots:
        yield f"{one.name}: {one.start}..{one.end} is before its release or after the end"
    if not lab.open[one.instrument].issuperset(range(one.start, one.end)):
        yield f"{one.name}: {one.instrument} is not open all the time"


def _staffed(lab: _Lab, one: _Placed) -> Iterator[str]:
    if (one.technician is None) != (one.step["staff"] == "none"):
        yield f"{one.name}: staff is {one.step['staff']}, technician is {one.technician}"
        return
    if one.technician is None:
        return
    technician = lab.technicians.get(one.technician)
    instrument = lab.instruments[one.instrument]
    if technician is None or technician["site"] != instrument["site"]:
        yield f"{one.name}: {one.technician} is not at {instrument['site']}"
    elif instrument["capability"] not in technician["skills"]:
        yield f"{one.name}: {one.technician} cannot serve {instrument['capability']}"
    elif not lab.working[one.technician].issuperset(one.served()):
        yield f"{one.name}: {one.technician} does not work all the time"


def _slots(spans: list[list[int]]) -> set[int]:
    return {slot for start, end in spans for slot in range(start, end)}


def _gaps(lab: _Lab, placed: list[_Placed]) -> Iterator[str]:
    by_step = {(one.request["code"], one.number): one for one in placed}
    for (code, number), one in by_step.items():
        then = by_step.get((code, number + 1))
        if then is None:
            continue
        gap = then.start - one.end
        least = max(one.request["min_gap"][number], lab.way(one.instrument, then.instrument))
        if not least <= gap <= one.request["max_gap"][number]:
            yield f"{one.name}: the gap behind it is {gap} slots"


def _instruments(lab: _Lab, placed: list[_Placed]) -> Iterator[str]:
    runs: dict[str, list[_Placed]] = defaultdict(list)
    for one in placed:
        runs[one.instrument].append(one)
    for instrument, some in runs.items():
        some.sort(key=lambda one: (one.start, one.end))
        for first, then in pairwise(some):
            dirty = first.step["material"] != then.step["material"]
            cleaning = lab.instruments[instrument]["cleaning_slots"] if dirty else 0
            if then.start < first.end + cleaning:
                yield f"{instrument}: {then.name} comes too soon after {first.name}"


def _technicians(placed: list[_Placed]) -> Iterator[str]:
    busy: dict[tuple[str, int], str] = {}
    for one in placed:
        for slot in one.served() if one.technician is not None else ():
            if (one.technician or "", slot) in busy:
                yield f"{one.technician}: {one.name} and {busy[one.technician or '', slot]}"
                break
            busy[one.technician or "", slot] = one.name
