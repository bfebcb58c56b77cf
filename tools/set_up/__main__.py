"""`python -m tools.set_up run|develop|test`; a step whose work is done already does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.set_up import environment, node_assets, python_packages, test_machine, translations
from tools.set_up.shell import SetUpFailed
from tools.set_up.stamps import Stamps

ROOT = Path(__file__).resolve().parent.parent.parent


def main(purpose: str) -> None:
    """Prepare the folder for `purpose`. Raises SetUpFailed with a sentence for a person."""
    stamps = Stamps(ROOT / ".setup")
    environment.make(ROOT, stamps)
    lock = "requirements.lock" if purpose == "run" else "requirements-dev.lock"
    python_packages.install(ROOT, lock, stamps)
    node_assets.install(ROOT, stamps)
    translations.translate(ROOT, stamps)
    if purpose == "test":
        test_machine.equip()


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["develop"], ["test"]):
        sys.exit("usage: tools/set_up.sh run|develop|test")
    try:
        main(sys.argv[1])
    except SetUpFailed as failed:
        sys.exit(str(failed))
    except PermissionError as refused:
        sys.exit(f"{refused.filename} may not be written: start as the owner of this folder.")
    except KeyboardInterrupt:
        sys.exit("Stopped; the next start goes on from here.")
