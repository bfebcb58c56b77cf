"""The main journey in English by keyboard alone: no mouse, nothing filled in past the focus."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from playwright.sync_api import expect

from booking.services.demo.accounts import DEMO_PASSWORD
from tests.journeys.keyboard import Keyboard
from tests.journeys.product import (
    JAPAN,
    Product,
    calendar_of,
    has_calendar,
    starts_of,
    today,
    words_of,
)
from tests.support.browser import PageFor
from tests.support.figures import TellFigure

COMPANY = "株式会社ながい彩鍍"
PLACE = "YRIT Okitama Branch"
INSTRUMENT = "SEM with EDX"
APPLY = "Apply for this date"
FREE, NOT_FREE = "○ free", "not free"
RANGE = "Every open day of a period"
DAYS_ASKED_FOR = 14  # the longest holidays leave some open days of it
MOST_PRESSES = 300  # of one person, letters too; two and a half minutes at a calm pace


def test_the_whole_journey_without_a_mouse(
    product: Product, page_for: PageFor, tell_figure: TellFigure
) -> None:
    company, desk, partner = (Keyboard(page_for(language="en")) for _ in range(3))
    _sign_in(product, partner, "partner")
    free_before = _free_mornings(partner)

    _sign_in(product, company, "company")
    _find_and_ask(company)
    words, starts_at = _apply(company, free_before)
    _sign_in(product, desk, "technician")
    _confirm(desk, words)
    _see_it_confirmed(company, words)
    _mail_comes(product, words, starts_at)

    assert _mornings(partner, starts_at.date())[starts_at.weekday()] == NOT_FREE
    assert "ながい彩鍍" not in partner.page.content()
    _cancel(company)
    assert _mornings(partner, starts_at.date())[starts_at.weekday()] == FREE

    presses = {"company": company.presses, "technician": desk.presses, "partner": partner.presses}
    tell_figure(f"keys pressed: {presses}")
    assert max(presses.values()) <= MOST_PRESSES


def _sign_in(product: Product, keys: Keyboard, who: str) -> None:
    keys.page.goto(product.page("/sign-in"))
    keys.go_to("Email")
    keys.write(f"{who}@example.jp")
    keys.go_to("Password")
    keys.write(DEMO_PASSWORD)
    with keys.page.expect_navigation():
        keys.press("Enter")


def _find_and_ask(company: Keyboard) -> None:
    company.follow("Find an instrument")
    company.skip_to_content()
    company.go_to("What do you want to make")
    company.write("peeling")
    with company.page.expect_navigation():
        company.press("Enter")
    _choose_the_place(company)
    company.skip_to_content()
    company.follow(INSTRUMENT)
    expect(company.page.get_by_role("heading", name="Fee (estimate)")).to_be_visible()
    company.skip_to_content()
    company.follow("Request this instrument")


def _choose_the_place(company: Keyboard) -> None:
    company.skip_to_content()
    company.go_to("Narrow the search")
    company.press("Enter")
    company.go_to("Facility")
    company.choose(PLACE)
    company.follow("Show")


def _apply(company: Keyboard, free_before: set[date]) -> tuple[str, datetime]:
    """Ask for any morning of the next days; apply for one that the partner saw free as a whole."""
    _enter_mornings(company)
    assert company.focused() == RANGE  # not at the top again, before all the rows
    company.go_to("not needed")
    company.press("ArrowUp")
    assert company.focused() == "wanted"
    company.go_to("Purpose")
    company.write("Why does the plating peel off?")
    company.go_to("Mobile telephone")
    company.write("090-1234-5678")
    company.follow("Show dates that are free")

    expect(company.page.get_by_text(re.compile(r"Kept for you until \d+:\d\d\."))).to_be_visible()
    assert 2 <= company.page.locator(".offer").count() <= 3
    company.skip_to_content()
    words = _go_to_an_offer(company, free_before)
    with company.page.expect_navigation():
        company.press("Enter")
    return words, _start(words)


def _go_to_an_offer(company: Keyboard, days: set[date]) -> str:
    """To the button of the first offer on one of these days; the time it is for, in words."""
    for _ in range(company.page.locator(".offer").count()):
        company.go_to(APPLY)
        words = company.focused().removeprefix(f"{APPLY}: ")
        if _start(words).date() in days:
            return words
    raise AssertionError(f"no offer on any of {sorted(days)}")


def _enter_mornings(company: Keyboard) -> None:
    company.skip_to_content()
    company.go_to(RANGE)
    company.press("Enter")
    company.go_to("First day")
    company.write_day(today().date() + timedelta(days=1))
    company.go_to("Last day")
    company.write_day(today().date() + timedelta(days=DAYS_ASKED_FOR))
    company.go_to("Until")
    company.write("1200PM")
    company.follow("Enter these days")


def _start(words: str) -> datetime:
    day, _, clock = words.partition("–")[0].rpartition(" ")
    return datetime.strptime(f"{day} {clock}", "%a %d %b %Y %H:%M").replace(tzinfo=JAPAN)


def _confirm(desk: Keyboard, words: str) -> None:
    desk.skip_to_content()
    desk.follow(COMPANY)
    expect(desk.page.locator(".decision-when")).to_have_text(words)
    desk.skip_to_content()
    desk.follow("Confirm this time")
    expect(desk.page.get_by_role("heading", name="Reservation confirmed")).to_be_visible()


def _see_it_confirmed(company: Keyboard, words: str) -> None:
    company.follow("My requests")
    company.skip_to_content()
    company.follow(words)
    expect(company.page.get_by_text("Reservation confirmed", exact=True)).to_be_visible()


def _mail_comes(product: Product, words: str, starts_at: datetime) -> None:
    mail = product.mail_to("company", has_calendar("REQUEST"))
    calendar = calendar_of(mail)
    assert calendar is not None
    assert starts_of(calendar) == [starts_at]
    clock = words.rpartition(" ")[2]
    assert clock in words_of(mail)  # in whatever language, the same hours


def _free_mornings(partner: Keyboard) -> set[date]:
    """The days of this week and the next ones on which the partner sees the morning free."""
    monday = today().date() - timedelta(days=today().weekday())
    weeks = [monday + timedelta(days=7 * n) for n in range(3)]
    return {
        week + timedelta(days=ahead)
        for week in weeks
        for ahead, state in enumerate(_mornings(partner, week))
        if state == FREE
    }


def _mornings(partner: Keyboard, day: date) -> list[str]:
    """What the partner reads of the mornings of that week, after asking for it and this place."""
    partner.page.wait_for_load_state()
    partner.skip_to_content()
    partner.go_to("Week of")
    partner.write_day(day)
    partner.go_to("Facility")
    partner.choose(PLACE)
    partner.follow("Show")
    name = partner.page.get_by_role("link", name=INSTRUMENT, exact=True)
    cells = partner.page.get_by_role("row").filter(has=name).locator("td").all_inner_texts()
    return [cell.strip() for cell in cells[::2]]


def _cancel(company: Keyboard) -> None:
    company.skip_to_content()
    company.follow("Cancel this visit")
    company.skip_to_content()
    company.follow("Cancel the visit")
    expect(company.page.get_by_role("status")).to_contain_text("Cancelled")
