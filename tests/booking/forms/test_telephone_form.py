"""What a caller says is read the way people say it."""

from __future__ import annotations

from datetime import date, time

import pytest

from booking.forms.telephone_form import day_said, name_and_number, part_of_day

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("11/25", date(2026, 11, 25)),
        ("25", date(2026, 11, 25)),
        ("２５日", date(2026, 11, 25)),
        ("24", TUESDAY),
        ("20", date(2026, 12, 20)),
        ("1月5日", date(2027, 1, 5)),
        ("2026-12-01", date(2026, 12, 1)),
        ("今日", TUESDAY),
        ("明日", date(2026, 11, 25)),
        ("水曜日", date(2026, 11, 25)),
        ("月", date(2026, 11, 30)),
        ("Wed", date(2026, 11, 25)),
        ("Tomorrow", date(2026, 11, 25)),
        ("13/40", None),
        ("2/30", None),
        ("0", None),
        ("", None),
        ("そのうち", None),
    ],
)
def test_a_day_is_the_next_such_day(said: str, meant: date | None) -> None:
    assert day_said(said, TUESDAY) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ("day", None)),
        ("終日", ("day", None)),
        ("午前", ("morning", None)),
        ("ＰＭ", ("afternoon", None)),
        ("13", ("clock", time(13))),
        ("1330", ("clock", time(13, 30))),
        ("９：３０", ("clock", time(9, 30))),
        ("午後1時半", ("clock", time(13, 30))),
        ("午後12時", ("clock", time(12))),
        ("25", None),
        ("10:99", None),
        ("いつか", None),
    ],
)
def test_a_time_of_day_is_a_part_of_it_or_a_clock(
    said: str, meant: tuple[str, time | None] | None
) -> None:
    assert part_of_day(said) == meant


@pytest.mark.parametrize(
    ("typed", "name", "number"),
    [
        ("山田 ０９０−1234−5678", "山田", "090-1234-5678"),
        ("090-1234-5678 佐藤", "佐藤", "090-1234-5678"),
        ("𠮷田（080 1111 2222）", "𠮷田", "080 1111 2222"),
        ("(0238)12-3456 髙﨑", "髙﨑", "(0238)12-3456"),
        ("Smith +81 90-1234-5678", "Smith", "+81 90-1234-5678"),
        ("モーター課 山田", "モーター課 山田", ""),
        ("0238-12-3456", "", "0238-12-3456"),
        ("", "", ""),
    ],
)
def test_name_and_number_stand_in_one_entry_in_either_order(
    typed: str, name: str, number: str
) -> None:
    assert name_and_number(typed) == (name, number)
