"""Everybody who opens pages, in groups that find the same rows: where each of them goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tests.journeys.every_page import visits_company, visits_desk, visits_others, visits_public
from tests.journeys.every_page.planted import plant_cases, plant_network, plant_nothing
from tests.journeys.every_page.visit import NoPage, Planted, Visit


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account and its visits."""

    who: str  # the account's name; "" without one
    visits: tuple[Visit, ...]
    no_pages: tuple[NoPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """People, and the rows entered for them beside the demo's."""

    name: str
    plant: Callable[[Session, datetime], Planted]
    people: tuple[Somebody, ...]


GROUPS = (
    Group(
        "anyone",
        plant_nothing,
        (Somebody("", visits_public.VISITS, visits_public.NO_PAGES),),
    ),
    Group(
        "companies",
        plant_cases,
        (
            Somebody("company", visits_company.VISITS, visits_company.NO_PAGES),
            Somebody("beginner", visits_company.BEGINNER),
            Somebody("applicant", visits_company.APPLICANT),
            Somebody("stranger", visits_company.STRANGER),
        ),
    ),
    Group(
        "the desk",
        plant_cases,
        (Somebody("technician", visits_desk.DESK, visits_desk.NO_PAGES),),
    ),
    Group(
        "other desks",
        plant_cases,
        (
            Somebody("technician5", visits_desk.ELSEWHERE),
            Somebody("approver", visits_desk.LOOKS_ON),
            Somebody("clerk", visits_desk.CLERK),
            Somebody("facility_manager", visits_desk.MANAGER),
            Somebody("quiet", visits_desk.QUIET),
        ),
    ),
    Group(
        "the network",
        plant_network,
        (
            Somebody("partner", visits_others.PARTNER),
            Somebody("coordinator", visits_others.COORDINATOR),
            Somebody("admin", visits_others.ADMIN),
            Somebody("auditor", visits_others.AUDITOR),
        ),
    ),
)
EVERYONE = tuple(somebody for group in GROUPS for somebody in group.people)
