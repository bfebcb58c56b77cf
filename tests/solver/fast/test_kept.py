"""What is compiled of earlier versions of the solver does not pile up."""

import os
import time
from pathlib import Path

from solver.engine.fast.kept import forget_old


def test_earlier_versions_go_after_a_day_and_nothing_else_does(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in ("old", "young", "other"))
    for room in (old, young, other):
        room.mkdir()
    for room in (old, young):
        (room / "ready").touch()
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old / "ready", (two_days_ago, two_days_ago))
    os.utime(other, (two_days_ago, two_days_ago))

    forget_old(tmp_path)

    assert sorted(room.name for room in tmp_path.iterdir()) == ["other", "young"]
