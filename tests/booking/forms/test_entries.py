"""What people type is read as they mean it, and nothing they type is a crash."""

from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict

from booking.forms.entries import Entries, cleaned, clock_of, day_of, telephone_of, whole_number
from instruments.words import Service


@pytest.mark.parametrize(
    "text", ["2026-04-06", "2026/4/6", "２０２６／４／６", "2026年4月6日", " 2026.04.06 "]
)
def test_a_day_is_read_in_every_way_people_write_one(text: str) -> None:
    assert day_of(text) == date(2026, 4, 6)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-02-31", "2026-13-01", "0001-01-01", "99999-01-01", "４月", "😀"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


@pytest.mark.parametrize(
    "text", ["9:05", "09:05", "９：０５", "0905", "905", "9時05分", "09:05:00"]
)
def test_a_clock_is_read_in_every_way_people_write_one(text: str) -> None:
    assert clock_of(text) == time(9, 5)


def test_a_whole_hour_needs_no_minutes() -> None:
    assert clock_of("9時") == time(9, 0)


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "noon", "9", "12345", "-1:00", "🕘"])
def test_what_is_no_clock_is_none(text: str) -> None:
    assert clock_of(text) is None


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("１２", 12), ("1,200", 1200), ("0", 0)])
def test_a_number_is_read_in_every_width(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e9", "٣", "9" * 30, "一", "0x10"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert whole_number(text) is None


@pytest.mark.parametrize(
    "text", ["090-1234-5678", "０９０−１２３４−５６７８", "(023) 644-3222", "+81 90 1234 5678"]
)
def test_a_telephone_number_is_read_in_every_width(text: str) -> None:
    assert telephone_of(text) is not None


@pytest.mark.parametrize("text", ["", "abc", "119", "0" * 40, "090-1234-ｱｲｳ"])
def test_what_is_no_telephone_number_is_none(text: str) -> None:
    assert telephone_of(text) is None


def test_what_no_keyboard_types_is_left_out() -> None:
    assert cleaned("  a\x00b\x1b\ud800c\n𠮷 ｶﾅ  ") == "abc\n𠮷 ｶﾅ"


def test_every_fault_is_noted_beside_its_field_and_nothing_raises() -> None:
    entries = Entries(
        MultiDict({"name": "あ" * 300, "samples": "many", "service": "magic", "tel": "x"})
    )

    assert entries.text("name", most=100) == "あ" * 100
    assert entries.number("samples", otherwise=1, most=999) == 1
    assert entries.choice("service", Service, otherwise=Service.LENDING) is Service.LENDING
    assert entries.telephone("tel") == ""
    assert entries.text("purpose", most=10, needed=True) == ""
    assert [(name, rule) for name, rule, _facts in entries.broken] == [
        ("name", "too_long_text"),
        ("samples", "is_a_number"),
        ("service", "is_one_of_the_choices"),
        ("tel", "is_a_telephone_number"),
        ("purpose", "says_something"),
    ]


def test_a_number_beyond_the_limit_is_noted_with_the_limit() -> None:
    entries = Entries(MultiDict({"samples": "1000"}))

    assert entries.number("samples", otherwise=1, most=999) == 999
    assert entries.broken == [("samples", "too_large", {"most": 999})]
