"""Lock files: every version with its hash, and no address, so that any mirror serves them."""

import json
import re

import pytest

from tests.house.tree import ROOT
from tools.lock.__main__ import PACKAGE_LOCK, PYTHON_LOCKS
from tools.lock.addresses import addresses_in

_PIN = re.compile(r"^([a-z0-9._-]+(?:\[[^\]]+\])?==\S+)(?: ; [^\\]+)? \\$", re.MULTILINE)


@pytest.mark.parametrize("name", [*PYTHON_LOCKS, PACKAGE_LOCK, ".npmrc"])
def test_a_lock_names_no_address(name: str) -> None:
    assert addresses_in((ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_locked_version_has_a_hash(name: str) -> None:
    entries = (ROOT / name).read_text().split("\n    --hash=")

    pinned = _PIN.findall((ROOT / name).read_text())
    without = re.findall(r"^\S+==[^\\\n]*$", (ROOT / name).read_text(), re.MULTILINE)

    assert pinned
    assert without == []
    assert len(entries) > len(pinned)


def test_the_development_lock_holds_every_runtime_version() -> None:
    runtime = set(_PIN.findall((ROOT / "requirements.lock").read_text()))
    development = set(_PIN.findall((ROOT / "requirements-dev.lock").read_text()))

    assert runtime - development == set()


def test_every_wish_of_package_json_is_locked() -> None:
    wishes = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / PACKAGE_LOCK).read_text())["packages"]

    for name, version in {**wishes["dependencies"], **wishes["devDependencies"]}.items():
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_npm_is_told_to_write_no_address() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().split()
