"""A request at the desk: propose a time, first or instead of another; withdraw it for a caller."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.disclosure import visible
from booking.errors import BookingError, ReasonMissing, RequestIncomplete, RuleBroken
from booking.forms.desk_forms import Chosen, read_chosen, read_reason
from booking.language import _
from booking.models import Person, Proposal, Request
from booking.models.kinds import Answerer, RequestStatus
from booking.permissions import Action
from booking.queries.desk_cases import Proposed, asked_of, proposed_of
from booking.queries.desk_people import names_of
from booking.queries.desk_story import story_of
from booking.queries.desk_visits import visit_of_request
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.choosing import choosing_for, day_of_case, run_chosen
from booking.routes.desk.desk_words import REASONS
from booking.routes.desk.entrance import ID, attempt, bp, facility, zone
from booking.routes.desk.telling import flash_told
from booking.services.decide import waiting_proposal
from booking.services.propose_another_time import propose_another_time
from booking.services.refuse_request import refuse_request
from booking.services.withdraw_request import withdraw_request

UNDECIDED = (RequestStatus.WAITING, RequestStatus.PROPOSED)


@bp.get(f"/requests/{ID}")
def show_request(number: int) -> Response | str:
    """The request; where it has gone on, the page where it stands now."""
    session = door.reading()
    row = visible(session, door.me(), Request, number, door.now())
    proposal = waiting_proposal(session, row.id)
    if proposal is not None:
        return redirect(url_for(".show_proposal", number=proposal.id), 303)
    visit = visit_of_request(session, row.id)
    if visit is not None:
        return redirect(url_for(".show_reservation", number=visit), 303)
    return case_page(row, None)


@bp.post(f"/requests/{ID}/propose")
def propose(number: int) -> Response | tuple[str, int]:
    """Propose the chosen time; where the judge refuses, the page again with every rule named."""
    door.needs(Action.PROPOSE)
    row = visible(door.reading(), door.me(), Request, number, door.now())
    door.retreat(url_for(".show_request", number=number))
    try:
        chosen = read_chosen(request.form, zone())
    except RequestIncomplete as refused:
        return _again(row, refused)
    done = attempt(lambda session, by: _propose(session, by, number, chosen), RuleBroken)
    if isinstance(done, BookingError):
        return _again(visible(door.reading(), door.me(), Request, number, door.now()), done)
    flash(done[1])
    return redirect(url_for(".show_proposal", number=done[0]), 303)


def _propose(session: Session, by: Person, number: int, chosen: Chosen) -> tuple[int, str]:
    """The proposal's id, and what the desk reads of it."""
    row = visible(session, by, Request, number, door.now())
    proposal = propose_another_time(
        session,
        row,
        run_chosen(session, row, chosen),
        seen=chosen.seen,
        by=by,
        at=door.now(),
        settings=door.settings(),
    )
    return proposal.id, _told(proposal)


def _told(proposal: Proposal) -> str:
    if proposal.awaits is Answerer.COMPANY:
        return _("The company has been asked whether this time suits. The time is held.")
    run, wished = proposal.placement, proposal.request.windows
    if not any(w.starts_at <= run.starts_at and run.ends_at <= w.ends_at for w in wished):
        return _("The time is held. The company did not name it: telephone before you confirm.")
    return _("The time is held. The company said it can come then: confirm it when it suits you.")


@bp.post(f"/requests/{ID}/refuse")
def refuse_waiting(number: int) -> Response | tuple[str, int]:
    """Refuse what was left to the facility, with a reason the company reads."""
    row = visible(door.reading(), door.me(), Request, number, door.now())
    door.retreat(url_for(".show_request", number=number))
    try:
        reason = read_reason(request.form)
    except RequestIncomplete as refused:
        return _again(row, refused)
    done = attempt(
        lambda session, by: refuse_request(
            session,
            visible(session, by, Request, number, door.now()),
            reason=reason,
            by=by,
            at=door.now(),
        ),
        ReasonMissing,
    )
    if isinstance(done, BookingError):
        row = visible(door.reading(), door.me(), Request, number, door.now())
        errors = {"reason": [_("Please write a short reason.")]}
        return case_page(row, None, given=request.form, errors=errors), 422
    flash_told(number, _("Refused. The company reads your reason."))
    return redirect(url_for(".show_request", number=number), 303)


@bp.post(f"/requests/{ID}/withdraw")
def withdraw(number: int) -> Response:
    """Take the request back for a company that said so by telephone."""
    door.retreat(url_for(".show_request", number=number))
    door.act(
        lambda session, by: withdraw_request(
            session, visible(session, by, Request, number, door.now()), by=by, at=door.now()
        )
    )
    flash(_("Withdrawn. The time is free again."))
    return redirect(url_for(".show_request", number=number), 303)


def _again(row: Request, refused: BookingError) -> tuple[str, int]:
    proposal = waiting_proposal(door.reading(), row.id)
    if isinstance(refused, RequestIncomplete):
        errors = sentences_by_field(refused.facts["broken"])
        return case_page(row, proposal, given=request.form, errors=errors), 422
    rules = tuple(refused.facts["rules"])
    return case_page(row, proposal, given=request.form, rules=rules), 409


def case_page(
    row: Request,
    proposal: Proposal | None,
    *,
    given: MultiDict[str, str] | None = None,
    errors: dict[str, list[str]] | None = None,
    rules: tuple[str, ...] = (),
) -> str:
    """The page of a case that is not promised yet: facts, what competes, other times."""
    session, me, now = door.reading(), door.me(), door.now()
    proposed = proposed_of(session, me, proposal, now) if proposal else None
    undecided = row.status in UNDECIDED and (not proposed or proposed.status == "waiting")
    choosing = None
    if undecided and door.allowed(Action.PROPOSE):
        choosing = choosing_for(row, now_at=proposed.placed if proposed else None)
    return render_template(
        "desk/case.html",
        asked=proposed.asked if proposed else asked_of(session, me, row, now),
        proposed=proposed,
        names=names_of(session, me.facility_id or 0, _people(proposed)),
        undecided=undecided,
        choosing=choosing,
        day=day_of_case(row, proposed.placed if proposed else None, choosing),
        story=story_of(session, me, row),
        reasons=REASONS,
        given=given or MultiDict(),
        errors=errors or {},
        rules=rules,
        zone=facility().zone,
        facility=facility(),
    )


def _people(proposed: Proposed | None) -> list[int | None]:
    return [proposed.made_by_id, proposed.decided_by_id] if proposed else []
