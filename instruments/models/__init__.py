"""The nouns of the catalogue, one idea a file."""

from instruments.models.capability import (
    Capability,
    Trouble,
    instrument_capability,
    trouble_capability,
)
from instruments.models.facility import ClosureDay, Facility, OpeningHours
from instruments.models.instrument import Instrument, Unit
from instruments.models.money import Agreement, AgreementMember, Tariff
from instruments.models.organization import Organization

__all__ = [
    "Agreement",
    "AgreementMember",
    "Capability",
    "ClosureDay",
    "Facility",
    "Instrument",
    "OpeningHours",
    "Organization",
    "Tariff",
    "Trouble",
    "Unit",
    "instrument_capability",
    "trouble_capability",
]
