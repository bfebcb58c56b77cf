"""The managers' door: the people of a facility, what each guides on, and when they work."""

from __future__ import annotations

from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.accounts import SHORTEST_PASSWORD, password_hash
from booking.disclosure import account_for_manager, facility_for_manager
from booking.errors import NotFound, RequestIncomplete
from booking.forms.catalogue import clean_code
from booking.forms.staff_form import Account, read_account, read_skill, read_week
from booking.language import _, ngettext
from booking.models import Person
from booking.permissions import ALLOWED, AT_A_FACILITY, Action, Role
from booking.queries.desk_people import local_date
from booking.queries.people import HOME_ZONE
from booking.queries.staff import facilities_with_people, facility_choices, person_page, staff_page
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.week_words import week_in_words
from booking.services.add_person import BEYOND_A_FACILITY, add_person, roles_given_by
from booking.services.change_account import AccountFacts, change_account
from booking.services.staffing import Hours, end_skill, grant_skill, set_hours
from booking.services.uncovered import Uncovered, cases
from instruments.models import Instrument

ID = "<int(max=2147483647):number>"
Answer = Response | tuple[str, int]
Errors = dict[str, list[str]]

bp = Blueprint("staff", __name__, url_prefix="/staff")
bp.before_request(door.only(*(role for role in Role if Action.MANAGE_STAFF in ALLOWED[role])))
bp.add_app_template_filter(week_in_words)


@bp.app_template_filter()
def hours_typed(hours: list[Hours]) -> str:
    """The hours of a day as they are typed: 8:30-12:00 13:00-17:15."""
    return " ".join(f"{_clock(starts)}-{_clock(ends)}" for starts, ends in hours)


def _clock(clock: time) -> str:
    return f"{clock.hour}:{clock:%M}"


@bp.get("/")
def home() -> str | Response:
    """A manager's own facility; for an administrator every facility."""
    facility = door.me().facility
    if door.me().role is not Role.ADMIN:
        if facility is None:
            raise NotFound
        return redirect(url_for(".people", code=facility.code))
    return _home(MultiDict())


@bp.post("/")
def add_beyond() -> Answer:
    """Enter somebody who belongs to no facility."""
    if door.me().role is not Role.ADMIN:
        raise NotFound
    try:
        number = _add(read_account(request.form, BEYOND_A_FACILITY, new=True), "")
    except RequestIncomplete as refused:
        return _home(request.form, sentences_by_field(refused.facts["broken"])), 422
    return redirect(url_for(".show_person", number=number), 303)


@bp.get("/<code>")
def people(code: str) -> str:
    """Everybody of a facility."""
    return _people(code, MultiDict())


@bp.post("/<code>")
def add(code: str) -> Answer:
    """Enter somebody of the facility, with a first password."""
    code = facility_for_manager(door.reading(), door.me(), clean_code(code)).code
    try:
        number = _add(read_account(request.form, _roles_here(), new=True), code)
    except RequestIncomplete as refused:
        return _people(code, request.form, sentences_by_field(refused.facts["broken"])), 422
    return redirect(url_for(".show_person", number=number), 303)


@bp.get(f"/people/{ID}")
def show_person(number: int) -> str:
    """One person: account, qualifications, hours, and what is left open."""
    return _person(number, MultiDict())


@bp.post(f"/people/{ID}")
def change(number: int) -> Answer:
    """Change the account."""
    roles = roles_given_by(door.me())
    account_for_manager(door.reading(), door.me(), number)
    try:
        account = read_account(request.form, roles, new=False)
        hashed = password_hash(account.password) if account.password else ""
        left = door.act(lambda session, by: _change(session, by, number, account, hashed))
    except RequestIncomplete as refused:
        return _person(number, request.form, sentences_by_field(refused.facts["broken"])), 422
    return _done(number, _("The account is changed."), left)


