"""The catalogue's rows in the database under the keys the files use.

Nothing is deleted here: `Tally.kept` names what is registered but no longer in the file.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from instruments.catalogue_checks import Registered, TariffLine
from instruments.catalogue_files import CAPABILITIES, FACILITIES, INSTRUMENTS, ORGANIZATIONS
from instruments.database import Base
from instruments.models import (
    Agreement,
    Capability,
    ClosureDay,
    Facility,
    Instrument,
    OpeningHours,
    Organization,
    Tariff,
    Trouble,
)

Thing = TypeVar("Thing", bound=Base)
Key = TypeVar("Key", bound=Hashable)


class HoursKey(NamedTuple):
    facility_code: str
    weekday: int
    opens: time


class ClosureKey(NamedTuple):
    facility_code: str
    day: date


class TariffKey(NamedTuple):
    line: TariffLine
    valid_from: date


@dataclass(slots=True)
class Tally:
    """What happened to the rows of one file."""

    file: str
    added: set[Hashable] = field(default_factory=set)
    changed: set[Hashable] = field(default_factory=set)
    unchanged: set[Hashable] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)

    def note_change(self, key: Hashable) -> None:
        if key not in self.added:
            self.unchanged.discard(key)
            self.changed.add(key)

    def note_kept(self, registered: Mapping[Key, Thing], in_file: Iterable[Key]) -> None:
        gone = registered.keys() - set(in_file)
        self.kept += sorted(_spoken(key) for key in gone)


def _spoken(key: Hashable) -> str:
    """A key as a person reads it: parts separated by spaces, what is empty left out."""
    if isinstance(key, tuple):
        return " ".join(_spoken(part) for part in key if part is not None)
    return key.isoformat() if isinstance(key, date | time) else str(key)


class Register:
    """Everything registered, read once; grows while files are written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.organizations = {it.code: it for it in session.scalars(select(Organization))}
        self.facilities = {it.code: it for it in session.scalars(select(Facility))}
        self.capabilities = {it.code: it for it in session.scalars(select(Capability))}
        troubles = select(Trouble).options(selectinload(Trouble.capabilities))
        self.troubles = {it.code: it for it in session.scalars(troubles)}
        with_parts = selectinload(Instrument.capabilities), selectinload(Instrument.units)
        instruments = select(Instrument).options(*with_parts)
        self.instruments = {it.code: it for it in session.scalars(instruments)}
        agreements = select(Agreement).options(selectinload(Agreement.members))
        self.agreements = {it.code: it for it in session.scalars(agreements)}
        self.tariffs = {_tariff_key(it): it for it in session.scalars(select(Tariff))}
        self.closures = {
            ClosureKey(it.facility.code, it.day): it for it in session.scalars(select(ClosureDay))
        }
        self.hours = {
            HoursKey(it.facility.code, it.weekday, it.opens): it
            for it in session.scalars(select(OpeningHours))
        }

    def as_registered(self) -> Registered:
        codes: dict[str, frozenset[str]] = {
            ORGANIZATIONS: frozenset(self.organizations),
            FACILITIES: frozenset(self.facilities),
            CAPABILITIES: frozenset(self.capabilities),
            INSTRUMENTS: frozenset(self.instruments),
        }
        versions: dict[TariffLine, dict[date, date | None]] = defaultdict(dict)
        for key, tariff in self.tariffs.items():
            versions[key.line][key.valid_from] = tariff.valid_to
        return Registered(codes, versions)

    def put(
        self,
        tally: Tally,
        rows: dict[Key, Thing],
        key: Key,
        make: Callable[..., Thing],
        values: Mapping[str, Any],
    ) -> Thing:
        """The row under that key, made or changed so that it says `values`."""
        row = rows.get(key)
        if row is None:
            row = rows[key] = make(**values)
            self._session.add(row)
            tally.added.add(key)
            return row
        differing = {name: it for name, it in values.items() if getattr(row, name) != it}
        for name, value in differing.items():
            setattr(row, name, value)
        tally.unchanged.add(key)
        if differing:
            tally.note_change(key)
        return row


def _tariff_key(it: Tariff) -> TariffKey:
    instrument_code = it.instrument.code if it.instrument else None
    facility_code = it.facility.code if it.facility else None
    line = TariffLine(instrument_code, facility_code, it.service, it.form)
    return TariffKey(line, it.valid_from)
