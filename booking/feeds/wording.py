"""How texts outside the web read in one language: messages, moments, lengths and amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from booking.settings import ROOT

LANGUAGES = ("ja", "en")
_DAY = {"ja": "y年M月d日(E)", "en": "EEE d MMM y"}


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One language, ready to be written in; the worker needs no web application for it."""

    language: str
    translations: NullTranslations
    pages: Environment

    def gettext(self, message: str, **facts: object) -> str:
        """The message in this language with the facts put in."""
        return str(self.translations.ugettext(message)) % facts

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The message for that number of things; the number is `%(num)s`."""
        return str(self.translations.ungettext(one, many, number)) % {"num": number}

    def moment(self, moment: datetime, zone: str) -> str:
        """2026年11月24日(火) 9:00 / Tue 24 Nov 2026 9:00, on the clock of that zone."""
        local = moment.astimezone(ZoneInfo(zone))
        return format_datetime(local, f"{_DAY[self.language]} H:mm", locale=self.language)

    def span(self, starts_at: datetime, ends_at: datetime, zone: str) -> str:
        """From when to when; the day is named twice only when it changes."""
        first, last = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
        if first.date() != last.date():
            return f"{self.moment(starts_at, zone)} – {self.moment(ends_at, zone)}"
        end = format_time(last.time(), "H:mm", locale=self.language)
        return f"{self.moment(starts_at, zone)}–{end}"

    def deadline(self, moment: datetime, zone: str) -> str:
        """Until when: the moment, and for a midnight the whole day that ends with it."""
        local = moment.astimezone(ZoneInfo(zone))
        if local.hour or local.minute:
            return self.moment(moment, zone)
        return format_date(local.date() - timedelta(days=1), _DAY[self.language], self.language)

    def length(self, minutes: int) -> str:
        """1時間30分 / 1 hour 30 min; from two days on in days and hours."""
        days, rest = divmod(minutes, 1440)
        hours, least = divmod(rest, 60)
        if days < 2:
            hours, days = hours + 24 * days, 0
        parts = [
            self.ngettext("%(num)s day", "%(num)s days", days) if days else "",
            self.ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
            self.gettext("%(num)s min", num=least) if least else "",
        ]
        return " ".join(part for part in parts if part)

    def yen(self, amount: int | None) -> str:
        """12,345円 / ¥12,345; without a tariff of that day: not settled."""
        if amount is None:
            return self.gettext("not settled")
        return self.gettext("¥%(amount)s", amount=format_decimal(amount, locale=self.language))

    def of(self, row: Any, field: str) -> str:
        """`field`_ja or `field`_en of a row of the catalogue; the Japanese one at least."""
        english = str(getattr(row, f"{field}_en", "")) if self.language == "en" else ""
        return english or str(getattr(row, f"{field}_ja"))


@lru_cache(maxsize=len(LANGUAGES))
def wording(language: str) -> Wording:
    """The wording of a language the product speaks; of Japanese for any other."""
    known = language if language in LANGUAGES else "ja"
    translations = Translations.load(ROOT / "booking" / "translations", [known])
    pages = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=False),  # plain text; .html would be escaped
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.install_gettext_translations(  # type: ignore[attr-defined]  # added by the extension
        translations, newstyle=True
    )
    return Wording(known, translations, pages)
