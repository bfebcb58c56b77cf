"""What is set up already: a small file for each work, holding the hash of what it was made of."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def fingerprint(files: Iterable[Path]) -> str:
    """A hash of the files' contents, in the order given; times and names do not matter."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True)
class Stamps:
    """The folder of stamps; without it everything is set up anew."""

    folder: Path

    def says(self, work: str, made_of: str) -> bool:
        """Whether `work` was finished for exactly this hash."""
        stamp = self.folder / work
        return stamp.exists() and stamp.read_text() == made_of

    def remember(self, work: str, made_of: str) -> None:
        """Note that `work` is finished; called after the work, never before."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / work).write_text(made_of)

    def forget_all(self) -> None:
        """Start anew, because what the stamps spoke of is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)
