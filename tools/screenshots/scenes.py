"""What the pictures show: from a trouble to a confirmed visit, as each person sees it.

The same steps in both languages, each on a demo of its own: what a picture holds depends only on
the demo's data and on the day.
"""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page

from tools.screenshots.camera import Camera

TROUBLE = "peeling"
INSTRUMENT, FACILITY = "YRIT-OKI-SEM", "YRIT-OKI"
PURPOSE = {
    "ja": "銅合金端子のNi/Auめっきがはがれた。断面を見て原因を知りたい",
    "en": "Ni/Au plating peels off copper alloy terminals: the cause, seen in a cross section",
}
CALL = {
    "ja": {
        "instrument": "フーリエ変換赤外分光光度計（ATR）",
        "purpose": "容器に混入した黒い粒",
    },
    "en": {
        "instrument": "FT-IR with ATR",
        "purpose": "Black particles in food",
    },
}
CALLING = "高畠発酵フーズ株式会社"
CALLER = {
    "when": "13:30",
    "minutes": "60",
    "visitor": "例示 来所者 090-0000-0000",
}
SAMPLES = {"ja": "銅合金の端子、長さ12 mm", "en": "Copper alloy terminals, 12 mm long"}
NAMES = (
    "home",
    "search",
    "instrument",
    "request",
    "offers",
    "telephone",
    "worklist",
    "proposal",
    "reservation",
    "network-week",
)


def take_all(camera: Camera, today: date) -> None:
    """All pictures in the camera's language."""
    anyone = camera.visitor()
    _look(camera, anyone)
    company, desk, partner = map(camera.visitor, ("company", "technician", "partner"))
    monday = today + timedelta(days=7 - today.weekday())
    _ask(camera, company, monday)
    _choose(camera, company)
    _take_a_call(camera, desk)
    _decide(camera, desk)
    company.reload()  # the request has become a visit
    camera.take(company, "reservation")
    partner.goto(f"{camera.base_url}/network/week?facility={FACILITY}&from={monday}")
    camera.take(partner, "network-week", by_telephone_from=".week-steps")


def _look(camera: Camera, anyone: Page) -> None:
    anyone.goto(f"{camera.base_url}/")
    camera.take(anyone, "home")
    anyone.goto(f"{camera.base_url}/instruments?trouble={TROUBLE}")
    camera.take(anyone, "search", by_telephone_from=".found")
    anyone.goto(f"{camera.base_url}/instruments/{INSTRUMENT}")
    camera.take(anyone, "instrument")


def _ask(camera: Camera, company: Page, monday: date) -> None:
    company.goto(f"{camera.base_url}/company/request?instrument={INSTRUMENT}")
    for ahead, row in enumerate(company.locator("[data-row]").all(), start=1):
        row.locator("[name=day]").fill(f"{monday + timedelta(days=ahead)}")
    company.locator("[name=guidance][value='1']").check()
    company.locator("#purpose").fill(PURPOSE[camera.language])
    company.locator("#samples").fill("3")
    company.locator("#sample_text").fill(SAMPLES[camera.language])
    company.locator("#visitor_telephone").fill("090-0000-0000")
    camera.take(company, "request")


def _choose(camera: Camera, company: Page) -> None:
    with company.expect_navigation():
        company.locator("[data-main]").click()
    camera.take(company, "offers")
    with company.expect_navigation():
        company.locator(".offer button").first.click()


def _take_a_call(camera: Camera, desk: Page) -> None:
    desk.goto(f"{camera.base_url}/desk/telephone")
    desk.locator("#company").fill(CALLING)
    desk.locator("#similar button").first.click()  # it is known: the list closes
    for name, text in (CALLER | CALL[camera.language]).items():
        desk.locator(f"#{name}").fill(text)
    camera.take(desk, "telephone")
    desk.locator("form.call .btn-lg").click()
    desk.wait_for_url("**/desk/reservations/*")


def _decide(camera: Camera, desk: Page) -> None:
    desk.goto(f"{camera.base_url}/desk/")
    camera.take(desk, "worklist")
    desk.get_by_role("link", name="株式会社ながい彩鍍").last.click()
    desk.wait_for_url("**/desk/proposals/*")
    camera.take(desk, "proposal")
    with desk.expect_navigation():
        desk.locator("form[action$='/confirm'] button").click()
