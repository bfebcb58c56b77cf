"""The page of pictures shows every picture that is taken, and no picture grows large."""

import re

from tests.house.tree import ROOT
from tools.browser import LOCALES
from tools.screenshots.__main__ import FOLDER
from tools.screenshots.camera import DESK, LARGEST_BYTES, TELEPHONE
from tools.screenshots.scenes import NAMES

TAKEN = {
    f"{name}-{language}-{size[0]}.jpg"
    for name in NAMES
    for language in LOCALES
    for size in (DESK, TELEPHONE)
}


def test_every_picture_is_there_and_on_the_page() -> None:
    page = (ROOT / "docs/screenshots.md").read_text(encoding="utf-8")

    assert {path.name for path in FOLDER.iterdir()} == TAKEN
    assert set(re.findall(r'src="screenshots/([^"]+)"', page)) == TAKEN


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}

    assert [name for name, size in sizes.items() if size > LARGEST_BYTES] == []
    assert sum(sizes.values()) < 20 * LARGEST_BYTES
