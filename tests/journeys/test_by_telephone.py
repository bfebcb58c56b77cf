"""代行入力 in a real browser: a known firm, a new one without mail, one in another spelling."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys.caller import MS_A_KEY, Call
from tests.journeys.product import Product, today
from tests.journeys.steps import half_days, open_week, slot_in
from tests.support.browser import PageFor
from tests.support.figures import TellFigure

PLACE = "山形県工業技術センター 置賜試験場"
INSTRUMENT, ITS_NAME = "走査電子", "走査電子顕微鏡（EDX付）"
KNOWN, ITS_READING = "白鷹ダイキャスト株式会社", "しらたか"
NEW, MOBILE = "株式会社サンプル精機", "090-0000-1111"
FREE, NOT_FREE = "○ 空き", "使用不可"
ASKED_BACK = ("status of 409",)  # the browser notes that the page asks something first
MOST_FIELDS, MOST_CLICKS, MOST_SECONDS = 8, 2, 30


def test_a_known_firm_is_booked_while_it_is_on_the_line(
    product: Product, page_for: PageFor, tell_figure: TellFigure
) -> None:
    desk = product.sign_in(page_for(), "technician")
    partner = product.sign_in(page_for(), "partner")
    day = _a_free_day(product, partner)
    call = Call.taken(product, desk, ms_a_key=MS_A_KEY)

    call.say("企業", ITS_READING)
    call.click(desk.get_by_role("button", name=KNOWN))
    call.say("機器", INSTRUMENT)
    call.say("日付", f"{day.month}/{day.day}")
    call.say("開始", "午前")
    call.say("来所者・携帯電話", f"例示 {MOBILE}")
    call.book()
    call.promised()

    tell_figure(str(call))
    assert call.fields <= MOST_FIELDS
    assert call.clicks <= MOST_CLICKS
    assert call.seconds <= MOST_SECONDS
    expect(desk.get_by_role("heading", level=1)).to_contain_text(KNOWN)
    expect(_story(desk)).to_contain_text("予約が確定しました")
    assert _morning(partner, day) == NOT_FREE
    assert KNOWN not in partner.content()
    assert MOBILE not in partner.content()


def test_a_new_firm_without_account_or_mail_gets_the_nearest_time_when_its_own_is_taken(
    product: Product, page_for: PageFor, tell_figure: TellFigure
) -> None:
    desk = product.sign_in(page_for(allows=ASKED_BACK), "technician")
    day = _a_free_day(product, product.sign_in(page_for(), "partner"))
    _book(product, desk, KNOWN, day)
    taken = slot_in(desk.locator(".decision-when").inner_text())

    call = _filled_in(product, desk, NEW, day)
    call.book()
    refused = desk.get_by_role("alert")
    expect(refused).to_contain_text("この日時では予約できません")
    expect(refused).to_contain_text("理由：すでに予約がある時間")
    nearest = desk.locator(".nearest button").first
    offered = nearest.inner_text()
    call.click(nearest)
    call.promised()

    tell_figure(str(call))
    assert call.fields <= MOST_FIELDS
    assert call.clicks <= MOST_CLICKS
    got = slot_in(desk.locator(".decision-when").inner_text())
    assert got.words == offered
    assert got.starts_at >= taken.ends_at or got.ends_at <= taken.starts_at
    expect(desk.get_by_role("heading", level=1)).to_contain_text(NEW)
    assert _firms(product, desk, NEW) == 1


def test_a_firm_in_another_spelling_is_found_and_not_entered_twice(
    product: Product, page_for: PageFor, tell_figure: TellFigure
) -> None:
    desk = product.sign_in(page_for(allows=ASKED_BACK), "technician")
    day = _a_free_day(product, product.sign_in(page_for(), "partner"))
    before = _firms(product, desk, "ふれくす")

    call = _filled_in(product, desk, "ﾌﾚｸｽﾉｰﾄﾞ㈱", day)
    expect(desk.locator("#similar")).to_contain_text("フレクスノード株式会社")
    call.book()  # nobody looked
    asked = desk.get_by_role("group", name="どの企業ですか")
    call.click(asked.get_by_role("button", name="フレクスノード株式会社"))
    call.promised()

    tell_figure(str(call))
    assert call.clicks <= MOST_CLICKS
    expect(desk.get_by_role("heading", level=1)).to_contain_text("フレクスノード株式会社")
    assert _firms(product, desk, "ふれくす") == before == 1


def _book(product: Product, desk: Page, firm: str, day: datetime) -> None:
    call = _filled_in(product, desk, firm, day)
    call.book()
    call.promised()


def _filled_in(product: Product, desk: Page, firm: str, day: datetime) -> Call:
    """Everything the caller says; two hours from nine. The day is reached with the mouse."""
    call = Call.taken(product, desk)
    call.say("企業", firm)
    call.say("機器", INSTRUMENT)
    call.point_and_say("日付", f"{day.month}/{day.day}")
    call.say("開始", "9:00")
    call.say("利用時間（分）", "120")
    call.say("来所者・携帯電話", f"例示 {MOBILE}")
    return call


def _a_free_day(product: Product, partner: Page) -> datetime:
    """The first day that the partner sees free in the morning and afternoon.

    Behind the demo's own visits: the firm on the line may be elsewhere on a nearer one.
    """
    open_week(product, partner, PLACE)
    monday = today() - timedelta(days=today().weekday())
    for week in (monday + timedelta(days=7 * n) for n in range(3, 7)):
        halves = half_days(partner, ITS_NAME, week)
        for ahead in range(7):
            if halves[2 * ahead : 2 * ahead + 2] == [FREE, FREE]:
                return week + timedelta(days=ahead)
    raise AssertionError("no free day in four weeks from the third on")


def _morning(partner: Page, day: datetime) -> str:
    return half_days(partner, ITS_NAME, day)[2 * day.weekday()]


def _story(desk: Page) -> Locator:
    return desk.get_by_role("region", name="できごと")


def _firms(product: Product, desk: Page, text: str) -> int:
    """How many firms the register finds by that name or reading."""
    desk.goto(product.page(f"/desk/companies?q={text}"))
    return desk.get_by_role("list", name="検索結果").locator(".line-what").count()
