"""The rules of an instrument and of its facility as short lines beside the form."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import LazyString

from booking.language import _, _l, ngettext
from booking.routes.week_words import week_in_words
from booking.routes.words import in_language, length
from instruments.models import Facility, Instrument
from instruments.words import Attended, Guidance, OperatedBy, Payment

Line = tuple[str, str]  # what the rule is about, and the rule

GUIDANCE: dict[Guidance, LazyString] = {
    Guidance.ALWAYS: _l("A technician guides every use."),
    Guidance.FIRST: _l("A technician guides a company's first use."),
    Guidance.NEVER: _l("Not required."),
}
ATTENDED: dict[Attended, LazyString] = {
    Attended.FULL: _l("A technician is there throughout or on call."),
    Attended.ENDS: _l("A technician is there at the start and at the end; the run goes on alone."),
    Attended.NONE: _l("Nobody of the staff has to be there."),
    Attended.ON_CALL: _l("A technician is on call."),
}
OPERATED_BY: dict[OperatedBy, LazyString] = {
    OperatedBy.COMPANY: _l("The company operates it."),
    OperatedBy.STAFF: _l("The staff operate it."),
    OperatedBy.EITHER: _l("The company or the staff operate it."),
}
PAYMENT: dict[Payment, LazyString] = {
    Payment.ADVANCE: _l("In advance."),
    Payment.INVOICE: _l("By invoice after the use."),
}


def rules_of(instrument: Instrument) -> list[Line]:
    """Everything that decides whether a wish can be met, in the order people ask."""
    return [*_of_the_instrument(instrument), *_of_the_facility(instrument.facility)]


def _of_the_instrument(instrument: Instrument) -> Iterator[Line]:
    yield (
        _("Length"),
        _(
            "%(least)s to %(most)s",
            least=length(instrument.min_minutes),
            most=length(instrument.max_minutes),
        ),
    )
    yield _("Starting times"), starts_of(instrument)
    yield _("Who operates"), str(OPERATED_BY[instrument.operated_by])
    yield _("Guidance"), str(GUIDANCE[instrument.guidance])
    yield _("Attendance"), str(ATTENDED[instrument.attended])
    conditions = in_language(instrument, "conditions")
    if conditions:
        yield _("Conditions and what to bring"), conditions


def starts_of(instrument: Instrument) -> str:
    """At which times of day a use may begin."""
    fixed = [f"{clock.hour}:{clock:%M}" for clock in instrument.fixed_start_times]
    if fixed:
        return _("at %(times)s", times=_(", ").join(fixed))
    return _("every %(minutes)s minutes", minutes=instrument.grid_minutes)


def _of_the_facility(facility: Facility) -> Iterator[Line]:
    yield _("Opening hours"), weekly_hours(facility)
    yield _("Apply"), apply_when(facility)
    if facility.prior_consultation:
        yield _("Consultation"), _("Please talk to the facility before the first use.")
    if facility.one_person_one_instrument:
        yield _("At the same time"), _("One person uses one instrument at a time.")
    yield _("Payment"), str(PAYMENT[facility.payment])
    yield _("Cancellation"), cancel_rule(facility)
    terms = in_language(facility, "terms")
    if terms:
        yield _("Terms"), terms


def weekly_hours(facility: Facility) -> str:
    """Opening hours of the week, weekdays of the same hours together: Mon–Fri 9:00–17:00."""
    return week_in_words((row.weekday, row.opens, row.closes) for row in facility.hours)


def apply_when(facility: Facility) -> str:
    """From when until when one may apply."""
    ahead = ngettext(
        "up to %(num)s month ahead", "up to %(num)s months ahead", facility.months_ahead
    )
    if not facility.notice_days:
        return _("until the day itself, %(ahead)s", ahead=ahead)
    before = ngettext(
        "%(num)s day before at the latest",
        "%(num)s days before at the latest",
        facility.notice_days,
    )
    return _(", ").join((before, ahead))


def cancel_rule(facility: Facility) -> str:
    """Until when cancelling is free, and what it costs later."""
    percent = facility.cancellation_fraction_percent
    if not percent:
        return _("Free of charge until the visit begins.")
    return ngettext(
        "Free of charge until %(num)s day before; later %(percent)s %% of the fee.",
        "Free of charge until %(num)s days before; later %(percent)s %% of the fee.",
        facility.cancellation_free_days,
        percent=percent,
    )
