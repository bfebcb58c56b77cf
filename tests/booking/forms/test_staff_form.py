"""Hours, addresses and passwords as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict

from booking.errors import RequestIncomplete
from booking.forms.company_form import read_newcomer, read_record
from booking.forms.entries import mail_of
from booking.forms.staff_form import hours_of, read_account, read_skill, read_week
from booking.permissions import STAFF_OF_A_FACILITY, Role

MORNING, AFTERNOON = (time(8, 30), time(12)), (time(13), time(17, 15))


@pytest.mark.parametrize(
    "typed",
    [
        "8:30-12:00 13:00-17:15",
        "08:30-12:00, 13:00-17:15",
        "８：３０～１２：００、１３：００〜１７：１５",
        "8時30分から12時 13時〜17時15分",
        "830-12 13-1715",
        " 8:30 – 12:00 ; 13:00 — 17:15 ",
    ],
)
def test_hours_are_read_as_people_write_them(typed: str) -> None:
    assert hours_of(typed) == [MORNING, AFTERNOON]


@pytest.mark.parametrize("typed", ["9", "9-", "-", "9:00", "25:00-26:00", "終日", "9-10-11"])
def test_what_are_no_hours_is_none(typed: str) -> None:
    assert hours_of(typed) is None


def test_a_week_says_every_wrong_day_at_once() -> None:
    given = MultiDict({"hours-0": "8:30-12:00", "hours-1": "x", "hours-2": "12-9"})

    with pytest.raises(RequestIncomplete) as refused:
        read_week(given)

    assert [(field, rule) for field, rule, _ in refused.value.facts["broken"]] == [
        ("hours-1", "says_hours"),
        ("hours-2", "hours_in_order"),
    ]
    assert read_week(MultiDict({"hours-6": ""})) == {day: [] for day in range(7)}


@pytest.mark.parametrize("typed", ["x", "a@b", "a b@example.jp", "<a>@example.jp", "あ@example.jp"])
def test_what_is_no_mail_address_is_none(typed: str) -> None:
    assert mail_of(typed) is None


def test_a_mail_address_is_kept_in_small_letters() -> None:
    assert mail_of(" Kato.Yoko@Example.JP ") == "kato.yoko@example.jp"


def test_an_account_says_everything_that_is_missing_at_once() -> None:
    roles = tuple(role for role in Role if role in STAFF_OF_A_FACILITY)

    with pytest.raises(RequestIncomplete) as refused:
        read_account(MultiDict({"role": "admin", "valid_until": "x"}), roles, new=True)

    fields = {field for field, *_ in refused.value.facts["broken"]}
    assert fields == {"name", "email", "role", "valid_until", "password"}


def test_a_password_is_taken_as_typed() -> None:
    typed = " パスワード Ａ "

    newcomer = read_newcomer(MultiDict({"member_email": "a@b.jp", "member_password": typed}))

    assert newcomer.password == typed
    for wrong in ("short", "長" * 201):
        with pytest.raises(RequestIncomplete, match="password_length"):
            read_newcomer(MultiDict({"member_email": "a@b.jp", "member_password": wrong}))


def test_a_qualification_is_not_over_from_the_start() -> None:
    given = MultiDict({"instrument": "7", "valid_until": "2026-04-01", "charge": "deputy"})

    read = read_skill(given)

    assert (read.instrument_id, read.valid_until, read.is_primary) == (7, date(2026, 4, 1), False)
    with pytest.raises(RequestIncomplete, match="is_over_already"):
        read_skill(given, after=date(2026, 4, 2))


def test_a_record_is_one_line_a_field_and_knows_the_prefectures() -> None:
    facts = read_record(
        MultiDict({"name": "株式会社\n最上 精工", "telephone": "０２３-６４４-３２２２"})
    )

    assert facts.name == "株式会社 最上 精工"
    assert facts.telephone == "023-644-3222"
    with pytest.raises(RequestIncomplete) as refused:
        read_record(MultiDict({"prefecture": "99", "telephone": "x", "email": "y"}))
    fields = {field for field, *_ in refused.value.facts["broken"]}
    assert fields == {"name", "prefecture", "telephone", "email"}
