"""`make screenshots`: takes the pictures of docs/screenshots anew; a page there shows them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tools.browser import LOCALES
from tools.live import fill_with_demo, live
from tools.machine import ROOT, has_a_japanese_font
from tools.screenshots.camera import LARGEST_BYTES, Camera, a_browser
from tools.screenshots.scenes import take_all

FOLDER = ROOT / "docs" / "screenshots"


def main() -> int:
    """Fill a demo, walk through it in both languages, and say how large the pictures are."""
    if not has_a_japanese_font():
        sys.stderr.write("Pictures need a Japanese font: without one, Japanese shows as boxes.\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.jpg"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory(prefix="kyoyo-screenshots-") as temporary,
        a_browser() as chrome,
    ):
        folder = Path(temporary)
        demo = folder / "demo.sqlite3"
        fill_with_demo(f"sqlite:///{demo}")
        for language in LOCALES:
            copy = folder / f"{language}.sqlite3"
            shutil.copyfile(demo, copy)
            with live(f"sqlite:///{copy}", folder / "mails") as settings:
                camera = Camera(chrome, settings.base_url, FOLDER, language)
                take_all(camera, datetime.now(ZoneInfo("Asia/Tokyo")).date())
    return _report()


def _report() -> int:
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("*.jpg"))}
    for name, size in sizes.items():
        print(f"{size / 1000:6.0f} kB  {name}")
    print(
        f"{sum(sizes.values()) / 1000:6.0f} kB  {len(sizes)} pictures in {FOLDER.relative_to(ROOT)}"
    )
    too_large = [name for name, size in sizes.items() if size > LARGEST_BYTES]
    if too_large:
        print(f"too large: {', '.join(too_large)}")
    return min(len(too_large), 1)


if __name__ == "__main__":
    sys.exit(main())
