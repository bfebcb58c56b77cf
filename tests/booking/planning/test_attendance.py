"""Which parts of a run a technician attends: by the instrument, the service and the guidance."""

import pytest

from booking.models import Request
from booking.planning.attendance import (
    attendance_of,
    guidance_minutes,
    is_guided,
    windows_bind,
)
from instruments.words import Attended, Guidance, Service
from solver.problem import Attendance
from tests.builders import an_instrument

USE, TEST, LENDING = Service.EQUIPMENT_USE, Service.COMMISSIONED_TEST, Service.LENDING
FULL, ENDS, NONE, ON_CALL = Attended.FULL, Attended.ENDS, Attended.NONE, Attended.ON_CALL
ALWAYS, FIRST, NEVER = Guidance.ALWAYS, Guidance.FIRST, Guidance.NEVER

ALONE: list[str] = []
CALL = ["on_call throughout"]
THROUGHOUT = ["exclusive throughout"]
HOUR_THEN_CALL = ["exclusive start 12", "on_call throughout"]
HOUR = ["exclusive start 12"]
BOTH_ENDS = ["exclusive start 6", "exclusive end 6"]
CALLED_TO_ENDS = ["on_call start 6", "on_call end 6"]


def _request(service: Service = USE, *, minutes: int = 180, guidance: bool = False) -> Request:
    return Request(service=service, minutes=minutes, guidance=guidance, sends_samples=False)


def _said(parts: tuple[Attendance, ...]) -> list[str]:
    return [f"{part.mode} {part.at} {part.slots or ''}".strip() for part in parts]


# Three hours on an instrument: (attended, guidance rule), then the parts for an experienced
# company, for one that asks for guidance or comes first, and for a test by the staff.
TABLE = [
    (FULL, ALWAYS, THROUGHOUT, THROUGHOUT, THROUGHOUT),
    (FULL, FIRST, CALL, HOUR_THEN_CALL, THROUGHOUT),
    (FULL, NEVER, CALL, HOUR_THEN_CALL, THROUGHOUT),
    (ENDS, ALWAYS, BOTH_ENDS, BOTH_ENDS, BOTH_ENDS),
    (ENDS, FIRST, CALLED_TO_ENDS, BOTH_ENDS, BOTH_ENDS),
    (ENDS, NEVER, CALLED_TO_ENDS, BOTH_ENDS, BOTH_ENDS),
    (ON_CALL, ALWAYS, THROUGHOUT, THROUGHOUT, THROUGHOUT),
    (ON_CALL, FIRST, CALL, HOUR_THEN_CALL, HOUR_THEN_CALL),
    (ON_CALL, NEVER, CALL, HOUR_THEN_CALL, HOUR_THEN_CALL),
    (NONE, ALWAYS, HOUR, HOUR, HOUR),
    (NONE, FIRST, ALONE, HOUR, HOUR),
    (NONE, NEVER, ALONE, HOUR, HOUR),
]


@pytest.mark.parametrize(("attended", "rule", "alone", "guided", "by_staff"), TABLE)
def test_the_table_of_attended_parts(
    attended: Attended, rule: Guidance, alone: list[str], guided: list[str], by_staff: list[str]
) -> None:
    instrument = an_instrument(attended=attended, guidance=rule)

    def parts(request: Request) -> list[str]:
        return _said(attendance_of(request, instrument, first_use=False))

    assert parts(_request()) == alone
    assert parts(_request(guidance=True)) == guided
    assert parts(_request(TEST)) == by_staff


@pytest.mark.parametrize("attended", list(Attended))
def test_what_is_lent_is_used_elsewhere(attended: Attended) -> None:
    instrument = an_instrument(attended=attended, guidance=ALWAYS)

    assert attendance_of(_request(LENDING), instrument, first_use=True) == ()


def test_only_where_the_rule_says_so_is_a_first_use_guided() -> None:
    first, never = an_instrument(guidance=FIRST), an_instrument(guidance=NEVER)

    assert is_guided(_request(), first, first_use=True)
    assert not is_guided(_request(), first, first_use=False)
    assert not is_guided(_request(), never, first_use=True)


def test_a_guided_hour_is_the_whole_of_a_shorter_use() -> None:
    instrument = an_instrument(attended=FULL, guidance=FIRST)

    parts = attendance_of(_request(minutes=45), instrument, first_use=True)

    assert _said(parts) == THROUGHOUT


def test_ends_that_meet_are_one_part() -> None:
    instrument = an_instrument(attended=ENDS, guidance=NEVER)

    assert _said(attendance_of(_request(minutes=60), instrument, first_use=False)) == CALL


@pytest.mark.parametrize(
    ("attended", "rule", "minutes", "charged"),
    [
        (FULL, ALWAYS, 180, 180),
        (FULL, FIRST, 180, 60),
        (FULL, FIRST, 45, 45),
        (ENDS, ALWAYS, 180, 30),
        (NONE, ALWAYS, 180, 60),
        (NONE, NEVER, 180, 0),
    ],
)
def test_the_guidance_that_is_charged(
    attended: Attended, rule: Guidance, minutes: int, charged: int
) -> None:
    instrument = an_instrument(attended=attended, guidance=rule)

    assert guidance_minutes(_request(minutes=minutes), instrument, first_use=True) == charged


def test_a_test_by_the_staff_charges_no_guidance() -> None:
    instrument = an_instrument(attended=FULL, guidance=ALWAYS)

    assert guidance_minutes(_request(TEST, guidance=True), instrument, first_use=True) == 0


def test_who_operates_is_there_throughout_and_who_brings_work_only_at_the_start() -> None:
    instrument, oven = an_instrument(), an_instrument(attended=ENDS)
    sends = _request()
    sends.sends_samples = True

    assert windows_bind(_request(), instrument) == "whole"
    assert windows_bind(_request(minutes=10 * 60), instrument) == "whole"
    assert windows_bind(_request(minutes=10 * 60 + 5), instrument) == "start"
    assert windows_bind(_request(), oven) == "start"
    assert windows_bind(_request(TEST), instrument) == "start"
    assert windows_bind(sends, instrument) == "start"
