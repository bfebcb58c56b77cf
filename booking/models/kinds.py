"""The small vocabularies of booking; `Base` stores them by value."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One kind of person; `public` is anyone without an account."""

    COMPANY = "company"
    TECHNICIAN = "technician"
    FACILITY_MANAGER = "facility_manager"
    APPROVER = "approver"
    CLERK = "clerk"
    AUDITOR = "auditor"
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    ADMIN = "admin"
    PUBLIC = "public"


class RequestStatus(StrEnum):
    """Where a request stands."""

    OPEN = "open"  # saved; offers may be shown and held
    WAITING = "waiting"  # left to the facility to propose a time
    PROPOSED = "proposed"  # a proposal holds the time until it is answered
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class OfferStatus(StrEnum):
    """What became of an offer."""

    HELD = "held"
    CHOSEN = "chosen"
    LAPSED = "lapsed"


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # by a proposal at another time


class Answerer(StrEnum):
    """Whose answer a proposal waits for."""

    FACILITY = "facility"
    COMPANY = "company"


class AttendanceMode(StrEnum):
    """How a technician is there for a part of a run."""

    EXCLUSIVE = "exclusive"  # guidance, commissioned test, start and end work
    ON_CALL = "on_call"  # 呼出対応


class ReservationStatus(StrEnum):
    """Whether a promise still stands."""

    STANDING = "standing"
    CANCELLED = "cancelled"


class ClaimKind(StrEnum):
    """Why a unit or a technician is kept; outsiders only ever see 使用不可."""

    HOLD = "hold"
    RESERVATION = "reservation"
    OWN_USE = "own_use"
    CLOSURE = "closure"
    OUTAGE = "outage"


class ClosureKind(StrEnum):
    """Why a unit is planned to be out of use."""

    MAINTENANCE = "maintenance"  # 保守
    CALIBRATION = "calibration"  # 校正
    OWN_USE = "own_use"  # 所内使用
    TRAINING = "training"  # 研修・見学
    HOLIDAY = "holiday"  # 休所日


class SubjectKind(StrEnum):
    """What can be claimed."""

    UNIT = "unit"
    EXCLUSIVE = "exclusive"  # a technician's one exclusive lane
    ON_CALL = "on_call"  # one of a technician's on-call lanes


class JobState(StrEnum):
    """Where a piece of background work stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
