"""Structured logs: one JSON object a line under var/log, and a human line for what needs somebody.

A log is read by more people than a case: an error is written by its kind, code and place in the
program, without its text, which may quote what a person typed.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

import structlog

_SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up_logging(folder: Path, process: str) -> None:
    """Send everything logged in this process to `folder`/kyoyo.log, warnings to the screen too.

    Several processes append to the one file, a line at a time; it may be moved away while they run.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def name_process(_logger: object, _method: str, event: structlog.typing.EventDict) -> Any:
        return {**event, "process": process}

    before = [*_SHARED, name_process]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    kept = WatchedFileHandler(folder / "kyoyo.log", encoding="utf-8")
    kept.setFormatter(_formatter(before, structlog.processors.JSONRenderer(ensure_ascii=False)))
    shown = logging.StreamHandler(sys.stderr)
    shown.setLevel(logging.WARNING)
    shown.setFormatter(_formatter(before, _line))
    logging.basicConfig(level=logging.INFO, handlers=[kept, shown], force=True)
    # Requests waiting a moment for a thread are no news under load.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _formatter(
    before: list[structlog.typing.Processor], renderer: structlog.typing.Processor
) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_texts,
            renderer,
        ],
    )


def _without_texts(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Any:
    """Put kind, code and place of an error where structlog would put its text."""
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised[1] if raised else None
    if isinstance(error, BaseException):
        event["error"] = what_kind(error)
        event["at"] = [
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-6:]
        ]
    return event


def what_kind(error: BaseException) -> str:
    """The error's class, with the code a database or the operating system gave."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    code = code or getattr(cause, "strerror", None)
    return f"{kind} {code}" if code else kind


def _line(_logger: object, _method: str, event: Mapping[str, Any]) -> str:
    """`warning: notice_not_sent notice=3 why=…`, for a person at the screen."""
    aside = {"event", "level", "logger", "timestamp", "process", "at"}
    facts = " ".join(f"{name}={value}" for name, value in event.items() if name not in aside)
    return f"{event['level']}: {event['event']} {facts}".rstrip()
