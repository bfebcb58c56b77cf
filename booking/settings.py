"""Every setting of the product, typed, in one place; the environment is read once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a way to run the product differs in. Only these values change, never the code path."""

    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False  # fictitious companies and people, accounts shown on the sign-in page
    mail_url: str = "folder:var/mail"  # smtp://host:port, or folder:PATH keeps each mail as a file
    mail_from: str = "kyoyo@localhost"
    base_url: str = "http://127.0.0.1:8000"  # in mails, where no request says it
    seed_folder: Path = ROOT / "seed_data"
    log_folder: Path = ROOT / "var" / "log"
    cache_folder: Path = ROOT / "var" / "cache"  # may be emptied at any time
    hold_minutes: int = 20  # to choose among the offers shown
    open_holds_per_company: int = 5  # offers held or applied for and not yet answered
    on_call_limit: int = 3  # visitors one technician may be on call for at once
    solve_seconds: int = 20  # "propose for all", whole facility
    worker_lease_seconds: int = 15

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise ValueError(f"PORT: {self.port} is no port; use a number from 1 to 65535")
        if not self.mail_url.startswith(("folder:", "smtp://")):
            raise ValueError(
                f"KYOYO_MAIL_URL: {self.mail_url!r} must begin with folder: or smtp://"
            )


def settings_from(environ: Mapping[str, str], root: Path = ROOT) -> Settings:
    """Settings of this machine; the embedded default keeps everything under `root`/var.

    Raises ValueError naming the variable when a value cannot be used.
    """
    var = root / "var"
    url = environ.get("KYOYO_DATABASE_URL") or f"sqlite:///{var / 'kyoyo.sqlite3'}"
    host, port = environ.get("HOST", "127.0.0.1"), _port(environ.get("PORT", "8000"))
    return Settings(
        database_url=_with_driver(url),
        secret_key=environ.get("KYOYO_SECRET_KEY") or _kept_secret(var),
        host=host,
        port=port,
        demo=environ.get("KYOYO_DEMO", "1") == "1",
        mail_url=environ.get("KYOYO_MAIL_URL", f"folder:{var / 'mail'}"),
        mail_from=environ.get("KYOYO_MAIL_FROM", "kyoyo@localhost"),
        base_url=environ.get("KYOYO_BASE_URL", f"http://{host}:{port}"),
        log_folder=Path(environ.get("KYOYO_LOG_FOLDER", var / "log")),
        cache_folder=Path(environ.get("KYOYO_CACHE_FOLDER", var / "cache")),
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"PORT: {text!r} is no port; use a number from 1 to 65535")
    return int(text)


def _with_driver(url: str) -> str:
    """The URL people write (postgresql://…), with the driver that is installed named."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError(
            "KYOYO_DATABASE_URL: give sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE"
        )
    return url


def _kept_secret(var: Path) -> str:
    """The key that signs sessions, made at the first start and kept."""
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        half = var / f".secret_key.{os.getpid()}"  # a start killed here must not leave an empty key
        half.touch(mode=0o600)
        half.write_text(secrets.token_hex(32))
        half.replace(path)
    return path.read_text().strip()
