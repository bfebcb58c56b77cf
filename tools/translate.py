"""`make translate`: every message of code and pages, into the catalogue of every language."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.set_up.shell import SetUpFailed, quietly

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = Path("booking/translations")
TEMPLATE = Path("var/messages.pot")
_PYBABEL = (sys.executable, "-m", "babel.messages.frontend", "--quiet")


def gather(template: Path) -> None:
    """Write all messages of the product to `template`; where they are is in pyproject.toml."""
    quietly(
        *_PYBABEL, "extract", "-F", "pyproject.toml", "-k", "lazy_gettext", "-k", "_l",
        "--add-location=file", "--sort-by-file", "--no-wrap", "--project=Kyoyo",
        "-o", template, ".",
        cwd=ROOT, otherwise="The messages could not be gathered.",
    )  # fmt: skip


def main() -> None:
    """Bring every catalogue up to date; new messages are left empty. Raises SetUpFailed."""
    (ROOT / TEMPLATE).parent.mkdir(exist_ok=True)
    gather(ROOT / TEMPLATE)
    quietly(
        *_PYBABEL, "update", "-i", TEMPLATE, "-d", CATALOGUES, "--no-fuzzy-matching",
        "--ignore-obsolete", "--ignore-pot-creation-date", "--no-wrap",
        cwd=ROOT, otherwise="The catalogues could not be brought up to date.",
    )  # fmt: skip


if __name__ == "__main__":
    try:
        main()
    except SetUpFailed as failed:
        sys.exit(str(failed))
