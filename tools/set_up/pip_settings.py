"""pip's settings in uv's words: uv reads neither pip.conf nor PIP_ variables, people have both."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

# Environment variables of uv; a list goes in with the separator that uv splits it by.
_NAMES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}
_LATER_WINS = ("global", "install", ":env:")


def for_uv(root: Path) -> dict[str, str]:
    """Environment for uv that makes it look where this machine's pip looks."""
    listed = subprocess.run(
        [".venv/bin/python", "-m", "pip", "config", "list"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return {"UV_SYSTEM_CERTS": "1", **translated(listed.stdout)}


def translated(listing: str) -> dict[str, str]:
    """uv's variables from the lines of `pip config list` (section.key='value')."""
    found: dict[tuple[str, str], str] = {}
    for line in listing.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in _LATER_WINS and key in _NAMES:
            found[section, key] = ast.literal_eval(value)
    variables = {}
    for section, key in sorted(found, key=lambda at: _LATER_WINS.index(at[0])):
        variable, separator = _NAMES[key]
        variables[variable] = separator.join(found[section, key].split())
    if "UV_INDEX" in variables:
        # As pip does: any index may serve a package; the hashes of the lock decide.
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return variables
