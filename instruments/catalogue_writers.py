"""How the checked rows of each file become rows of the database."""

from collections import defaultdict
from collections.abc import Callable
from datetime import time
from typing import Any

from instruments.catalogue_checks import tariff_line
from instruments.catalogue_files import (
    AGREEMENTS,
    CAPABILITIES,
    CLOSURE_DAYS,
    FACILITIES,
    INSTRUMENTS,
    OPENING_HOURS,
    ORGANIZATIONS,
    TARIFFS,
    TROUBLES,
)
from instruments.catalogue_register import ClosureKey, HoursKey, Register, Tally, TariffKey
from instruments.csv_files import Row, Sheet
from instruments.models import (
    Agreement,
    AgreementMember,
    Capability,
    ClosureDay,
    Facility,
    Instrument,
    OpeningHours,
    Organization,
    Tariff,
    Trouble,
    Unit,
)


def _write_organizations(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    tally.note_kept(register.organizations, [row["code"] for row in sheet.rows])
    for row in sheet.rows:
        values = _without(row, "successor_code")
        register.put(tally, register.organizations, row["code"], Organization, values)
    for row in sheet.rows:  # only now, because a successor may stand further down
        organization = register.organizations[row["code"]]
        successor = register.organizations.get(row["successor_code"])
        if organization.successor is not successor:
            organization.successor = successor
            tally.note_change(row["code"])
    return tally


def _write_facilities(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    tally.note_kept(register.facilities, [row["code"] for row in sheet.rows])
    for row in sheet.rows:
        values = _without(row, "organization_code")
        values["organization"] = register.organizations[row["organization_code"]]
        register.put(tally, register.facilities, row["code"], Facility, values)
    return tally


def _write_opening_hours(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    moved = _move_openings(register, sheet)
    keys = [HoursKey(row["facility_code"], row["weekday"], row["opens"]) for row in sheet.rows]
    tally.note_kept(register.hours, keys)
    for row, key in zip(sheet.rows, keys, strict=True):
        values = _without(row, "facility_code")
        values["facility"] = register.facilities[key.facility_code]
        register.put(tally, register.hours, key, OpeningHours, values)
        if key in moved:
            tally.note_change(key)
    return tally


def _move_openings(register: Register, sheet: Sheet) -> set[HoursKey]:
    """Let a changed opening time replace the one it changes, rather than stand beside it."""
    in_file: dict[tuple[str, int], set[time]] = defaultdict(set)
    for row in sheet.rows:
        in_file[row["facility_code"], row["weekday"]].add(row["opens"])
    moved: set[HoursKey] = set()
    for (facility_code, weekday), openings in in_file.items():
        registered = {key.opens for key in register.hours if key[:2] == (facility_code, weekday)}
        gone, new = sorted(registered - openings), sorted(openings - registered)
        for old_opens, new_opens in zip(gone, new, strict=False):
            hours = register.hours.pop(HoursKey(facility_code, weekday, old_opens))
            hours.opens = new_opens
            key = HoursKey(facility_code, weekday, new_opens)
            register.hours[key] = hours
            moved.add(key)
    return moved


def _write_closure_days(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    keys = [ClosureKey(row["facility_code"], row["day"]) for row in sheet.rows]
    tally.note_kept(register.closures, keys)
    for row, key in zip(sheet.rows, keys, strict=True):
        values = _without(row, "facility_code")
        values["facility"] = register.facilities[key.facility_code]
        register.put(tally, register.closures, key, ClosureDay, values)
    return tally


def _write_capabilities(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    tally.note_kept(register.capabilities, [row["code"] for row in sheet.rows])
    for row in sheet.rows:
        register.put(tally, register.capabilities, row["code"], Capability, _without(row))
    return tally


def _write_troubles(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    tally.note_kept(register.troubles, [row["code"] for row in sheet.rows])
    for row in sheet.rows:
        values = _without(row, "capabilities")
        values["capabilities"] = _capabilities(register, row)
        register.put(tally, register.troubles, row["code"], Trouble, values)
    return tally


def _write_instruments(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    tally.note_kept(register.instruments, [row["code"] for row in sheet.rows])
    for row in sheet.rows:
        values = _without(row, "facility_code", "capabilities", "units")
        values["facility"] = register.facilities[row["facility_code"]]
        values["capabilities"] = _capabilities(register, row)
        instrument = register.put(tally, register.instruments, row["code"], Instrument, values)
        _number_units(tally, instrument, row["units"])
    return tally


def _number_units(tally: Tally, instrument: Instrument, count: int) -> None:
    """Units "1" to `count` exist; one beyond stays, since reservations may hang on it."""
    labels = {unit.label for unit in instrument.units}
    wanted = [str(number) for number in range(1, count + 1)]
    for label in wanted:
        if label not in labels:
            instrument.units.append(Unit(label=label))
            tally.note_change(instrument.code)
    tally.kept += [f"{instrument.code} unit {label}" for label in sorted(labels - set(wanted))]


def _write_tariffs(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    keys = [TariffKey(tariff_line(row), row["valid_from"]) for row in sheet.rows]
    tally.note_kept(register.tariffs, keys)
    for row, key in zip(sheet.rows, keys, strict=True):
        values = _without(row, "instrument_code", "facility_code")
        values["instrument"] = register.instruments.get(key.line.instrument_code or "")
        values["facility"] = register.facilities.get(key.line.facility_code or "")
        register.put(tally, register.tariffs, key, Tariff, values)
    return tally


def _write_agreements(register: Register, sheet: Sheet) -> Tally:
    tally = Tally(sheet.name)
    tally.note_kept(register.agreements, [row["code"] for row in sheet.rows])
    for row in sheet.rows:
        values = _without(row, "members")
        agreement = register.put(tally, register.agreements, row["code"], Agreement, values)
        present = {member.prefecture_jis: member for member in agreement.members}
        if set(present) != set(row["members"]):
            agreement.members = [
                present.get(code) or AgreementMember(prefecture_jis=code) for code in row["members"]
            ]
            tally.note_change(row["code"])
    return tally


def _capabilities(register: Register, row: Row) -> list[Capability]:
    """In the order in which the database would return them, so that equal sets compare equal."""
    return [register.capabilities[code] for code in sorted(row["capabilities"])]


def _without(row: Row, *columns: str) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in columns}


WRITERS: dict[str, Callable[[Register, Sheet], Tally]] = {
    ORGANIZATIONS: _write_organizations,
    FACILITIES: _write_facilities,
    OPENING_HOURS: _write_opening_hours,
    CLOSURE_DAYS: _write_closure_days,
    CAPABILITIES: _write_capabilities,
    TROUBLES: _write_troubles,
    INSTRUMENTS: _write_instruments,
    TARIFFS: _write_tariffs,
    AGREEMENTS: _write_agreements,
}
