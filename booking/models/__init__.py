"""The nouns of booking, one idea a file; imported together so that every table is known."""

from booking.models.claims import Claim, ClaimSubject, Closure
from booking.models.history import CaseOpening, HistoryEntry, Remark
from booking.models.offers import Attendance, Offer, Placement, Proposal
from booking.models.people import Company, Membership, Person
from booking.models.requests import RefusedWish, Request, Window
from booking.models.reservations import Assignment, Reservation
from booking.models.staff import Absence, Skill, WorkingTime
from booking.models.work import Job, Notice, PlanningRun

__all__ = [
    "Absence",
    "Assignment",
    "Attendance",
    "CaseOpening",
    "Claim",
    "ClaimSubject",
    "Closure",
    "Company",
    "HistoryEntry",
    "Job",
    "Membership",
    "Notice",
    "Offer",
    "Person",
    "Placement",
    "PlanningRun",
    "Proposal",
    "RefusedWish",
    "Remark",
    "Request",
    "Reservation",
    "Skill",
    "Window",
    "WorkingTime",
]
