"""What is written here is read everywhere: no path of a machine, no changelog forgotten."""

import re

from tests.house.tree import ROOT, lines

_MACHINE = re.compile(r"(?<![\w.}])/(?:home|root|Users|work)/[\w.]|\b[A-Z]:\\\\?Users\b")


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [where for where, line in lines(".") if _MACHINE.search(line)]

    assert found == []


def test_the_wall_sees_paths() -> None:
    assert _MACHINE.search("/".join(["open('", "home", "abe", "x')"]))
    assert not _MACHINE.search("https://example.jp/home/index.html")


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert headings[0] == "Unreleased"


def test_the_licence_is_the_one_the_package_names() -> None:
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()
    assert "Apache License\n" in (ROOT / "LICENSE").read_text()
