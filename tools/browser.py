"""How Chromium is started here, for tests and for pictures: alone with this machine."""

from __future__ import annotations

LOCALES = {"ja": "ja-JP", "en": "en-US"}
# Root has no sandbox, small machines have little shared memory, and nobody but us is to be reached.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
