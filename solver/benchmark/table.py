"""A table of results with a row per family."""

from collections.abc import Callable, Iterable, Sequence
from statistics import mean, median

from solver.benchmark.result import Result
from solver.benchmark.worth import bettered, gap_to_best, gap_to_bound

Results = Sequence[Result]
Column = tuple[str, Callable[[Results], str]]

_OTHER_PROOFS = ("optimal", "infeasible")
NO_PLAN = 1.0  # the gap that counts where there is no plan


def table(results: Iterable[Result], *, against: str = "") -> str:
    """The families in the order of the results, each with what it came to.

    Instances that are unsupported or unreadable count in their column only.
    """
    families: dict[str, list[Result]] = {}
    for result in results:
        families.setdefault(result.family, []).append(result)
    columns = (*_OWN, *_against(against)) if against else _OWN
    rows = [["family", *(name for name, _ in columns)]]
    for family, some in families.items():
        rows.append([family, *(cell(some) for _, cell in columns)])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            word.ljust(width) if at == 0 else word.rjust(width)
            for at, (word, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _solved(results: Results) -> list[Result]:
    """Those the solver tried."""
    return [one for one in results if one.status not in ("unsupported", "unreadable")]


def _percent(gaps: Sequence[float]) -> str:
    return f"{100 * mean(gaps):.2f} %" if gaps else "-"


def _seconds(times: Sequence[float]) -> str:
    return f"{median(times):.2f}" if times else "-"


def _gap(results: Results) -> str:
    """Mean gap to the best known of the instances that have one and are not infeasible."""
    return _percent(
        [
            NO_PLAN
            if one.objective is None
            else gap_to_best(one.sense, one.objective, one.best_known)
            for one in _solved(results)
            if isinstance(one.best_known, int)
        ]
    )


def _bound_gap(results: Results) -> str:
    return _percent(
        [
            gap_to_bound(one.sense, one.objective, one.bound)
            for one in _solved(results)
            if one.objective is not None and one.bound is not None
        ]
    )


def _proven(results: Results) -> str:
    return str(sum(one.status in ("optimal", "proven_impossible") for one in results))


def _compared(results: Results) -> str:
    """Better, equal and worse than the best known; a proof that there is no plan is equal."""
    known = [one for one in _solved(results) if one.best_known is not None]
    return _counts([_against_best(one) for one in known])


def _against_best(one: Result) -> int:
    if isinstance(one.best_known, int):
        if one.objective is None:
            return -1
        return bettered(one.sense, one.objective, one.best_known)
    if one.objective is not None:
        return 1  # a plan where none was thought to be
    return 0 if one.status == "proven_impossible" else -1


def _counts(differences: Sequence[int]) -> str:
    better, worse = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    return f"{better}/{len(differences) - better - worse}/{worse}"


def _unsolved(results: Results) -> str:
    return str(sum(one.status in ("out_of_time", "cancelled") for one in results))


def _judged_bad(results: Results) -> str:
    return str(sum(one.judged is False for one in results))


def _left_out(results: Results) -> str:
    return str(len(results) - len(_solved(results)))


_OWN: tuple[Column, ...] = (
    ("instances", lambda some: str(len(some))),
    ("gap to best", _gap),
    ("bound gap", _bound_gap),
    ("proven", _proven),
    ("better/equal/worse", _compared),
    ("unsolved", _unsolved),
    ("judged bad", _judged_bad),
    ("unsupported", _left_out),
    ("seconds", lambda some: _seconds([one.seconds for one in _solved(some)])),
)


def _against(other: str) -> tuple[Column, ...]:
    """What the other came to on the instances both tried."""
    return (
        (f"{other} gap", _other_gap),
        (
            f"{other} proven",
            lambda some: str(sum(one.other_status in _OTHER_PROOFS for one in some)),
        ),
        ("than it", lambda some: _counts([_against_other(one) for one in _both(some)])),
        ("its seconds to its best", lambda some: _seconds(_times(some, "other_seconds_to_best"))),
        ("ours to that", lambda some: _seconds(_times(some, "seconds_to_other"))),
        ("of", lambda some: f"{len(_times(some, 'seconds_to_other'))}/{_other_plans(some)}"),
    )


def _both(results: Results) -> list[Result]:
    return [one for one in _solved(results) if one.other_status]


def _other_gap(results: Results) -> str:
    return _percent(
        [
            NO_PLAN
            if one.other_objective is None
            else gap_to_best(one.sense, one.other_objective, one.best_known)
            for one in _both(results)
            if isinstance(one.best_known, int)
        ]
    )


def _against_other(one: Result) -> int:
    if one.objective is None or one.other_objective is None:
        return (one.objective is not None) - (one.other_objective is not None)
    return bettered(one.sense, one.objective, one.other_objective)


def _other_plans(results: Results) -> int:
    return sum(one.other_objective is not None for one in _both(results))


def _times(results: Results, name: str) -> list[float]:
    times = [getattr(one, name) for one in _both(results)]
    return [time for time in times if time is not None]
