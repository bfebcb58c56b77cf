"""What the history's entries are called: verbs as the services are named, nouns as the tables.

A name that is not here is shown as it is stored: the history never hides an entry.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import LazyString

from booking.language import _, _l
from booking.permissions import Role
from booking.routes.errors import STATES
from booking.routes.role_words import role_name
from booking.routes.words import local_moment

WHATS: dict[str, LazyString] = {
    "add_person": _l("person entered"),
    "admit_member": _l("member of a company entered"),
    "approve_membership": _l("member of a company approved"),
    "cancel_reservation": _l("reservation cancelled"),
    "change_account": _l("account changed"),
    "change_windows": _l("possible times changed"),
    "close_unit": _l("closure entered"),
    "confirm_proposal": _l("proposal confirmed"),
    "correct_company": _l("record of a company corrected"),
    "decline_proposal": _l("proposal declined by the company"),
    "end_membership": _l("member of a company taken away"),
    "end_skill": _l("qualification taken away"),
    "grant_skill": _l("qualification entered"),
    "hand_over_visit": _l("visit handed over to another technician"),
    "hold_offers": _l("offers shown and held"),
    "leave_to_facility": _l("time left to the facility"),
    "merge_companies": _l("companies merged"),
    "move_reservation": _l("reservation moved"),
    "open_case": _l("case opened for a reason"),
    "propose": _l("time proposed"),
    "record_absence": _l("absence recorded"),
    "refuse_proposal": _l("proposal refused"),
    "refuse_request": _l("request refused"),
    "register_company": _l("company registered"),
    "remind": _l("reminder sent"),
    "reopen_unit": _l("closure taken back"),
    "request_use": _l("request made"),
    "set_hours": _l("working time entered"),
    "start_planning": _l("planning for all started"),
    "stop_planning": _l("planning for all stopped"),
    "switch_agreement": _l("agreement switched"),
    "take_back_absence": _l("absence taken back"),
    "withdraw_request": _l("request withdrawn"),
}

ABOUTS: dict[str, LazyString] = {
    "absence": _l("absence"),
    "agreement": _l("agreement"),
    "closure": _l("closure"),
    "company": _l("company"),
    "membership": _l("membership"),
    "person": _l("person"),
    "planning_run": _l("planning run"),
    "proposal": _l("proposal"),
    "request": _l("request"),
    "reservation": _l("reservation"),
}

FACTS: dict[str, LazyString] = {
    "active": _l("active"),
    "agreed": _l("agreed by the company"),
    "at_risk": _l("reservations at risk"),
    "by_facility": _l("by the facility"),
    "changed": _l("changed"),
    "company": _l("company"),
    "ended": _l("qualifications that ended, by instrument"),
    "ends_at": _l("end"),
    "facility": _l("facility"),
    "fri": _l("Friday"),
    "held_until": _l("held until"),
    "instrument": _l("instrument"),
    "is_primary": _l("in charge"),
    "merged": _l("merged"),
    "mon": _l("Monday"),
    "offers": _l("offers"),
    "opening": _l("opening"),
    "person": _l("person"),
    "proposal": _l("proposal"),
    "request": _l("request"),
    "requests": _l("requests"),
    "reservation": _l("reservation"),
    "role": _l("role"),
    "safe_again": _l("reservations no longer at risk"),
    "sat": _l("Saturday"),
    "stage": _l("stage"),
    "starts_at": _l("start"),
    "status": _l("state"),
    "sun": _l("Sunday"),
    "technician": _l("technician"),
    "technicians": _l("technicians"),
    "thu": _l("Thursday"),
    "told": _l("persons told"),
    "tue": _l("Tuesday"),
    "unit": _l("unit no."),
    "until": _l("until"),
    "valid_until": _l("valid until"),
    "wed": _l("Wednesday"),
    "windows": _l("possible times"),
    "yen": _l("yen"),
}

FIELDS: dict[str, LazyString] = {
    "name": _l("name"),
    "reading": _l("Reading"),
    "prefecture_jis": _l("Prefecture"),
    "city": _l("Town"),
    "telephone": _l("Telephone"),
    "email": _l("Mail address"),
    "password": _l("Password"),
}


def what_name(what: str) -> str:
    """What was done."""
    return str(WHATS.get(what, what))


def about_name(about: str) -> str:
    """What it was done to."""
    return str(ABOUTS.get(about, about))


def fact_name(name: str) -> str:
    """What the value of an entry means."""
    return str(FACTS.get(name, name))


def field_name(field: str) -> str:
    """A field of a record that was changed."""
    return str(FIELDS.get(field, field))


def fact_value(value: str) -> str:
    """A stored value: states, roles, fields, yes and no, moments as people read them; ids as is."""
    if value in STATES:
        return str(STATES[value])
    if value in set(Role):
        return role_name(Role(value))
    if set(value.split(", ")) <= FIELDS.keys():
        return _(", ").join(field_name(field) for field in value.split(", "))
    if value in {"True", "False"}:
        return _("Yes") if value == "True" else _("No")
    if "T" in value:
        try:
            return local_moment(datetime.fromisoformat(value))
        except ValueError:  # a word with a T in it
            return value
    return value
