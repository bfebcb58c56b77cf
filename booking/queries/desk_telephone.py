"""What the telephone form offers: instruments by name or reading, firms that sound alike, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.models import Company, Person, Request
from booking.planning.answers import Run, suggestions
from booking.planning.grid import Moments
from booking.planning.question import ask
from booking.queries.desk_people import (
    Named,
    day_span,
    local_date,
    my_facility,
    my_instruments,
    zone_of,
)
from booking.services.companies import company_key, similar_companies
from booking.services.request_use import RequestDraft
from booking.settings import Settings
from instruments.models import Facility, Instrument
from instruments.search import search_key, section_of_hit
from instruments.words import InstrumentState

DAYS_AHEAD = 14  # how far the nearest free times are looked for


@dataclass(frozen=True, slots=True)
class InstrumentChoice:
    """An instrument the desk can book, as the form's list shows it."""

    id: int
    name: Named
    reading: str
    code: str
    mine: bool
    typical_minutes: int
    guidance: str  # always, first or never


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """A firm the typed name may mean; enough to tell two of one name apart."""

    id: int
    name: str
    reading: str
    city: str
    exact: bool  # the very name that was typed


def bookable_instruments(session: Session, me: Person) -> list[InstrumentChoice]:
    """Instruments of the facility that take requests, the reader's own first. Four queries."""
    facility = my_facility(session, me)
    own = my_instruments(session, me)
    rows = session.scalars(
        select(Instrument)
        .where(
            Instrument.facility_id == facility.id,
            Instrument.state == InstrumentState.AVAILABLE,
        )
        .order_by(Instrument.reading, Instrument.name_ja, Instrument.id)
    ).all()
    choices = [
        InstrumentChoice(
            id=row.id,
            name=Named(row.name_ja, row.name_en),
            reading=row.reading,
            code=row.code,
            mine=row.id in own,
            typical_minutes=row.typical_minutes,
            guidance=row.guidance.value,
        )
        for row in rows
    ]
    return sorted(choices, key=lambda choice: not choice.mine)


def instrument_of_desk(session: Session, me: Person, number: int) -> Instrument | None:
    """One of the facility's instruments, with what its rules need."""
    return session.scalar(
        select(Instrument)
        .where(Instrument.id == number, Instrument.facility_id == me.facility_id)
        .options(selectinload(Instrument.units), selectinload(Instrument.facility))
    )


def meant_instruments(session: Session, me: Person, text: str) -> list[int]:
    """Ids of the facility's instruments the text may mean: one when it is clear, likeliest first.

    The whole name wins; then every word found in the name, reading or model; then one's own.
    """
    wanted = search_key(text)
    if not wanted:
        return []
    own = my_instruments(session, me)
    rows = session.execute(
        select(Instrument.id, Instrument.name_ja, Instrument.name_en, Instrument.search_key).where(
            Instrument.facility_id == me.facility_id,
            Instrument.state == InstrumentState.AVAILABLE,
        )
    ).all()
    whole = [number for number, ja, en, _key in rows if wanted in (search_key(ja), search_key(en))]
    if whole:
        return whole
    found = [number for number, _ja, _en, key in rows if _names(key, wanted)]
    mine = [number for number in found if number in own]
    return mine if len(mine) == 1 else [*mine, *(n for n in found if n not in own)]


def _names(key: str, wanted: str) -> bool:
    """Whether every word is in the first section of the key: name, reading, model."""
    return all(section_of_hit(key, word) == 0 for word in wanted.split())


def meant_companies(session: Session, text: str) -> list[CompanyChoice]:
    """Firms the text may mean, likeliest first; `exact` where the name is the very same."""
    typed, key = search_key(text), company_key(text)
    if not key:
        return []
    same = session.scalars(
        select(Company).where(
            Company.merged_into_id.is_(None),
            (Company.search_key == key) | Company.search_key.startswith(key + " "),
        )
    ).all()
    found = {c.id: c for c in (*same, *similar_companies(session, text))}
    return [
        CompanyChoice(c.id, c.name, c.reading, c.city, exact=search_key(c.name) == typed)
        for c in found.values()
    ]


def nearest_times(
    session: Session,
    draft: RequestDraft,
    company_id: int | None,
    facility: Facility,
    *,
    at: datetime,
    settings: Settings,
) -> list[Moments]:
    """Up to three times that are free: on the day asked for, then on the days after it."""
    asked = draft.windows[0][0]
    day = max(local_date(asked, zone_of(facility)), local_date(at, zone_of(facility)))
    request = _unsaved(draft, company_id, at=at)

    def runs(first_day: int, days: int, count: int) -> Sequence[Run]:
        span = day_span(zone_of(facility), day + timedelta(days=first_day), days)
        question = ask(
            session, [request], at=at, on_call_limit=settings.on_call_limit, windows=[span]
        )
        return suggestions(question, request.id, count=count)

    same_day = sorted(runs(0, 1, 6), key=lambda run: abs(run.starts_at - asked))[:2]
    later = runs(1, DAYS_AHEAD, 3 - len(same_day))
    found = sorted((run.starts_at, run.ends_at) for run in (*same_day, *later))
    return found[:3]


def _unsaved(draft: RequestDraft, company_id: int | None, *, at: datetime) -> Request:
    """The wish as a row that is never added: the question reads its columns only."""
    return Request(
        id=0,
        company_id=company_id or 0,
        instrument_id=draft.instrument.id if draft.instrument else None,
        service=draft.service,
        minutes=draft.minutes,
        guidance=draft.guidance,
        sends_samples=draft.sends_samples,
        setting=draft.setting,
        created_at=at,
    )
