"""What a run costs: the tariffs of the day of use, under the agreement then valid."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.models import Request
from booking.planning.answers import Run
from booking.planning.attendance import guidance_minutes
from booking.planning.question import Question
from instruments.agreements import pays_inside_rate
from instruments.errors import NoTariff
from instruments.models import Agreement, Tariff
from instruments.tariff import Use, price


@dataclass(frozen=True, slots=True)
class Estimate:
    """An amount with its calculation; `price_yen` is None while no tariff of that day is known."""

    price_yen: int | None
    price_lines: list[dict[str, Any]]
    legal_basis: str


def estimate(session: Session, request: Request, run: Run, question: Question) -> Estimate:
    """The fee of the request's run (使用料の見込額), guidance of a first use included."""
    instrument = question.instrument_of(run.unit_id)
    first_use = (request.id, instrument.id) in question.first_uses
    day = run.starts_at.astimezone(ZoneInfo(instrument.facility.zone)).date()
    tariffs = session.scalars(
        select(Tariff).where(
            (Tariff.instrument_id == instrument.id) | (Tariff.facility_id == instrument.facility_id)
        )
    ).all()
    agreements = session.scalars(select(Agreement).options(selectinload(Agreement.members))).all()
    rate = pays_inside_rate(
        agreements,
        request.company.prefecture_jis,
        instrument.facility.prefecture_jis,
        day,
        request.service,
    )
    use = Use(
        service=request.service,
        minutes=request.minutes,
        samples=request.samples,
        guidance_minutes=guidance_minutes(request, instrument, first_use=first_use),
        day=day,
        outside=rate.code == "outside",
    )
    try:
        answer = price(tariffs, use)
    except NoTariff:
        return Estimate(price_yen=None, price_lines=[], legal_basis="")
    return Estimate(
        price_yen=answer.total_yen,
        price_lines=[asdict(line) | {"rate_class": rate.code} for line in answer.lines],
        legal_basis=answer.legal_basis,
    )
