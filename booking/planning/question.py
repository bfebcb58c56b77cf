"""The bridge: requests and what stands around them become one solver Problem."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.models import Request
from booking.planning.attendance import attendance_of, windows_bind
from booking.planning.candidates import candidates_for, instruments_used, visits_of
from booking.planning.grid import SLOT_MINUTES, Grid, Moments, slots_for
from booking.planning.standing import UnitClaims, claims_on_units, technicians_for
from instruments.models import Facility, Instrument, Unit
from instruments.opening import staffed_spans
from solver.problem import Alternative, Problem, Step
from solver.problem import Request as Wish
from solver.problem import Unit as Machine

HOME_ZONE = ZoneInfo("Asia/Tokyo")  # where no facility is in question
FARTHEST_DAYS = 400  # a question never looks farther ahead


@dataclass(frozen=True, slots=True)
class Question:
    """A Problem with the way back to rows: `U7` is unit 7, `P3` person 3, `R12` request 12."""

    problem: Problem
    grid: Grid
    instruments: dict[int, list[Instrument]]  # by request id
    first_uses: set[tuple[int, int]]  # (request id, instrument id)

    def instrument_of(self, unit_id: int) -> Instrument:
        """The instrument a unit of this question belongs to."""
        return next(
            instrument
            for some in self.instruments.values()
            for instrument in some
            if any(unit.id == unit_id for unit in instrument.units)
        )


def ask(
    session: Session,
    requests: Sequence[Request],
    *,
    at: datetime,
    on_call_limit: int,
    windows: Iterable[Moments] | None = None,
    ignoring: Collection[int] = (),
    notice: bool = True,
) -> Question:
    """Everything the solver may know about placing the requests, as it stands at `at`.

    The claims of the requests themselves and of those in `ignoring` count as free. `windows` stand
    in for the companies' own (a technician looks for another time). A constant number of queries.
    """
    given = None if windows is None else list(windows)
    instruments = candidates_for(session, requests)
    every = list({i.id: i for some in instruments.values() for i in some}.values())
    grid = _grid(requests, every, at=at, windows=given)
    own = {request.id for request in requests} | set(ignoring)
    claims = claims_on_units(
        session, [u.id for i in every for u in i.units], grid, at=at, not_of=own
    )
    people = technicians_for(
        session, [i.id for i in every], grid, at=at, on_call_limit=on_call_limit, not_of=own
    )
    companies = {request.company_id for request in requests}
    used = instruments_used(session, companies, at=at)
    visits = visits_of(session, companies, at=at, not_of=own)
    first_uses = {
        (request.id, instrument.id)
        for request in requests
        for instrument in instruments[request.id]
        if (request.company_id, instrument.id) not in used
    }
    problem = Problem(
        slot_minutes=SLOT_MINUTES,
        horizon=grid.horizon,
        days=grid.days,
        units=tuple(_units(every, claims, grid)),
        people=people,
        requests=tuple(
            _wish(
                request,
                instruments[request.id],
                grid,
                at=at,
                windows=given,
                first_uses=first_uses,
                visits=visits.get(request.company_id, []),
                notice=notice,
            )
            for request in requests
            if instruments[request.id]
        ),
    )
    return Question(problem=problem, grid=grid, instruments=instruments, first_uses=first_uses)


def _grid(
    requests: Sequence[Request],
    instruments: Sequence[Instrument],
    *,
    at: datetime,
    windows: Sequence[Moments] | None,
) -> Grid:
    zone = ZoneInfo(instruments[0].facility.zone) if instruments else HOME_ZONE
    today = at.astimezone(zone).date()
    ends = [
        (end if request.minutes <= 24 * 60 else end + timedelta(minutes=request.minutes))
        for request in requests
        for _start, end in (windows if windows is not None else _windows(request))
    ]
    last = max((end.astimezone(zone).date() for end in ends), default=today)
    # a run may end on a later staffed day than its window: the year end can take nine days
    last += timedelta(days=10)
    return Grid.over(today, min(max(last, today), today + timedelta(days=FARTHEST_DAYS)), zone)


def _windows(request: Request) -> list[Moments]:
    return [(window.starts_at, window.ends_at) for window in request.windows]


def _units(
    instruments: Iterable[Instrument], claims: dict[int, UnitClaims], grid: Grid
) -> Iterable[Machine]:
    open_at: dict[int, tuple[tuple[int, int], ...]] = {}
    for instrument in instruments:
        facility = instrument.facility
        if facility.id not in open_at:
            open_at[facility.id] = grid.inside(_staffed(facility, grid))
        for unit in instrument.units:
            if unit.active:
                yield _machine(instrument, unit, claims.get(unit.id), grid, open_at[facility.id])


def _staffed(facility: Facility, grid: Grid) -> list[Moments]:
    first = grid.origin.astimezone(grid.zone).date()
    return staffed_spans(facility, first, first + timedelta(days=len(grid.days) - 1))


def _machine(
    instrument: Instrument,
    unit: Unit,
    claims: UnitClaims | None,
    grid: Grid,
    open_spans: tuple[tuple[int, int], ...],
) -> Machine:
    return Machine(
        code=f"U{unit.id}",
        site=f"F{instrument.facility_id}",
        kind=f"I{instrument.id}",
        open=open_spans,
        blocked=grid.around(claims.blocked) if claims else (),
        start_every=slots_for(instrument.grid_minutes),
        fixed_starts=tuple(
            slots_for(start.hour * 60 + start.minute) for start in instrument.fixed_start_times
        ),
        occupied=tuple(claims.runs) if claims else (),
        default_changeover=slots_for(instrument.changeover_minutes),
    )


def _wish(
    request: Request,
    instruments: Sequence[Instrument],
    grid: Grid,
    *,
    at: datetime,
    windows: Sequence[Moments] | None,
    first_uses: set[tuple[int, int]],
    visits: Sequence[Moments],
    notice: bool,
) -> Wish:
    code = f"R{request.id}"
    facility = instruments[0].facility
    not_before, not_after = (max(0, grid.ceil(at)), grid.horizon)
    if notice:
        not_before, not_after = _notice(facility, grid, at=at)
    comes = windows_bind(request, instruments[0])
    party = facility.one_person_one_instrument and request.service == "equipment_use"
    step = Step(
        code=f"S{request.id}",
        request=code,
        alternatives=tuple(
            Alternative(
                unit=f"U{unit.id}",
                duration=slots_for(request.minutes),
                attendance=attendance_of(
                    request, instrument, first_use=(request.id, instrument.id) in first_uses
                ),
            )
            for instrument in instruments
            for unit in instrument.units
            if unit.active
        ),
        windows=grid.inside(windows if windows is not None else _windows(request)),
        windows_bind=comes,
        not_before=not_before,
        not_after=not_after,
        setting=request.setting,
        party=f"C{request.company_id}" if party and not request.sends_samples else "",
    )
    taken = grid.around(visits) if step.party else ()
    return Wish(code=code, steps=(step,), weight=_weight(request, at=at), party_taken=taken)


def _notice(facility: Facility, grid: Grid, *, at: datetime) -> tuple[int, int]:
    """The slots in which a use may start: after the notice, before the farthest day ahead."""
    today = at.astimezone(grid.zone).date()
    earliest = at
    if facility.notice_days:
        day = today + timedelta(days=facility.notice_days)
        earliest = datetime.combine(day, time.min, grid.zone).astimezone(UTC)
    latest = datetime.combine(
        months_after(today, facility.months_ahead) + timedelta(days=1), time.min, grid.zone
    ).astimezone(UTC)
    return max(0, grid.ceil(earliest)), max(0, min(grid.horizon, grid.ceil(latest)))


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def _weight(request: Request, *, at: datetime) -> int:
    """Every request counts; one that has waited longer counts a little more (a day is one part)."""
    return 100 + min(50, max(0, (at - request.created_at).days))
