"""Who signs in to try the product: one account a role, all with the same password.

The names are fictitious, the addresses lie in a domain that is reserved for examples.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from booking.permissions import Role
from booking.settings import ROOT

DEMO_PASSWORD = "kyoyo-demo"  # noqa: S105 - shown on the sign-in page, in demo mode only
DOMAIN = "example.jp"
NO_MAIL = "（メールなし）"  # before a name: known by telephone only
PEOPLE = "demo_people.csv"
ADMINISTRATOR = {"role": "admin", "name": "例示 管理者", "reading_kana": "れいじ かんりしゃ"}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A line of the sign-in page in demo mode."""

    role: Role
    name: str
    email: str


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def people_rows(folder: Path) -> list[tuple[Mapping[str, str], str | None]]:
    """Everyone of the demo with a mail address: the role, numbered from the second one on."""
    rows: list[Mapping[str, str]] = [*read_rows(folder / PEOPLE), ADMINISTRATOR]
    numbers: Counter[str] = Counter()
    found: list[tuple[Mapping[str, str], str | None]] = []
    for row in rows:
        if row["name"].startswith(NO_MAIL):
            found.append((row, None))
            continue
        numbers[row["role"]] += 1
        found.append((row, address(Role(row["role"]), numbers[row["role"]])))
    return found


def address(role: Role, number: int) -> str:
    """`technician@example.jp`, `technician2@example.jp`, …"""
    return f"{role.value}{number if number > 1 else ''}@{DOMAIN}"


@lru_cache(maxsize=1)
def demo_accounts(folder: Path = ROOT / "seed_data") -> tuple[DemoAccount, ...]:
    """One account of every role, and a second company that must not see the first one's cases."""
    shown = {*(address(role, 1) for role in Role), address(Role.COMPANY, 2)}
    accounts = [
        DemoAccount(Role(row["role"]), row["name"], email)
        for row, email in people_rows(folder)
        if email in shown
    ]
    order = list(Role)
    return tuple(
        sorted(accounts, key=lambda account: (order.index(account.role), len(account.email)))
    )
