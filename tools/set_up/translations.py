"""Message catalogues: the .po files are written by people, the .mo files made from them here."""

from __future__ import annotations

from pathlib import Path

from tools.set_up.shell import quietly
from tools.set_up.stamps import Stamps, fingerprint


def translate(root: Path, stamps: Stamps) -> None:
    """Compile every catalogue that changed. Raises SetUpFailed naming the one that is broken."""
    catalogues = sorted((root / "booking/translations").glob("*/LC_MESSAGES/*.po"))
    made_of = fingerprint(catalogues)
    if stamps.says("translations", made_of) and all(
        catalogue.with_suffix(".mo").exists() for catalogue in catalogues
    ):
        return
    for catalogue in catalogues:
        quietly(
            ".venv/bin/python", "-m", "babel.messages.frontend", "compile", "--locale",
            catalogue.parent.parent.name, "-i", catalogue, "-o", catalogue.with_suffix(".mo"),
            cwd=root,
            otherwise=f"{catalogue.name} ({catalogue.parts[-3]}) is broken: mend it first.",
        )  # fmt: skip
    stamps.remember("translations", made_of)
