"""One firm: its record is corrected, and who acts for it begins or ends to."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.accounts import SHORTEST_PASSWORD, password_hash
from booking.errors import BookingError, NotFound, RequestIncomplete
from booking.forms.company_form import Newcomer, read_newcomer, read_record
from booking.language import _, ngettext
from booking.models import Person
from booking.permissions import Action
from booking.queries.desk_companies import company_of_desk
from booking.queries.desk_company import company_page, member_of_desk
from booking.queries.prefectures import prefectures
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.entrance import ID, attempt, bp, zone
from booking.services.correct_company import CompanyFacts, correct_company
from booking.services.memberships import admit_newcomer, end_membership

Answer = Response | tuple[str, int]


@bp.get(f"/companies/{ID}")
def show_company(number: int) -> str:
    """The record, who acts for the firm, what stands here, what changed."""
    return _page(number, MultiDict())


@bp.post(f"/companies/{ID}")
def correct(number: int) -> Answer:
    """Make the record as typed."""
    door.needs(Action.KEEP_COMPANY)
    company_of_desk(door.reading(), door.me(), number)
    try:
        facts = read_record(request.form)
    except RequestIncomplete as refused:
        return _page(number, request.form, sentences_by_field(refused.facts["broken"])), 422
    door.retreat(url_for(".show_company", number=number))
    changed = door.act(lambda session, by: _correct(session, by, number, facts))
    flash(_("The record is corrected.") if changed else _("Nothing was changed."))
    return redirect(url_for(".show_company", number=number), 303)


def _correct(session: Session, by: Person, number: int, facts: CompanyFacts) -> bool:
    company = company_of_desk(session, by, number)
    return correct_company(session, company, facts, by=by, at=door.now())


@bp.post(f"/companies/{ID}/members")
def admit(number: int) -> Answer:
    """Let somebody act for the firm; a new address becomes an account."""
    door.needs(Action.KEEP_COMPANY)
    company_of_desk(door.reading(), door.me(), number)
    try:
        newcomer = read_newcomer(request.form)
    except RequestIncomplete as refused:
        return _page(number, request.form, sentences_by_field(refused.facts["broken"])), 422
    hashed = password_hash(newcomer.password) if newcomer.password else ""  # slow: before locks
    door.retreat(url_for(".show_company", number=number))
    made = attempt(
        lambda session, by: _admit(session, by, number, newcomer, hashed), RequestIncomplete
    )
    if isinstance(made, BookingError):
        broken = [(f"member_{field}", *rest) for field, *rest in made.facts["broken"]]
        return _page(number, request.form, sentences_by_field(broken)), 422
    if made:
        flash(_("Entered. Hand over the first password: this person can sign in at once."))
    else:
        flash(_("Entered. This person has an account and can act for the company at once."))
    return redirect(url_for(".show_company", number=number), 303)


def _admit(session: Session, by: Person, number: int, newcomer: Newcomer, hashed: str) -> bool:
    return admit_newcomer(
        session,
        company_of_desk(session, by, number),
        email=newcomer.email,
        name=newcomer.name,
        password=hashed,
        by=by,
        at=door.now(),
    )


@bp.post(f"/companies/members/{ID}/end")
def end_member(number: int) -> Response:
    """The person does not act for the firm any more; what was asked for stands."""
    door.needs(Action.KEEP_COMPANY)
    company_id = door.act(lambda session, by: _end(session, by, number))
    flash(_("Taken away. This person sees none of the company's cases any more."))
    try:
        page = company_page(door.reading(), door.me(), company_id, at=door.now())
    except NotFound:  # it asked nowhere yet, and others act for it: no firm of this desk any more
        return redirect(url_for(".companies"), 303)
    if page.visits:
        flash(
            ngettext(
                "%(num)s visit of the company stands: see below.",
                "%(num)s visits of the company stand: see below.",
                len(page.visits),
            ),
            "warning",
        )
    return redirect(url_for(".show_company", number=company_id), 303)


def _end(session: Session, by: Person, number: int) -> int:
    membership = member_of_desk(session, by, number)
    end_membership(session, membership, by=by, at=door.now())
    return membership.company_id


def _page(
    number: int, given: MultiDict[str, str], errors: dict[str, list[str]] | None = None
) -> str:
    return render_template(
        "desk/company.html",
        page=company_page(door.reading(), door.me(), number, at=door.now()),
        prefectures=prefectures(),
        least=SHORTEST_PASSWORD,
        given=given,
        errors=errors or {},
        zone=str(zone()),
    )
