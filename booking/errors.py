"""Everything booking can refuse to do, and why.

BookingError
├── NotFound                no such object, or not for this person's eyes: the same answer
├── NotAllowed              the person may not do this
├── RequestIncomplete       the input breaks rules; carries every broken one with its field
├── AlreadyDecided          someone was faster; carries what was decided, by whom and when
├── HoldExpired             the offer's hold is over; the time may still be free
├── Taken                   a unit or a technician is claimed in that time
├── RuleBroken              the judge refuses the placement; carries the rules
├── NothingFits             no time fits; carries why and what would change it
├── TooManyHolds            the company holds as many tentative bookings as it may
├── ReasonMissing           the step needs a reason in words
├── ClosureOverReservation  a planned closure would lie over a promise
└── NotNow                  the state does not allow this step any more
"""

from __future__ import annotations

from datetime import datetime
from typing import Any


class BookingError(Exception):
    """Facts only; the sentence is in the translations, the local time too."""

    code = "booking_error"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class NotFound(BookingError):
    """There is no such object, or the person may not know that there is."""

    code = "not_found"


class NotAllowed(BookingError):
    """The person's role does not include this action, or not on this object."""

    code = "not_allowed"

    def __init__(self, action: str) -> None:
        super().__init__(action=action)


class RequestIncomplete(BookingError):
    """Rules broken by what was entered: all of them, each as (field, rule, facts)."""

    code = "request_incomplete"

    def __init__(self, broken: list[tuple[str, str, dict[str, Any]]]) -> None:
        super().__init__(broken=broken)


class AlreadyDecided(BookingError):
    """Someone was faster; carries the state now, who decided (person id) and when."""

    code = "already_decided"

    def __init__(self, status: str, by_id: int | None, at: datetime | None) -> None:
        super().__init__(status=status, by_id=by_id, at=at)


class HoldExpired(BookingError):
    """The hold of the offer ended at `held_until`."""

    code = "hold_expired"

    def __init__(self, held_until: datetime) -> None:
        super().__init__(held_until=held_until)


class Taken(BookingError):
    """The unit or the technician is claimed in that time, by whom is nobody's business."""

    code = "taken"

    def __init__(self, starts_at: datetime, ends_at: datetime) -> None:
        super().__init__(starts_at=starts_at, ends_at=ends_at)


class RuleBroken(BookingError):
    """The judge refuses the placement: the rules' names, each with its facts."""

    code = "rule_broken"

    def __init__(self, rules: tuple[str, ...]) -> None:
        super().__init__(rules=rules)


class NothingFits(BookingError):
    """No time fits the request; the groups of rules that would have to give way."""

    code = "nothing_fits"

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__(groups=groups)


class TooManyHolds(BookingError):
    """The company already holds `limit` tentative bookings that are not answered yet."""

    code = "too_many_holds"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class ReasonMissing(BookingError):
    """This step is recorded with a reason in words, and there is none."""

    code = "reason_missing"


class ClosureOverReservation(BookingError):
    """A planned closure never lies over a reservation or a hold; carries how many it met."""

    code = "closure_over_reservation"

    def __init__(self, count: int, starts_at: datetime, ends_at: datetime) -> None:
        super().__init__(count=count, starts_at=starts_at, ends_at=ends_at)


class NotNow(BookingError):
    """The object is in a state that does not allow this step."""

    code = "not_now"

    def __init__(self, status: str) -> None:
        super().__init__(status=status)
