"""What a journey knows of the running product: where it answers, and what mail it sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import icalendar
from playwright.sync_api import Page, expect

from booking.services.demo.accounts import DEMO_PASSWORD

JAPAN = ZoneInfo("Asia/Tokyo")
PATIENCE_SECONDS = 20  # for a mail; the worker looks ten times a second


@dataclass(frozen=True)
class Product:
    """One running product and its mail sink, a folder."""

    base_url: str
    mails: Path

    def page(self, address: str) -> str:
        """The whole address of a page."""
        return self.base_url + address

    def sign_in(self, page: Page, who: str) -> Page:
        """Sign in as one of the demo's accounts by typing; the person's first page is open then."""
        page.goto(self.page("/sign-in"))
        page.locator("#email").fill(f"{who}@example.jp")
        page.locator("#password").fill(DEMO_PASSWORD)
        page.locator("#password").press("Enter")
        expect(page.locator("#password")).to_have_count(0)
        return page

    def mail_to(self, who: str, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The first mail to the account that is wanted, as soon as the worker has sent it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            for mail in self._mails():
                if mail["To"] == f"{who}@example.jp" and wanted(mail):
                    return mail
            time.sleep(0.05)
        subjects = [f"{mail['To']}: {mail['Subject']}" for mail in self._mails()]
        raise AssertionError(f"no such mail to {who}; there are {subjects}")

    def _mails(self) -> list[EmailMessage]:
        return [
            message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted(self.mails.glob("*.eml"))
        ]


def words_of(mail: EmailMessage) -> str:
    """The text a person reads."""
    body = cast("EmailMessage", mail.get_body())
    return str(body.get_content())


def calendar_of(mail: EmailMessage) -> icalendar.Calendar | None:
    """The calendar entry that came along, if one did."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            payload = cast("bytes", part.get_payload(decode=True))
            return icalendar.Calendar.from_ical(payload)
    return None


def has_calendar(method: str) -> Callable[[EmailMessage], bool]:
    """Whether a mail carries a calendar entry with this method: REQUEST or CANCEL."""

    def check(mail: EmailMessage) -> bool:
        calendar = calendar_of(mail)
        return calendar is not None and str(calendar["METHOD"]) == method

    return check


def starts_of(calendar: icalendar.Calendar) -> list[datetime]:
    """When the entries begin, by the clock in Japan."""
    starts = [event.start for event in calendar.events]
    return [start.astimezone(JAPAN) for start in starts if isinstance(start, datetime)]


def today() -> datetime:
    """This moment by the clock in Japan: the product reads the clock, so journeys do."""
    return datetime.now(JAPAN)


def next_weekday(weekday: int, at_least_days: int = 2) -> datetime:
    """The next such day (0 is Monday), two days ahead or more."""
    day = today() + timedelta(days=at_least_days)
    return day + timedelta(days=(weekday - day.weekday()) % 7)
