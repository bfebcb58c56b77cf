"""Handing a mail over: to a mail server, or to a folder that keeps each as a file."""

from __future__ import annotations

import os
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE_SECONDS = 15.0  # with a mail server; less than the time a notice rests after a try


def deliver(message: EmailMessage, mail_url: str) -> None:
    """Hand the mail over to `smtp://host:port` or `folder:PATH`.

    Raises OSError (smtplib's errors among them) when nobody takes it.
    """
    if mail_url.startswith("folder:"):
        _keep(message, Path(mail_url.removeprefix("folder:")))
    else:
        _send(message, mail_url)


def _keep(message: EmailMessage, folder: Path) -> None:
    """One file a Message-ID: a repeat writes the same file, and nobody sees half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c for c in message["Message-ID"].partition("@")[0] if c.isalnum() or c in "-_")
    half = folder / f".{name}.{os.getpid()}"
    half.write_bytes(message.as_bytes(policy=SMTP))
    half.replace(folder / f"{name}.eml")


def _send(message: EmailMessage, mail_url: str) -> None:
    server = urlsplit(mail_url)
    host, port = server.hostname or "localhost", server.port or 25
    with smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS) as smtp:
        smtp.send_message(message)


def what_failed(error: Exception) -> str:
    """The kind of the error and its code. Its text is left out: it may name an address."""
    kind = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"{kind} {sorted({code for code, _ in error.recipients.values()})}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{kind} {error.smtp_code}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{kind} {os.strerror(error.errno)}"
    return kind
