"""Which parts of a run a technician attends, and how, for one request on one instrument."""

from __future__ import annotations

from booking.models import Request
from booking.planning.grid import slots_for
from instruments.models import Instrument
from instruments.words import Attended, Guidance, Service
from solver.problem import Attendance, Mode, Part, WindowsBind

GUIDANCE_MINUTES = 60  # of a first use; an assumption until the staff of a facility correct it
LONGEST_VISIT_MINUTES = 10 * 60  # nobody stands at an instrument longer: it runs by itself


def is_guided(request: Request, instrument: Instrument, *, first_use: bool) -> bool:
    """Whether a technician shows how: asked for, always required, or the company's first use."""
    if request.service is not Service.EQUIPMENT_USE:
        return False
    if instrument.guidance is Guidance.FIRST:
        return request.guidance or first_use
    return request.guidance or instrument.guidance is Guidance.ALWAYS


def guidance_minutes(request: Request, instrument: Instrument, *, first_use: bool) -> int:
    """Minutes of guidance that are charged: none, the first hour, or all of the attended time."""
    if not is_guided(request, instrument, first_use=first_use):
        return 0
    if instrument.attended is Attended.ENDS:
        return min(instrument.start_minutes, request.minutes)
    if instrument.guidance is Guidance.ALWAYS and instrument.attended is Attended.FULL:
        return request.minutes
    return min(GUIDANCE_MINUTES, request.minutes)


def attendance_of(
    request: Request, instrument: Instrument, *, first_use: bool
) -> tuple[Attendance, ...]:
    """The attended parts, for the solver.

    Staff tests and guided parts need a technician for themselves; an experienced company needs one
    on call (呼出対応) where the instrument is attended at all. What is lent is used elsewhere.
    """
    if request.service is Service.LENDING:
        return ()
    exclusive = request.service is Service.COMMISSIONED_TEST or is_guided(
        request, instrument, first_use=first_use
    )
    match instrument.attended:
        case Attended.ENDS:
            return _ends(request, instrument, exclusive=exclusive)
        case Attended.FULL if request.service is Service.COMMISSIONED_TEST:
            return (Attendance(mode="exclusive", at="throughout"),)
        case Attended.FULL | Attended.ON_CALL:
            return _guided_then_on_call(request, instrument, exclusive=exclusive)
        case _:
            return _guided_start(request) if exclusive else ()


def windows_bind(request: Request, instrument: Instrument) -> WindowsBind:
    """Whether the company must be there for the whole run, or only brings the work."""
    if request.service is not Service.EQUIPMENT_USE or request.sends_samples:
        return "start"
    if instrument.attended is Attended.ENDS or request.minutes > LONGEST_VISIT_MINUTES:
        return "start"
    return "whole"


def _ends(request: Request, instrument: Instrument, *, exclusive: bool) -> tuple[Attendance, ...]:
    mode: Mode = "exclusive" if exclusive else "on_call"
    first, last = slots_for(instrument.start_minutes), slots_for(instrument.end_minutes)
    if first + last >= slots_for(request.minutes):
        return (Attendance(mode=mode, at="throughout"),)
    parts: tuple[tuple[Part, int], ...] = (("start", first), ("end", last))
    return tuple(Attendance(mode=mode, at=at, slots=slots) for at, slots in parts if slots)


def _guided_then_on_call(
    request: Request, instrument: Instrument, *, exclusive: bool
) -> tuple[Attendance, ...]:
    on_call = Attendance(mode="on_call", at="throughout")
    if not exclusive:
        return (on_call,)
    if instrument.guidance is Guidance.ALWAYS or request.minutes <= GUIDANCE_MINUTES:
        return (Attendance(mode="exclusive", at="throughout"),)
    return (*_guided_start(request), on_call)


def _guided_start(request: Request) -> tuple[Attendance, ...]:
    slots = slots_for(min(GUIDANCE_MINUTES, request.minutes))
    return (Attendance(mode="exclusive", at="start", slots=slots),)