@bp.post(f"/people/{ID}/skills")
def grant(number: int) -> Answer:
    """Add a qualification, or change one that is there."""
    new = "known" not in request.form
    today = local_date(door.now(), HOME_ZONE)
    account_for_manager(door.reading(), door.me(), number)
    try:
        wish = read_skill(request.form, after=today if new else None)
        left = door.act(
            lambda session, by: grant_skill(
                session,
                account_for_manager(session, by, number),
                session.get(Instrument, wish.instrument_id),
                valid_until=wish.valid_until,
                is_primary=wish.is_primary,
                on_call_lanes=door.settings().on_call_limit,
                by=by,
                at=door.now(),
            )
        )
    except RequestIncomplete as refused:
        errors = sentences_by_field(refused.facts["broken"])
        where = "" if new else f"-{request.form.get('instrument', '')}"
        named = {f"{field}{where}": said for field, said in errors.items()}
        return _person(number, request.form, named), 422
    return _done(number, _("The qualification is entered."), left)


@bp.post(f"/people/{ID}/skills/end")
def end(number: int) -> Response:
    """Take a qualification away, from now on."""
    door.retreat(url_for(".show_person", number=number))
    instrument_id = request.form.get("instrument", type=int) or 0
    left = door.act(
        lambda session, by: end_skill(
            session,
            account_for_manager(session, by, number),
            min(instrument_id, 2**31 - 1),
            by=by,
            at=door.now(),
        )
    )
    return _done(number, _("The qualification is taken away."), left)


@bp.post(f"/people/{ID}/hours")
def hours(number: int) -> Answer:
    """Set the working hours of the whole week."""
    account_for_manager(door.reading(), door.me(), number)
    try:
        week = read_week(request.form)
        left = door.act(
            lambda session, by: set_hours(
                session, account_for_manager(session, by, number), week, by=by, at=door.now()
            )
        )
    except RequestIncomplete as refused:
        return _person(number, request.form, sentences_by_field(refused.facts["broken"])), 422
    return _done(number, _("The working hours are entered."), left)


def _add(account: Account, code: str) -> int:
    """The id of the new person."""
    hashed = password_hash(account.password)  # slow: before anything is locked
    number = door.act(
        lambda session, by: (
            add_person(
                session,
                email=account.email,
                name=account.name,
                reading=account.reading,
                role=account.role,
                facility_code=code,
                password=hashed,
                by=by,
                at=door.now(),
            ).id
        )
    )
    flash(_("Entered. Hand over the first password: this person can sign in at once."))
    return number


def _change(
    session: Session, by: Person, number: int, account: Account, hashed: str
) -> list[Uncovered]:
    person = account_for_manager(session, by, number)
    facility_id = person.facility_id
    if by.role is Role.ADMIN:
        code = clean_code(account.facility)
        facility_id = facility_for_manager(session, by, code).id if code else None
    facts = AccountFacts(
        name=account.name,
        reading=account.reading,
        email=account.email,
        role=account.role,
        facility_id=facility_id,
        valid_until=account.valid_until,
        active=account.active,
        password=hashed,
    )
    return change_account(session, person, facts, by=by, at=door.now())


def _done(number: int, said: str, left: list[Uncovered]) -> Response:
    """Back to the person, whose page lists what is left open."""
    flash(said)
    if left:
        flash(
            ngettext(
                "%(num)s visit or tentative booking needs another technician: see below.",
                "%(num)s visits or tentative bookings need another technician: see below.",
                cases(left),
            ),
            "warning",
        )
    return redirect(url_for(".show_person", number=number), 303)


def _roles_here() -> tuple[Role, ...]:
    return tuple(role for role in roles_given_by(door.me()) if role in AT_A_FACILITY)


def _home(given: MultiDict[str, str], errors: Errors | None = None) -> str:
    return render_template(
        "staff/home.html",
        facilities=facilities_with_people(door.reading()),
        roles=BEYOND_A_FACILITY,
        least=SHORTEST_PASSWORD,
        given=given,
        errors=errors or {},
    )


def _people(code: str, given: MultiDict[str, str], errors: Errors | None = None) -> str:
    return render_template(
        "staff/people.html",
        page=staff_page(door.reading(), door.me(), clean_code(code), at=door.now()),
        roles=_roles_here(),
        least=SHORTEST_PASSWORD,
        given=given,
        errors=errors or {},
    )


def _person(number: int, given: MultiDict[str, str], errors: Errors | None = None) -> str:
    me = door.me()
    return render_template(
        "staff/person.html",
        page=person_page(door.reading(), me, number, at=door.now()),
        roles=roles_given_by(me),
        facilities=facility_choices(door.reading()) if me.role is Role.ADMIN else (),
        least=SHORTEST_PASSWORD,
        given=given,
        errors=errors or {},
    )
