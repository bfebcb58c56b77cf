"""Addresses in lock files: where they are, and how npm's are taken out."""

from __future__ import annotations

import json
import re

_ADDRESS = re.compile(r"\S*://\S*|--(?:index|extra-index|find-links|trusted)\S*|\"resolved\"")


def addresses_in(text: str) -> list[str]:
    """Every address or index option in a lock file's text."""
    return _ADDRESS.findall(text)


def without_addresses(package_lock: str) -> str:
    """npm's lock without download addresses and sponsors' pages; `npm ci` needs neither."""
    lock = json.loads(package_lock)
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    return json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
