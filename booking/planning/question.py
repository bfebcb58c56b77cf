"""The bridge: requests and what stands around them become one solver Problem."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.models import Request
from booking.planning.attendance import attendance_of, windows_bind
from booking.planning.candidates import candidates_for, first_uses_of, visits_of
from booking.planning.grid import SLOT_MINUTES, Grid, Moments, slots_for
from booking.planning.standing import UnitClaims, claims_on_units, technicians_for
from instruments.models import Facility, Instrument, Unit
from instruments.opening import staffed_spans
from solver.problem import Alternative, Problem, Span, Step
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
    only_at: int | None = None,
) -> Question:
    """Everything the solver may know about placing the requests, as it stands at `at`.

    The claims of the requests themselves and of those in `ignoring` count as free. `windows` stand
    in for the companies' own (a technician looks for another time). `only_at` leaves out the
    instruments of every other facility. A constant number of queries.
    """
    given = _given(session, requests, windows)
    instruments = {
        number: [i for i in some if only_at is None or i.facility_id == only_at]
        for number, some in candidates_for(session, requests).items()
    }
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
    visits = visits_of(session, companies, at=at, not_of=own)
    first_uses = first_uses_of(session, requests, instruments)
    starts = _starts(every, grid, at=at, notice=notice)
    problem = Problem(
        slot_minutes=SLOT_MINUTES,
        horizon=grid.horizon,
        days=grid.days,
        units=tuple(_units(every, claims, starts, grid)),
        people=people,
        requests=tuple(
            _wish(
                request,
                instruments[request.id],
                grid,
                at=at,
                starts=starts,
                windows=given,
                first_uses=first_uses,
                visits=visits.get(request.company_id, []),
            )
            for request in requests
            if instruments[request.id]
        ),
    )
    return Question(problem=problem, grid=grid, instruments=instruments, first_uses=first_uses)


def _given(
    session: Session, requests: Sequence[Request], windows: Iterable[Moments] | None
) -> list[Moments] | None:
    if windows is not None:
        return list(windows)
    # Reads the windows of all requests at once; each reads its own otherwise.
    ids = [request.id for request in requests]
    session.scalars(
        select(Request).where(Request.id.in_(ids)).options(selectinload(Request.windows))
    ).all()
    return None


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
    instruments: Iterable[Instrument],
    claims: dict[int, UnitClaims],
    starts: dict[int, Span],
    grid: Grid,
) -> Iterable[Machine]:
    open_at: dict[int, tuple[Span, ...]] = {}
    for instrument in instruments:
        facility = instrument.facility
        if facility.id not in open_at:
            open_at[facility.id] = grid.inside(_staffed(facility, grid))
        closed = _too_soon_or_far(starts[facility.id], starts, grid)
        for unit in instrument.units:
            if unit.active:
                taken = claims.get(unit.id, UnitClaims())
                yield _machine(instrument, unit, taken, closed, grid, open_at[facility.id])


def _staffed(facility: Facility, grid: Grid) -> list[Moments]:
    first = grid.origin.astimezone(grid.zone).date()
    return staffed_spans(facility, first, first + timedelta(days=len(grid.days) - 1))


def _machine(
    instrument: Instrument,
    unit: Unit,
    claims: UnitClaims,
    closed: tuple[Span, ...],
    grid: Grid,
    open_spans: tuple[Span, ...],
) -> Machine:
    return Machine(
        code=f"U{unit.id}",
        site=f"F{instrument.facility_id}",
        kind=f"I{instrument.id}",
        open=open_spans,
        blocked=(*grid.around(claims.blocked), *closed),
        start_every=slots_for(instrument.grid_minutes),
        fixed_starts=tuple(
            slots_for(start.hour * 60 + start.minute) for start in instrument.fixed_start_times
        ),
        occupied=tuple(claims.runs),
        default_changeover=slots_for(instrument.changeover_minutes),
    )


def _wish(
    request: Request,
    instruments: Sequence[Instrument],
    grid: Grid,
    *,
    at: datetime,
    starts: dict[int, Span],
    windows: Sequence[Moments] | None,
    first_uses: set[tuple[int, int]],
    visits: Sequence[Moments],
) -> Wish:
    code = f"R{request.id}"
    allowed = [starts[instrument.facility_id] for instrument in instruments]
    binds = {windows_bind(request, instrument) for instrument in instruments}
    party = request.service == "equipment_use" and any(
        instrument.facility.one_person_one_instrument for instrument in instruments
    )
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
        windows_bind="whole" if "whole" in binds else "start",
        not_before=min(first for first, _ in allowed),
        not_after=max(end for _, end in allowed),
        setting=request.setting,
        party=f"C{request.company_id}" if party and not request.sends_samples else "",
    )
    taken = grid.around(visits) if step.party else ()
    return Wish(code=code, steps=(step,), weight=_weight(request, at=at), party_taken=taken)


def _starts(
    instruments: Iterable[Instrument], grid: Grid, *, at: datetime, notice: bool
) -> dict[int, Span]:
    """The slots in which a use may start, by facility id."""
    facilities = {instrument.facility_id: instrument.facility for instrument in instruments}
    if notice:
        return {number: _notice(facility, grid, at=at) for number, facility in facilities.items()}
    return {number: (max(0, grid.ceil(at)), grid.horizon) for number in facilities}


def _too_soon_or_far(own: Span, starts: dict[int, Span], grid: Grid) -> tuple[Span, ...]:
    """What a facility stricter than others in the question closes: a step knows one span only."""
    too_soon = (0, own[0]) if own[0] > min(first for first, _ in starts.values()) else None
    too_far = (own[1], grid.horizon) if own[1] < max(end for _, end in starts.values()) else None
    return tuple(span for span in (too_soon, too_far) if span is not None)


def _notice(facility: Facility, grid: Grid, *, at: datetime) -> Span:
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
